import re
from html import unescape

import pytest
from django.urls import reverse

from reader.articles.models import Article, Visibility
from reader.articles.publishing import set_details, set_visibility
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice):
    return make_article(editor=alice, byline="Ines Moreau")


@pytest.fixture
def client(client, alice):
    client.force_login(alice)
    return client


def save(client, article, **fields):
    initial = {"title": article.title, "byline": article.byline, "language": article.language}
    data = initial | {"visibility": article.visibility} | fields
    return client.post(reverse("article_settings", args=[article.slug]), data)


def fresh(article):
    return Article.objects.get(pk=article.pk)


def test_the_page_shows_what_is_set_and_the_address(client, article):
    page = client.get(reverse("article_settings", args=[article.slug])).content.decode()
    assert "Ines Moreau" in page
    assert "http://testserver/a/</span>" in page and 'value="street-trees"' in page
    assert "no list shows it" in page


def test_details_are_changed_and_logged_once(client, article):
    save(client, article, title="Shade", written_on="2025-03-12", source_url="example.org/a")
    article = fresh(article)
    assert (article.title, article.slug) == ("Shade", "street-trees")
    assert article.source_url == "https://example.org/a"
    change = article.changes.last()
    assert (
        change.verb,
        change.before["article"]["title"],
        change.after["article"]["written_on"],
    ) == (
        "describe",
        "Street trees",
        "2025-03-12",
    )
    assert article.edition == 2


def test_saving_without_a_change_leaves_none(client, article):
    assert save(client, article).status_code == 302
    assert fresh(article).edition == 1


def test_publishing_shows_it_to_everyone(client, article):
    response = save(client, article, visibility="public")
    assert response.url == reverse("article_settings", args=["street-trees"])
    assert fresh(article).is_public
    assert "Saved." in client.get(response.url).content.decode()


def test_becoming_unlisted_leads_to_the_secret_address(client, article):
    response = save(client, article, visibility="unlisted")
    slug = fresh(article).slug
    assert slug != "street-trees" and slug in response.url


def test_saving_an_unlisted_article_keeps_its_address_unless_asked(client, article):
    save(client, article, visibility="unlisted")
    slug = fresh(article).slug
    save(client, fresh(article), title="Shade")
    assert fresh(article).slug == slug
    save(client, fresh(article), renew="1")
    assert fresh(article).slug != slug


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"visibility": "everyone"}, {"source_url": "ftp://a.b"}, {"language": ""}],
)
def test_what_is_wrong_changes_nothing(fields, client, article):
    page = save(client, article, byline="Other", **fields)
    assert page.status_code == 422
    assert page.context["form"]["byline"].value() == "Other"
    assert fresh(article).byline == "Ines Moreau"


@pytest.mark.parametrize("visibility", Visibility)
def test_others_find_no_settings(visibility, client, bob):
    article = make_article(editor=bob, visibility=visibility)
    assert client.get(reverse("article_settings", args=[article.slug])).status_code == 404


def opened(client, article):
    """What the browser would send of the page as it is now, without a touch."""
    page = client.get(reverse("article_settings", args=[article.slug])).content.decode()
    inputs = re.findall(r'<input [^>]*name="(initial-(\w+))" value="([^"]*)"', page)
    seen = {key: unescape(value) for name, field, value in inputs for key in (name, field)}
    assert seen["title"] == "Street trees" and seen["visibility"] == article.visibility
    return seen


def test_a_page_that_was_open_for_long_writes_back_only_what_was_changed_in_it(
    client, article, alice
):
    article = set_visibility(article, Visibility.PUBLIC, by=alice)
    seen = opened(client, article)
    address = reverse("article_settings", args=[article.slug])
    set_visibility(article, Visibility.PRIVATE, by=alice)
    set_details(article, by=alice, title="Shade")
    assert client.post(address, seen | {"byline": "Ines"}).status_code == 302
    article = fresh(article)
    assert (article.visibility, article.title, article.byline) == ("private", "Shade", "Ines")
    wrong = client.post(address, seen | {"written_on": "x"})
    assert 'name="initial-visibility" value="public"' in wrong.content.decode()


def test_a_detail_can_be_emptied_and_another_language_named(client, article):
    seen = opened(client, article)
    other = {"byline": "", "language": "other", "language_code": "pt-BR"}
    client.post(reverse("article_settings", args=[article.slug]), seen | other)
    article = fresh(article)
    assert (article.byline, article.language) == ("", "pt-BR")
    assert article.changes.last().after == {"article": {"byline": "", "language": "pt-BR"}}
