import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from reader.accounts.models import SignUp, SitePolicy, User
from reader.articles.deleting import delete
from reader.articles.invitation_models import Invitation
from reader.articles.inviting import invite, revoke
from reader.articles.models import Part
from tests.factories import make_article, make_user, owner_of
from tests.test_hostile_input import JUNK

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/signup/"
GOOD = {"username": "zoë", "email": "Zoe@Example.org", "password1": "seven trees in a row"}


@pytest.fixture
def is_open() -> None:
    SitePolicy.objects.create(pk=1, sign_up=SignUp.OPEN)


@pytest.fixture
def invitation() -> Invitation:
    article = make_article()
    return invite(article, Part.READER, 7, by=owner_of(article))


def come_by(invitation: Invitation, client: Client, **left: object) -> None:
    """What the page of an invitation leaves with whoever opens it."""
    session = client.session
    session.update({"invited": invitation.pk} | left)
    session.save()


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"http://testserver(\S+)", str(message.body))
    assert found
    return found[1]


def test_signing_up_ends_inside_once_the_address_is_proved(client, is_open):
    assert client.post(ADDRESS, GOOD | {"next": "/new/"}).url == "/accounts/confirm-email/"
    assert client.get("/new/").status_code == 302, "not yet"
    (message,) = mail.outbox
    assert message.to == ["zoe@example.org"] and message.subject == "Crux: is this your address?"
    link = link_in(message)
    assert "Is this you?" in client.get(link).content.decode()
    assert client.post(link).url == "/new/"
    assert client.get("/new/").status_code == 200
    assert "had its day" in Client().get(link).content.decode() or Client().post(link)


def test_in_another_browser_the_link_proves_the_address_and_signing_in_is_left_to_do(
    client, is_open
):
    client.post(ADDRESS, GOOD)
    other = Client()
    assert other.post(link_in(mail.outbox[0])).url.startswith("/accounts/login/")
    assert other.post("/accounts/login/", {"username": "zoë", "password": GOOD["password1"]}).url


def test_before_that_a_right_password_has_the_link_sent_and_nothing_more(client, is_open):
    Client().post(ADDRESS, GOOD)
    EmailAddress.objects.update(verified=False)
    form = {"username": "zoë", "password": GOOD["password1"]}
    assert client.post("/accounts/login/", form).url == "/accounts/confirm-email/"
    assert client.get("/new/").status_code == 302


def test_the_form_does_not_tell_that_an_address_has_an_account(client, is_open, alice):
    User.objects.filter(pk=alice.pk).update(email="zoe@example.org")
    assert client.post(ADDRESS, GOOD).url == "/accounts/confirm-email/"
    assert User.objects.count() == 1
    assert "you have an account already" in mail.outbox[0].subject


@pytest.mark.parametrize("policy", [SignUp.INVITED, SignUp.CLOSED])
def test_without_an_invitation_nothing_is_made(client, policy):
    SitePolicy.objects.create(pk=1, sign_up=policy)
    assert client.post(ADDRESS, GOOD).status_code == 200
    assert not User.objects.exists() and not mail.outbox


def test_the_invited_sign_up_and_are_led_back_to_the_invitation(client, invitation):
    come_by(invitation, client)
    assert client.get(ADDRESS).status_code == 200
    client.post(ADDRESS, GOOD | {"next": "/invitations/abc/"})
    assert client.post(link_in(mail.outbox[0])).url == "/invitations/abc/"


def test_an_invitation_that_came_by_mail_proves_the_address(client, invitation):
    come_by(invitation, client, invited_email="zoe@example.org")
    assert 'value="zoe@example.org"' in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, GOOD | {"next": "/invitations/abc/"}).url == "/invitations/abc/"
    assert EmailAddress.objects.get(verified=True).email == "zoe@example.org"
    assert not mail.outbox


def test_another_address_than_the_invited_one_is_proved_like_any(client, invitation):
    come_by(invitation, client, invited_email="else@example.org")
    assert client.post(ADDRESS, GOOD).url == "/accounts/confirm-email/"


