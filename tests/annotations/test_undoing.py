"""Undoing: any sequence of changes can be taken back and made again, and nobody is overwritten."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reader.accounts.models import User
from reader.annotations.changes import annotate, recast, restore, reword, withdraw
from reader.annotations.dismissing import dismiss, reinstate
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation, Relation, Status
from reader.annotations.naming import set_scheme
from reader.annotations.relating import assume, join, part, relate
from reader.annotations.replaying import replayed, states_of, strayed
from reader.annotations.reshaping import merge, place, split
from reader.annotations.undoing import (
    Entry,
    UndoRefused,
    entries_of,
    next_redo,
    next_undo,
    redo,
    undo,
)
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Change, Part
from reader.reading.cards import Cards
from reader.reading.outlines import outline_items
from reader.text.highlighting import highlight
from tests.factories import make_annotation, make_article, make_member, make_relation, make_user

pytestmark = pytest.mark.django_db
ROLES = list(Role)


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.EDITOR)


# THE LAW

Step = tuple[str, int, int, int]
STEPS = st.tuples(
    st.sampled_from(
        [
            "annotate",
            "reword",
            "recast",
            "place",
            "split",
            "merge",
            "withdraw",
            "restore",
            "relate",
            "relate",
            "undercut",
            "join",
            "part",
            "assume",
            "lean",
        ]
    ),
    st.integers(0, 7),
    st.integers(0, 7),
    st.integers(0, 7),
)
# Making a failing example smaller takes minutes: who needs it leaves this out.
UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
PEOPLE = st.sampled_from(["alice", "bob"])


class Workshop:
    """Makes changes to one article, chosen by small numbers; what is refused changes nothing."""

    def __init__(self) -> None:
        self.article = make_article(editor=make_user("alice"), slug="law")
        make_member(self.article, "bob", Part.EDITOR)
        self.people = {name: User.objects.get(username=name) for name in ("alice", "bob")}
        for role in (Role.CLAIM, Role.PREMISE, Role.EVIDENCE, Role.COUNTERCLAIM):
            start = len(self.annotations()) * 5
            annotate(self.article, role, f"gist {start}", self.people["bob"], [(start, start + 9)])
        claim, premise, *_ = self.annotations()
        relate(self.article, [premise], RelationKind.SUPPORT, claim, self.people["bob"])

    def annotations(self) -> list[Annotation]:
        return list(self.article.annotations.select_related("article__head"))

    def relations(self) -> list[Relation]:
        return list(self.article.relations.select_related("article__head"))

    def take(self, step: Step, name: str) -> None:
        verb, a, b, c = step
        try:
            with transaction.atomic():
                getattr(self, verb)(self.people[name], a, b, c)
        except ChangeRefused:
            pass

    def one(self, number: int) -> Annotation:
        every = self.annotations()
        return every[number % len(every)]

    def step(self, number: int) -> Relation:
        every = self.relations()
        return every[number % len(every)]

    def annotate(self, by: User, a: int, b: int, c: int) -> None:
        annotate(self.article, ROLES[c % 7], f"gist {a}", by, [(a, a + b + 1)])

    def reword(self, by: User, a: int, b: int, c: int) -> None:
        one = self.one(a)
        reword(one, by, one.version, ROLES[b % 7], f"gist {c}", note=f"note {c}")

    def lean(self, by: User, a: int, b: int, c: int) -> None:
        one = self.one(a)
        reword(
            one, by, one.version, Role.RHETORIC, f"gist {c}", device="Slogan", leans_on=self.one(b)
        )

    def recast(self, by: User, a: int, b: int, c: int) -> None:
        recast([self.one(a), self.one(b)], ROLES[c % 7], by)

    def place(self, by: User, a: int, b: int, c: int) -> None:
        one = self.one(a)
        place(one, [(b, b + 4), (c + 10, c + 14)][: c % 3], by, one.version)

    def split(self, by: User, a: int, b: int, c: int) -> None:
        one = self.one(a)
        split(one, [(b, b + c + 3)], by, one.version)

    def merge(self, by: User, a: int, b: int, c: int) -> None:
        merge(self.one(a), self.one(b), by)

    def withdraw(self, by: User, a: int, b: int, c: int) -> None:
        withdraw(self.one(a) if c % 2 else self.step(b), by=by)

    def restore(self, by: User, a: int, b: int, c: int) -> None:
        gone: list[Any] = [
            t for t in (*self.annotations(), *self.relations()) if t.status == Status.WITHDRAWN
        ]
        if gone:
            restore(gone[a % len(gone)], by=by)

    def relate(self, by: User, a: int, b: int, c: int) -> None:
        premises = [self.one(a), self.one(c)][: 1 + c % 2]
        relate(self.article, premises, list(RelationKind)[c % 2], self.one(b), by)

    def undercut(self, by: User, a: int, b: int, c: int) -> None:
        relate(self.article, [self.one(a)], RelationKind.ATTACK, self.step(b), by)

    def join(self, by: User, a: int, b: int, c: int) -> None:
        join(self.step(a), self.one(b), by)

    def part(self, by: User, a: int, b: int, c: int) -> None:
        part(self.step(a), self.one(b), by)

    def assume(self, by: User, a: int, b: int, c: int) -> None:
        assume(self.step(a), f"assumed {b}", by)

    def scheme(self, by: User, a: int, b: int, c: int) -> None:
        set_scheme(self.step(a), ["", "example", "analogy"][b % 3], by)

    def dismiss(self, by: User, a: int, b: int, c: int) -> None:
        dismiss(self.article, f"remark {a % 3}", by, f"reason {b}")

    def reinstate(self, by: User, a: int, b: int, c: int) -> None:
        if found := self.article.dismissals.standing().first():
            reinstate(found, by)

    def seen(self) -> str:
        """All that anybody sees of the argument, and all that could be brought back."""
        article = Article.objects.get(pk=self.article.pk)
        reading = reading_of(article)
        cards = Cards(reading, "/")
        # Versions only ever grow: that is how a slower editor is told.
        shown = [replace(card, version=0) for card in cards.all()]
        marks = [
            (p.start, p.end, a.label, str(a.role))
            for a in reading.annotations
            for p in reading.passages[a.number]
        ]
        html = highlight(article.head.html, marks)
        gone = list(self.article.dismissals.standing().values_list("about", "reason"))
        return json.dumps([str(shown), str(outline_items(reading, cards)), html, gone])

    def last(self) -> Change | None:
        return self.article.changes.order_by("seq").last()


@contextmanager
def workshop() -> Iterator[Workshop]:
    """One for each example; the database is left as it was."""
    with transaction.atomic():
        yield Workshop()
        transaction.set_rollback(True)


def test_as_many_undos_as_changes_give_the_start_again_and_redos_the_end(
    alice: User, bob: User
) -> None:
    @given(st.lists(st.tuples(STEPS, PEOPLE), max_size=9))
    @settings(max_examples=15, phases=UNSHRUNK)
    def law(steps: list[tuple[Step, str]]) -> None:
        with workshop() as shop:
            start, first = shop.seen(), shop.article.changes.count()
            middle, makers = [], []
            for step, name in steps:
                before = shop.seen()
                shop.take(step, name)
                if shop.article.changes.count() > first + len(makers):
                    middle.append(before)
                    makers.append(name)
            end = shop.seen()
            for name, before in zip(reversed(makers), reversed(middle), strict=True):
                undo(shop.article, shop.people[name])
                assert shop.seen() == before
            assert shop.seen() == start
            for name in makers:
                redo(shop.article, shop.people[name])
            assert shop.seen() == end
            assert strayed(shop.article) == []

    law()


def test_undos_and_redos_in_between_lead_back_all_the_same(alice: User, bob: User) -> None:
    moves = st.one_of(STEPS, st.just("undo"), st.just("redo"))

    @given(st.lists(moves, max_size=12))
    @settings(max_examples=12, phases=UNSHRUNK)
    def law(steps: list[Any]) -> None:
        with workshop() as shop:
            start = shop.seen()
            for step in steps:
                move = {"undo": undo, "redo": redo}.get(step)
                try:
                    if move:
                        move(shop.article, shop.people["alice"])
                    else:
                        shop.take(step, "alice")
                except ChangeRefused as refusal:
                    assert str(refusal) in (
                        "There is nothing to undo.",
                        "There is nothing to redo.",
                    )
            unmade(shop)
            assert shop.seen() == start
            assert strayed(shop.article) == []

    law()


def unmade(shop: Workshop) -> None:
    while next_undo(entries_of(shop.article, shop.people["alice"])) is not None:
        undo(shop.article, shop.people["alice"])


def test_the_log_alone_tells_the_present_state(alice: User, bob: User) -> None:
    @given(st.lists(st.tuples(STEPS, PEOPLE), max_size=12))
    @settings(max_examples=15, phases=UNSHRUNK)
    def law(steps: list[tuple[Step, str]]) -> None:
        with workshop() as shop:
            for step, name in steps:
                shop.take(step, name)
            assert replayed(shop.article.changes.order_by("seq")) == states_of(shop.article)

    law()


# WHAT STANDS IN THE WAY


def test_undo_works_for_ones_own_last_change_only(article: Article, alice: User, bob: User) -> None:
    mine = make_annotation(article, "Trees cool streets")
    annotate(article, Role.PREMISE, "Bob’s", by=bob)
    change = undo(article, alice)
    assert (change.verb, change.object, change.undoes.seq) == ("undo", "annotation 1", 2)
    mine.refresh_from_db()
    assert mine.is_withdrawn
    assert [a.gist for a in reading_of(article).annotations] == ["Bob’s"]
    with pytest.raises(ChangeRefused, match="nothing to undo"):
        undo(article, alice)


def test_who_went_on_has_nothing_to_redo(article: Article, alice: User) -> None:
    make_annotation(article, "Trees")
    undo(article, alice)
    make_annotation(article, "Shade")
    with pytest.raises(ChangeRefused, match="nothing to redo"):
        redo(article, alice)


def test_what_somebody_reworded_since_is_not_overwritten(
    article: Article, alice: User, bob: User
) -> None:
    annotation = make_annotation(article, "Trees")
    annotation = reword(annotation, alice, 1, Role.CLAIM, "Mine")
    reword(annotation, bob, 2, Role.CLAIM, "Bob’s")
    with pytest.raises(
        ChangeRefused, match="C1 was changed by Bob since then: the gist"
    ) as refusal:
        undo(article, alice)
    assert reading_of(article).annotations[0].gist == "Bob’s"
    assert isinstance(refusal.value, UndoRefused) and refusal.value.since
    assert refusal.value.since.seq == 4


def test_who_is_in_the_way_is_whoever_changed_the_same_field(
    article: Article, alice: User, bob: User
) -> None:
    annotation = reword(make_annotation(article, "Trees"), alice, 1, Role.CLAIM, "Mine")
    annotation = reword(annotation, bob, 2, Role.CLAIM, "Bob’s")
    reword(annotation, make_member(article, "carol", Part.EDITOR), 3, Role.PREMISE, "Bob’s")
    with pytest.raises(UndoRefused, match="changed by Bob since then: the gist"):
        undo(article, alice)


def test_another_field_of_the_same_annotation_may_have_changed_since(
    article: Article, alice: User, bob: User
) -> None:
    annotation = make_annotation(article, "Trees", gist="First")
    annotation = reword(annotation, alice, 1, Role.CLAIM, "Second")
    reword(annotation, bob, 2, Role.PREMISE, "Second", note="Bob’s")
    undo(article, alice)
    (found,) = reading_of(article).annotations
    assert (found.gist, found.role, found.note) == ("First", Role.PREMISE, "Bob’s")


def test_what_somebody_built_upon_is_not_pulled_away(
    article: Article, alice: User, bob: User
) -> None:
    claim = make_annotation(article, "Trees")
    premise = annotate(article, Role.PREMISE, "Bob’s", by=bob)
    relate(article, [premise], RelationKind.SUPPORT, claim, by=bob)
    with pytest.raises(ChangeRefused, match="C1 was built upon by Bob since then"):
        undo(article, alice)


def test_a_role_does_not_come_back_under_the_device_it_was_given_since(
    article: Article, alice: User, bob: User
) -> None:
    annotation = make_annotation(article, "Trees")
    annotation = reword(annotation, alice, 1, Role.RHETORIC, annotation.gist)
    reword(annotation, bob, 2, Role.RHETORIC, annotation.gist, device="Slogan")
    with pytest.raises(ChangeRefused, match="was built upon by Bob"):
        undo(article, alice)


def test_the_same_relation_does_not_come_back_beside_itself(
    article: Article, alice: User, bob: User
) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, "Shade")
    withdraw(make_relation(premise, target=claim), by=alice)
    relate(article, [premise], RelationKind.SUPPORT, claim, by=bob)
    with pytest.raises(ChangeRefused, match="twice"):
        undo(article, alice)


def test_what_has_become_rhetoric_gives_no_reason_again(
    article: Article, alice: User, bob: User
) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, "Shade")
    withdraw(make_relation(premise, target=claim), by=alice)
    recast([premise], Role.RHETORIC, by=bob)
    with pytest.raises(ChangeRefused, match="Rh2 is rhetoric now"):
        undo(article, alice)


def test_what_has_been_merged_does_not_bear_on_itself_again(
    article: Article, alice: User, bob: User
) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, "Shade")
    other = make_annotation(article, "Roots")
    part(make_relation(premise, other, target=claim), premise, by=alice)
    merge(premise, claim, by=bob)
    with pytest.raises(ChangeRefused, match="C2 would bear on itself"):
        undo(article, alice)


def test_any_change_of_the_history_can_be_undone_by_its_number(
    article: Article, alice: User, bob: User
) -> None:
    make_annotation(article, "Trees")
    make_annotation(article, "Shade")
    undo(article, bob, seq=2)
    assert [a.number for a in reading_of(article).annotations] == [2]
    with pytest.raises(ChangeRefused, match="undone already"):
        undo(article, bob, seq=2)
    redo(article, bob)
    assert [a.number for a in reading_of(article).annotations] == [1, 2]


@pytest.mark.parametrize("seq", [1, 4, 99])
def test_publishing_undoing_and_what_never_was_are_not_undone(
    article: Article, alice: User, seq: int
) -> None:
    make_annotation(article, "Trees")
    make_annotation(article, "Shade")
    undo(article, alice)
    with pytest.raises(ChangeRefused, match="nothing to undo"):
        undo(article, alice, seq=seq)


# THE STACKS


def entries(*log: tuple[str, int | None]) -> list[Entry]:
    return [Entry(seq, verb, undoes, True) for seq, (verb, undoes) in enumerate(log, 1)]


def test_redo_goes_forward_in_the_order_of_the_changes() -> None:
    log = [("a", None), ("b", None), ("undo", 2), ("undo", 1)]
    assert (next_undo(entries(*log)), next_redo(entries(*log))) == (None, 4)
    log.append(("redo", 4))
    assert (next_undo(entries(*log)), next_redo(entries(*log))) == (1, 3)
    log.append(("redo", 3))
    assert (next_undo(entries(*log)), next_redo(entries(*log))) == (2, None)


def test_what_others_undid_is_left_out() -> None:
    log = [Entry(1, "a", None, True), Entry(2, "b", None, True), Entry(3, "undo", 2, False)]
    assert (next_undo(log), next_redo(log)) == (1, None)
