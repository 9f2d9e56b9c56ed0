import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db

AGAIN = "/accounts/reauthenticate/"
ACTIVATE = "/accounts/2fa/totp/activate/"


def code_for(secret: str, later: int = 0) -> str:
    """What an authenticator app shows, so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def secret(client, alice) -> str:
    """Of Alice, who has just turned the second factor on and signed out again."""
    client.force_login(alice)
    client.post(AGAIN, {"password": "alice"})
    page = client.get(ACTIVATE).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page and "data:image/svg+xml;base64," in page
    assert client.post(ACTIVATE, {"code": code_for(secret)}).url == "/accounts/2fa/recovery-codes/"
    client.post("/accounts/logout/")
    return secret


def sign_in(client, name="alice"):
    return client.post("/accounts/login/", {"username": name, "password": name})


def is_inside(client) -> bool:
    return client.get("/new/").status_code == 200


def test_the_password_alone_does_not_open_any_more(client, secret):
    assert sign_in(client).url == "/accounts/2fa/authenticate/"
    assert not is_inside(client)
    for guess in ("", "000000", "١٢٣٤٥٦", "a" * 1_000_000, "\x00"):
        answer = client.post("/accounts/2fa/authenticate/", {"code": guess})
        assert answer.status_code == 200
    assert not is_inside(client)


def test_a_code_opens_once(client, secret):
    code = code_for(secret, 1)
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).url == "/"
    assert is_inside(client)
    other = Client()
    sign_in(other)
    answer = other.post("/accounts/2fa/authenticate/", {"code": code})
    assert "not right, or too old" in answer.content.decode()
    assert not is_inside(other)


def test_a_recovery_code_opens_once(client, secret, alice):
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    for visitor, opens in ((client, True), (Client(), False)):
        sign_in(visitor)
        visitor.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_inside(visitor) == opens


def test_guessing_codes_is_slowed_down(client, secret):
    sign_in(client)
    for _ in range(10):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    assert "Too many wrong tries" in answer.content.decode()


def test_turning_it_off_takes_the_password_again(client, secret, alice):
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    off = "/accounts/2fa/totp/deactivate/"
    assert client.post(off).url.startswith("/accounts/reauthenticate/")
    client.post(AGAIN, {"password": "alice"})
    assert client.post(off).url == "/accounts/2fa/"
    assert not Authenticator.objects.filter(user=alice).exists()


def test_codes_can_be_kept_as_a_file_and_made_anew(client, secret):
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    client.post(AGAIN, {"password": "alice"})
    first = client.get("/accounts/2fa/recovery-codes/download/")
    assert first["Content-Type"].startswith("text/plain")
    assert len(first.content.split()) == 10
    client.post("/accounts/2fa/recovery-codes/generate/")
    assert client.get("/accounts/2fa/recovery-codes/download/").content != first.content


def test_the_door_of_the_admin_asks_for_it_too(secret, alice):
    alice.is_superuser = True
    alice.save()
    client = Client()
    assert client.get("/admin/").url == "/accounts/login/?next=/admin/"
    client.post("/accounts/login/", {"username": "alice", "password": "alice", "next": "/admin/"})
    assert client.get("/admin/").status_code == 302
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_who_has_none_finds_no_codes(client):
    client.force_login(make_user("bob"))
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 404
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 404