def test_closed_is_closed_for_the_invited_too(client, invitation):
    SitePolicy.objects.create(pk=1, sign_up=SignUp.CLOSED)
    come_by(invitation, client)
    assert client.post(ADDRESS, GOOD).status_code == 200
    assert not User.objects.filter(username="zoë").exists()


@pytest.mark.parametrize("how", ["revoked", "expired", "deleted", "demoted"])
def test_an_invitation_that_no_longer_stands_opens_nothing(how, client, invitation):
    come_by(invitation, client)
    article, host = invitation.article, invitation.invited_by
    if how == "revoked":
        revoke(article, invitation.pk, by=host)
    elif how == "expired":
        article.invitations.update(expires_at=timezone.now())
    elif how == "deleted":
        delete(article, by=host)
    else:
        article.memberships.update(part=Part.READER)
    assert "password1" not in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, GOOD)
    assert not User.objects.filter(username="zoë").exists()


def test_an_invitation_opened_once_is_good_for_one_account(client, invitation):
    come_by(invitation, client, invited_email="else@example.org")
    client.post(ADDRESS, GOOD)
    assert not {"invited", "invited_email"} & set(client.session.keys())
    client.post(ADDRESS, GOOD | {"username": "yann", "email": "yann@example.org"})
    assert not User.objects.filter(username="yann").exists()


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("username", "", "required"),
        ("username", "a@b.org", "leave out the “@”"),
        ("username", "Admin", "kept for the people"),
        ("username", "ALICE", "Somebody has this name"),
        ("username", "two words", "valid username"),
        ("username", "z\u202eoe", "valid username"),
        ("email", "nowhere", "valid email"),
        ("password1", "12345678", "common"),
        ("password1", "short", "too short"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, is_open, field, wrong, words):
    make_user("alice")
    response = client.post(ADDRESS, GOOD | {field: wrong})
    page = response.content.decode()
    assert words in page
    kept = {name: value for name, value in (GOOD | {field: wrong}).items() if name != "password1"}
    assert all(f'value="{value}"' in page for value in kept.values() if value)
    assert f'value="{GOOD["password1"]}"' not in page
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", [*GOOD, "next"])
def test_a_field_may_hold_anything(name, client, is_open, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": None, "confirm_email": None}
    for junk in JUNK:
        form = GOOD | {name: junk.decode("utf-8", "replace")}
        assert Client().post(ADDRESS, form).status_code in (200, 302)


def test_names_that_look_alike_are_one_name(client, is_open):
    client.post(ADDRESS, GOOD | {"username": "ﬁnn"})
    assert User.objects.get().username == "finn"


def test_a_name_is_taken_in_any_case(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ALICE")


def test_a_mail_server_that_does_not_answer_is_no_breakdown(client, is_open, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post(ADDRESS, GOOD, follow=True)
    assert "could not be sent just now" in response.content.decode()


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, alice):
    User.objects.filter(pk=alice.pk).update(email="alice@example.org")
    asked = client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    assert asked.url == "/accounts/password/reset/done/"
    link = link_in(mail.outbox[0])
    form = client.get(link).url
    assert "New password" in client.get(form).content.decode()
    twice = {"password1": "eight trees in a row", "password2": "eight trees in a row"}
    assert "same password" in client.post(form, twice | {"password2": "x"}).content.decode()
    assert client.post(form, twice).url == "/accounts/password/reset/key/done/"
    alice.refresh_from_db()
    assert alice.check_password("eight trees in a row")
    assert "had its day" in Client().get(link).content.decode()


def test_asking_for_it_does_not_tell_who_has_an_account(client):
    asked = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert asked.url == "/accounts/password/reset/done/"
    assert mail.outbox[0].subject == "Crux: there is no account with this address"


def test_asking_again_and_again_is_slowed_down(client):
    ask = {"email": "nobody@example.org"}
    answers = [client.post("/accounts/password/reset/", ask).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
