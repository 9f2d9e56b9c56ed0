"""Undo, redo and the history, by address."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import annotate, reword, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.revising import revise
from reader.annotations.undoing import undo
from reader.argument.roles import Role
from reader.articles.models import Article, Part
from tests.factories import SOURCE, make_annotation, make_article, make_member, make_relation

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


def test_what_is_in_the_way_of_undoing_is_named_and_found_in_the_history(
    editor: Client, article: Article, alice: User, bob: User
) -> None:
    make_member(article, "bob", Part.EDITOR)
    annotation = reword(make_annotation(article, "Trees"), alice, 1, Role.CLAIM, "Mine")
    reword(annotation, bob, 2, Role.CLAIM, "Bob’s")
    response = editor.post(address("change_undo"), headers=SWAP)
    html = response.content.decode()
    assert response.status_code == 422
    assert "C1 was changed by Bob since then: the gist. Undo that in the history first." in html
    link = "/a/trees/history/?change=4#change-4"
    assert f'href="{link}">See it in the history: Bob reworded C1</a>' in html
    assert 'id="change-4"' in editor.get(link).content.decode()
    assert link in editor.post(address("change_undo")).content.decode()


def test_what_came_before_a_change_that_cannot_be_undone_is_offered(
    editor: Client, article: Article, alice: User, bob: User
) -> None:
    make_member(article, "bob", Part.EDITOR)
    make_annotation(article, "Shade")
    annotation = reword(make_annotation(article, "Trees"), alice, 1, Role.CLAIM, "Mine")
    reword(annotation, bob, 2, Role.CLAIM, "Bob’s")
    undo = address("change_undo")
    html = editor.post(undo, headers=SWAP).content.decode()
    assert 'value="3" data-undo' in html and "Undo the one before it: marked C2</button>" in html
    again = editor.post(undo, {"seq": "3"}, headers=SWAP).content.decode()
    assert "Undo the one before it: marked C1" in again
    assert (
        'name="seq" value="2">Undo the one before'
        in editor.post(undo, {"seq": "3"}).content.decode()
    )
    assert editor.post(undo, {"seq": "2", "at": "list"}).status_code == 302
    assert [a.label for a in reading_of(article).annotations] == ["C2"]
    assert "before it" not in editor.post(undo, {"seq": "2"}).content.decode()
    assert "before it" not in editor.post(undo, {"seq": "3"}).content.decode()


def test_a_change_is_found_on_its_page(editor: Client, article: Article, alice: User) -> None:
    annotation = make_annotation(article, "Trees")
    for version in range(1, 54):
        annotation = reword(annotation, alice, version, Role.CLAIM, f"Wording {version}")
    page = editor.get(address("article_history"), {"change": "2"}).content.decode()
    assert 'id="change-2"' in page and "Page 2 of 2" in page


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("marking", {2, 3, 8}),
        ("wording", {4, 6}),
        ("relations", {5}),
        ("text", {7}),
        ("article", {1}),
        ("people", set()),
        ("talk", set()),
        ("proposals", set()),
        ("rounds", set()),
        ("", set(range(1, 9))),
    ],
)
def test_the_history_is_narrowed_by_what_was_done(
    editor: Client, article: Article, alice: User, kind: str, told: set[int]
) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, "Shade")
    reword(premise, alice, 1, Role.PREMISE, "Mine")
    make_relation(premise, target=claim)
    undo(article, alice, seq=4)
    revise(article, f"{SOURCE} More.", 1, "", alice)
    withdraw(claim, by=alice)
    html = editor.get(address("article_history"), {"kind": kind}).content.decode()
    assert {int(seq) for seq in re.findall(r'id="change-(\d+)"', html)} == told


def test_what_is_gone_and_cannot_be_undone_is_brought_back_from_the_history(
    editor: Client, article: Article, alice: User
) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, "Shade")
    make_relation(premise, target=claim)
    for _ in range(3):
        undo(article, alice)
    html = editor.get(address("article_history")).content.decode()
    assert "Bring back C1" in html and "Bring back C2 supports C1" in html
    editor.post("/a/trees/annotations/1/restore/")
    html = editor.get(address("article_history")).content.decode()
    assert "Bring back C1" not in html and "Bring back C2" in html


@pytest.mark.parametrize(
    "asked", [{"of": "C99"}, {"by": "nobody"}, {"of": "\x00"}, {"kind": "nothing"}]
)
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
