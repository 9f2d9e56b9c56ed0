"""Who may do what: every address of the site, for every kind of visitor and every visibility."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reader.annotations.changes import withdraw
from reader.argument.roles import Role
from reader.articles.models import Article, Part, Visibility
from tests.factories import (
    make_annotation,
    make_article,
    make_member,
    make_relation,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db

VISITORS = ["stranger", "visitor", "reader", "reviewer", "editor", "owner"]
EVERYONE, MEMBERS = set(VISITORS), {"reader", "reviewer", "editor", "owner"}
SIGNED_IN = EVERYONE - {"stranger"}
EDITORS = {"editor", "owner"}
OWNER = {"owner"}


@dataclass(frozen=True)
class Row:
    """One address: who may GET it, who may POST to it; None where the method is not allowed."""

    name: str
    get: set[str] | None
    post: set[str] | None = None
    numbers: tuple[object, ...] = ()


READING = [
    Row("article_page", EVERYONE),
    Row("map_page", EVERYONE),
    Row("outline_page", EVERYONE),
    Row("annotation_page", EVERYONE, numbers=("C1",)),
]
EDITING = [
    Row("annotation_list", EDITORS, EDITORS),
    Row("annotation_edit", EDITORS, EDITORS, numbers=(1,)),
    Row("annotation_withdraw", None, EDITORS, numbers=(1,)),
    Row("annotation_restore", None, EDITORS, numbers=(3,)),
    Row("relation_new", EDITORS, EDITORS),
    Row("relation_join", EDITORS, EDITORS, numbers=(1,)),
    Row("relation_part", None, EDITORS, numbers=(1,)),
    Row("relation_withdraw", None, EDITORS, numbers=(1,)),
    Row("relation_restore", None, EDITORS, numbers=(1,)),
    Row("article_settings", OWNER, OWNER),
]
SITE = [
    Row("article_list", EVERYONE),
    Row("article_new", SIGNED_IN, SIGNED_IN),
    Row("article_review", None, SIGNED_IN),
    Row("article_text", None, SIGNED_IN),
    Row("login", EVERYONE, EVERYONE),
    Row("logout", None, EVERYONE),
    Row("healthz", EVERYONE),
    Row("robots", EVERYONE),
]


@pytest.fixture
def article() -> Article:
    article = make_article(editor=make_user("owner"))
    claim = make_annotation(article, "Trees cool streets", Role.CLAIM)
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_relation(premise, target=claim)
    withdraw(make_annotation(article, "Roots lift pavements"), by=owner_of(article))
    for part in (Part.READER, Part.REVIEWER, Part.EDITOR):
        make_member(article, str(part), part)
    return article


def client_of(visitor: str) -> Client:
    client = Client()
    if visitor != "stranger":
        client.force_login(make_user(visitor))
    return client


def allowed(who: set[str], visitor: str, visibility: str) -> bool:
    """A private article is open to its members alone, whatever the row says of everyone."""
    return visitor in who and (visibility != Visibility.PRIVATE or visitor in MEMBERS)


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("row", READING + EDITING, ids=lambda row: row.name)
def test_an_address_of_an_article_opens_to_whom_it_should(row, visitor, visibility, article):
    Article.objects.filter(pk=article.pk).update(visibility=visibility)
    client = client_of(visitor)
    address = reverse(row.name, args=[article.slug, *row.numbers])
    for method, who in (("get", row.get), ("post", row.post)):
        status = getattr(client, method)(address).status_code
        if who is None:
            assert status in (404, 405), f"{method} is not a method of {row.name}"
        elif allowed(who, visitor, visibility):
            assert status in (200, 302, 422), f"{visitor} should be let in by {method}: {status}"
        else:
            assert status == 404, f"{visitor} should find nothing by {method}: {status}"


@pytest.mark.parametrize("visitor", ["stranger", "visitor"])
@pytest.mark.parametrize("row", SITE, ids=lambda row: row.name)
def test_an_address_of_the_site_opens_to_whom_it_should(row, visitor):
    client = client_of(visitor)
    if row.get is not None:
        response = client.get(reverse(row.name))
        let_in = response.status_code == 200 or (row.name == "login" and visitor == "visitor")
        assert let_in == (visitor in row.get)
    if row.post is not None and visitor not in row.post:
        assert client.post(reverse(row.name)).url.startswith("/accounts/login/")


def test_every_address_is_in_the_table():
    names = {row.name for row in READING + EDITING + SITE}
    assert set(_names(get_resolver().url_patterns)) - names == set()


def test_refusal_looks_like_absence(article):
    private, absent = reverse("article_page", args=[article.slug]), "/a/never-was/"
    pages = [Client().get(address) for address in (private, absent)]
    assert pages[0].status_code == pages[1].status_code == 404
    words = [page.content.decode().replace(page.request["PATH_INFO"], "") for page in pages]
    assert words[0] == words[1]


def _names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name
