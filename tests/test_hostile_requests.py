"""Whatever asks, and however: no method, header or address does what it should not."""

from itertools import chain
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.models import Annotation, Passage, Relation
from reader.articles.invitation_models import Invitation
from reader.articles.models import Article, Membership, Revision
from reader.articles.report_models import Report
from tests.forms import (
    ANSWERS,
    DETAILS,
    FORM,
    FORMS,
    PAGES,
    WORDING,
    address_of,
    encoded,
    make_argued_article,
)
from tests.text.documents import attacks

pytestmark = pytest.mark.django_db

HEADERS = [
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Boosted": "true"},
    {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    {"HX-Request": "true", "HX-Target": "\u00ff\" onload='", "HX-Trigger-Name": "]]>"},
    {"HX-Request": "true", "HX-Current-URL": "http://["},
    {
        "HX-Request": "true",
        "HX-Current-URL": f"http://x/?fold={'1,' * 5_000}&view=%ed%a0%80&kind=%00",
    },
    {"HX-Request": "true", "HX-Current-URL": "%ff%00", "HX-Current-URL-URI-AutoEncoded": "true"},
    {"HX-Request": "maybe", "HX-Prompt": "a" * 10_000},
    {"Cookie": "session=\u00ff; csrf=\x7f; =; session"},
    {"Cookie": "session=" + "a" * 5_000},
    {"Accept-Encoding": "br;q=x, \u00ff, *;q=0,,", "Accept-Language": "x" * 5_000},
    {"If-None-Match": 'W/"\u00ff", *', "If-Modified-Since": "never", "Range": "bytes=9-1,-"},
    {"Referer": "\u00ff", "Origin": "null", "X-Forwarded-For": "a, b", "X-Forwarded-Proto": "x"},
]


@pytest.fixture
def article(alice: User) -> Article:
    return make_argued_article(alice)


@pytest.fixture
def editor(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"]


@pytest.mark.parametrize("method", METHODS)
def test_only_a_post_changes_anything(method, article, editor):
    body = encoded((key, value.encode()) for key, value in (DETAILS | WORDING).items())
    changes = article.changes.count()
    addresses = {form.address(article) for form in FORMS.values()}
    for address in addresses | {address_of(name, article) for name in PAGES}:
        assert editor.generic(method, address, body, FORM).status_code in ANSWERS
    article.refresh_from_db()
    assert article.edition == article.changes.count() == changes
    assert Article.objects.count() == 1


@pytest.mark.parametrize("address", ["/accounts/logout/", *FORMS])
def test_a_form_that_another_site_sends_is_refused(address, article, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    form = FORMS.get(address)
    response = client.post(form.address(article) if form else address, form and form.fields)
    assert response.status_code == 403
    assert client.get("/new/").status_code == 200, "still signed in"


@pytest.mark.parametrize("name", PAGES)
def test_headers_may_say_anything(name, article, editor):
    for headers in HEADERS:
        response = editor.get(address_of(name, article), headers=headers)
        assert response.status_code in ANSWERS, headers
        answers_a_swap = headers.get("HX-Request") == "true" and "HX-Boosted" not in headers
        if answers_a_swap and b"<html" in response.content:
            restores = "HX-History-Restore-Request" in headers
            assert restores or response["HX-Reswap"] == "none", "a whole page would be swapped in"


def test_what_is_shared_between_readers_varies_by_what_makes_it_differ(article):
    for name in PAGES:
        response = Client().get(address_of(name, article))
        if "public" in response.get("Cache-Control", ""):
            varies = {part.strip() for part in response["Vary"].split(",")}
            assert {"Cookie", "HX-Request", "Accept-Encoding"} <= varies
            assert not response.cookies
        else:
            assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("label", ["C0", "C99", "Rh", "C\u0663", "1" * 4_000, "C1 ", "\x00", "<b>"])
def test_a_label_that_is_none_leads_nowhere(label, article):
    assert Client().get(reverse("annotation_page", args=[article.slug, label])).status_code == 404


@pytest.mark.parametrize(
    "number", ["0", "-1", "1e1", "9" * 9, "9" * 40, "9" * 5_000, "C1", "\u0663"]
)
@pytest.mark.parametrize("kind", ["annotations", "relations"])
@pytest.mark.parametrize("verb", ["", "withdraw/", "restore/", "part/"])
def test_a_number_that_is_none_leads_nowhere(verb, kind, number, article, editor):
    address = f"{article.get_absolute_url()}{kind}/{number}/{verb}"
    assert editor.get(address).status_code in (404, 405)
    assert editor.post(address).status_code in (404, 405)


EXTRA = {"slug": "stolen", "edition": "99", "head": "1", "head_id": "1", "id": "1", "pk": "1"}
EXTRA |= {"article": "1", "author": "2", "owner": "bob", "number": "99", "status": "withdrawn"}
EXTRA |= {"memberships": "2", "is_staff": "1", "is_superuser": "1", "html": "<b>", "scheme": "x"}
EXTRA |= {"visibility": "public", "part": "owner", "deleted_at": "2020-01-01", "actor": "2"}
OURS = [User, Article, Revision, Membership, Invitation, Report, Annotation, Passage, Relation]


@pytest.mark.parametrize(
    "form", [form for form in FORMS.values() if form.name != "login"], ids=lambda form: form.name
)
def test_what_a_form_does_not_ask_for_has_no_effect(form, article, editor):
    effects = []
    for more in ({}, EXTRA):
        with transaction.atomic():
            editor.post(form.address(article), more | form.fields)
            effects.append(everything())
            transaction.set_rollback(True)
    assert effects[0] == effects[1]


def everything():
    """Every row of ours. Of times and addresses only whether they are there: they differ anyway."""
    differing = {"last_login", "date_joined", "slug"}
    rows = [row_of(one) for one in chain(*(model.objects.order_by("pk") for model in OURS))]
    stable = [
        {
            name: value is None if name in differing or name.endswith("_at") else value
            for name, value in row.items()
        }
        for row in rows
    ]
    slugs = [len(article.slug) for article in Article.objects.order_by("pk")]
    return stable, slugs, Article.objects.filter(slug="stolen").exists()


def row_of(one):
    """By the words of what it points to: numbers of rows that are rolled back do not come again."""
    fields = [field for field in one._meta.fields if not field.primary_key]
    return {
        f.name: str(getattr(one, f.name)) if f.is_relation else getattr(one, f.name) for f in fields
    }


ELSEWHERE = [
    "//attacker.example/",
    "///attacker.example/",
    "/\\attacker.example/",
    "\\\\attacker.example/",
    "/\t/attacker.example/",
    "https:attacker.example",
    "https://localhost@attacker.example/",
    "javascript:alert(1)",
    " //attacker.example/",
    "/%0d%0aX-Header:%201",
    "/\r\nX-Header: 1",
]


def test_signing_in_leads_to_this_site_only(alice):
    for wanted in [*ELSEWHERE, *attacks("urls_open_redirect")]:
        typed = {"username": "alice", "password": "alice", "next": wanted}
        for response in (
            Client().post(reverse("login"), typed),
            signed_in(alice).get(reverse("login"), {"next": wanted}),
        ):
            assert response.status_code == 302, wanted
            target = response["Location"]
            assert urlsplit(urljoin("http://here/accounts/login/", target)).netloc == "here"
            assert "\\" not in target
            assert "X-Header" not in response.headers


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client
