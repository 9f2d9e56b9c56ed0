import pytest
from django.core.cache import cache

from reader.accounts.throttle import GUESSES_PER_NAME

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_guesses_yet():
    cache.clear()


def sign_in(client, password, name="alice", **more):
    return client.post(ADDRESS, {"username": name, "password": password, **more})


def test_the_right_password_opens(client, alice):
    assert sign_in(client, "alice").url == "/"


def test_a_wrong_password_is_refused_and_the_name_kept(client, alice):
    response = sign_in(client, "guess")
    assert response.status_code == 200
    assert 'value="alice"' in response.content.decode()
    assert "alert" in response.content.decode()


def test_signing_in_leads_back_to_where_one_was_but_never_elsewhere(client, alice):
    assert sign_in(client, "alice", next="/new/").url == "/new/"
    client.logout()
    assert sign_in(client, "alice", next="https://evil.example/").url == "/"


def test_who_has_signed_in_is_never_sent_round_in_a_circle(client, alice):
    client.force_login(alice)
    assert client.get(ADDRESS, {"next": "/new/"}).url == "/new/"
    assert client.get(ADDRESS, {"next": ADDRESS}).url == "/"
    assert sign_in(client, "alice", next=ADDRESS).url == "/"


def test_guessing_is_slowed_down_even_for_the_right_password(client, alice):
    for _ in range(GUESSES_PER_NAME):
        sign_in(client, "guess")
    assert "Too many wrong passwords" in sign_in(client, "alice").content.decode()


def test_a_right_password_in_time_clears_the_count(client, alice):
    for _ in range(GUESSES_PER_NAME - 1):
        sign_in(client, "guess")
    assert sign_in(client, "alice").status_code == 302
    client.logout()
    assert "Too many" not in sign_in(client, "guess").content.decode()


def test_signing_out_takes_a_post(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").url == "/"
