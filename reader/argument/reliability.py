"""Krippendorff's alpha: how far any number of annotators agree beyond what chance would bring.

Texts are worked through run by run, a run being the characters between two places where somebody's
passage begins or ends; how long the text is makes no difference.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from math import fsum
from typing import NamedTuple

from reader.argument.figures import Alpha, Measure
from reader.argument.matching import Unit
from reader.argument.roles import Role

Annotators = Sequence[Sequence[Unit]]
Unseen = Mapping[int, Sequence[tuple[int, int]]]

# What each annotator said of something, and how often that same combination occurs.
Row = tuple[Sequence[Hashable | None], int]

# The roles a character has for one annotator, none of them if it is in no passage; None: not seen.
Value = frozenset[Role] | None


def alpha_of_values(rows: Iterable[Row], measure: Measure = Measure.VALUES) -> Alpha:
    """Nominal alpha. Each row: one value per annotator, None where missing; how many such rows.

    Rows with fewer than two values count for nothing. Krippendorff, "Computing Krippendorff's
    Alpha-Reliability" (2011): observed disagreement from the coincidences of values within rows,
    expected from all pairs of values there are.
    """
    tally = _Tally(rows)
    return Alpha(measure, tally.observed, tally.expected(tally.total), tally.number)


def alpha_of_characters(annotators: Annotators, length: int, unseen: Unseen | None = None) -> Alpha:
    """Nominal alpha in which each character of a text is one thing to judge.

    A character's value is the set of roles of all passages it is in, the empty set in none; sets
    that differ in any role differ. `unseen` holds spans that an annotator, by place, did not judge.
    Fewer than two annotators, or a unit beyond the `length` of the text, in code points, raise
    ValueError.
    """
    _check(annotators, length)
    tally = _Tally(_runs(annotators, length, unseen or {}))
    number = sum(map(len, annotators))
    return Alpha(Measure.CHARACTERS, tally.observed, tally.expected(tally.total), number)


def alpha_of_units(annotators: Annotators, length: int, role: Role | None = None) -> Alpha:
    """Alpha for unitizing (u-alpha): bounds and roles of passages on a text of that many characters.

    With a role, passages of other roles count as gaps. Where passages of one annotator overlap they
    are cut at each other's bounds, and each piece has the set of roles.

    Krippendorff, Mathet, Bouvry and Widlöcher, "On the reliability of unitizing textual continua:
    Further developments" (2016); Krippendorff, Content Analysis (4th ed., 2019), section 12.6.
    Observed disagreement is that of characters. Expected is that of all pairs of characters, but
    for those that lie in one and the same passage of one annotator. Raises as alpha_of_characters.
    """
    _check(annotators, length)
    chosen = _of_role(annotators, role)
    tally = _Tally(_runs(chosen, length))
    pieces = [piece for units in chosen for piece in _pieces(units, length)]
    own = sum(p.length**2 if p.is_marked else p.length for p in pieces)
    number = sum(map(len, chosen))
    return Alpha(Measure.UNITS, tally.observed, tally.expected(own), number)


def alpha_of_units_2004(annotators: Annotators, length: int, role: Role | None = None) -> Alpha:
    """The earlier alpha for unitizing, to compare with figures published before 2016.

    Each role is taken by itself; without one, the disagreements of all roles add up. Between two
    passages that touch, disagreement is the sum of squares of how far their bounds are apart; a
    passage inside a gap counts its length squared. With more than two annotators its author found
    that it misbehaves. Krippendorff, "On the reliability of unitizing continuous data" (1995);
    Content Analysis (2nd ed., 2004), chapter 11. Overlaps and errors as in alpha_of_units.
    """
    _check(annotators, length)
    roles = [role] if role else sorted({unit.role for units in annotators for unit in units})
    chosen = [_of_role(annotators, one) for one in roles]
    lines = [[_pieces(units, length) for units in of_role] for of_role in chosen]
    observed = fsum(_observed_2004(line, length) for line in lines)
    expected = fsum(_expected_2004(line, length) for line in lines)
    number = sum(len(units) for of_role in chosen for units in of_role)
    return Alpha(Measure.UNITS_2004, observed, expected, number)


class _Tally:
    """Counts how often values meet and how often they differ, in whole numbers."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.counts: Counter[Hashable] = Counter()
        self.number = 0
        self._differing: Counter[int] = Counter()
        for values, times in rows:
            here = Counter(value for value in values if value is not None)
            if (size := here.total()) < 2:
                continue
            self.number += times
            alike = sum(count * count for count in here.values())
            self._differing[size - 1] += times * (size * size - alike)
            for value, count in here.items():
                self.counts[value] += times * count

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def observed(self) -> float:
        """The share of pairs within rows that differ; a row counts by its number of values."""
        differing = sum(pairs / others for others, pairs in sorted(self._differing.items()))
        return differing / self.total if self.total else 0.0

    def expected(self, own: int) -> float:
        """The share of all pairs that differ, without the `own` pairs that could not."""
        pairs = self.total**2
        differing = pairs - sum(count**2 for count in self.counts.values())
        return differing / (pairs - own) if differing else 0.0


