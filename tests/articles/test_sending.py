"""What a page sends twice, because no answer came, is made once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, owner_of

KEY = {"Idempotency-Key": "000001800000000-1234567890", "HX-Request": "true"}
OTHER = KEY | {"Idempotency-Key": "000001800000000-1234567891"}


@pytest.fixture
def article(db: None) -> Article:
    article = make_article()
    make_annotation(article, "Trees")
    return article


@pytest.fixture
def editor(article: Article) -> Client:
    return client_of(owner_of(article))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *more: int) -> str:
    return reverse(name, args=["street-trees", *more])


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (address("comment_list"), {"body": "Is it so?"}),
        (address("annotation_list"), {"role": "claim", "quote": "Shade"}),
        (address("annotation_withdraw", 1), {}),
        (address("change_undo"), {}),
    ],
)
def test_the_second_is_answered_as_though_it_were_the_first(
    editor: Client, article: Article, path: str, form: dict[str, str]
) -> None:
    before = article.changes.count()
    assert editor.post(path, form, headers=KEY).status_code == 200
    again = editor.post(path, form, headers=KEY)
    assert (again.status_code, again["HX-Trigger"]) == (204, '{"change:made": {}}')
    assert article.changes.count() == before + 1


def test_another_key_is_another_change(editor: Client, article: Article) -> None:
    for headers in (KEY, OTHER, {}, {}, {"Idempotency-Key": "x"}):
        editor.post(address("comment_list"), {"body": "And?"}, headers=headers)
    assert article.comments.count() == 5


def test_what_was_refused_may_be_sent_again(editor: Client, article: Article) -> None:
    path = address("comment_list")
    assert editor.post(path, {"body": ""}, headers=KEY).status_code == 422
    assert editor.post(path, {"body": "So."}, headers=KEY).status_code == 200


def test_nobody_elses_key_counts(editor: Client, article: Article) -> None:
    bob = make_member(article, "bob", Part.EDITOR)
    for client in (editor, client_of(bob), Client()):
        client.post(address("comment_list"), {"body": "And?"}, headers=KEY)
    assert article.comments.count() == 2


def test_one_request_may_make_several_changes(editor: Client, article: Article) -> None:
    editor.post(address("annotation_withdraw", 1))
    form = {"back": "1", "version": "2", "role": "claim", "gist": "Trees, once more"}
    answer = editor.post(address("annotation_edit", 1), form, headers=KEY)
    assert answer.status_code == 200
    verbs = article.changes.exclude(key="").values_list("verb", flat=True)
    assert list(verbs) == ["restore", "reword"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["comment_list", "annotation_withdraw"])
def test_of_two_at_the_same_moment_one_is_made(article: Article, name: str) -> None:
    path = address(name) if name == "comment_list" else address(name, 1)
    clients, ready = [client_of(owner_of(article)) for _ in range(4)], Barrier(4)
    before = article.changes.count()

    def send(client: Client) -> int:
        ready.wait()
        try:
            return client.post(path, {"body": "And?"}, headers=KEY).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, clients))
    assert set(answers) <= {200, 204}
    assert article.changes.count() == before + 1
