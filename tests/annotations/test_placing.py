"""Which passages an annotation has: kept rows, lost words, and what the log says of both."""

import pytest

from reader.accounts.models import User
from reader.annotations.changes import annotate, reword, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.mending import confirm
from reader.annotations.models import Annotation, Fate, Passage
from reader.annotations.placing import entries_of, stand_as
from reader.annotations.replaying import strayed
from reader.annotations.reshaping import merge, place, split
from reader.annotations.revising import revise
from reader.annotations.undoing import undo
from reader.argument.roles import Role
from reader.articles.models import Article
from tests.factories import make_annotation, make_article

pytestmark = pytest.mark.django_db

KEEPS, GOES = "Trees cool the streets of every city", "Shade saves a great deal of water"
ROOTS = "Roots lift the pavements now and then"
OLD, NEW = f"{KEEPS}. {GOES}. {ROOTS}.", f"{KEEPS}. {ROOTS}."


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(OLD, editor=alice)


@pytest.fixture
def half(article: Article, alice: User) -> Annotation:
    """Stands at two places, of which the text has lost one."""
    spans = [spot(article, KEEPS), spot(article, GOES)]
    annotation = annotate(article, Role.CLAIM, "Half of it", alice, spans)
    revise(article, NEW, 1, "", alice)
    return now(annotation)


@pytest.fixture
def detached(article: Article, alice: User) -> Annotation:
    annotation = make_annotation(article, GOES)
    revise(article, NEW, 1, "", alice)
    return now(annotation)


def now(annotation: Annotation) -> Annotation:
    return Annotation.objects.select_related("article__head").get(pk=annotation.pk)


def spot(article: Article, words: str) -> tuple[int, int]:
    text = Article.objects.with_heads().get(pk=article.pk).head.text
    return text.index(words), text.index(words) + len(words)


def told(annotation: Annotation) -> list[tuple[str, str]]:
    head = now(annotation).article.head
    return [(p.fate, p.quote) for p in annotation.passages.filter(revision=head)]


def is_sound(annotation: Annotation) -> bool:
    return strayed(now(annotation).article) == []


def test_a_place_that_stays_keeps_its_row_and_lost_words_stay_lost(
    half: Annotation, alice: User
) -> None:
    kept = half.passages.get(revision=half.article.head, fate=Fate.KEPT)
    spans = [spot(half.article, KEEPS), spot(half.article, "Roots")]
    place(half, spans, alice, half.version)
    assert sorted(told(half)) == [("kept", KEEPS), ("lost", GOES), ("set", "Roots")]
    assert Passage.objects.filter(pk=kept.pk).exists()
    assert is_sound(half)


def test_words_that_were_lost_go_when_the_annotation_is_placed_anew(
    detached: Annotation, alice: User
) -> None:
    place(detached, [spot(detached.article, ROOTS)], alice, detached.version)
    assert told(detached) == [("set", ROOTS)]
    undo(detached.article, alice)
    assert told(detached) == [("lost", GOES)]
    assert is_sound(detached)


def test_at_no_place_it_is_left_unsaid_and_nothing_is_lost_any_more(
    half: Annotation, alice: User
) -> None:
    place(half, [], alice, half.version)
    assert told(half) == []
    assert reading_of(now(half).article).implicit == {half.number}


def test_cutting_words_out_leaves_the_lost_ones_with_the_old_annotation(
    half: Annotation, alice: User
) -> None:
    new = split(half, [spot(half.article, "of every city")], alice, half.version)
    assert sorted(told(half)) == [("lost", GOES), ("set", "Trees cool the streets")]
    assert told(new) == [("set", "of every city")]
    assert is_sound(half)


def test_merging_finds_what_was_lost_where_the_other_stands(
    detached: Annotation, alice: User
) -> None:
    other = make_annotation(now(detached).article, ROOTS)
    merge(detached, other, alice)
    assert told(detached) == [("set", ROOTS)]
    assert is_sound(detached)


def test_merging_a_detached_one_into_another_leaves_its_lost_words_behind(
    detached: Annotation, alice: User
) -> None:
    other = make_annotation(now(detached).article, ROOTS)
    merge(other, detached, alice)
    assert told(other) == [("set", ROOTS)]
    undo(detached.article, alice)
    assert told(detached) == [("lost", GOES)]
    assert is_sound(detached)


def test_merging_two_that_are_lost_gives_up_no_words(article: Article, alice: User) -> None:
    one, other = make_annotation(article, GOES), make_annotation(article, "Shade saves")
    revise(article, NEW, 1, "", alice)
    merge(now(one), now(other), alice)
    assert ("lost", GOES) in told(one)
    assert is_sound(one)


def test_rewording_and_withdrawing_leave_lost_words_alone(
    detached: Annotation, alice: User
) -> None:
    reworded = reword(detached, alice, detached.version, Role.PREMISE, "In other words")
    withdraw(reworded, by=alice)
    undo(detached.article, alice)
    assert told(detached) == [("lost", GOES)]
    assert is_sound(detached)


