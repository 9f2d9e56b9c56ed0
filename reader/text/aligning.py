"""Which words of an old text stand where in a new one: kept in order, or moved elsewhere.

White space counts for nothing, so a text that was only wrapped anew is the same text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
# The signs that end a sentence.
ENDS = frozenset(".!?…。！？۔؟।")

Span = tuple[int, int]


class Words:
    """The words and signs of a text, where each begins and ends, how many characters are before."""

    def __init__(self, text: str) -> None:
        pieces = TOKEN.split(text)  # what is no word, a word, and so on by turns
        bounds = list(accumulate(map(len, pieces)))
        self.texts = pieces[1::2]
        self.starts, self.ends = bounds[:-1:2], bounds[1::2]
        self.sizes = list(accumulate(map(len, self.texts), initial=0))
        self.between = pieces[::2]

    def border(self, place: int) -> int:
        """How much begins with a word: a line, a sentence, or neither."""
        if "\n" in self.between[place]:
            return 2
        return int(place > 0 and self.texts[place - 1] in ENDS)


class Alignment:
    """`to[i]` is the new place of the old token i, or ABSENT; `has_moved[i]` if it left its order.

    `back` is the same the other way round. `weak` lists, in order, what stands in its order between
    changes larger than itself. Takes time proportional to n log n for texts of n tokens.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old_words, self.new_words = Words(old), Words(new)
        self.old, self.new = lettered(self.old_words.texts, self.new_words.texts)
        self.to = [ABSENT] * len(self.old)
        self.back = [ABSENT] * len(self.new)
        self.has_moved = bytearray(len(self.old))
        self.runs: list[Run] = []
        self.weak: list[Run] = []
        doubtful = self._keep_order(self._settled(runs_in_order(self.old, self.new)))
        self._follow_moves()
        self._reach_out()
        self._take_up_again(doubtful)
        self._fill_gaps()

    def weight(self, start: int, end: int) -> int:
        """How many characters some old tokens have."""
        return self.old_words.sizes[end] - self.old_words.sizes[start]

    def _pair(self, i: int, j: int, length: int) -> None:
        self.to[i : i + length] = range(j, j + length)
        self.back[j : j + length] = range(i, i + length)
        self.runs.append((i, j, length))

    def _settled(self, runs: Sequence[Run]) -> list[Run]:
        """The same runs, where what was put in or taken out is whole lines or sentences if it can be.

        "A. [B.] C" can be read as "A [. B]. C", too, and "a b [c b] d" as "a [b c] b d".
        """
        settled: list[Run] = []
        for i, j, length in runs:
            if settled:
                shift = self._shift(settled[-1], (i, j, length))
                start, new_start, size = settled[-1]
                settled[-1] = start, new_start, size + shift
                i, j, length = i + shift, j + shift, length - shift
            settled.append((i, j, length))
        return settled

    def _shift(self, before: Run, after: Run) -> int:
        """How many words belong to the run before a gap instead of the one behind it, or less than none."""
        (start, new_start, size), (i, j, length) = before, after
        if start + size == i:
            words, first, last = self.new_words, new_start + size, j
        elif new_start + size == j:
            words, first, last = self.old_words, start + size, i
        else:
            return 0
        texts, right, left = words.texts, 0, 0
        while right < length - 1 and texts[first + right] == texts[last + right]:
            right += 1
        while left < size - 1 and texts[first - left - 1] == texts[last - left - 1]:
            left += 1
        shifts = range(-left, right + 1)
        return max(shifts, key=lambda n: (words.border(first + n) + words.border(last + n), n))

    def _keep_order(self, runs: Sequence[Run]) -> list[Run]:
        """Pair what stayed in order, but for what stands between changes larger than itself.

        That may be the same by chance: the scattered words of a paragraph that moved would hold on
        to its old place. It is given back.
        """
        doubtful = []
        edges = [(0, 0, 0), *runs, (len(self.old), len(self.new), 0)]
        changes = pairwise(self._change_between(left, right) for left, right in pairwise(edges))
        for (i, j, length), (before, after) in zip(runs, changes, strict=True):
            least = min(before, after)
            # The full stop that ends both texts is no sign that the last paragraph stayed the last.
            weight = self.weight(i, i + length) if least or self._has_words(i, i + length) else 0
            if weight <= least:
                doubtful.append((i, j, length))
            else:
                self._pair(i, j, length)
        return doubtful

    def _has_words(self, start: int, end: int) -> bool:
        return any(word[0].isalnum() for word in self.old_words.texts[start:end])

    def _change_between(self, left: Run, right: Run) -> int:
        old = self.weight(left[0] + left[2], right[0])
        sizes = self.new_words.sizes
        return max(old, sizes[right[1]] - sizes[left[1] + left[2]])

    def _follow_moves(self) -> None:
        """Pair what is left over on both sides and the same, wherever it stands; long pieces first."""
        edges = list(pairwise([(0, 0, 0), *self.runs, (len(self.old), len(self.new), 0)]))
        here = [(left[0] + left[2], right[0]) for left, right in edges]
        there = [(left[1] + left[2], right[1]) for left, right in edges]
        for length in MOVED:
            here, there = _free(self.to, here), _free(self.back, there)
            ours, theirs = _once(self.old, here, length), _once(self.new, there, length)
            for piece, i in ours.items():
                if piece in theirs and self._both_free(i, theirs[piece]):
                    self._move(i, theirs[piece])

    def _both_free(self, i: int, j: int) -> bool:
        return self.to[i] == ABSENT and self.back[j] == ABSENT

    def _move(self, i: int, j: int) -> None:
        """The whole free piece around a place, if it is long enough to be told from chance."""
        before, after = self._reach(i - 1, j - 1, -1), self._reach(i, j, 1)
        if self.weight(i - before, i + after) >= LEAST_MOVED:
            self._pair(i - before, j - before, before + after)
            self.has_moved[i - before : i + after] = b"\x01" * (before + after)

    def _reach(self, i: int, j: int, step: int) -> int:
        """How many words from here on, or back, are the same and free."""
        length = 0
        while self._is_free_pair(i, j):
            i, j, length = i + step, j + step, length + 1
        return length

    def _is_free_pair(self, i: int, j: int) -> bool:
        is_within = 0 <= i < len(self.old) and 0 <= j < len(self.new)
        return is_within and self.old[i] == self.new[j] and self._both_free(i, j)

    def _reach_out(self) -> None:
        """Pair what adjoins a run on both sides and is the same: the full stop that another one took."""
        for i, j, length in list(self.runs):
            has_moved, end, new_end = self.has_moved[i : i + 1], i + length, j + length
            before, after = self._reach(i - 1, j - 1, -1), self._reach(end, new_end, 1)
            for start, new_start, size in (i - before, j - before, before), (end, new_end, after):
                if size:
                    self._pair(start, new_start, size)
                    self.has_moved[start : start + size] = has_moved * size

    def _take_up_again(self, doubtful: Sequence[Run]) -> None:
        for i, j, length in doubtful:
            for piece in self._free_pieces(i, j, length):
                self._pair(*piece)
                self.weak.append(piece)

    def _free_pieces(self, i: int, j: int, length: int) -> Iterator[Run]:
        start = 0
        for n in range(length + 1):
            if n == length or not self._both_free(i + n, j + n):
                if start < n:
                    yield i + start, j + start, n - start
                start = n + 1

    def _fill_gaps(self) -> None:
        """Between two neighbours that stayed neighbours, small things may be the same."""
        for before, after in pairwise(sorted(self.runs)):
            start, end = before[0] + before[2], after[0]
            new_start, new_end = before[1] + before[2], after[1]
            is_small = 0 < new_end - new_start <= MOST_GROWN * (end - start + MOST_GROWN)
            if start < end and is_small and max(self.back[new_start:new_end]) == ABSENT:
                old, new = self.old[start:end], self.new[new_start:new_end]
                is_moved = self.has_moved[before[0]] | self.has_moved[end]
                for i, j, length in runs_in_order(old, new):
                    self._pair(start + i, new_start + j, length)
                    self.has_moved[start + i : start + i + length] = bytes([is_moved]) * length


def _free(places: Sequence[int], stretches: Iterable[Span]) -> list[Span]:
    """The parts of these stretches that are unpaired, if they are long enough to have moved."""
    free = []
    for start, end in stretches:
        taken = [n for n, place in enumerate(places[start:end], start) if place != ABSENT]
        edges = pairwise([start - 1, *taken, end])
        free += [(i + 1, j) for i, j in edges if j - i > MOVED[-1]]
    return free


def _once(tokens: str, stretches: Iterable[Span], length: int) -> dict[str, int]:
    """Pieces of that length which occur once in these stretches, with their places."""
    found: dict[str, int] = {}
    for start, end in stretches:
        for i in range(start, end - length + 1):
            piece = tokens[i : i + length]
            found[piece] = ABSENT if piece in found else i
    return {piece: place for piece, place in found.items() if place != ABSENT}
