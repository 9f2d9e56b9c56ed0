"""Borders that move, further passages, one annotation made of two and two of one."""

import pytest

from reader.accounts.models import User
from reader.annotations.changes import annotate, reword, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.annotations.reshaping import merge, place, split
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db
TEXT = "Trees cool streets. Shade saves water. Roots lift pavements."


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(TEXT, editor=alice)


@pytest.fixture
def trees(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool streets")


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def quotes(annotation: Annotation) -> list[str]:
    return [passage.quote for passage in annotation.passages.all()]


def bearings(article: Article) -> set[tuple[str, tuple[object, ...], object]]:
    return {(r.kind, r.premises, r.target) for r in reading_of(article).graph.relations}


def test_borders_move_and_passages_that_touch_become_one(alice: User, trees: Annotation) -> None:
    place(trees, [span("Trees cool"), span("cool streets"), span("water")], alice, version=1)
    assert quotes(trees) == ["Trees cool streets", "water"]


def test_an_annotation_without_a_place_is_left_unsaid(
    article: Article, alice: User, trees: Annotation
) -> None:
    place(trees, [], alice, version=1)
    assert reading_of(article).implicit == {1}


def test_the_same_borders_again_are_no_change(
    article: Article, alice: User, trees: Annotation
) -> None:
    place(trees, [span("Trees cool streets")], alice, version=1)
    assert [change.verb for change in article.changes.all()] == ["create", "annotate"]


def test_who_saw_older_borders_is_told(alice: User, trees: Annotation) -> None:
    place(trees, [span("Trees")], alice, version=1)
    with pytest.raises(ChangeOvertaken, match="C1 was changed meanwhile"):
        place(trees, [span("Shade")], alice, version=1)


def test_one_change_makes_one_version_however_much_it_alters(
    article: Article, alice: User, trees: Annotation
) -> None:
    slogan = annotate(article, Role.RHETORIC, "Slogan", alice, [(20, 25)], leans_on=trees)
    assert merge(slogan, trees, alice).version == 2


@pytest.mark.parametrize("spans", [[(0, 999)], [(5, 5)], [(-1, 3)], [(9, 4)]])
def test_places_outside_the_text_are_refused(
    alice: User, trees: Annotation, spans: list[tuple[int, int]]
) -> None:
    with pytest.raises(ChangeRefused, match="outside the text"):
        place(trees, spans, alice, version=1)


def test_words_cut_out_become_an_annotation_that_bears_on_the_same(
    article: Article, alice: User, trees: Annotation
) -> None:
    both = make_annotation(article, "Shade saves water. Roots lift pavements", Role.PREMISE)
    make_relation(both, target=trees)
    new = split(both, [span("Roots lift pavements")], alice, version=1)
    assert (new.label, new.gist, quotes(new)) == (
        "P3",
        "Roots lift pavements",
        ["Roots lift pavements"],
    )
    assert quotes(both) == ["Shade saves water."]
    assert bearings(article) == {("support", (2,), 1), ("support", (3,), 1)}


def test_where_premises_are_linked_the_new_one_joins_them(
    article: Article, alice: User, trees: Annotation
) -> None:
    both = make_annotation(article, "Shade saves water", Role.PREMISE)
    other = make_annotation(article, "Roots lift pavements", Role.PREMISE)
    make_relation(both, other, target=trees)
    split(both, [span("saves water")], alice, version=1)
    assert bearings(article) == {("support", (2, 3, 4), 1)}


@pytest.mark.parametrize("words", ["Trees cool streets", "Roots"])
def test_all_or_nothing_cannot_be_cut_out(alice: User, trees: Annotation, words: str) -> None:
    with pytest.raises(ChangeRefused, match="some, but not all"):
        split(trees, [span(words)], alice, version=1)


def test_merging_takes_over_passages_notes_and_relations(
    article: Article, alice: User, trees: Annotation
) -> None:
    one = make_annotation(article, "Shade saves water", Role.PREMISE, note="One.")
    other = make_annotation(article, "Roots lift pavements", Role.PREMISE, note="Other.")
    slogan = make_annotation(article, "lift", Role.RHETORIC, leans_on=other)
    make_relation(other, target=trees, kind=RelationKind.ATTACK)
    merged = merge(one, other, alice)
    assert quotes(merged) == ["Shade saves water", "Roots lift pavements"]
    assert merged.note == "One.\n\nOther."
    assert bearings(article) == {("attack", (2,), 1)}
    slogan.refresh_from_db()
    assert slogan.leans_on == one
    assert 3 not in reading_of(article).by_number


def test_merging_drops_relations_that_turn_on_themselves_or_double(
    article: Article, alice: User, trees: Annotation
) -> None:
    one = make_annotation(article, "Shade", Role.PREMISE)
    other = make_annotation(article, "Roots", Role.PREMISE)
    make_relation(one, target=trees)
    make_relation(other, target=trees)
    make_relation(one, target=other)
    merge(one, other, alice)
    assert bearings(article) == {("support", (2,), 1)}


def test_rhetoric_takes_over_no_reasons(article: Article, alice: User, trees: Annotation) -> None:
    slogan = make_annotation(article, "Shade", Role.RHETORIC)
    make_relation(make_annotation(article, "Roots"), target=trees)
    with pytest.raises(ChangeRefused, match="cannot take over the reasons"):
        merge(slogan, article.annotations.get(number=3), alice)


def test_an_annotation_does_not_merge_with_itself_or_with_what_is_gone(
    article: Article, alice: User, trees: Annotation
) -> None:
    with pytest.raises(ChangeRefused, match="Choose two"):
        merge(trees, trees, alice)
    gone = make_annotation(article, "Shade")
    withdraw(gone, by=alice)
    with pytest.raises(ChangeRefused, match="withdrawn"):
        merge(trees, gone, alice)


def test_nothing_is_merged_across_articles(alice: User, trees: Annotation) -> None:
    elsewhere = make_annotation(make_article(TEXT, editor=alice), "Shade")
    with pytest.raises(ChangeRefused, match="of this article"):
        merge(trees, elsewhere, alice)


def test_rhetoric_that_leant_on_what_merged_into_it_leans_on_nothing(
    article: Article, alice: User, trees: Annotation
) -> None:
    slogan = make_annotation(article, "Shade", Role.RHETORIC, leans_on=trees)
    reword(slogan, alice, 1, Role.RHETORIC, slogan.gist, leans_on=trees)
    merge(slogan, trees, alice)
    slogan.refresh_from_db()
    assert slogan.leans_on is None


def test_notes_that_are_too_long_together_are_not_cut(
    article: Article, alice: User, trees: Annotation
) -> None:
    one = make_annotation(article, "Shade", note="a" * 4_000)
    other = make_annotation(article, "Roots", note="b" * 4_000)
    with pytest.raises(ChangeRefused, match="Shorten one of them first"):
        merge(one, other, alice)
    assert other.number in reading_of(article).by_number
