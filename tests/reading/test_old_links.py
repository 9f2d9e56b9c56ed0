"""Links that were copied at an earlier revision keep working, and say what became of the words."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reader.accounts.models import User
from reader.annotations.changes import withdraw
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.models import Article
from tests.factories import SOURCE, make_annotation, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice, public=True)
    make_annotation(article, "Trees cool streets")
    make_annotation(article, "Shade saves water", Role.PREMISE)
    make_annotation(article, "Roots lift pavements")
    text = "Trees cool all streets. Roots lift pavements."
    revise(article, text, 1, "", alice)
    return Article.objects.with_heads().get(pk=article.pk)


def page_of(client: Client, article: Article, rest: str) -> str:
    response = client.get(article.get_absolute_url() + rest)
    assert response.status_code == 200
    return response.content.decode()


def test_a_copied_link_carries_the_revision(article: Article, client: Client) -> None:
    link = f'data-href="{article.get_absolute_url()}?r=2&amp;focus=C1#p-C1"'
    assert link in page_of(client, article, "")
    assert link in page_of(client, article, "n/C1/")


@pytest.mark.parametrize("rest", ["?r=1&focus=C1", "?r=1&focus=C1&view=text", "n/C1/?r=1"])
def test_changed_words_are_shown_old_and_new(article: Article, client: Client, rest: str) -> None:
    page = page_of(client, article, rest)
    assert "Since revision 1 the words of C1 have changed" in page
    assert "Trees cool <ins>all</ins> streets" in page
    assert f'href="{article.get_absolute_url()}r/1/?focus=C1#c-C1"' in page
    assert client.get(f"{article.get_absolute_url()}r/1/").status_code == 200


@pytest.mark.parametrize("rest", ["?r=1&focus=P2", "n/P2/?r=1"])
def test_lost_words_are_told(article: Article, client: Client, rest: str) -> None:
    page = page_of(client, article, rest)
    assert "the words of P2 are gone from the text" in page
    assert "<del>Shade saves water</del>" in page


@pytest.mark.parametrize(
    "rest",
    [
        "?r=1&focus=C3",
        "?r=2&focus=C1",
        "?r=9&focus=C1",
        "?r=0&focus=C1",
        "?r=-1&focus=C1",
        "?r=x&focus=C1",
        "?r=%00&focus=C1",
        "?r=1&focus=%00",
        "?r=99999999999999999999&focus=C99999999999999999999",
        "?r=1",
        "?r=1&focus=C9",
        "n/C3/?r=1",
    ],
)
def test_nothing_is_said_where_there_is_nothing_to_say(
    article: Article, client: Client, rest: str
) -> None:
    assert "Since revision" not in page_of(client, article, rest)


def test_a_link_with_nothing_to_say_gives_the_page_that_is_kept(
    article: Article, client: Client
) -> None:
    plain = client.get(article.get_absolute_url())
    copied = client.get(article.get_absolute_url() + "?r=2&focus=C1")
    assert copied["ETag"] == plain["ETag"] and copied.content == plain.content
    with CaptureQueriesContext(connection) as queries:
        client.get(article.get_absolute_url() + "?r=7&focus=P2")
    assert len(queries) == 2


def test_made_up_revisions_make_no_pages(article: Article, client: Client) -> None:
    client.get(article.get_absolute_url())
    kept = len(caches["pages"]._cache)
    for number in range(3, 30):
        client.get(article.get_absolute_url() + f"?r={number}&focus=C1")
    assert len(caches["pages"]._cache) == kept


def test_the_notice_is_not_kept_for_others(article: Article, client: Client) -> None:
    page_of(client, article, "?r=1&focus=C1")
    assert "Since revision" not in page_of(client, article, "")


def test_what_is_withdrawn_leads_to_where_it_stood(
    article: Article, alice: User, client: Client
) -> None:
    make_annotation(article, "cool", Role.RHETORIC)
    withdraw(*article.annotations.filter(number__in=(1, 4)), by=alice)
    gone = client.get(article.get_absolute_url() + "n/C1/?r=1")
    assert gone.status_code == 404
    assert f'href="{article.get_absolute_url()}r/1/?focus=C1#c-C1"' in gone.content.decode()
    assert "C1 has been withdrawn" in page_of(client, article, "?r=1&focus=C1")
    never = client.get(article.get_absolute_url() + "n/Rh4/")
    assert never.status_code == 404 and "stood" not in never.content.decode()


def test_another_letter_leads_on_with_the_revision(article: Article, client: Client) -> None:
    response = client.get(article.get_absolute_url() + "n/P1/?r=1&x=2")
    assert response["Location"] == f"{article.get_absolute_url()}n/C1/?r=1"


def test_old_words_that_were_never_public_are_not_told(alice: User, client: Client) -> None:
    article = make_article(SOURCE, editor=alice)
    make_annotation(article, "Trees cool streets")
    revise(article, "Trees cool all streets.", 1, "", alice)
    Article.objects.filter(pk=article.pk).update(visibility="public")
    assert "Since revision" not in page_of(client, article, "?r=1&focus=C1")
    client.force_login(alice)
    assert "Since revision" in page_of(client, article, "?r=1&focus=C1")
