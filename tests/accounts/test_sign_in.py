import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from reader.accounts.adapter import WRONG
from reader.accounts.models import SignUp, SitePolicy, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/login/"
GUESSES = int(settings.ACCOUNT_RATE_LIMITS["login_failed"].partition("/")[0])


def sign_in(client, password, name="alice", **more):
    return client.post(ADDRESS, {"username": name, "password": password, **more})


def test_the_right_password_opens(client, alice):
    assert sign_in(client, "alice").url == "/"


def test_the_address_opens_as_well_as_the_name(client, alice):
    User.objects.filter(pk=alice.pk).update(email="alice@example.org")
    assert sign_in(client, "alice", "Alice@Example.org").url == "/"


def test_a_wrong_password_is_refused_and_the_name_kept(client, alice):
    response = sign_in(client, "guess")
    assert response.status_code == 200
    assert 'value="alice"' in response.content.decode()
    assert "alert" in response.content.decode()
    assert "guess" not in response.content.decode()


def test_a_name_that_nobody_has_is_refused_in_the_same_words(client, alice):
    for name in ("alice", "nobody", "nobody@example.org"):
        assert WRONG in sign_in(client, "guess", name).content.decode()


def test_signing_in_leads_back_to_where_one_was_but_never_elsewhere(client, alice):
    for wanted, found in {
        "/new/": "/new/",
        "https://evil.example/": "/",
        "//evil.example/": "/",
        "http://[": "/",
        "javascript:alert(1)": "/",
    }.items():
        assert sign_in(client, "alice", next=wanted).url == found
        client.logout()


def test_who_has_signed_in_is_never_sent_round_in_a_circle(client, alice):
    client.force_login(alice)
    assert client.get(ADDRESS, {"next": "/new/"}).url == "/new/"
    assert client.get(ADDRESS, {"next": ADDRESS}).url == "/"
    assert sign_in(client, "alice", next=ADDRESS).url == "/"


def test_guessing_is_slowed_down_even_for_the_right_password(client, alice):
    for _ in range(GUESSES):
        sign_in(client, "guess")
    assert "Too many wrong tries" in sign_in(client, "alice").content.decode()
    assert "Too many wrong tries" in sign_in(Client(), "alice").content.decode()


def test_guessing_at_many_names_is_slowed_down_too(client, alice):
    for number in range(60):
        sign_in(client, "guess", f"name{number}")
    assert "Too many wrong tries" in sign_in(client, "alice").content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, "alice").status_code == 302


@pytest.mark.parametrize("address", ["", "unix:", "2001:db8::1"])
def test_an_odd_network_address_is_one_like_any(alice, address):
    odd = Client(REMOTE_ADDR=address)
    assert WRONG in sign_in(odd, "guess").content.decode()
    assert sign_in(odd, "alice").status_code == 302


def test_right_passwords_use_up_no_tries(client, alice):
    for _ in range(GUESSES + 2):
        assert sign_in(client, "alice").status_code == 302
        client.logout()


def test_too_many_forms_at_once_get_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert sign_in(client, "guess").status_code == 200
    response = sign_in(client, "guess")
    assert response.status_code == 429
    assert "Wait some minutes" in response.content.decode()


def test_a_closed_account_stays_outside(client, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert sign_in(client, "alice").url == "/accounts/inactive/"
    assert "closed" in client.get("/accounts/inactive/").content.decode()
    assert client.get("/new/").status_code == 302


def test_signing_out_takes_a_post(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 405
    response = client.post("/accounts/logout/")
    assert response.url == "/"
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get("/new/").status_code == 302


def test_an_account_from_the_owner_needs_no_check_of_its_address(client, alice):
    User.objects.filter(pk=alice.pk).update(email="alice@example.org")
    assert sign_in(client, "alice").url == "/"
    assert client.get("/accounts/email/").status_code == 200
    client.logout()
    assert sign_in(client, "alice").url == "/", "the page of addresses has put it on record"
    assert not mail.outbox


@pytest.mark.parametrize("policy", SignUp.values)
def test_the_door_says_how_accounts_are_made(client, policy):
    SitePolicy.objects.create(pk=1, sign_up=policy)
    page = client.get("/accounts/signup/").content.decode()
    words = {"open": "Make the account", "invited": "By invitation", "closed": "No new accounts"}
    assert [word in page for word in words.values()] == [name == policy for name in words]


def test_a_password_again_is_asked_for_before_what_matters(client):
    make_user("dora")
    sign_in(client, "dora", "dora")
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
