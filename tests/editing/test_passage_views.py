"""Where annotations stand is changed by address and form: borders, passages, splitting, merging."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import reword
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.annotations.reshaping import place
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, slug="trees")


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def claim(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool streets")


def send(client: Client, name: str, number: int, swap: bool = True, **data: object) -> HttpResponse:
    headers = {"HX-Request": "true"} if swap else {}
    return client.post(reverse(name, args=["trees", number]), data, headers=headers)


def places(article: Article, *words: str, version: object = 1) -> dict[str, Any]:
    starts = [article.head.text.index(quote) for quote in words]
    ends = [start + len(quote) for start, quote in zip(starts, words, strict=True)]
    return {"start": starts, "end": ends, "quote": list(words), "version": version}


def quotes(number: int = 1) -> list[str]:
    return [p.quote for p in Annotation.objects.get(number=number).passages.all()]


def test_borders_move_and_passages_are_added(
    editor: Client, article: Article, claim: Annotation
) -> None:
    response = send(editor, "annotation_place", 1, **places(article, "cool", "Shade saves"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "C1 marks “cool … Shade saves” now." in html and 'id="text"' in html
    assert json.loads(response["HX-Trigger-After-Settle"])["focus:move"] == {"to": "edit-1"}
    assert quotes() == ["cool", "Shade saves"]


def test_without_any_passage_it_is_unstated(
    editor: Client, article: Article, claim: Annotation
) -> None:
    html = send(editor, "annotation_place", 1, version=1).content.decode()
    assert "C1 is unstated now" in html
    assert reading_of(article).implicit == {1}


def test_without_script_words_are_pasted_and_passages_removed(
    editor: Client, article: Article, claim: Annotation
) -> None:
    page = editor.get(reverse("annotation_edit", args=["trees", 1])).content.decode()
    assert "Remove this passage" in page and "Words of a further passage" in page
    data = places(article, "Trees cool streets")
    more = {"start": [*data["start"], ""], "end": [*data["end"], ""]}
    more |= {"quote": ["Trees cool streets", "Shade  saves\r\nwater"], "version": 1}
    response = send(editor, "annotation_place", 1, swap=False, **more)
    assert (response.status_code, response["Location"]) == (302, "/a/trees/#c-C1")
    assert quotes() == ["Trees cool streets", "Shade saves water"]
    send(editor, "annotation_place", 1, swap=False, **places(article, "Shade", version=2))
    assert quotes() == ["Shade"]


def test_pasted_words_that_are_not_there_stay_in_the_form(
    editor: Client, article: Article, claim: Annotation
) -> None:
    data = {"start": "", "end": "", "quote": "Shrubs <b>", "version": 1}
    response = send(editor, "annotation_place", 1, swap=False, **data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "not in the article as it stands now" in html and "Shrubs &lt;b&gt;" in html


@pytest.mark.parametrize("name", ["annotation_place", "annotation_split"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "which version"),
        ({"version": "x"}, "whole number"),
        ({"version": 2**40}, "less than or equal"),
        ({"version": 1, "quote": "Shrubs"}, "not in the article"),
        ({"version": 1, "quote": " \n", "start": 5, "end": 6}, "nothing is selected"),
        ({"version": 1, "start": "one", "end": 5, "quote": "Trees"}, "no place in the text"),
        ({"version": 1, "start": [0, 1], "end": 5, "quote": "Trees"}, "needs a start"),
        ({"version": 1, "start": 0, "end": 9, "quote": "x" * 1_000_000}, "at most 2,000"),
        ({"version": 1, "start": 0, "end": 9, "quote": "x\0\u202ey"}, "not in the article"),
        ({"version": 1, "start": [0] * 21, "end": [5] * 21, "quote": ["Trees"] * 21}, "at most 20"),
    ],
)
def test_bad_places_are_refused_in_words(
    editor: Client, article: Article, claim: Annotation, name: str, data: dict, words: str
) -> None:
    for swap in (True, False):
        response = send(editor, name, 1, swap, **data)
        assert response.status_code == 422
        assert words in response.content.decode().lower()
    assert quotes() == ["Trees cool streets"]


@pytest.mark.parametrize("swap", [True, False])
def test_who_was_overtaken_sees_both_versions_and_can_save_again(
    editor: Client, article: Article, claim: Annotation, bob: User, swap: bool
) -> None:
    make_member(article, "bob", Part.EDITOR)
    place(claim, [(0, 18), (20, 25)], by=bob, version=1)
    wanted = places(article, "cool")
    response = send(editor, "annotation_place", 1, swap, **wanted)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Bob</b> changed C1 meanwhile" in html and "Save mine" in html
    assert "Trees cool streets</blockquote>" in html and ">cool</blockquote>" in html
    assert 'name="version" value="2"' in html
    assert quotes() == ["Trees cool streets", "Shade"]
    again = send(editor, "annotation_place", 1, swap, **wanted | {"version": 2, "again": 1})
    assert again.status_code in (200, 302)
    assert quotes() == ["cool"]


def test_words_that_somebody_else_found_meanwhile_do_not_keep_borders_from_moving(
    editor: Client, article: Article, claim: Annotation, bob: User
) -> None:
    make_member(article, "bob", Part.EDITOR)
    reword(claim, by=bob, version=1, role=Role.CLAIM, gist="Bob’s words")
    assert send(editor, "annotation_place", 1, True, **places(article, "cool")).status_code == 200
    assert quotes() == ["cool"]
    claim.refresh_from_db()
    assert claim.gist == "Bob’s words"


def test_words_are_cut_out_and_worded_at_once(
    editor: Client, article: Article, claim: Annotation
) -> None:
    response = send(editor, "annotation_split", 1, **places(article, "streets"))
    html = response.content.decode()
    assert "C2 is cut out of C1." in html and 'id="gist-2"' in html
    assert json.loads(response["HX-Trigger-After-Settle"])["focus:move"] == {"to": "gist-2"}
    assert (quotes(1), quotes(2)) == (["Trees cool"], ["streets"])


def test_all_or_none_of_the_words_cannot_be_cut_out(
    editor: Client, article: Article, claim: Annotation
) -> None:
    for words in ("Trees cool streets", "Shade"):
        response = send(editor, "annotation_split", 1, **places(article, words))
        assert response.status_code == 422
        assert "some, but not all" in response.content.decode()
    response = send(editor, "annotation_split", 1, version=1)
    assert "Select the words to cut out." in response.content.decode()


def test_cutting_out_of_what_changed_meanwhile_is_asked_again(
    editor: Client, article: Article, claim: Annotation
) -> None:
    Annotation.objects.update(version=2)
    response = send(editor, "annotation_split", 1, **places(article, "streets"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Cut out all the same" in html and reverse("annotation_split", args=["trees", 1]) in html


def test_merging_says_what_will_happen_and_does_it(
    editor: Client, article: Article, claim: Annotation
) -> None:
    premise = make_annotation(article, "Shade saves water", Role.PREMISE, note="Measured.")
    reason = make_annotation(article, "Roots lift pavements", Role.PREMISE)
    make_relation(premise, target=claim)
    make_relation(reason, target=premise, kind=RelationKind.ATTACK)
    address = reverse("annotation_merge", args=["trees", 1])
    said = editor.get(f"{address}?other=P2&preview=1", headers={"HX-Request": "true"})
    words = said.content.decode()
    assert "<form" not in words
    assert "C1 also stands where P2 stands." in words and "Its note is added" in words
    assert "C1 takes over: P3 attacks P2." in words
    assert "Withdrawn, as pointless or double then: P2 supports C1." in words
    html = send(editor, "annotation_merge", 1, other="P2").content.decode()
    assert "P2 is part of C1 now." in html
    reading = reading_of(article)
    assert [a.label for a in reading.annotations] == ["C1", "P3"]
    assert [(r.premises, r.target) for r in reading.graph.relations] == [((3,), 1)]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("", "Choose what to merge with."),
        ("C1", "Choose two annotations"),
        ("C99", "There is no annotation “C99”"),
        ("x" * 1_000_000, "There is no annotation"),
        ("\0", "Null characters are not allowed."),
    ],
)
def test_bad_merges_are_refused_in_words(
    editor: Client, article: Article, claim: Annotation, other: str, words: str
) -> None:
    for swap in (True, False):
        response = send(editor, "annotation_merge", 1, swap, other=other)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert editor.get(reverse("annotation_merge", args=["trees", 1])).status_code == 200
