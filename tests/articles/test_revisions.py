import pytest
from django.http import Http404
from django.test import RequestFactory

from reader.accounts.models import User
from reader.annotations.changes import annotate
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.access import revision_to_read, revisions_to_read
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_visibility
from tests.factories import make_article, make_member

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


def test_editors_see_every_revision(article, alice):
    assert seen_by(alice, article) == [1, 2, 3, 4, 5, 6, 7]
    assert seen_by(make_member(article, "bob", Part.EDITOR), article) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("part", [Part.READER, Part.REVIEWER])
def test_readers_see_what_was_open_and_what_is(article, part):
    assert seen_by(make_member(article, "bob", part), article) == [3, 4, 5, 7]


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
