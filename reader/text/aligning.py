"""Which words of an old text stand where in a new one: kept in order, or moved elsewhere.

White space counts for nothing, so a text that was only wrapped anew is the same text.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

# Scripts that put no space between words count by the character.
UNSPACED = (
    r"\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+|_|[^\w\s]")

# Lengths of the pieces, in tokens, that must occur once on each side to be taken for the same.
IN_ORDER = (16, 8, 4, 2, 1)
MOVED = (16, 8, 5, 4, 3)
# Fewer letters than these may turn up elsewhere by chance: they are not taken to have moved.
LEAST_MOVED = 20
# Gaps in which every token is repeated are compared by brute force up to this many pairs.
MOST_PAIRS = 20_000
# So many times as long as before may a gap have become, and still be that gap.
MOST_GROWN = 4
ABSENT = -1

Run = tuple[int, int, int]  # where in the old, where in the new, how many tokens
Gap = tuple[int, int, int, int]  # from and to in the old, from and to in the new


class Alignment:
    """`to[i]` is the new place of the old token i, or ABSENT; `has_moved[i]` if it left its order.

    Takes time proportional to n log n for texts of n tokens.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old_spans = [match.span() for match in TOKEN.finditer(old)]
        self.new_spans = [match.span() for match in TOKEN.finditer(new)]
        old_words, new_words = TOKEN.findall(old), TOKEN.findall(new)
        ids = {word: n for n, word in enumerate(dict.fromkeys(old_words + new_words))}
        self.old, self.new = [[ids[word] for word in words] for words in (old_words, new_words)]
        self.old_sums, self.new_sums = _sums(self.old_spans), _sums(self.new_spans)
        self.to = [ABSENT] * len(self.old)
        self.back = [ABSENT] * len(self.new)
        self.has_moved = bytearray(len(self.old))
        self._keep_order((0, len(self.old), 0, len(self.new)))
        weak = self._let_go_of_weak_runs()
        self._follow_moves()
        self._take_up_again(weak)
        self._fill_gaps()

    def weight(self, start: int, end: int) -> int:
        """How many characters some old tokens have."""
        return self.old_sums[end] - self.old_sums[start]

    def _pair(self, i: int, j: int, length: int) -> None:
        self.to[i : i + length] = range(j, j + length)
        self.back[j : j + length] = range(i, i + length)

    def _keep_order(self, whole: Gap) -> None:
        """Pair what is the same in the same order: pieces that occur once first, the longest first."""
        waiting = [(whole, 0)]
        while waiting:
            gap, level = waiting.pop()
            gap = self._trimmed(gap)
            start, end, new_start, new_end = gap
            if start == end or new_start == new_end:
                continue
            anchors: list[tuple[int, int]] = []
            while level < len(IN_ORDER) and not anchors:
                anchors = self._anchors(gap, IN_ORDER[level])
                level += not anchors
            if anchors:
                waiting += self._between(gap, anchors, level)
            elif (end - start) * (new_end - new_start) <= MOST_PAIRS:
                self._compare_all(gap)

    def _trimmed(self, gap: Gap) -> Gap:
        """Pair what both sides begin with, and what they end with."""
        start, end, new_start, new_end = gap
        old, new = self.old, self.new
        length, most = 0, min(end - start, new_end - new_start)
        while length < most and old[start + length] == new[new_start + length]:
            length += 1
        self._pair(start, new_start, length)
        start, new_start, most = start + length, new_start + length, most - length
        length = 0
        while length < most and old[end - length - 1] == new[new_end - length - 1]:
            length += 1
        self._pair(end - length, new_end - length, length)
        return start, end - length, new_start, new_end - length

    def _anchors(self, gap: Gap, length: int) -> list[tuple[int, int]]:
        start, end, new_start, new_end = gap
        ours = _occurring_once(self.old, start, end, length)
        theirs = _occurring_once(self.new, new_start, new_end, length)
        return rising([(i, theirs[piece]) for piece, i in ours.items() if piece in theirs])

    def _between(
        self, gap: Gap, anchors: list[tuple[int, int]], level: int
    ) -> list[tuple[Gap, int]]:
        """Pair the anchors as far as they reach; what is left between them is to be looked at again."""
        start, end, new_start, new_end = gap
        size, left = end - start, []
        for i, j in [*anchors, (end, new_end)]:
            if i < start or j < new_start:
                continue
            # A gap that did not shrink by half goes on to shorter pieces: no text takes many rounds.
            is_large = 2 * (i - start) > size
            left.append(((start, i, new_start, j), level + is_large))
            length = self._reach(i, j, end, new_end)
            self._pair(i, j, length)
            start, new_start = i + length, j + length
        return left

    def _reach(self, i: int, j: int, end: int, new_end: int) -> int:
        length, most = 0, min(end - i, new_end - j)
        while length < most and self.old[i + length] == self.new[j + length]:
            length += 1
        return length

    def _compare_all(self, gap: Gap) -> None:
        start, end, new_start, new_end = gap
        ours, theirs = self.old[start:end], self.new[new_start:new_end]
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        for i, j, length in matcher.get_matching_blocks():
            self._pair(start + i, new_start + j, length)

    def _runs(self) -> list[Run]:
        runs: list[Run] = []
        start, expected = 0, ABSENT
        for i, j in enumerate([*self.to, ABSENT]):
            if j != expected or j == ABSENT:
                if expected != ABSENT:
                    runs.append((start, self.to[start], i - start))
                start = i
            expected = j + 1 if j != ABSENT else ABSENT
        return runs

    def _let_go_of_weak_runs(self) -> list[Run]:
        """Unpair what stands between changes larger than itself: it may be the same by chance.

        Else the scattered words of a paragraph that moved would hold on to its old place.
        """
        runs, weak = self._runs(), []
        edges = [(0, 0, 0), *runs, (len(self.old), len(self.new), 0)]
        gaps = pairwise(self._change_between(left, right) for left, right in pairwise(edges))
        for (i, j, length), (before, after) in zip(runs, gaps, strict=True):
            if self.weight(i, i + length) <= min(before, after):
                self._unpair(i, j, length)
                weak.append((i, j, length))
        return weak

    def _change_between(self, left: Run, right: Run) -> int:
        old = self.weight(left[0] + left[2], right[0])
        return max(
            old, self.new_sums[max(right[1], left[1] + left[2])] - self.new_sums[left[1] + left[2]]
        )

    def _unpair(self, i: int, j: int, length: int) -> None:
        self.to[i : i + length] = self.back[j : j + length] = [ABSENT] * length

    def _follow_moves(self) -> None:
        """Pair what is left over on both sides and the same, wherever it stands; long pieces first."""
        left, there = _stretches(self.to), _stretches(self.back)
        for length in MOVED:
            ours = _left_over_once(self.old, self.to, left, length)
            theirs = _left_over_once(self.new, self.back, there, length)
            for piece, i in ours.items():
                if piece in theirs and self._both_free(i, theirs[piece]):
                    self._move(i, theirs[piece])

    def _both_free(self, i: int, j: int) -> bool:
        return self.to[i] == ABSENT and self.back[j] == ABSENT

    def _move(self, i: int, j: int) -> None:
        """The whole free piece around a place, if it is long enough to be told from chance."""
        start, new_start = i, j
        while start and new_start and self._same_and_free(start - 1, new_start - 1):
            start, new_start = start - 1, new_start - 1
        end, most = i, min(len(self.old), i + len(self.new) - j)
        while end < most and self._same_and_free(end, j + end - i):
            end += 1
        if self.weight(start, end) >= LEAST_MOVED:
            self._pair(start, new_start, end - start)
            self.has_moved[start:end] = b"\x01" * (end - start)

    def _same_and_free(self, i: int, j: int) -> bool:
        return self.old[i] == self.new[j] and self._both_free(i, j)

    def _take_up_again(self, weak: list[Run]) -> None:
        for i, j, length in weak:
            for n in range(length):
                if self._both_free(i + n, j + n):
                    self._pair(i + n, j + n, 1)

    def _fill_gaps(self) -> None:
        """Between two neighbours that stayed neighbours, small things may be the same."""
        for before, after in pairwise(self._runs()):
            start, end = before[0] + before[2], after[0]
            new_start, new_end = before[1] + before[2], after[1]
            is_small = 0 < new_end - new_start <= MOST_GROWN * (end - start + MOST_GROWN)
            places = self.back[new_start:new_end] if start < end and is_small else [0]
            if all(place == ABSENT for place in places):
                self._keep_order((start, end, new_start, new_end))


