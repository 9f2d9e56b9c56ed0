"""Edited and lost passages: confirmed, marked anew, given up; and all of it taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reader.accounts.models import User
from reader.annotations.changes import restore, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.mending import confirm, let_go, remark
from reader.annotations.models import Annotation, Passage
from reader.annotations.replaying import states_of, strayed
from reader.annotations.reshaping import merge, place, split
from reader.annotations.revising import revise
from reader.annotations.undoing import redo, undo
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article
from tests.factories import make_annotation, make_article, make_user

pytestmark = pytest.mark.django_db
OLD = "Trees cool the streets of every city. Shade saves a lot of water in summer. Roots lift pavements."
EDITED = "Trees cool the busy streets of every city"
SHADE, ROOTS = "Shade saves a lot of water in summer", "Roots lift pavements"
NEW = f"{EDITED}. {ROOTS}."  # the first sentence is edited, the second lost


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(OLD, editor=alice)


@pytest.fixture
def trees(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool the streets of every city")


@pytest.fixture
def shade(article: Article, trees: Annotation) -> Annotation:
    return make_annotation(article, SHADE)


@pytest.fixture
def revised(article: Article, shade: Annotation, alice: User) -> Article:
    revise(article, NEW, 1, "Shorter", alice)
    return Article.objects.with_heads().get(pk=article.pk)


def now(annotation: Annotation) -> Annotation:
    return Annotation.objects.select_related("article__head").get(pk=annotation.pk)


def here(annotation: Annotation) -> list[Passage]:
    head = now(annotation).article.head
    return list(annotation.passages.filter(revision=head).with_places())


def fates(annotation: Annotation) -> list[str]:
    return [passage.fate for passage in here(annotation)]


def quotes(annotation: Annotation) -> list[str]:
    return [passage.quote for passage in here(annotation)]


def span(article: Article, words: str) -> tuple[int, int]:
    start = article.head.text.index(words)
    return start, start + len(words)


def test_a_revision_leaves_something_to_look_at(
    revised: Article, trees: Annotation, shade: Annotation
) -> None:
    assert (fates(trees), quotes(trees)) == (["edited"], [EDITED])
    assert (fates(shade), quotes(shade)) == (["lost"], [SHADE])
    assert reading_of(revised).detached == {2}


def test_confirmed_words_are_meant(revised: Article, trees: Annotation, alice: User) -> None:
    confirm(*here(trees), by=alice)
    assert (fates(trees), quotes(trees)) == (["set"], [EDITED])
    change = revised.changes.last()
    assert (change.verb, list(change.after)) == ("confirm", ["annotation 1"])
    assert now(trees).version == trees.version + 1


def test_all_that_is_edited_is_confirmed_in_one_change(article: Article, alice: User) -> None:
    both = [make_annotation(article, "Trees cool the streets"), make_annotation(article, SHADE)]
    text = OLD.replace("the streets", "the busy streets").replace("a lot of", "so much")
    revise(article, text, 1, "", alice)
    assert [fates(one) for one in both] == [["edited"], ["edited"]]
    confirm(*(here(one)[0] for one in both), by=alice)
    assert [fates(one) for one in both] == [["set"], ["set"]]
    assert article.changes.count() == 5
    undo(article, alice)
    assert [fates(one) for one in both] == [["edited"], ["edited"]]


def test_only_the_passages_that_are_named_are_confirmed(article: Article, alice: User) -> None:
    both = make_annotation(article, "Trees cool the streets")
    place(both, [span(article, "Trees cool the streets"), span(article, SHADE)], alice, 1)
    text = OLD.replace("the streets", "the busy streets").replace("a lot of", "so much")
    revise(article, text, 1, "", alice)
    version = now(both).version
    confirm(here(both)[1], by=alice)
    assert fates(both) == ["edited", "set"]
    undo(article, alice)
    confirm(*here(both), by=alice)
    assert fates(both) == ["set", "set"]
    assert now(both).version == version + 3


def test_lost_words_are_not_confirmed(revised: Article, shade: Annotation, alice: User) -> None:
    with pytest.raises(ChangeRefused, match="no longer in the text"):
        confirm(*here(shade), by=alice)
    with pytest.raises(ChangeRefused, match="nothing left"):
        confirm(by=alice)


def test_lost_words_are_marked_elsewhere(revised: Article, shade: Annotation, alice: User) -> None:
    remark(here(shade)[0], span(revised, ROOTS), alice)
    assert (fates(shade), quotes(shade)) == (["set"], [ROOTS])
    assert reading_of(revised).detached == frozenset()


def test_edited_words_are_marked_elsewhere(
    revised: Article, trees: Annotation, alice: User
) -> None:
    remark(here(trees)[0], span(revised, "the busy streets"), alice)
    assert (fates(trees), quotes(trees)) == (["set"], ["the busy streets"])


def test_of_two_lost_passages_one_may_be_marked_and_the_other_stays_lost(
    article: Article, alice: User
) -> None:
    gone = make_annotation(article, SHADE)
    place(gone, [span(article, "Shade saves"), span(article, "water in summer")], alice, 1)
    revise(article, NEW, 1, "", alice)
    assert fates(gone) == ["lost", "lost"]
    remark(here(gone)[0], span(Article.objects.get(pk=article.pk), ROOTS), alice)
    assert sorted(zip(fates(gone), quotes(gone), strict=True)) == [
        ("lost", "water in summer"),
        ("set", ROOTS),
    ]


def test_what_touches_another_passage_becomes_one_with_it(
    revised: Article, shade: Annotation, alice: User
) -> None:
    [lost] = here(shade)
    place(now(shade), [span(revised, "Roots")], alice, now(shade).version)
    Passage.objects.bulk_create([lost])  # as if it had been left beside
    remark(
        here(shade)[0] if here(shade)[0].is_lost else here(shade)[1],
        span(revised, "Roots lift"),
        alice,
    )
    assert quotes(shade) == ["Roots lift"]


def test_lost_words_are_given_up(revised: Article, shade: Annotation, alice: User) -> None:
    let_go(here(shade)[0], alice)
    assert fates(shade) == []
    assert reading_of(revised).implicit == {2}


def test_edited_words_are_not_given_up(revised: Article, trees: Annotation, alice: User) -> None:
    with pytest.raises(ChangeRefused, match="are in the text"):
        let_go(here(trees)[0], alice)


def test_what_is_settled_is_not_settled_again(
    revised: Article, trees: Annotation, shade: Annotation, alice: User
) -> None:
    [edited], [lost] = here(trees), here(shade)
    confirm(*here(trees), by=alice)
    let_go(lost, alice)
    count = revised.changes.count()
    for again in (
        lambda: confirm(edited, by=alice),
        lambda: remark(edited, (0, 5), alice),
        lambda: remark(lost, (0, 5), alice),
        lambda: let_go(lost, alice),
    ):
        with pytest.raises(ChangeOvertaken, match="settled meanwhile"):
            again()
    assert revised.changes.count() == count


def test_what_is_withdrawn_is_not_settled(
    revised: Article, trees: Annotation, shade: Annotation, alice: User
) -> None:
    [lost] = here(shade)
    [seen] = here(trees)
    withdraw(now(trees), now(shade), by=alice)
    for attempt in (
        lambda: confirm(seen, by=alice),
        lambda: remark(lost, (0, 5), alice),
        lambda: let_go(lost, alice),
    ):
        with pytest.raises(ChangeRefused, match="withdrawn meanwhile"):
            attempt()


def test_what_was_revised_this_very_moment_is_not_settled(
    revised: Article, trees: Annotation, shade: Annotation, alice: User
) -> None:
    [seen], [lost] = here(trees), here(shade)
    revise(revised, f"{NEW} Some more.", 2, "", alice)
    for attempt in (
        lambda: confirm(seen, by=alice),
        lambda: remark(lost, (0, 5), alice),
        lambda: let_go(lost, alice),
    ):
        with pytest.raises(ChangeOvertaken, match="revised this very moment"):
            attempt()


@pytest.mark.parametrize("wrong", [(0, 0), (-1, 4), (5, 2), (0, 9_999)])
def test_words_outside_the_text_are_refused(
    revised: Article, shade: Annotation, alice: User, wrong: tuple[int, int]
) -> None:
    with pytest.raises(ChangeRefused, match="outside the text"):
        remark(here(shade)[0], wrong, alice)
    assert fates(shade) == ["lost"]


def test_undoing_restores_the_row_with_its_origin_and_its_old_words(
    revised: Article, trees: Annotation, shade: Annotation, alice: User
) -> None:
    before = [_told(passage) for one in (trees, shade) for passage in here(one)]
    for mend in (
        lambda: confirm(*here(trees), by=alice),
        lambda: remark(here(trees)[0], span(revised, ROOTS), alice),
        lambda: remark(here(shade)[0], span(revised, ROOTS), alice),
        lambda: let_go(here(shade)[0], alice),
    ):
        mend()
        after = states_of(revised)
        undo(revised, alice)
        assert [_told(passage) for one in (trees, shade) for passage in here(one)] == before
        redo(revised, alice)
        assert states_of(revised) == after
        undo(revised, alice)


def _told(passage: Passage) -> tuple[object, ...]:
    return (
        passage.start,
        passage.end,
        passage.fate,
        passage.quote,
        passage.prefix,
        passage.suffix,
        passage.old_quote,
        passage.origin,
    )


# THE LAW

SENTENCES = [
    "Trees cool the streets of every city.",
    "Trees cool the busy streets of every city.",
    "Shade saves a lot of water in summer.",
    "Shade saves so much water in summer.",
    "Roots lift pavements now and then.",
    "Nobody has counted them all.",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True).map(" ".join)
MENDINGS = st.tuples(st.sampled_from(["confirm", "remark", "let go"]), st.integers(0, 5))


@contextmanager
def _marked() -> Iterator[Article]:
    """Each time a new article, of which nothing is left."""
    with transaction.atomic():
        article = make_article(OLD, slug="law")
        for words in ("Trees cool", "the streets of every city", SHADE, ROOTS):
            make_annotation(article, words)
        gone = make_annotation(article, "Shade saves")
        spans = [span(article, words) for words in ("Shade saves", "water in summer", "Roots")]
        place(gone, spans, make_user(), 1)
        yield article
        transaction.set_rollback(True)


def _mend(article: Article, what: str, number: int, by: User) -> None:
    head = Article.objects.with_heads().get(pk=article.pk).head
    rows = (
        Passage.objects.filter(revision=head).doubtful().select_related("annotation__article__head")
    )
    if not rows:
        return
    passage = rows[number % len(rows)]
    try:
        if what == "confirm":
            confirm(passage, by=by)
        elif what == "remark":
            remark(passage, (number, number + 9), by)
        else:
            let_go(passage, by)
    except ChangeRefused:
        pass


def test_whatever_is_mended_can_be_taken_back_and_made_again(alice: User) -> None:
    @given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(MENDINGS, min_size=1, max_size=5))
    @settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def law(texts: list[str], mendings: list[tuple[str, int]]) -> None:
        with _marked() as article:
            for text in texts:
                revise(article, text, article.revisions.count(), "", alice)
            states, start = [states_of(article)], article.changes.count()
            for mending in mendings:
                _mend(article, *mending, by=alice)
                if article.changes.count() - start == len(states):
                    states.append(states_of(article))
            for before in reversed(states[:-1]):
                undo(article, alice)
                assert states_of(article) == before
            for after in states[1:]:
                redo(article, alice)
                assert states_of(article) == after
            assert strayed(article) == []

    law()


DEEDS = st.one_of(
    st.tuples(st.just("revise"), TEXTS, st.just(0)),
    st.tuples(
        st.sampled_from(
            ["place", "split", "merge", "withdraw", "restore", "confirm", "remark", "let go"]
        ),
        st.integers(0, 60),
        st.integers(1, 40),
    ),
    st.tuples(st.sampled_from(["undo", "redo", "undo"]), st.just(0), st.just(0)),
)


def _do(article: Article, deed: tuple[str, Any, int], by: User) -> None:
    what, number, length = deed
    every = [now(one) for one in article.annotations.order_by("number")]
    if what == "revise":
        revise(article, number, article.revisions.count(), "", by)
    elif what in ("confirm", "remark", "let go"):
        _mend(article, what, number, by)
    elif what in ("undo", "redo"):
        {"undo": undo, "redo": redo}[what](article, by)
    elif what == "place":
        spans = [(number, number + length), (length, length + 3)][: number % 3]
        place(every[number % len(every)], spans, by, every[number % len(every)].version)
    elif what == "split":
        one = every[length % len(every)]
        split(one, [(number, number + length)], by, one.version)
    elif what == "merge":
        merge(every[number % len(every)], every[length % len(every)], by)
    else:
        {"withdraw": withdraw, "restore": restore}[what](every[number % len(every)], by=by)


def _older_rows(article: Article) -> tuple[QuerySet[Passage, dict[str, Any]], list[Any]]:
    """The rows of all revisions but the newest, to be asked for again, and as they are."""
    rows = Passage.objects.filter(annotation__article=article).order_by("pk")
    older = rows.filter(revision__number__lt=article.revisions.count()).values()
    return older, list(older)


def test_whatever_is_done_in_any_order_rows_and_log_agree(alice: User) -> None:
    @given(st.lists(DEEDS, max_size=14))
    @settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def law(deeds: list[tuple[str, Any, int]]) -> None:
        with _marked() as article:
            for deed in deeds:
                old, before = _older_rows(article)
                try:
                    with transaction.atomic():
                        _do(article, deed, alice)
                except ChangeRefused:
                    pass
                assert strayed(article) == [], deed
                assert list(old.all()) == before, deed
            seqs = article.changes.order_by("seq").values_list("seq", flat=True)
            assert list(seqs) == list(range(1, len(seqs) + 1))
            for passage in Passage.objects.filter(annotation__article=article).found():
                assert passage.quote == passage.revision.text[passage.start : passage.end]

    law()
