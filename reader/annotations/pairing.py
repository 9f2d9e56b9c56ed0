"""Two readings of the same text beside each other: what both marked, what only one did."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.argument.agreement import (
    RelationsAgreed,
    RolesAgreed,
    exact_spans,
    relations_agreed,
    roles_agreed,
    shared_spans,
)
from reader.argument.figures import Score
from reader.argument.graph import Id, Relation
from reader.argument.matching import Pair, Unit, matched, shared
from reader.argument.roles import Role
from reader.text.aligning import TOKEN

Span = tuple[int, int]
End = tuple[str, Id]


class Degree(StrEnum):
    AGREED = "agreed"
    PARTLY = "partly"
    ONLY = "only"


@dataclass(frozen=True)
class Row:
    """An annotation of one reading, the one of the other that is the same passage, or both.

    `other_role` and `other_words` say how the two differ; `beside` are annotations of the other
    reading that share some of its words, but too few to be the same.
    """

    mine: Annotation | None
    theirs: Annotation | None
    start: int
    other_role: bool = False
    other_words: bool = False
    beside: tuple[Annotation, ...] = ()

    @property
    def degree(self) -> Degree:
        if self.mine is None or self.theirs is None:
            return Degree.ONLY
        return Degree.PARTLY if self.other_role or self.other_words else Degree.AGREED

    @property
    def key(self) -> str:
        """The numbers of both, 0 for what is not there: 3-0."""
        return f"{self.mine.number if self.mine else 0}-{self.theirs.number if self.theirs else 0}"


@dataclass(frozen=True)
class Tied:
    """A relation of one reading, its counterpart in the other, or both.

    `comparable`: whether both readings marked all that it connects.
    """

    mine: Relation | None
    theirs: Relation | None
    comparable: bool = True

    @property
    def degree(self) -> Degree:
        if self.mine is None or self.theirs is None:
            return Degree.ONLY
        return Degree.AGREED if self.mine.kind is self.theirs.kind else Degree.PARTLY


class Pairing:
    """Two readings of one text, in code points of which their passages are told."""

    def __init__(self, text: str, mine: Reading, theirs: Reading) -> None:
        self.text, self.mine, self.theirs = text, mine, theirs
        self.my_units, self._my_numbers = units_of(mine)
        self.their_units, self._their_numbers = units_of(theirs)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        return matched(self.my_units, self.their_units)

    @cached_property
    def same(self) -> dict[Id, Id]:
        """Which of their annotations each of mine is. With several passages the most words decide."""
        found: Counter[tuple[int, int]] = Counter()
        for i, j in self.pairs:
            common = shared(self.my_units[i], self.their_units[j])
            found[self._my_numbers[i], self._their_numbers[j]] += common
        same: dict[Id, Id] = {}
        taken: set[Id] = set()
        for (mine, theirs), _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
            if mine not in same and theirs not in taken:
                same[mine] = theirs
                taken.add(theirs)
        return same | self._same_unsaid()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """In the order of the text."""
        theirs = set(self.same.values())
        rows = [self._row(a, start) for a, start in _starts(self.mine)]
        rows += [
            Row(None, b, start, beside=self._beside(self.theirs, b, self.mine))
            for b, start in _starts(self.theirs)
            if b.number not in theirs
        ]
        return tuple(sorted(rows, key=lambda row: row.start))

    @cached_property
    def tied(self) -> tuple[Tied, ...]:
        """Relations, mine in their order with their counterparts, then those that only they have."""
        mine, theirs = self.mine.graph.relations, self.theirs.graph.relations
        left: dict[tuple[frozenset[Id], End], list[Relation]] = {}
        for relation in theirs:
            left.setdefault(_ends(relation), []).append(relation)
        met: dict[Id, Id] = {}  # my relations, and theirs that they are
        rows: list[Tied] = []
        for relation in sorted(mine, key=lambda r: r.target_relation is not None):
            ends = self._in_their_names(relation, met)
            others = left.get(ends, []) if ends else []
            other = next((o for o in others if o.kind is relation.kind), next(iter(others), None))
            if other:
                others.remove(other)
                met[relation.id] = other.id
            rows.append(Tied(relation, other, ends is not None))
        known, back = set(self.same.values()), set(met.values())
        rows += [Tied(None, r, _is_known(r, known, back)) for of in left.values() for r in of]
        return tuple(rows)

    @cached_property
    def exact(self) -> Score:
        return exact_spans(self.my_units, self.their_units)

    @cached_property
    def shared(self) -> Score:
        return shared_spans(self.my_units, self.their_units)

    @cached_property
    def roles(self) -> RolesAgreed:
        return roles_agreed(self.my_units, self.their_units, self.pairs)

    @cached_property
    def relations(self) -> RelationsAgreed:
        return relations_agreed(self.mine.graph.relations, self.theirs.graph.relations, self.same)

    def _row(self, mine: Annotation, start: int) -> Row:
        number = self.same.get(mine.number)
        if number is None:
            return Row(mine, None, start, beside=self._beside(self.mine, mine, self.theirs))
        theirs = self.theirs.by_number[int(number)]
        words = (_words(self.text, self.mine, mine), _words(self.text, self.theirs, theirs))
        return Row(mine, theirs, start, mine.role != theirs.role, words[0] != words[1])

    def _same_unsaid(self) -> dict[Id, Id]:
        """What the text never says is the same where it has one role and is said in the same words."""
        theirs = {self._unsaid_key(self.theirs, n): n for n in sorted(self.theirs.implicit)}
        mine = {self._unsaid_key(self.mine, n): n for n in sorted(self.mine.implicit)}
        return {mine[key]: theirs[key] for key in mine.keys() & theirs.keys()}

    @staticmethod
    def _unsaid_key(reading: Reading, number: int) -> tuple[str, str]:
        annotation = reading.by_number[number]
        return annotation.role, annotation.gist.casefold()

    def _beside(self, ours: Reading, one: Annotation, other: Reading) -> tuple[Annotation, ...]:
        spans = spans_of(ours, one)
        numbers = self._crossing(spans, mine=other is self.mine)
        return tuple(other.by_number[number] for number in sorted(numbers))

    def _crossing(self, spans: list[Span], mine: bool) -> set[int]:
        units = self.my_units if mine else self.their_units
        numbers = self._my_numbers if mine else self._their_numbers
        return {
            number
            for unit, number in zip(units, numbers, strict=True)
            if any(unit.start < end and start < unit.end for start, end in spans)
        }

    def _in_their_names(
        self, relation: Relation, met: Mapping[Id, Id]
    ) -> tuple[frozenset[Id], End] | None:
        if not _is_known(relation, self.same.keys(), met.keys()):
            return None
        premises = frozenset(self.same[premise] for premise in relation.premises)
        if relation.target is not None:
            return premises, ("node", self.same[relation.target])
        assert relation.target_relation is not None, "a relation has exactly one target"
        return premises, ("relation", met[relation.target_relation])


def units_of(reading: Reading) -> tuple[list[Unit], list[int]]:
    """Every passage as a unit, and beside it the number of its annotation."""
    found = [
        (Unit(start, end, Role(a.role)), a.number)
        for a in reading.annotations
        for start, end in spans_of(reading, a)
    ]
    return [unit for unit, _ in found], [number for _, number in found]


def spans_of(reading: Reading, annotation: Annotation) -> list[Span]:
    return [(p.start, p.end) for p in reading.passages[annotation.number]]


def _words(text: str, reading: Reading, annotation: Annotation) -> list[list[str]]:
    """What it marks, without white space and signs at the ends: nobody disagrees about a full stop."""
    return [list(_bare(text[start:end])) for start, end in spans_of(reading, annotation)]


def _bare(words: str) -> Iterator[str]:
    return (token for token in TOKEN.findall(words) if any(c.isalnum() for c in token))


def _starts(reading: Reading) -> Iterator[tuple[Annotation, int]]:
    """What has no place stands where the reading has it: after the one before it."""
    place = 0
    for annotation in reading.annotations:
        place = min((start for start, _ in spans_of(reading, annotation)), default=place)
        yield annotation, place


def _ends(relation: Relation) -> tuple[frozenset[Id], End]:
    premises = frozenset(relation.premises)
    if relation.target is not None:
        return premises, ("node", relation.target)
    assert relation.target_relation is not None, "a relation has exactly one target"
    return premises, ("relation", relation.target_relation)


def _is_known(relation: Relation, nodes: Container[Id], relations: Container[Id]) -> bool:
    if relation.target is not None:
        is_there = relation.target in nodes
    else:
        is_there = relation.target_relation in relations
    return is_there and all(premise in nodes for premise in relation.premises)
