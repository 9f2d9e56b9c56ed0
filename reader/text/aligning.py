"""Which words of an old text stand where in a new one: kept in order, or moved elsewhere.

White space counts for nothing, so a text that was only wrapped anew is the same text.
"""

import re
from itertools import accumulate, pairwise

from reader.text.ordering import ABSENT, Run, in_order, lettered, runs_in_order

__all__ = ["ABSENT", "TOKEN", "Alignment", "in_order"]

# Scripts that put no space between words count by the character.
UNSPACED = (
    r"\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
TOKEN = re.compile(rf"([{UNSPACED}]|[^\W_{UNSPACED}]+|_|[^\w\s])")

# Lengths of the pieces, in tokens, that must occur once on each side to be taken to have moved.
MOVED = (16, 8, 5, 4, 3)
# Fewer letters than these may turn up elsewhere by chance: they are not taken to have moved.
LEAST_MOVED = 20
# So many times as long as before may a gap have become, and still be that gap.
MOST_GROWN = 4

Span = tuple[int, int]


class Alignment:
    """`to[i]` is the new place of the old token i, or ABSENT; `has_moved[i]` if it left its order.

    Takes time proportional to n log n for texts of n tokens.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old_spans, old_words = _tokens(old)
        self.new_spans, new_words = _tokens(new)
        self.old, self.new = lettered(old_words, new_words)
        self.old_sums, self.new_sums = _sums(old_words), _sums(new_words)
        self.to = [ABSENT] * len(self.old)
        self.back = [ABSENT] * len(self.new)
        self.has_moved = bytearray(len(self.old))
        for run in runs_in_order(self.old, self.new):
            self._pair(*run)
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

    def _unpair(self, i: int, j: int, length: int) -> None:
        self.to[i : i + length] = self.back[j : j + length] = [ABSENT] * length

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

    def _follow_moves(self) -> None:
        """Pair what is left over on both sides and the same, wherever it stands; long pieces first."""
        for length in MOVED:
            ours = _left_over_once(self.old, self.to, length)
            theirs = _left_over_once(self.new, self.back, length)
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
            if start < end and is_small and set(self.back[new_start:new_end]) == {ABSENT}:
                for i, j, length in runs_in_order(self.old[start:end], self.new[new_start:new_end]):
                    self._pair(start + i, new_start + j, length)


def _tokens(text: str) -> tuple[list[Span], list[str]]:
    pieces = TOKEN.split(text)  # what is no token, a token, and so on by turns
    ends = list(accumulate(map(len, pieces)))
    return list(zip(ends[:-1:2], ends[1::2], strict=True)), pieces[1::2]


def _sums(words: list[str]) -> list[int]:
    return list(accumulate(map(len, words), initial=0))


def _left_over_once(tokens: str, places: list[int], length: int) -> dict[str, int]:
    """Pieces of that length, all of whose tokens are unpaired, which occur once."""
    found: dict[str, int] = {}
    for first, last in _stretches(places, length):
        for i in range(first, last - length + 1):
            piece = tokens[i : i + length]
            found[piece] = ABSENT if piece in found else i
    return {piece: start for piece, start in found.items() if start != ABSENT}


def _stretches(places: list[int], least: int) -> list[Span]:
    """From where to where at least so many tokens are unpaired."""
    taken = [-1, *(i for i, place in enumerate(places) if place != ABSENT), len(places)]
    return [(i + 1, j) for i, j in pairwise(taken) if j - i > least]