def _sums(spans: Sequence[tuple[int, int]]) -> list[int]:
    return list(accumulate((end - start for start, end in spans), initial=0))


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of (old, new) pairs, given in the old order, that is in the new order too."""
    lasts: list[int] = []
    ends: list[int] = []
    before = [ABSENT] * len(pairs)
    for n, (_, new) in enumerate(pairs):
        rank = bisect_left(lasts, new)
        lasts[rank : rank + 1], ends[rank : rank + 1] = [new], [n]
        before[n] = ends[rank - 1] if rank else ABSENT
    chosen, n = [], ends[-1] if ends else ABSENT
    while n != ABSENT:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _occurring_once(
    tokens: Sequence[int], start: int, end: int, length: int
) -> dict[tuple[int, ...], int]:
    """Pieces of that length which occur once between start and end, with their places, in order."""
    pieces = list(zip(*(tokens[start + n : end] for n in range(length)), strict=False))
    counts = Counter(pieces)
    return {piece: i for i, piece in enumerate(pieces, start) if counts[piece] == 1}


def _left_over_once(
    tokens: Sequence[int], places: Sequence[int], stretches: Iterable[tuple[int, int]], length: int
) -> dict[tuple[int, ...], int]:
    """The same for pieces of these stretches all of whose tokens are unpaired."""
    found: dict[tuple[int, ...], int] = {}
    for first, last in stretches:
        free = 0
        for i in range(first, last):
            free = free + 1 if places[i] == ABSENT else 0
            if free >= length:
                piece = tuple(tokens[i - length + 1 : i + 1])
                found[piece] = ABSENT if piece in found else i - length + 1
    return {piece: start for piece, start in found.items() if start != ABSENT}


def _stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """From where to where tokens are unpaired, if they are enough to have moved."""
    taken = [-1, *(i for i, place in enumerate(places) if place != ABSENT), len(places)]
    return [(i + 1, j) for i, j in pairwise(taken) if j - i > MOVED[-1]]
