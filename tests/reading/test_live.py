"""The follower: every change once and in order, to whoever may know of it, as long as they may."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from pytest_django import Settings

from reader.accounts.models import User
from reader.articles.deleting import delete
from reader.articles.membering import appoint, remove
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_visibility
from reader.reading.live_news import MOST_MISSED
from reader.reading.live_presence import note
from reader.reading.live_streams import MOST_WAITING, Ticket
from tests.factories import make_annotation, make_article, make_member, make_user, owner_of
from tests.reading.following import Following, Heard, viewer_for
from tests.running import TOP, database_url

pytestmark = pytest.mark.django_db(transaction=True)

ELSEWHERE = """
import django
django.setup()
from reader.articles.models import Article
from tests.factories import make_annotation
make_annotation(Article.objects.with_heads().get(), "Trees")
"""


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article(editor=make_user("alice"), public=True)


@pytest.fixture
def following(article: Article) -> Iterator[Following]:
    following = Following()
    yield following
    following.stop()


def test_every_change_comes_once_and_in_order(following: Following, article: Article) -> None:
    early = following.open(article, since=0)
    for _ in range(4):
        make_annotation(article, "Trees")
    late = following.open(article, since=2)
    make_annotation(article, "Roots")
    assert [early.next().id for _ in range(6)] == ["1", "2", "3", "4", "5", "6"]
    assert [late.next().id for _ in range(4)] == ["3", "4", "5", "6"]
    assert early.until_beat() == late.until_beat() == []


def test_whoever_is_up_to_date_is_told_nothing_old(following: Following, article: Article) -> None:
    here, newcomer = following.open(article, since=1), following.open(article)
    assert here.until_beat() == newcomer.until_beat() == []
    make_annotation(article, "Trees")
    assert (here.next().id, newcomer.next().id) == ("2", "2")


def test_what_another_process_writes_comes_too(article: Article) -> None:
    """PostgreSQL says so, and nobody need look; on SQLite a look finds it."""
    following = Following(glance=1000 if connection.vendor == "postgresql" else 0.05, beat=1000)
    try:
        stream = following.open(article, make_member(article, "bob", Part.EDITOR), since=1)
        place = {"DJANGO_SETTINGS_MODULE": "tests.browser.served_settings"}
        everything = os.environ | place | {"DATABASE_URL": database_url(), "JOINED_FILES": ""}
        subprocess.run([sys.executable, "-c", ELSEWHERE], cwd=TOP, env=everything, check=True)
        assert stream.next().data["words"] == "Alice marked C1."
    finally:
        following.stop()


@pytest.mark.parametrize("since", [0, 10_000])
def test_a_page_that_missed_too_much_begins_anew(
    following: Following, article: Article, since: int
) -> None:
    article.changes.update(seq=MOST_MISSED + 9)
    Article.objects.filter(pk=article.pk).update(edition=MOST_MISSED + 9)
    reset = following.open(article, since=since).next("reset")
    assert (reset.id, reset.data) == ("509", {"seq": 509})


def test_one_page_that_missed_too_much_disturbs_no_other(
    following: Following, article: Article
) -> None:
    Article.objects.filter(pk=article.pk).update(edition=1_000)
    article.changes.update(seq=1_000)
    up_to_date = following.open(article, since=1_000)
    assert up_to_date.until_beat() == []
    following.open(article, since=1).next("reset")
    make_annotation(article, "Trees")
    assert up_to_date.next().id == "1001"


def test_those_at_work_hear_who_did_what(following: Following, article: Article) -> None:
    editor = following.open(article, owner_of(article), since=1)
    reader = following.open(article, since=1)
    make_annotation(article, "Trees")
    told, open_to_all = editor.next().data, reader.next().data
    assert (told["by"], told["words"]) == ("alice", "Alice marked C1.")
    assert (open_to_all["by"], open_to_all["words"]) == ("", "")
    assert told["annotations"] == open_to_all["annotations"] == [1]


def test_a_member_who_is_removed_hears_no_more(following: Following, article: Article) -> None:
    set_visibility(article, Visibility.PRIVATE, by=owner_of(article))
    bob = make_member(article, "bob", Part.EDITOR)
    stream = following.open(article, bob)
    assert stream.until_beat() == []
    remove(article, bob, by=owner_of(article))
    make_annotation(article, "Trees")
    assert [event.name for event in stream.until_end()] == ["gone"]


def test_an_article_that_is_deleted_or_closed_is_gone(
    following: Following, article: Article
) -> None:
    stranger = following.open(article, since=1)
    owner = following.open(article, owner_of(article), since=1)
    set_visibility(article, Visibility.PRIVATE, by=owner_of(article))
    assert stranger.until_end()[-1].name == "gone"
    owner.next()
    delete(article, by=owner_of(article))
    assert owner.until_end()[-1].name == "gone"


def test_an_editor_who_becomes_a_reader_hears_as_one(
    following: Following, article: Article
) -> None:
    bob = make_member(article, "bob", Part.EDITOR)
    stream = following.open(article, bob, page="pagebob1")
    stream.next("presence")
    appoint(article, bob, Part.READER, by=owner_of(article))
    assert stream.next("presence").data is None
    assert stream.next().data == {"seq": 2, "parts": [], "by": "", "words": "", "annotations": []}
    following.open(article, owner_of(article), page="pagealice").next("presence")
    assert [event for event in stream.until_beat() if event.name == "presence"] == []


@pytest.mark.parametrize("end", ["session", "password", "account"])
def test_whoever_is_signed_out_comes_back_as_a_stranger(
    following: Following, article: Article, end: str
) -> None:
    alice = owner_of(article)
    stream = following.open(article, alice)
    assert stream.until_beat() == []
    if end == "session":
        Session.objects.all().delete()
    elif end == "password":
        alice.set_password("another")
        alice.save()
    else:
        User.objects.update(is_active=False)
    assert stream.until_end() == []


def test_a_private_article_is_gone_for_whoever_is_signed_out(
    following: Following, article: Article
) -> None:
    Article.objects.update(visibility=Visibility.PRIVATE)
    stream = following.open(article, owner_of(article))
    assert stream.until_beat() == []
    Session.objects.all().delete()
    assert [event.name for event in stream.until_end()] == ["gone"]


def test_those_at_work_see_each_other_and_count_the_readers(
    following: Following, article: Article
) -> None:
    alice, bob = owner_of(article), make_member(article, "bob", Part.REVIEWER)
    reader = following.open(article)
    first = following.open(article, alice, page="pagealice")
    second = following.open(article, bob, page="pagebob1")
    told = present(second, "Alice", "Bob")
    assert [person["me"] for person in told["people"]] == [False, True]
    assert told["readers"] == 1
    note(article, bob, f"{bob.pk}-pagebob1", "annotation 3")
    told = present(first, "Alice", "Bob at annotation 3")
    assert [person["me"] for person in told["people"]] == [True, False]
    second.close()
    present(first, "Alice")
    assert reader.until_beat() == []


def present(stream: Heard, *names: str) -> Any:
    """What a stream is told once these people are there, and nobody else."""
    while True:
        told = stream.next("presence").data
        doing = [f"{p['name']} at {p['doing']}".removesuffix(" at ") for p in told["people"]]
        if doing == list(names):
            return told


def test_there_is_room_for_so_many_and_no_more(
    following: Following, article: Article, settings: Settings
) -> None:
    settings.LIVE_STREAMS, settings.LIVE_STREAMS_EACH = 3, 2
    viewer, follower = viewer_for(owner_of(article)), following.follower
    following.open_as(Ticket(article.pk, viewer, "alice"))
    last = following.open_as(Ticket(article.pk, viewer, "alice"))
    assert not follower.has_room("alice")
    assert follower.has_room("bob")
    following.open_as(Ticket(article.pk, viewer, "bob"))
    assert not follower.has_room("carol")
    last.close()
    assert follower.has_room("alice")


def test_what_nobody_takes_up_is_not_kept_for_ever(following: Following, article: Article) -> None:
    stream = following.open(article).stream
    stream.put(b"a" * MOST_WAITING)
    assert not stream.is_over
    stream.put(b"a")
    assert stream.is_over


def test_nothing_is_left_of_streams_that_have_closed(
    following: Following, article: Article
) -> None:
    stream = following.open(article, owner_of(article), page="pagealice")
    stream.next("presence")
    stream.close()
    assert following.follower.articles == {}
    assert not following.follower.held
