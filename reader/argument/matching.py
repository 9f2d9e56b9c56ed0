"""Which passage of one annotator is which of another's, where they marked the same text apart."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from reader.argument.roles import Role

# Two passages are the same one if what they share is at least half of what they cover together:
# neither is then more than twice as long as the other. (To count by the shorter one alone would
# make a sentence the same passage as the whole paragraph around it.)
LEAST = 0.5

# Overlaps are compared as whole numbers, so that equal ones are equal; below them is room for what
# decides between equal sums.
SCALE = 10**9
ROOM = 1 << 20

# After so many steps, which takes hundreds of passages that all overlap, the rest is paired off
# one after the other.
MOST_STEPS = 1_000_000

Weights = list[dict[int, int]]
Step = tuple[int, bool, int]  # how far, whether the column is taken, which


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A span that one annotator marked, in code points from the start of the text, and its role.

    A span that begins before the text or holds nothing raises ValueError.
    """

    start: int
    end: int
    role: Role

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A unit cannot go from {self.start} to {self.end}.")

    @property
    def length(self) -> int:
        return self.end - self.start


class Pair(NamedTuple):
    """Two units that are the same passage, by their places in what each annotator marked."""

    mine: int
    theirs: int


def shared(one: Unit, other: Unit) -> int:
    """How many characters two units have in common."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def likeness(one: Unit, other: Unit) -> float:
    """What two units share as a part of what they cover together, 0 to 1 (Jaccard's index)."""
    common = shared(one, other)
    return common / (one.length + other.length - common)


def matched(mine: Sequence[Unit], theirs: Sequence[Unit], least: float = LEAST) -> tuple[Pair, ...]:
    """Pairs of units that are the same passage, each unit in one pair at most, in the order of mine.

    Of all ways to pair the units whose likeness is at least `least` (and above 0) it is the one
    with the highest sum of likenesses, and among equal ones that with the most equal roles. Turned
    round, mine for theirs, the pairs are the same.

    Finds shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), which is quick since few
    units overlap; its steps are bounded, see MOST_STEPS.
    """
    my_places = sorted(range(len(mine)), key=mine.__getitem__)
    their_places = sorted(range(len(theirs)), key=theirs.__getitem__)
    my_units = [mine[place] for place in my_places]
    their_units = [theirs[place] for place in their_places]
    if my_units <= their_units:
        found = _assigned(_weights(my_units, their_units, least))
    else:
        back = _assigned(_weights(their_units, my_units, least))
        found = {row: column for column, row in back.items()}
    pairs = (Pair(my_places[row], their_places[column]) for column, row in found.items())
    return tuple(sorted(pairs))


def _weights(rows: list[Unit], columns: list[Unit], least: float) -> Weights:
    """For each row the columns it may be paired with, and what that is worth."""
    starts = [column.start for column in columns]
    longest = max((column.length for column in columns), default=0)
    weights: Weights = []
    for row in rows:
        near = range(bisect_right(starts, row.start - longest), bisect_left(starts, row.end))
        alike = {place: likeness(row, columns[place]) for place in near}
        weights.append(
            {
                place: round(SCALE * part) * ROOM + (row.role is columns[place].role)
                for place, part in alike.items()
                if part and part >= least
            }
        )
    return weights


def _assigned(weights: Weights) -> dict[int, int]:
    """The row of each column that gets one, so that the sum of the weights is highest."""
    alone = 1 + max((column for row in weights for column in row), default=-1)
    # A column of its own for each row, worth nothing, stands for "no partner".
    places = _Places([{**row, alone + number: 0} for number, row in enumerate(weights)])
    for row in range(len(weights)):
        if places.steps < MOST_STEPS:
            places.give(row)
        else:
            places.give_what_is_left(row)
    return {column: row for column, row in places.taken.items() if column < alone}


class _Places:
    """Gives rows their columns, one row after the other, and moves earlier ones on where that pays.

    Prices are such that no choice is worth more than they say (the dual linear programme); so no
    step of a path costs less than nothing, and the shortest path is the best change.
    """

    def __init__(self, choices: Sequence[Mapping[int, int]]) -> None:
        self.choices = choices
        self.taken: dict[int, int] = {}
        self.steps = 0
        self._row_prices = [0] * len(choices)
        self._column_prices: defaultdict[int, int] = defaultdict(int)

    def give(self, row: int) -> None:
        distances: dict[int, int] = {}
        came_from: dict[int, int] = {}
        settled: dict[int, int] = {}
        ahead: list[Step] = []
        here, so_far = row, 0
        while True:
            for column, distance in self._beyond(here, so_far):
                if column not in settled and distance < distances.get(column, distance + 1):
                    distances[column], came_from[column] = distance, here
                    heappush(ahead, (distance, column in self.taken, column))
            so_far, is_taken, column = _nearest(ahead, settled)
            if not is_taken:
                break
            settled[column] = so_far
            here = self.taken[column]
        self._reprice(row, so_far, settled)
        self._hand_on(row, column, came_from, settled)

    def give_what_is_left(self, row: int) -> None:
        free = {c: worth for c, worth in self.choices[row].items() if c not in self.taken}
        self.taken[max(free, key=free.__getitem__)] = row

    def _beyond(self, row: int, so_far: int) -> Iterator[tuple[int, int]]:
        self.steps += len(self.choices[row])
        for column, worth in self.choices[row].items():
            price = self._row_prices[row] + self._column_prices[column]
            yield column, so_far - worth - price

    def _reprice(self, row: int, whole: int, settled: Mapping[int, int]) -> None:
        self._row_prices[row] += whole
        for column, distance in settled.items():
            self._row_prices[self.taken[column]] += whole - distance
            self._column_prices[column] -= whole - distance

    def _hand_on(
        self, row: int, column: int, came_from: Mapping[int, int], settled: Iterable[int]
    ) -> None:
        """Each row on the path takes the column it was reached by, the one before it the next."""
        held = {self.taken[place]: place for place in settled}
        while (taker := came_from[column]) != row:
            self.taken[column] = taker
            column = held[taker]
        self.taken[column] = row


def _nearest(ahead: list[Step], settled: Mapping[int, int]) -> Step:
    """The next column on the way; of equally near ones a free one, which ends the search."""
    while True:
        step = heappop(ahead)
        if step[2] not in settled:
            return step
