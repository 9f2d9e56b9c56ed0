from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from reader.accounts.models import User
from reader.annotations.comment_models import Notification, Occasion
from reader.annotations.notifying import notify, see_all
from reader.articles.models import Article, Membership, Part
from reader.review.notification_digests import MOST_SHOWN
from tests.commands.test_imports import run
from tests.factories import make_article, make_change, make_member

pytestmark = pytest.mark.django_db
SITE = "https://crux.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def article(alice) -> Article:
    return make_article(editor=alice, title="Street trees")


@pytest.fixture
def bob(article) -> User:
    return subscriber(article, "bob")


def subscriber(article, name, digest="daily", verified=True) -> User:
    person = make_member(article, name, Part.EDITOR)
    User.objects.filter(pk=person.pk).update(digest=digest)
    EmailAddress.objects.create(
        user=person, email=f"{name}@example.org", verified=verified, primary=True
    )
    return person


def tell(article, *people, **change) -> None:
    notify(make_change(article, **change), people, Occasion.REPLY)


def later(**time) -> None:
    """As if the last mail had been sent so long ago."""
    for user in User.objects.exclude(digested_at=None):
        User.objects.filter(pk=user.pk).update(digested_at=user.digested_at - timedelta(**time))


def mailed() -> list[str]:
    people = [message.to[0].partition("@")[0] for message in mail.outbox]
    mail.outbox.clear()
    return people


def test_one_mail_holds_all_that_is_unread(article, bob):
    article.comments.create(number=1, author=bob, body="Is\nthat so?", html="<p>Is<br>that so?</p>")
    tell(article, bob, name="comment 1")
    tell(article, bob)
    assert run("send_digests") == "1 digest sent."
    [message] = mail.outbox
    assert message.to == ["bob@example.org"] and "2 notifications" in message.subject
    for words in ("Street trees", "Alice", "“Is that so?”", "Bob", "once a day"):
        assert words in message.body
    for number in Notification.objects.values_list("pk", flat=True):
        assert f"{SITE}/notifications/{number}/\n" in message.body


def test_a_second_run_sends_nothing_and_nothing_comes_twice(article, bob):
    tell(article, bob)
    run("send_digests")
    assert run("send_digests") == "" and mailed() == ["bob"]
    later(days=1)
    assert run("send_digests") == ""
    tell(article, bob)
    run("send_digests")
    assert "1 notification" in mail.outbox[0].subject


@pytest.mark.parametrize(("digest", "hours"), [("daily", 24), ("weekly", 7 * 24)])
def test_mails_come_as_often_as_one_has_chosen(article, digest, hours):
    person = subscriber(article, "dora", digest)
    tell(article, person)
    run("send_digests")
    assert mailed() == ["dora"]
    tell(article, person)
    later(hours=hours - 2)
    run("send_digests")
    assert mailed() == []
    later(hours=2)
    run("send_digests")
    assert mailed() == ["dora"]


def test_only_those_get_mail_who_want_it_at_an_address_they_have_proved(article):
    people = [
        subscriber(article, "never", "never"),
        subscriber(article, "unproved", verified=False),
        subscriber(article, "closed"),
        subscriber(article, "read"),
        make_member(article, "nowhere", Part.EDITOR),
    ]
    tell(article, *people)
    User.objects.filter(username="closed").update(is_active=False)
    see_all(people[3])
    assert run("send_digests") == ""
    assert mailed() == []


def test_of_what_one_may_not_see_any_more_there_is_no_word(article, alice, bob):
    other = make_article(editor=alice, title="Secret roots")
    Membership.objects.create(article=other, user=bob, part=Part.EDITOR)
    tell(article, bob)
    tell(other, bob)
    Membership.objects.filter(article=other, user=bob).delete()
    run("send_digests")
    assert "1 notification" in mail.outbox[0].subject and "Secret" not in mail.outbox[0].body


def test_an_address_that_fails_stops_nobody_else_and_is_tried_again(article, bob, caplog):
    broken = subscriber(article, "dora")
    EmailAddress.objects.filter(user=broken).update(email="dora@example.org\nBcc: all@example.org")
    other = subscriber(article, "zoe")
    tell(article, bob, broken, other)
    with pytest.raises(SystemExit):
        run("send_digests")
    assert mailed() == ["bob", "zoe"]
    assert "could not be sent" in caplog.text and "dora@" not in caplog.messages[0]
    EmailAddress.objects.filter(user=broken).update(email="dora@example.org")
    assert run("send_digests") == "1 digest sent."
    assert mailed() == ["dora"]


def test_a_long_absence_makes_no_endless_mail(article, bob):
    for _ in range(MOST_SHOWN + 2):
        tell(article, bob)
    run("send_digests")
    [message] = mail.outbox
    assert "And 2 more:" in message.body and f"{SITE}/notifications/?unread=1" in message.body
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_the_link_in_the_mail_ends_the_mails_without_signing_in(article, bob):
    tell(article, bob)
    run("send_digests")
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    client = Client(enforce_csrf_checks=True)  # as a mail program, which has no token of ours
    assert "End these mails?" in client.get(address).content.decode()
    bob.refresh_from_db()
    assert bob.digest == "daily"
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert "You get no notifications" in response.content.decode()
    bob.refresh_from_db()
    assert bob.digest == "never"
    assert client.post(address).status_code == 200
    assert client.post(address.replace("/unsubscribe/", "/unsubscribe/9")).status_code == 404


def test_how_often_is_chosen_in_the_account(article, bob, client):
    client.force_login(bob)
    assert 'value="daily" selected' in client.get("/accounts/").content.decode()
    assert client.get("/accounts/digest/").url == "/accounts/"
    assert client.post("/accounts/digest/", {"digest": "weekly"}).url == "/accounts/"
    refused = client.post("/accounts/digest/", {"digest": "hourly\x00"})
    assert refused.status_code == 422
    bob.refresh_from_db()
    assert bob.digest == "weekly"
    EmailAddress.objects.update(verified=False)
    assert "confirmed" in client.get("/accounts/").content.decode()
