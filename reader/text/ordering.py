"""What two sequences have in common in the same order. Words, sentences, paragraphs: anything.

Pieces that occur once on each side are trusted, long ones before short ones.
"""

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice

ABSENT = -1
# The characters of what only one side has.
OURS, THEIRS = "\x00", "\x01"
# Pieces of so many items, occurring once on each side, are taken for the same if what is the same
# around them is so long. The first finds most of a text, the second what has no rare items.
ROUNDS = ((1, 16), (16, 16), (8, 8), (4, 4), (2, 2), (1, 1))
# Gaps in which every item is repeated are compared by brute force up to this many pairs.
MOST_PAIRS = 20_000

Run = tuple[int, int, int]  # where in the old, where in the new, how many items
Gap = tuple[int, int, int, int]  # from and to in the old, from and to in the new


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[int]:
    """For each old item its place in the new, or ABSENT. The places rise.

    Takes O(n log n) time in the number of items.
    """
    places = [ABSENT] * len(old)
    for i, j, length in runs_in_order(*lettered(old, new)):
        places[i : i + length] = range(j, j + length)
    return places


def lettered(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[str, str]:
    """Two sequences as strings, one character for an item, so that pieces are compared as words are.

    Items of one side alone share a character which the other side has not; so do those that are
    too many for Unicode.
    """
    known = set(new)
    shared = islice((item for item in dict.fromkeys(old) if item in known), sys.maxunicode - 1)
    letters = {item: chr(number) for number, item in enumerate(shared, 2)}
    ours, theirs = dict.fromkeys(old, OURS) | letters, dict.fromkeys(known, THEIRS) | letters
    return "".join(map(ours.__getitem__, old)), "".join(map(theirs.__getitem__, new))


def runs_in_order(old: str, new: str) -> list[Run]:
    """The longest pieces that follow one another on both sides, in order."""
    return _Ordering(old, new).runs()


def rising(runs: Sequence[Run]) -> list[Run]:
    """The heaviest part of (old, new, weight), given in the old order, that is in the new order too."""
    lasts: list[int] = []  # the new places with which a rising part may end, and its weight
    totals: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, new, weight) in enumerate(runs):
        rank = bisect_left(lasts, new)
        total = weight + (totals[rank - 1] if rank else 0)
        before.append(ends[rank - 1] if rank else ABSENT)
        worse = bisect_left(totals, total + 1, rank)
        if worse > rank or rank == len(lasts) or lasts[rank] > new:
            lasts[rank:worse], totals[rank:worse], ends[rank:worse] = [new], [total], [n]
    chosen, n = [], ends[-1] if ends else ABSENT
    while n != ABSENT:
        chosen.append(runs[n])
        n = before[n]
    return chosen[::-1]


