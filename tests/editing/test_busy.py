"""Somebody else holds the database for too long: nothing is saved, nothing typed is lost."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from reader.articles.models import Article
from reader.web.errors import server_error
from tests.factories import make_article, owner_of

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"role": "claim", "quote": "Trees", "gist": "Trees <cool> streets", "note": "\nA line"}


@pytest.fixture
def article() -> Article:
    return make_article()


@pytest.fixture
def editor(article: Article) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(owner_of(article))
    return client


@pytest.fixture
def busy(editor: Client) -> Iterator[None]:
    """Another process is writing, and our patience is short."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("BEGIN IMMEDIATE")
        impatient = "PRAGMA busy_timeout = 10"
    else:
        other = connection.copy()
        other.cursor().execute("BEGIN; SELECT 1 FROM reader_article FOR UPDATE")
        impatient = "SET lock_timeout = 10"
    with connection.cursor() as cursor:
        cursor.execute(impatient)
    yield
    other.close()
    connection.close()


def test_what_was_typed_comes_back_to_be_sent_again(
    editor: Client, article: Article, busy: None
) -> None:
    answer = editor.post(reverse("annotation_list", args=[article.slug]), TYPED)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "this was not saved" in answer.text and "Send it again" in answer.text
    assert "Trees &lt;cool&gt; streets</textarea>" in answer.text
    assert not article.annotations.exists()


def test_a_page_that_swaps_keeps_what_it_has(editor: Client, article: Article, busy: None) -> None:
    path = reverse("annotation_list", args=[article.slug])
    answer = editor.post(path, TYPED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (503, "none")
    assert "this was not saved" in answer.text and "<html" not in answer.text


def test_a_busy_database_is_read_all_the_same(editor: Client, article: Article, busy: None) -> None:
    assert editor.get(article.get_absolute_url()).status_code == 200


def test_no_page_repeats_a_password(article: Article, busy: None) -> None:
    form = {"login": "alice", "password": "very secret"}
    answer = Client(raise_request_exception=False).post("/accounts/login/", form)
    assert "very secret" not in answer.text
    assert answer.status_code in (200, 503)  # what is counted against the limit may wait for others


def test_whoever_only_reads_gets_no_cookie(rf: RequestFactory) -> None:
    request = rf.get("/")
    try:
        raise OperationalError
    except OperationalError:
        answer = server_error(request)
    assert answer.status_code == 503
    assert "CSRF_COOKIE" not in request.META