class _Piece(NamedTuple):
    """A stretch of text that for one annotator is (part of) one passage, or is a gap."""

    start: int
    end: int
    is_marked: bool

    @property
    def length(self) -> int:
        return self.end - self.start


def _check(annotators: Annotators, length: int) -> None:
    if len(annotators) < 2:
        raise ValueError("To compare, there must be two annotators at least.")
    if any(unit.end > length for units in annotators for unit in units):
        raise ValueError(f"A unit goes beyond the end of the text, {length}.")


def _of_role(annotators: Annotators, role: Role | None) -> list[list[Unit]]:
    return [[u for u in units if role is None or u.role is role] for units in annotators]


def _runs(
    annotators: Annotators, length: int, unseen: Unseen | None = None
) -> Iterator[tuple[list[Value], int]]:
    """Each annotator's value from one bend to the next, and how many characters that is."""
    bends = _bends(annotators, length, unseen or {})
    open_now: list[Counter[Role | None]] = [Counter() for _ in annotators]
    values: list[Value] = [frozenset() for _ in annotators]
    before = 0
    for place in sorted({*bends, length}):
        if place > before:
            yield list(values), place - before
        for who, role, step in bends[place]:
            open_now[who][role] += step
        for who in {who for who, _, _ in bends[place]}:
            values[who] = _value(open_now[who])
        before = place


def _bends(
    annotators: Annotators, length: int, unseen: Unseen
) -> defaultdict[int, list[tuple[int, Role | None, int]]]:
    """Where for whom what begins (1) or ends (-1); role None stands for what was not seen."""
    spans = [(who, u.start, u.end, u.role) for who, units in enumerate(annotators) for u in units]
    hidden = [(who, *span, None) for who, parts in unseen.items() for span in parts]
    bends: defaultdict[int, list[tuple[int, Role | None, int]]] = defaultdict(list)
    for who, start, end, role in (*spans, *hidden):
        first, last = max(start, 0), min(end, length)
        if first < last:
            bends[first].append((who, role, 1))
            bends[last].append((who, role, -1))
    return bends


def _value(open_now: Counter[Role | None]) -> Value:
    roles = {role for role, count in open_now.items() if count}
    return None if None in roles else frozenset(role for role in roles if role is not None)


def _pieces(units: Sequence[Unit], length: int) -> list[_Piece]:
    """The whole text as one annotator parts it into passages and gaps."""
    pieces: list[_Piece] = []
    start = 0
    for [value], size in _runs([units], length):
        pieces.append(_Piece(start, start + size, bool(value)))
        start += size
    return pieces


def _observed_2004(lines: Sequence[Sequence[_Piece]], length: int) -> float:
    pairs = permutations(lines, 2)
    apart = sum(_apart(a, b) for one, other in pairs for a, b in _meeting(one, other))
    return apart / (len(lines) * (len(lines) - 1) * length**2) if length else 0.0


def _meeting(one: Sequence[_Piece], other: Sequence[_Piece]) -> Iterator[tuple[_Piece, _Piece]]:
    """The pieces of two annotators that have characters in common, in order."""
    i = j = 0
    while i < len(one) and j < len(other):
        a, b = one[i], other[j]
        yield a, b
        i += a.end <= b.end
        j += b.end <= a.end


def _apart(a: _Piece, b: _Piece) -> int:
    """How much two pieces disagree that have characters in common."""
    if a.is_marked and b.is_marked:
        return (a.start - b.start) ** 2 + (a.end - b.end) ** 2
    if a.is_marked == b.is_marked:
        return 0
    passage, gap = (a, b) if a.is_marked else (b, a)
    return passage.length**2 if gap.start <= passage.start and passage.end <= gap.end else 0


def _expected_2004(lines: Sequence[Sequence[_Piece]], length: int) -> float:
    """The mean disagreement if passages and gaps of those lengths lay anywhere on the text."""
    sizes = [p.length for line in lines for p in line if p.is_marked]
    gaps = Counter(p.length for line in lines for p in line if not p.is_marked)
    among = (len(sizes) - 1) * sum(s * (s - 1) * (2 * s - 1) for s in sizes) / 3
    inside = sum(
        times * size**2 * count * (gap - size + 1)
        for size, times in Counter(sizes).items()
        for gap, count in gaps.items()
        if gap >= size
    )
    whole = len(lines) * length
    pairs = whole * (whole - 1) - sum(size * (size - 1) for size in sizes)
    return 2 * (among + inside) / (length * pairs) if sizes else 0.0