def test_marking_the_words_of_a_detached_one_anew_is_nothing_special(
    detached: Annotation, alice: User
) -> None:
    new = make_annotation(now(detached).article, ROOTS)
    assert told(new) == [("set", ROOTS)]
    assert told(detached) == [("lost", GOES)]


def test_what_was_lost_at_one_point_keeps_its_order(article: Article, alice: User) -> None:
    spans = [spot(article, "Shade saves"), spot(article, "deal of water")]
    annotation = annotate(article, Role.CLAIM, "Twice", alice, spans)
    revise(article, NEW, 1, "", alice)
    before = entries_of(now(annotation))
    assert [entry[3] for entry in before] == ["lost", "lost"]
    place(now(annotation), [], alice, now(annotation).version)
    undo(article, alice)
    assert entries_of(now(annotation)) == before
    assert is_sound(annotation)


AGAIN, MIDDLE, END = "Alpha beta gamma delta epsilon.", "In the middle.", "The end."


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("back", [(AGAIN, MIDDLE, END), (MIDDLE, AGAIN, END)])
def test_of_two_lost_passages_that_return_to_the_same_words_one_stays_lost(
    alice: User, back: tuple[str, ...], is_undone: bool
) -> None:
    whole = "\n\n".join((AGAIN, MIDDLE, AGAIN, END))
    article = make_article(whole, editor=alice)
    text = article.head.text
    spans = [(at, at + len(AGAIN)) for at in (text.index(AGAIN), text.rindex(AGAIN))]
    annotation = annotate(article, Role.CLAIM, "Twice", alice, spans)
    revise(article, f"{MIDDLE}\n\n{END}", 1, "", alice)
    if is_undone:
        place(now(annotation), [], alice, now(annotation).version)
    revise(article, "\n\n".join(back), 2, "", alice)
    if is_undone:
        undo(article, alice)
    assert sorted(told(annotation)) == [("kept", AGAIN), ("lost", AGAIN)]
    assert is_sound(annotation)
    revise(article, whole, 3, "", alice)
    assert told(annotation) == [("kept", AGAIN), ("kept", AGAIN)]
    assert is_sound(annotation)


def test_entries_of_an_older_text_are_carried_to_the_newest(article: Article, alice: User) -> None:
    annotation = make_annotation(article, KEEPS)
    old = entries_of(now(annotation))
    revise(article, f"First. {NEW}", 1, "", alice)
    Passage.objects.filter(revision=now(annotation).article.head).delete()
    stand_as(now(annotation), old)
    assert told(annotation) == [("kept", KEEPS)]
    stand_as(now(annotation), [[1, 0, 5], [1, 0, 5, "kept"]])
    assert [quote for _, quote in told(annotation)] == ["Trees"]


def test_an_old_doubt_is_carried_as_a_revision_would_carry_it(
    article: Article, alice: User
) -> None:
    annotation = make_annotation(article, KEEPS)
    edited = KEEPS.replace("the streets", "the busy streets")
    revise(article, OLD.replace(KEEPS, edited), 1, "", alice)
    confirm(now(annotation).passages.get(revision__number=2), by=alice)
    revise(article, OLD.replace(KEEPS, f"First. {edited}"), 2, "", alice)
    assert told(annotation) == [("kept", edited)]
    undo(article, alice)
    [passage] = now(annotation).passages.filter(revision__number=3)
    assert (passage.fate, passage.quote, passage.old_quote) == ("edited", edited, KEEPS)
    assert is_sound(annotation)


def test_what_is_taken_back_after_a_revision_leaves_older_rows_alone(
    article: Article, alice: User
) -> None:
    annotation = make_annotation(article, ROOTS)
    place(annotation, [spot(article, GOES)], alice, 1)
    revise(article, f"{KEEPS}. {ROOTS.replace('lift', 'raise')}.", 1, "", alice)
    before = list(Passage.objects.filter(revision__number=1).values())
    undo(article, alice)
    [passage] = now(annotation).passages.filter(revision__number=2)
    assert (passage.fate, passage.old_quote) == ("edited", ROOTS)
    assert list(Passage.objects.filter(revision__number=1).values()) == before
    assert is_sound(annotation)


@pytest.mark.parametrize(("gone", "last"), [(2, 6), (5, 6), (6, 6), (4, 4)])
def test_over_several_revisions_the_right_one_is_blamed(
    article: Article, alice: User, gone: int, last: int
) -> None:
    annotation = make_annotation(article, GOES)
    place(annotation, [spot(article, KEEPS)], alice, 1)
    for number in range(2, last + 1):
        text = f"{KEEPS}.  {ROOTS}." if number >= gone else OLD
        revise(article, f"{text} Number {number}.", number - 1, "", alice)
    undo(article, alice)
    [passage] = now(annotation).passages.filter(revision__number=last)
    assert (passage.fate, passage.quote, passage.doubtful_since) == ("lost", GOES, gone)
    origin = passage.origin
    assert origin.revision.text[origin.start : origin.end] == GOES
    assert is_sound(annotation)
