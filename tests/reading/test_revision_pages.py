"""The page as it stood at a revision: its text, its argument, its links, and no tools."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import reword, withdraw
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_details, set_visibility
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db

SECOND = "Trees cool every street. Roots lift pavements."


@pytest.fixture
def article(alice: User) -> Article:
    """Three revisions; the first had a claim in other words, and a premise that is gone since."""
    article = make_article(editor=alice, public=True)
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_relation(premise, target=claim)
    revise(article, SECOND, 1, "Streets, all of them", alice)
    withdraw(premise, by=alice)
    claim.refresh_from_db()
    reword(claim, alice, claim.version, Role.COUNTERCLAIM, "Trees do not")
    set_details(fresh(article), alice, title="Other trees")
    revise(fresh(article), SECOND + "\n\nMore.", 2, "", alice)
    return fresh(article)


@pytest.fixture
def editor(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def fresh(article: Article) -> Article:
    return Article.objects.with_heads().get(pk=article.pk)


def page_of(client: Client, article: Article, number: int, rest: str = "") -> str:
    address = reverse("revision_page", args=[article.slug, number]) + rest
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_text_highlights_cards_outline_and_map_are_as_they_were(
    article: Article, editor: Client
) -> None:
    page = page_of(editor, article, 1)
    for id_ in ("p-C1", "p-P2", "c-C1", "c-P2", "o-P2", "n-C1", "k-P2"):
        assert f'id="{id_}"' in page
    assert "<h1>Street trees</h1>" in page
    assert "Shade saves water" in page and "every street" not in page
    assert "Trees do not" not in page


def test_what_changed_before_the_next_revision_belongs_to_it(
    article: Article, editor: Client
) -> None:
    page = page_of(editor, article, 2)
    assert 'id="c-X1"' in page and 'id="c-P2"' not in page
    assert "<h1>Other trees</h1>" in page


def test_the_newest_revision_is_the_article_as_it_stands(article: Article, editor: Client) -> None:
    make_annotation(article, "More")
    page = page_of(editor, article, 3)
    assert 'id="c-C3"' in page and "the newest" in page


def test_a_banner_says_when_it_was_and_who_made_it(article: Article, editor: Client) -> None:
    page = page_of(editor, article, 2)
    assert "<b>Revision 2 of 3</b>, as it stood until" in page
    assert "<bdi>Streets, all of them</bdi>" in page
    assert f'href="{article.get_absolute_url()}">Newest text</a>' in page


def test_search_engines_are_sent_to_the_article(article: Article, editor: Client) -> None:
    canonical = f'<link rel="canonical" href="http://testserver{article.get_absolute_url()}">'
    for page in (page_of(editor, article, 1), page_of(editor, article, 1, "map/")):
        assert canonical in page and 'content="noindex"' in page
    assert "canonical" not in editor.get(article.get_absolute_url()).content.decode()


def test_nothing_can_be_edited_there(article: Article, editor: Client) -> None:
    page = page_of(editor, article, 3)
    assert "passage-picker" not in page and "data-version" not in page
    assert not re.search(r'href="[^"]*/(relations|annotations|settings|history)/', page)
    assert not re.search(r'action="[^"]*/(relations|annotations|changes)/', page)


def test_its_links_stay_at_that_revision(article: Article, editor: Client) -> None:
    address = reverse("revision_page", args=[article.slug, 1])
    page = page_of(editor, article, 1)
    assert f'data-address="{address}"' in page
    assert f'data-href="{address}?focus=C1#p-C1"' in page
    assert f'href="{address}map/' in page
    assert f'href="{address}"' in page_of(editor, article, 1, "map/")


def test_its_map_comes_in_other_shapes_and_folded(article: Article, editor: Client) -> None:
    address = reverse("revision_map", args=[article.slug, 1])
    part = editor.get(f"{address}?kind=rails&fold=1", headers={"HX-Request": "true"})
    drawn = part.content.decode()
    assert 'data-map-kind="rails"' in drawn and "n-C1" in drawn and "n-P2" not in drawn


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999999999"])
def test_a_revision_that_never_was_is_not_found(
    article: Article, editor: Client, number: str
) -> None:
    for rest in ("", "map/"):
        assert editor.get(f"{article.get_absolute_url()}r/{number}/{rest}").status_code == 404


def test_what_was_said_in_private_is_not_shown_with_the_revision(
    alice: User, client: Client
) -> None:
    article = make_article(editor=alice, public=True)
    make_annotation(article, "Trees cool streets")
    set_visibility(fresh(article), Visibility.PRIVATE, alice)
    secret = make_annotation(fresh(article), "Shade saves water", gist="The author lies")
    set_details(fresh(article), alice, title="The author lies, too")
    revise(fresh(article), SECOND, 1, "", alice)
    withdraw(secret, by=alice)
    set_details(fresh(article), alice, title="Street trees")
    article = set_visibility(fresh(article), Visibility.PUBLIC, alice)
    for rest in ("", "map/"):
        page = page_of(client, article, 1, rest)
        assert "lies" not in page and "C1" in page and "C2" not in page
    for rest in ("n/C2/", "n/C2/?r=1", "?r=1&focus=C2"):
        assert "withdrawn" not in client.get(article.get_absolute_url() + rest).content.decode()
    client.force_login(alice)
    assert "The author lies, too" in page_of(client, article, 1)


def test_a_reader_of_a_private_article_keeps_what_they_saw(alice: User, client: Client) -> None:
    article = make_article(editor=alice)
    client.force_login(make_member(article, "bob", Part.REVIEWER))
    make_annotation(article, "Trees cool streets")
    revise(fresh(article), SECOND, 1, "", alice)
    assert 'id="c-C1"' in page_of(client, article, 1)


def test_more_history_costs_no_more_queries(article: Article, editor: Client) -> None:
    def count() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            page_of(editor, article, 2)
        return len(queries)

    few = count()
    for number in range(3, 6):
        make_annotation(fresh(article), "Trees")
        revise(fresh(article), f"{SECOND} {number}", number, "", article.memberships.get().user)
    assert count() == few
    page_of(editor, article, 2)
    with CaptureQueriesContext(connection) as queries:
        page_of(editor, article, 2)
    assert len(queries) == few - 5, "an argument that was made is on the shelf for good"
