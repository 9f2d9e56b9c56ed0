"""Whatever the forms of accounts are sent, the answer is a page, and nothing happens."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from reader.accounts.models import User
from tests.test_hostile_input import JUNK

pytestmark = pytest.mark.django_db

STRANGERS = {
    "/accounts/login/": ("username", "password", "next"),
    "/accounts/password/reset/": ("email", "next"),
}
OWN = {
    "/accounts/email/": ("email", "action_add"),
    "/accounts/password/change/": ("oldpassword", "password1", "password2", "next"),
    "/accounts/reauthenticate/": ("password", "next"),
    "/accounts/2fa/totp/activate/": ("code",),
}
ADDRESSES = ["/accounts/signup/", "/accounts/logout/", "/accounts/", "/accounts/preferences/"]


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(
        (
            *("login_failed", "login_failed_here", "reset_password", "reauthenticate"),
            *("manage_email", "change_password", "confirm_email"),
        )
    )


@pytest.fixture
def alice_inside(client, alice):
    """She has just given her password once more."""
    client.post("/accounts/login/", {"username": "alice", "password": "alice"})
    client.post("/accounts/reauthenticate/", {"password": "alice"})
    return client


@pytest.mark.parametrize("address", STRANGERS)
def test_strangers_may_send_anything(address):
    for junk in JUNK:
        form = dict.fromkeys(STRANGERS[address], junk.decode("utf-8", "replace"))
        assert Client().post(address, form).status_code in (200, 302)


@pytest.mark.parametrize("address", OWN)
def test_whoever_has_signed_in_may_send_anything(address, alice_inside, alice):
    for junk in JUNK:
        form = dict.fromkeys(OWN[address], junk.decode("utf-8", "replace"))
        assert alice_inside.post(address, form).status_code in (200, 302)
    alice.refresh_from_db()
    assert alice.check_password("alice")
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("action", ["action_send", "action_remove", "action_primary"])
def test_the_addresses_of_others_are_out_of_reach(action, alice_inside, bob):
    EmailAddress.objects.create(user=bob, email="b@example.org", verified=True, primary=True)
    alice_inside.post("/accounts/email/", {action: "", "email": "b@example.org"})
    assert EmailAddress.objects.get().user == bob
    assert EmailAddress.objects.get().primary


KEYS = ["x", "a:b:c", "MQ:1xVZTP:forged", "é" * 50, "9" * 200]


@pytest.mark.parametrize("key", KEYS)
def test_a_link_that_nobody_sent_opens_nothing(key, client):
    for method in (client.get, client.post):
        assert method(f"/accounts/confirm-email/{key}/").status_code in (200, 404)


@pytest.mark.parametrize("key", ["1-x", "zzzzzzzzzzzzz-set-password", "0-0", f"1-{'a' * 200}"])
def test_a_forged_link_to_a_new_password_opens_nothing(key, client, alice):
    for method in (client.get, client.post):
        answer = method(f"/accounts/password/reset/key/{key}/", {"password1": "a" * 12})
        assert answer.status_code in (200, 404)
    assert User.objects.get().check_password("alice")


@pytest.mark.parametrize("address", [*STRANGERS, *OWN, *ADDRESSES])
def test_a_form_that_another_site_sends_is_refused(address, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(address, {"display_name": "Mallory"}).status_code == 403
