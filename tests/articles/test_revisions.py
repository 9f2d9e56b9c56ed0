"""Who sees which revision, and in which state: what they could read at the time."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from reader.accounts.models import User
from reader.annotations.changes import annotate
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.access import revision_to_read, revisions_to_read
from reader.articles.inviting import accept, invite
from reader.articles.membering import remove
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_visibility
from reader.articles.reporting import hide, lift
from reader.articles.revisions import last_open_editions, open_editions
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    """Private, revised twice, shown, revised twice, hidden again, revised twice."""
    article = make_article(editor=alice, source="Draft 1.")
    for number in (2, 3):
        revise(article, f"Draft {number}.", number - 1, "", alice)
    article = set_visibility(article, Visibility.PUBLIC, alice)
    for number in (4, 5):
        revise(article, f"Seen {number}.", number - 1, "", alice)
    article = set_visibility(article, Visibility.PRIVATE, alice)
    for number in (6, 7):
        revise(article, f"Draft {number}.", number - 1, "", alice)
    return Article.objects.get(pk=article.pk)


def seen_by(user: User, article: Article) -> list[int]:
    request = RequestFactory().get("/")
    request.user = user
    return [revision.number for revision in revisions_to_read(request, article.slug)[1]]


def state_seen_by(user: User | AnonymousUser, article: Article) -> dict[int, int]:
    """Revisions, each with the edition in which it is shown."""
    article.refresh_from_db()
    return last_open_editions(article, open_editions(article, user))


def join(article: Article, name: str, part: Part, by: User) -> User:
    user = make_user(name)
    accept(invite(article, part, 7, by), user)
    article.refresh_from_db()
    return user


def test_editors_see_every_revision(article, alice):
    assert seen_by(alice, article) == [1, 2, 3, 4, 5, 6, 7]
    assert seen_by(make_member(article, "bob", Part.EDITOR), article) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("part", [Part.READER, Part.REVIEWER])
def test_readers_see_what_was_open_and_what_is(article, alice, part):
    bob = join(article, "bob", part, alice)
    assert seen_by(bob, article) == [3, 4, 5, 7]
    for number in (8, 9):
        revise(article, f"Draft {number}.", number - 1, "", alice)
        article.refresh_from_db()
    assert seen_by(bob, article) == [3, 4, 5, 7, 8, 9], "what they saw stays theirs"
    remove(article, bob, alice)
    revise(article, "Draft 10.", 9, "", alice)
    bob = join(article, "bob", part, alice)
    assert seen_by(bob, article) == [3, 4, 5, 10], "who comes again starts again"


def test_who_was_a_member_from_the_start_sees_all(article):
    assert seen_by(make_member(article, "bob", Part.READER), article) == [1, 2, 3, 4, 5, 6, 7]


def test_a_revision_is_seen_as_it_stood_while_it_was_open(article, alice, bob):
    hidden = article.changes.filter(verb="publish").last().seq
    seen = state_seen_by(bob, article)
    assert seen == {3: 4, 4: 5, 5: hidden - 1, 7: article.edition}
    assert seen == state_seen_by(AnonymousUser(), article)
    assert state_seen_by(alice, article) == {1: 1, 2: 2, 3: 4, 4: 5, 5: 7, 6: 8, 7: 9}


def test_what_was_hidden_by_the_site_was_not_open(alice, bob):
    article = make_article(editor=alice, source="Seen 1.", public=True)
    hide(article, "It names a child", alice)
    for number in (2, 3):
        revise(article, f"Mended {number}.", number - 1, "", alice)
    assert state_seen_by(bob, article) == {1: 1, 3: 4}
    lift(article, alice)
    assert state_seen_by(bob, article) == {1: 1, 3: 5}


def test_few_queries_tell_what_was_open(article, alice):
    bob = join(article, "bob", Part.READER, alice)
    for user, most in ((alice, 2), (AnonymousUser(), 2), (bob, 4)):
        with CaptureQueriesContext(connection) as queries:
            last_open_editions(article, open_editions(article, user))
        assert len(queries) == most


def test_the_public_sees_what_was_open_and_what_is(article, alice, bob):
    with pytest.raises(Http404):
        seen_by(bob, article)
    set_visibility(article, Visibility.UNLISTED, alice)
    article.refresh_from_db()
    assert seen_by(bob, article) == [3, 4, 5, 7]


def test_a_draft_that_was_replaced_before_the_article_was_shown_stays_unseen(article, alice, bob):
    set_visibility(article, Visibility.PUBLIC, alice)
    article.refresh_from_db()
    revise(article, "Seen 8.", 7, "", alice)
    request = RequestFactory().get("/")
    request.user = bob
    assert revision_to_read(request, article.slug, 7)[1].text == "Draft 7."
    for number in (6, 9, 10**30):
        with pytest.raises(Http404):
            revision_to_read(request, article.slug, number)


def test_other_changes_open_nothing(alice, bob):
    article = make_article(editor=alice, source="Draft 1.")
    annotate(article, Role.CLAIM, by=alice, spans=[(0, 5)], gist="It")
    article.refresh_from_db()
    revise(article, "Draft 2.", 1, "", alice)
    article = set_visibility(article, Visibility.PUBLIC, alice)
    assert seen_by(bob, article) == [2]


def test_what_was_open_from_the_beginning_is_seen(alice, bob):
    article = make_article(editor=alice, source="Seen 1.", public=True)
    revise(article, "Seen 2.", 1, "", alice)
    assert seen_by(bob, article) == [1, 2]
