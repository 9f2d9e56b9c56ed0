"""Old states: what the log says of them is what everybody saw at that time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.accounts.models import User
from reader.annotations.changes import reword, withdraw
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.mending import confirm, let_go, remark
from reader.annotations.models import Annotation, Passage
from reader.annotations.revising import revise
from reader.annotations.rewinding import article_at, reading_at, revision_at
from reader.annotations.undoing import undo
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.articles.publishing import set_details
from tests.annotations.test_undoing import PEOPLE, STEPS, UNSHRUNK, Step, Workshop
from tests.factories import SOURCE, make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db

TEXTS = [
    SOURCE,
    "Roots lift pavements. Trees cool streets. Shade saves water.",
    "Trees cool all streets. Shade saves a little water.",
    "Nothing of it is left, not one word.",
]
REVISING = st.tuples(st.just("revise"), st.integers(0, 7), st.just(0), st.just(0))
MENDING = st.tuples(
    st.sampled_from(["confirm", "remark", "let_go"]),
    st.integers(0, 7),
    st.integers(0, 7),
    st.just(0),
)
UNDOING = st.tuples(st.just("undo"), st.just(0), st.just(0), st.just(0))


class Chronicle(Workshop):
    """Remembers what everybody saw after each change."""

    def __init__(self) -> None:
        super().__init__()
        self.seen_at: dict[int, Any] = {}
        self.look()

    def take(self, step: Step, name: str) -> None:
        super().take(step, name)
        self.look()

    def look(self) -> None:
        self.article = Article.objects.get(pk=self.article.pk)
        self.seen_at[self.article.edition] = shape(reading_of(self.article))

    def revise(self, by: User, a: int, b: int, c: int) -> None:
        assert self.article.head is not None
        revise(self.article, TEXTS[a % len(TEXTS)], self.article.head.number, "", by)

    def confirm(self, by: User, a: int, b: int, c: int) -> None:
        if found := self.doubtful(a):
            confirm(found, by=by)

    def remark(self, by: User, a: int, b: int, c: int) -> None:
        if found := self.doubtful(a):
            remark(found, (b, b + 3), by)

    def let_go(self, by: User, a: int, b: int, c: int) -> None:
        if found := self.doubtful(a):
            let_go(found, by)

    def doubtful(self, number: int) -> Passage | None:
        """A passage that waits to be settled; one that is lost, more often."""
        rows = Passage.objects.filter(revision=self.article.head_id).doubtful()
        found = list(rows.select_related("annotation__article__head", "revision"))
        return found[number % len(found)] if found else None

    def undo(self, by: User, a: int, b: int, c: int) -> None:
        undo(self.article, by)


@contextmanager
def chronicle() -> Iterator[Chronicle]:
    """One for each example; the database is left as it was."""
    with transaction.atomic():
        yield Chronicle()
        transaction.set_rollback(True)


def shape(reading: Reading) -> Any:
    """All that anybody sees of a reading."""
    return (
        [
            (_annotation(a), [*map(_passage, reading.passages[a.number])], _lost(reading, a))
            for a in reading.annotations
        ],
        [(r.number, r.kind, r.scheme) for r in reading.relations],
        reading.graph,
        reading.implicit,
        reading.detached,
    )


def _annotation(a: Annotation) -> Any:
    leans_on = a.leans_on.label if a.leans_on else None
    return a.label, a.gist, a.note, a.device, leans_on, a.author.name


def _passage(p: Passage) -> Any:
    return p.start, p.end, p.quote, p.prefix, p.suffix, p.fate, p.old_quote


def _lost(reading: Reading, a: Annotation) -> Any:
    return sorted(map(_passage, reading.lost[a.number]))


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


def fresh(article: Article) -> Article:
    return Article.objects.with_heads().get(pk=article.pk)


def test_any_old_state_is_read_off_the_log_as_it_was_seen(alice: User, bob: User) -> None:
    @given(st.lists(st.tuples(st.one_of(STEPS, REVISING, MENDING, UNDOING), PEOPLE), max_size=14))
    @settings(max_examples=12, phases=UNSHRUNK)
    def law(steps: list[tuple[Step, str]]) -> None:
        with chronicle() as shop:
            for step, name in steps:
                shop.take(step, name)
            for edition, seen in shop.seen_at.items():
                assert shape(reading_at(shop.article, edition)) == seen

    law()


def test_words_roles_and_ends_are_as_they_were(article: Article, alice: User) -> None:
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_relation(premise, target=claim)
    edition = fresh(article).edition
    reword(claim, alice, 1, Role.COUNTERCLAIM, "Something else")
    withdraw(premise, by=alice)
    then = reading_at(article, edition)
    assert [str(a) for a in then.annotations] == [
        "C1: Trees cool streets",
        "P2: Shade saves water",
    ]
    assert [step.premises for step in then.graph.relations] == [(2,)]
    claim.refresh_from_db()
    assert claim.gist == "Something else", "rows are left as they are"


def test_a_lost_passage_keeps_the_words_of_the_text_it_was_lost_from(
    article: Article, alice: User
) -> None:
    make_annotation(article, "Shade saves water")
    revise(article, "Trees cool streets. Roots lift pavements.", 1, "", alice)
    edition = fresh(article).edition
    revise(fresh(article), SOURCE, 2, "", alice)
    then = reading_at(article, edition)
    (lost,) = then.lost[1]
    assert (lost.quote, lost.is_lost, then.detached) == ("Shade saves water", True, {1})
    assert not reading_of(fresh(article)).detached


def test_title_and_author_are_as_they_were(article: Article, alice: User) -> None:
    set_details(article, alice, byline="Ines M.", written_on=date(2025, 3, 12))
    edition = fresh(article).edition
    set_details(article, alice, title="Other trees", written_on=None)
    set_details(article, alice, byline="", title="Third")
    now = fresh(article)
    then = article_at(now, edition)
    assert (then.title, then.byline, then.written_on) == (
        "Street trees",
        "Ines M.",
        date(2025, 3, 12),
    )
    assert article_at(now, now.edition).title == now.title == "Third"


def test_the_text_of_an_edition_is_the_last_one_by_then(article: Article, alice: User) -> None:
    make_annotation(article, "Trees")
    revise(article, "Trees cool. Shade saves water.", 1, "", alice)
    make_annotation(fresh(article), "Shade")
    found = [revision_at(article, edition).number for edition in (1, 2, 3, 4)]
    assert found == [1, 1, 2, 2]


def test_more_history_costs_no_more_queries(article: Article, alice: User) -> None:
    def count() -> int:
        now = fresh(article)
        with CaptureQueriesContext(connection) as queries:
            reading_at(now, now.edition)
        return len(queries)

    for words in ("Trees", "Shade saves"):
        make_annotation(article, words)
    revise(fresh(article), "Trees cool streets.", 1, "", alice)
    few = count()
    for number in range(2, 5):
        make_annotation(fresh(article), "Trees cool")
        revise(fresh(article), f"Trees cool {number} streets.", number, "", alice)
    assert count() == few == 5
