import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reader.annotations.comment_models import Notification, Occasion
from reader.annotations.notifying import (
    MOST_COUNTED,
    count_unseen,
    news_for,
    notify,
    see_all,
    see_of,
    unseen_for,
)
from reader.articles.models import Article, Change, Membership, Part
from tests.factories import make_article, make_change, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def bob(article):
    return make_member(article, "bob", Part.REVIEWER)


def tell(article, *people, **change) -> Change:
    change = make_change(article, **change)
    notify(change, people, Occasion.REPLY)
    return change


def test_everybody_hears_once_but_whoever_did_it(article, alice, bob, carol):
    carol.is_active = False
    change = make_change(article)
    notify(change, [bob, alice, bob, carol], Occasion.MENTION)
    notify(change, [bob], Occasion.REPLY)
    told = Notification.objects.values_list("user", "occasion")
    assert list(told) == [(bob.pk, Occasion.MENTION)]


@pytest.mark.parametrize("part", [None, Part.READER])
def test_whoever_may_not_discuss_any_more_has_no_news_of_it(article, bob, part):
    tell(article, bob)
    assert count_unseen(bob) == 1
    memberships = Membership.objects.filter(user=bob)
    memberships.update(part=part) if part else memberships.delete()
    assert not news_for(bob).exists()
    assert count_unseen(bob) == 0


def test_of_a_deleted_article_there_is_no_news_until_it_is_restored(article, bob):
    tell(article, bob)
    Article.objects.update(deleted_at=timezone.now())
    assert count_unseen(bob) == 0
    Article.objects.update(deleted_at=None)
    assert count_unseen(bob) == 1


def test_what_came_since_the_page_was_made_stays_unread(article, bob):
    tell(article, bob)
    until = unseen_for(bob).get().pk
    tell(article, bob)
    see_all(bob, until)
    assert count_unseen(bob) == 1
    see_all(bob)
    assert count_unseen(bob) == 0


def test_whoever_reads_a_comment_in_its_place_has_read_the_news_of_it(article, bob):
    tell(article, bob, name="comment 1")
    other = tell(article, bob, name="comment 2")
    see_of(article, ["comment 1", "comment 9"], by=bob)
    assert [news.change for news in unseen_for(bob)] == [other]


def test_the_first_look_counts(article, bob):
    tell(article, bob)
    see_all(bob)
    first = news_for(bob).get().seen_at
    see_all(bob)
    see_of(article, ["comment 1"], by=bob)
    assert news_for(bob).get().seen_at == first


def test_counting_takes_one_query_and_has_an_end(article, bob):
    for _ in range(3):
        tell(article, bob)
    with CaptureQueriesContext(connection) as queries:
        assert count_unseen(bob) == 3
    assert len(queries) == 1
    assert f"LIMIT {MOST_COUNTED + 1}" in queries[0]["sql"]
