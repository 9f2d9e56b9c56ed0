"""Threads, answers and mentions: what is written, logged, counted and told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reader.accounts.models import User
from reader.annotations.comment_models import Comment, Notification, Occasion
from reader.annotations.commenting import (
    bring_back,
    comment,
    edit,
    reopen,
    reply,
    resolve,
    take_back,
)
from reader.annotations.models import COMMENT_LENGTH
from reader.annotations.saying import Sayer
from reader.annotations.threads import counts_of, read, threads_in
from reader.articles.deleting import remove_for_good
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.REVIEWER)


def told(person: User) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(user=person).order_by("pk")
    return [(row.occasion, row.change.object) for row in rows]


def test_a_thread_has_a_number_a_change_and_safe_html(article: Article, alice: User) -> None:
    claim = make_annotation(article, "Trees cool streets")
    new = comment(article, "Is this *so*? <b>", alice, claim)
    change = article.changes.get(object="comment 1")
    assert (new.number, new.html) == (1, "<p>Is this <em>so</em>? &lt;b&gt;</p>")
    assert (change.verb, change.actor, change.before) == ("comment", alice, {"comment 1": None})
    assert change.after["comment 1"]["about"] == "annotation 1"
    article.refresh_from_db()
    assert article.edition == change.seq


def test_answers_stand_one_level_deep(article: Article, alice: User, bob: User) -> None:
    thread = comment(article, "One", alice)
    first = reply(thread, "Two", bob)
    second = reply(first, "Three", alice)
    assert second.parent == first.parent == thread
    assert [said.comment.body for said in read([thread], alice)[0].said] == ["One", "Two", "Three"]


def test_whoever_is_named_or_takes_part_is_told_once(
    article: Article, alice: User, bob: User
) -> None:
    carol = make_member(article, "carol", Part.EDITOR)
    make_member(article, "dora", Part.READER)
    claim = make_annotation(article, "Trees cool streets")
    thread = comment(article, "What do you say, @BOB and @dora?", bob, claim)
    reply(thread, "@bob, nothing.", alice)
    reply(thread, "@alice @carol @mallory", bob)
    reply(thread, "Well.", carol)
    assert told(alice) == [
        (Occasion.REPLY, "comment 1"),
        (Occasion.MENTION, "comment 3"),
        (Occasion.REPLY, "comment 4"),
    ]
    assert told(bob) == [(Occasion.MENTION, "comment 2"), (Occasion.REPLY, "comment 4")]
    assert told(carol) == [(Occasion.MENTION, "comment 3")]
    assert told(make_user("dora")) == []


def test_other_words_keep_the_old_ones_in_the_log(article: Article, alice: User, bob: User) -> None:
    new = comment(article, "Frist", alice)
    edited = edit(new, "First, @bob", alice, version=1)
    assert (edited.version, edited.edited_at is not None) == (2, True)
    change = article.changes.latest("seq")
    assert change.before["comment 1"]["body"] == "Frist"
    assert told(bob) == [(Occasion.MENTION, "comment 1")]
    edit(edited, "First, @bob!", alice, version=2)
    assert len(told(bob)) == 1
    with pytest.raises(ChangeOvertaken):
        edit(new, "Fist", alice, version=1)


def test_one_comment_calls_nobody_twice(article: Article, alice: User, bob: User) -> None:
    said = comment(article, "@bob, look", alice)
    for version, body in enumerate(("Never mind", "@bob, do look"), start=1):
        edit(said, body, alice, version)
    assert told(bob) == [("mention", "comment 1")]


def test_a_flood_is_stopped(article: Article, alice: User, bob: User) -> None:
    rows = (Comment(article=article, number=n, author=alice, body="a") for n in range(1, 61))
    Comment.objects.bulk_create(rows)
    with pytest.raises(ChangeRefused, match="Wait a few minutes"):
        comment(article, "One more", alice)
    comment(article, "Others go on", bob)
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    comment(article, "Later", alice)


def test_only_its_author_changes_a_comment(article: Article, alice: User, bob: User) -> None:
    new = comment(article, "Mine", alice)
    with pytest.raises(ChangeRefused, match="wrote"):
        edit(new, "Yours", bob, version=1)
    with pytest.raises(ChangeRefused, match="wrote"):
        take_back(new, bob)


def test_what_is_taken_back_stays_as_a_line_if_answered(
    article: Article, alice: User, bob: User
) -> None:
    thread = comment(article, "One", alice)
    lonely = comment(article, "Two", alice)
    reply(thread, "Three", bob)
    take_back(thread, alice)
    take_back(lonely, alice)
    assert list(threads_in(article, bob)) == [thread]
    assert set(threads_in(article, alice)) == {thread, lonely}
    (seen,) = read([thread], bob)
    assert [said.is_gone for said in seen.said] == [True, False]
    bring_back(lonely, alice)
    assert set(threads_in(article, bob)) == {thread, lonely}
    with pytest.raises(ChangeRefused, match="Bring it back"):
        edit(thread, "Again", alice, version=2)


def test_threads_are_resolved_and_opened_again(article: Article, alice: User, bob: User) -> None:
    thread = comment(article, "One", alice)
    answer = reply(thread, "Two", bob)
    assert resolve(thread, bob).resolved_by == bob
    seq = article.changes.latest("seq").seq
    resolve(thread, alice)
    assert article.changes.latest("seq").seq == seq
    with pytest.raises(ChangeRefused, match="answer"):
        resolve(answer, bob)
    assert counts_of(article, alice).comments == 0
    assert reopen(thread, alice).resolved_at is None
    resolve(thread, alice)
    reply(thread, "But", bob)
    thread.refresh_from_db()
    assert thread.resolved_at is None
    assert set(article.changes.latest("seq").after) == {"comment 1", "comment 3"}


def test_unread_is_what_others_said_since_one_looked(
    article: Article, alice: User, bob: User, django_assert_num_queries
) -> None:
    claim, premise = make_annotation(article, "Trees cool"), make_annotation(article, "Shade")
    thread = comment(article, "One", alice, claim)
    reply(thread, "Two", alice)
    comment(article, "Three", alice, make_relation(premise, target=claim))
    with django_assert_num_queries(1):
        counts = counts_of(article, bob)
    assert (counts.comments, counts.unread, counts_of(article, alice).unread) == (3, 3, 0)
    assert (counts.annotations[1].unread, counts.relations[1].unread) == (2, 1)
    (seen,) = read([thread], bob)
    assert seen.unread == 2
    assert counts_of(article, bob).unread == 1
    assert Notification.objects.filter(user=bob, seen_at=None).count() == 0
    reply(thread, "Four", alice)
    assert counts_of(article, bob).annotations[1].unread == 1


def test_nobody_else_may_say_anything(article: Article, alice: User) -> None:
    for person in (make_member(article, "dora", Part.READER), make_user("mallory")):
        with pytest.raises(ChangeRefused, match="no longer work"):
            comment(article, "Hello", person)
    elsewhere = make_annotation(make_article(editor=alice), "Trees cool streets")
    with pytest.raises(ChangeRefused, match="in this article"):
        comment(article, "Hello", alice, elsewhere)


@pytest.mark.parametrize("body", ["", " \n ", "x" * (COMMENT_LENGTH + 1)])
def test_nothing_and_too_much_are_refused(article: Article, alice: User, body: str) -> None:
    with pytest.raises(ChangeRefused):
        comment(article, body, alice)
    assert not Comment.objects.exists()


def test_the_log_says_what_was_talked_about(article: Article, alice: User, bob: User) -> None:
    thread = comment(article, "One", alice, make_annotation(article, "Trees cool streets"))
    resolve(reply(thread, "Two", bob).parent or thread, bob)
    comment(article, "Three", bob)
    words = [Sayer(article).words(change) for change in article.changes.order_by("-seq")[:4]]
    assert words == [
        "commented on the article",
        "resolved a thread on C1",
        "answered in a thread on C1",
        "commented on C1",
    ]


def test_an_article_is_removed_with_all_that_was_said(article: Article, alice: User) -> None:
    thread = comment(article, "One", alice, make_annotation(article, "Trees cool streets"))
    reply(thread, "Two", alice)
    remove_for_good(article)
    assert not Comment.objects.exists()
