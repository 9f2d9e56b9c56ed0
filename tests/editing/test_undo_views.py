"""Undo, redo and the history, by address."""

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import annotate, reword
from reader.annotations.graphs import reading_of
from reader.argument.roles import Role
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db
SWAP = {"HX-Request": "true"}


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, slug="trees")


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def address(name: str) -> str:
    return reverse(name, args=["trees"])


def test_undo_and_redo_go_back_and_forth(editor: Client, article: Article) -> None:
    make_annotation(article, "Trees cool streets")
    html = editor.post(address("change_undo"), headers=SWAP).content.decode()
    assert "Undone: marked C1." in html and 'form="redo-form"' in html
    assert reading_of(article).annotations == ()
    html = editor.post(address("change_redo"), headers=SWAP).content.decode()
    assert "Done again: marked C1." in html and 'id="p-C1"' in html


def test_without_script_undo_leads_to_the_article(editor: Client, article: Article) -> None:
    make_annotation(article, "Trees cool streets")
    response = editor.post(address("change_undo"))
    assert (response.status_code, response["Location"]) == (302, "/a/trees/")


@pytest.mark.parametrize("name", ["change_undo", "change_redo"])
def test_nothing_left_is_said_kindly(editor: Client, article: Article, name: str) -> None:
    response = editor.post(address(name), headers=SWAP)
    assert response.status_code == 422 and "There is nothing to" in response.content.decode()


@pytest.mark.parametrize("seq", ["x", "-1", "9" * 30, "\x00", "1", "0"])
def test_what_cannot_be_undone_is_refused(editor: Client, article: Article, seq: str) -> None:
    assert editor.post(address("change_undo"), {"seq": seq}, headers=SWAP).status_code == 422


def test_the_history_tells_all_and_undoes_any(
    editor: Client, article: Article, alice: User, bob: User
) -> None:
    make_member(article, "bob", Part.EDITOR)
    annotation = annotate(article, Role.CLAIM, "Bob’s <b>words</b>", bob, [(0, 5)])
    reword(annotation, alice, 1, Role.CLAIM, "Mine")
    html = editor.get(address("article_history")).content.decode()
    assert "reworded C1" in html and "Bob’s &lt;b&gt;words&lt;/b&gt;" in html
    assert html.count("Undo this") == 2
    editor.post(address("change_undo"), {"seq": "3"})
    assert reading_of(article).annotations[0].gist == "Bob’s <b>words</b>"
    assert "Undone since" in editor.get(address("article_history")).content.decode()


def test_the_history_is_narrowed_and_paged(
    editor: Client, article: Article, alice: User, bob: User
) -> None:
    annotation = make_annotation(article, "Trees")
    make_annotation(article, "Shade")
    for version in range(1, 54):
        annotation = reword(annotation, alice, version, Role.CLAIM, f"Wording {version}")
    page = editor.get(address("article_history"), {"of": "C1"}).content.decode()
    assert "History of C1" in page and "?of=C1&amp;page=2" in page and "marked C2" not in page
    assert "marked C1" in editor.get(address("article_history"), {"page": "2"}).content.decode()


@pytest.mark.parametrize("asked", [{"of": "C99"}, {"by": "nobody"}, {"of": "\x00"}])
def test_a_history_of_nothing_is_absent(
    editor: Client, article: Article, asked: dict[str, str]
) -> None:
    assert editor.get(address("article_history"), asked).status_code == 404


def test_more_changes_cost_no_more_queries(
    editor: Client, article: Article, django_assert_max_num_queries: object
) -> None:
    for word in ("Trees", "Shade", "Roots", "water", "streets"):
        make_annotation(article, word)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        editor.get(address("article_history"))
