"""News for those who ask, and what they say of themselves. Streams need the real server."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from reader.accounts.models import User
from reader.articles.models import Article, Membership, Part
from reader.reading.live_presence import MOST_PAGES, note
from reader.reading.live_streams import STREAMS, Ticket
from reader.reading.models import Presence
from tests.factories import make_annotation, make_article, make_member, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(public=True)


@pytest.fixture
def at_work(client: Client, article: Article) -> Client:
    client.force_login(owner_of(article))
    return client


def asked(client: Client, article: Article, query: str = "") -> Any:
    response = client.get(f"/live/{article.slug}/?ask&{query}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.json()


def say(client: Client, article: Article, **form: str) -> int:
    return client.post(reverse("presence", args=[article.slug]), form).status_code


def test_a_server_that_holds_no_streams_says_so(client: Client, article: Article) -> None:
    assert client.get(f"/live/{article.slug}/?since=1").status_code == 204


def test_a_page_may_ask_instead(client: Client, article: Article) -> None:
    make_annotation(article, "Trees")
    told = asked(client, article, "since=1")
    assert (told["edition"], told["presence"], told["reset"]) == (2, None, False)
    assert [(c["seq"], c["by"], c["annotations"]) for c in told["changes"]] == [(2, "", [1])]
    assert asked(client, article, "since=2")["changes"] == []


def test_those_at_work_are_told_more(at_work: Client, article: Article) -> None:
    make_annotation(article, "Trees")
    told = asked(at_work, article, "since=1&stream=mypage")
    assert told["changes"][0]["words"] == "Alice marked C1."
    assert [person["name"] for person in told["presence"]["people"]] == ["Alice"]


@pytest.mark.parametrize("since", ["0", "9999", "-1", "x", "²", "", "9" * 30])
def test_a_page_that_makes_no_sense_gets_an_answer(
    client: Client, article: Article, since: str
) -> None:
    Article.objects.update(edition=2_000)
    told = asked(client, article, f"since={since}")
    assert (told["edition"], told["changes"]) == (2_000, [])
    assert told["reset"] == (since in ("0", "9999"))


def test_where_streams_are_held_a_ticket_is_left(at_work: Client, article: Article) -> None:
    tickets: list[Ticket] = []
    address, held = f"/live/{article.slug}/?since=1&stream=mypage", {STREAMS: tickets}
    response = at_work.get(address, headers={"Last-Event-ID": "2"}, **held)
    assert response["Content-Type"] == "text/event-stream"
    assert response["Cache-Control"] == "private, no-store, no-transform"
    alice = owner_of(article)
    (ticket,) = tickets
    assert (ticket.since, ticket.page, ticket.viewer.user) == (2, f"{alice.pk}-mypage", alice.pk)


def test_streams_beyond_the_limit_are_sent_away(
    client: Client, article: Article, settings: Settings
) -> None:
    settings.LIVE_STREAMS = 0
    tickets: list[Ticket] = []
    response = client.get(f"/live/{article.slug}/", **{STREAMS: tickets})
    assert (response.status_code, response["Retry-After"], tickets) == (503, "30", [])


def test_one_says_what_one_is_doing(at_work: Client, article: Article) -> None:
    assert say(at_work, article, stream="mypage", doing="annotation 3") == 204
    assert Presence.objects.get().doing == "annotation 3"
    asked(at_work, article, "stream=mypage")
    assert Presence.objects.get().doing == "annotation 3"
    assert say(at_work, article, stream="mypage", doing="") == 204
    assert Presence.objects.get().doing == ""


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"stream": "mypage", "doing": "<b>"},
        {"stream": "mypage", "doing": "annotation 0"},
        {"stream": "a b", "doing": ""},
        {"stream": "a" * 41, "doing": ""},
        {"stream": "my\0page", "doing": ""},
        {"stream": "mypage", "doing": "annotation 1\n"},
    ],
)
def test_nonsense_is_not_kept(at_work: Client, article: Article, form: dict[str, str]) -> None:
    assert say(at_work, article, **form) == 422
    assert not Presence.objects.exists()


def test_readers_neither_see_nor_say_who_is_there(client: Client, article: Article) -> None:
    client.force_login(make_member(article, "carol", Part.READER))
    assert asked(client, article, "stream=mypage")["presence"] is None
    assert say(client, article, stream="mypage", doing="") == 404
    assert not Presence.objects.exists()


def test_nobody_takes_the_page_of_another(
    client: Client, at_work: Client, article: Article
) -> None:
    say(at_work, article, stream="mypage", doing="annotation 3")
    other = Client()
    other.force_login(make_member(article, "bob", Part.REVIEWER))
    say(other, article, stream="mypage", doing="")
    people = asked(other, article)["presence"]["people"]
    assert [(p["name"], p["doing"]) for p in people] == [("Alice", "annotation 3"), ("Bob", "")]


def test_whoever_lost_their_part_is_not_there(at_work: Client, article: Article) -> None:
    bob = make_member(article, "bob", Part.EDITOR)
    note(article, bob, "bob-page", "")
    assert len(asked(at_work, article)["presence"]["people"]) == 1
    Membership.objects.filter(user=bob).delete()
    assert asked(at_work, article)["presence"]["people"] == []


def test_nobody_fills_the_table(article: Article, alice: User) -> None:
    for number in range(MOST_PAGES + 5):
        note(article, alice, f"page{number}", "")
    assert Presence.objects.count() == MOST_PAGES