class _Ordering:
    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.found: list[Run] = []
        self._look_through((0, len(old), 0, len(new)))

    def runs(self) -> list[Run]:
        runs: list[Run] = []
        for i, j, length in sorted(self.found):
            if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (i, j):
                runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + length)
            else:
                runs.append((i, j, length))
        return runs

    def _look_through(self, whole: Gap) -> None:
        waiting = [(whole, 0)]
        while waiting:
            gap, level = waiting.pop()
            gap = start, end, new_start, new_end = self._trimmed(gap)
            if start == end or new_start == new_end:
                continue
            anchors: list[Run] = []
            while level < len(ROUNDS) and not anchors:
                anchors = self._anchors(gap, *ROUNDS[level])
                level += not anchors
            if anchors:
                waiting += self._between(gap, anchors, level)
            elif (end - start) * (new_end - new_start) <= MOST_PAIRS:
                self._compare_all(gap)

    def _pair(self, i: int, j: int, length: int) -> None:
        if length:
            self.found.append((i, j, length))

    def _trimmed(self, gap: Gap) -> Gap:
        """Pair what both sides begin with, and what they end with."""
        start, end, new_start, new_end = gap
        length = self._reach(start, new_start, end, new_end)
        self._pair(start, new_start, length)
        start, new_start = start + length, new_start + length
        length = self._reach_back(start, new_start, end, new_end)
        self._pair(end - length, new_end - length, length)
        return start, end - length, new_start, new_end - length

    def _reach(self, i: int, j: int, end: int, new_end: int) -> int:
        """How many items are the same from here on, found in ever longer steps, then shorter ones."""
        old, new = self.old, self.new
        most, length, step = min(end - i, new_end - j), 0, 1
        while step:
            here, there = i + length, j + length
            if length + step <= most and old[here : here + step] == new[there : there + step]:
                length, step = length + step, step * 2
            else:
                step //= 2
        return length

    def _reach_back(self, start: int, new_start: int, i: int, j: int) -> int:
        old, new = self.old, self.new
        most, length, step = min(i - start, j - new_start), 0, 1
        while step:
            here, there = i - length, j - length
            if length + step <= most and old[here - step : here] == new[there - step : there]:
                length, step = length + step, step * 2
            else:
                step //= 2
        return length

    def _anchors(self, gap: Gap, length: int, least: int) -> list[Run]:
        """Pieces that occur once on each side, as far as they reach, where they rise."""
        start, end, new_start, new_end = gap
        if min(end - start, new_end - new_start) < least:
            return []
        ours = _occurring_once(self.old, start, end, length)
        theirs = _occurring_once(self.new, new_start, new_end, length)
        runs: list[Run] = []
        until, offset = start, 0
        for piece, i in ours.items():
            j = theirs.get(piece, ABSENT)
            if j != ABSENT and (i >= until or j - i != offset):
                back = self._reach_back(start, new_start, i, j)
                until, offset = i + self._reach(i, j, end, new_end), j - i
                runs.append((i - back, j - back, until - i + back))
        return rising([run for run in runs if run[2] >= least])

    def _between(self, gap: Gap, anchors: list[Run], level: int) -> list[tuple[Gap, int]]:
        """Pair the anchors; what is left between them is to be looked at again."""
        start, end, new_start, new_end = gap
        size, left = end - start, []
        for i, j, length in [*anchors, (end, new_end, 0)]:
            # Two anchors may share items where they meet.
            shared = min(length, max(start - i, new_start - j, 0))
            i, j, length = i + shared, j + shared, length - shared
            # A gap that did not shrink by half goes on to shorter pieces: no text takes many rounds.
            is_large = 2 * (i - start) > size
            if start < i and new_start < j:
                left.append(((start, i, new_start, j), level + is_large))
            self._pair(i, j, length)
            start, new_start = max(start, i + length), max(new_start, j + length)
        return left

    def _compare_all(self, gap: Gap) -> None:
        start, end, new_start, new_end = gap
        ours, theirs = self.old[start:end], self.new[new_start:new_end]
        for i, j in _longest_common(ours, theirs):
            self._pair(start + i, new_start + j, 1)


def _longest_common(old: str, new: str) -> Iterator[tuple[int, int]]:
    """The most pairs that can be in order, the last first.

    A row of bits for each old item, as in Hyyrö (2004), Bit-parallel LCS-length computation
    revisited: a bit is 0 where one more pair fits than up to the place before.
    """
    places: dict[str, int] = {}
    for j, item in enumerate(new):
        places[item] = places.get(item, 0) | 1 << j
    whole = row = (1 << len(new)) - 1
    rows = [row]
    for item in old:
        same = row & places.get(item, 0)
        row = (row + same | row - same) & whole
        rows.append(row)
    i, j = len(old), len(new)
    while i and j:
        if rows[i] >> j - 1 & 1:
            j -= 1
        elif rows[i - 1] >> j - 1 & 1:
            i, j = i - 1, j - 1
            yield i, j
        else:
            i -= 1


def _occurring_once(items: str, start: int, end: int, length: int) -> dict[str, int]:
    """Pieces of that length which occur once between start and end, with their places, in order."""
    pieces = [items[i : i + length] for i in range(start, end - length + 1)]
    counts = Counter(pieces)
    return {piece: i for i, piece in enumerate(pieces, start) if counts[piece] == 1}
