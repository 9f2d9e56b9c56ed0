"""Find the passages of an old text again in a new one. Rather lost than wrong.

docs/anchoring.md explains the method, its figures and its limits.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from reader.text.aligning import ABSENT, Alignment
from reader.text.ordering import Run, rising
from reader.text.quoting import is_torn

Span = tuple[int, int]

# So much of a passage, in characters, must be there still: if it surely is the same, or perhaps.
KEPT_SURELY, KEPT_PERHAPS = 0.4, 0.7
# What ends a sentence or a line: what was put in beyond it does not belong to a passage.
SIGNS = ".!?…。！？"
BREAK = re.compile(f"[\n{SIGNS}]")
# So many words at most stand for one at the border of a passage.
MOST_FOR_ONE = 3
# So many more tokens than before may stand between two words of a passage, beside its own length.
MOST_INSERTED = 8
# Letters with more marks than this, and longer emoji, may be parted.
LONGEST_CHARACTER = 32


def reanchor(old_text: str, new_text: str, start: int, end: int) -> Span | None:
    """Where old_text[start:end] is in the new text, as (start, end) in code points; None if it is lost."""
    return reanchor_all(old_text, new_text, [(start, end)])[0]


def reanchor_all(old_text: str, new_text: str, spans: Iterable[Span]) -> list[Span | None]:
    """The same for many passages of one text, whose comparison is made once.

    Takes O(n log n) time in the length of the texts, and little more for each passage.
    """
    passages = list(spans)
    if old_text == new_text:
        return list(passages)
    places = Places(old_text, new_text)
    return [places.of(start, end) for start, end in passages]


class Places:
    """Where the passages of one text are in another; the comparison is made once for all of them."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self.old_text, self.new_text = old_text, new_text
        self.all = Alignment(old_text, new_text)
        self.starts, self.ends = self.all.old_words.starts, self.all.old_words.ends
        self.new_starts, self.new_ends = self.all.new_words.starts, self.all.new_words.ends

    def of(self, start: int, end: int) -> Span | None:
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if first >= last:  # nothing but white space
            return None
        pieces = self._verbatim(first, last) or self._surviving(first, last)
        return self._span(pieces, first, last, start, end) if pieces else None

    def is_in_order(self, old: Span, new: Span) -> bool:
        """Whether a place is still between what stood before the passage and what stood after it."""
        return self.behind(old[0]) <= new[0] and new[1] <= self.ahead(old[1])

    def behind(self, offset: int) -> int:
        """Where in the new text the last word ends that stood before the offset and kept its order."""
        place = bisect_left(self._kept, bisect_right(self.ends, offset))
        return self.new_ends[self.all.to[self._kept[place - 1]]] if place else 0

    def ahead(self, offset: int) -> int:
        """Where the first word begins that stood behind the offset and kept its order."""
        place = bisect_left(self._kept, bisect_left(self.starts, offset))
        is_last = place == len(self._kept)
        return len(self.new_text) if is_last else self.new_starts[self.all.to[self._kept[place]]]

    def is_new(self, start: int, end: int) -> bool:
        """Whether most of new_text[start:end] stands for nothing in the old text."""
        first, last = bisect_right(self.new_ends, start), bisect_left(self.new_starts, end)
        sizes = self.all.new_words.sizes
        known = sum(
            sizes[j + 1] - sizes[j] for j in range(first, last) if self.all.back[j] != ABSENT
        )
        return 2 * known < sizes[last] - sizes[first]

    @cached_property
    def _kept(self) -> list[int]:
        """The old words that kept their order."""
        places = zip(self.all.to, self.all.has_moved, strict=True)
        return [i for i, (j, has_moved) in enumerate(places) if j != ABSENT and not has_moved]

    def _verbatim(self, first: int, last: int) -> list[Run]:
        """All the words one after another, as aligned; else wherever they stand once in each text."""
        pieces, whole = self._pieces(first, last), last - first
        if len(pieces) == 1 and pieces[0][2] == whole and not self._is_doubtful(pieces[0]):
            return pieces
        there = self._only_place(first, last)
        return [] if there == ABSENT else [(first, there, whole)]

    def _surviving(self, first: int, last: int) -> list[Run]:
        """The words that are left of it, if they are enough and stand together."""
        clusters = self._clusters(rising(self._pieces(first, last)), last - first)
        best = max(clusters, key=self._weight, default=[])
        if all(map(self._is_weak, best)):
            return []
        doubtful = self._weight([piece for piece in best if self._is_doubtful(piece)])
        kept = self._weight(best)
        needed = KEPT_PERHAPS if 2 * doubtful > kept else KEPT_SURELY
        return best if kept >= needed * self.all.weight(first, last) else []

    def _pieces(self, first: int, last: int) -> list[Run]:
        """What is left of some old tokens: pieces whose words follow one another in both texts."""
        pieces: list[Run] = []
        for i, j in enumerate(self.all.to[first:last], first):
            if pieces and j - i == pieces[-1][1] - pieces[-1][0] and i == sum(pieces[-1][::2]):
                pieces[-1] = (*pieces[-1][:2], pieces[-1][2] + 1)
            elif j != ABSENT:
                pieces.append((i, j, 1))
        return pieces

    def _is_doubtful(self, piece: Run) -> bool:
        """Whether it moved, or belongs to a weak run whose words stand at other places, too."""
        return bool(self.all.has_moved[piece[0]]) or self._is_weak(piece)

    def _is_weak(self, piece: Run) -> bool:
        i, _, length = piece
        place = bisect_right(self.all.weak, (i, sys.maxsize)) - 1
        start, _, size = self.all.weak[place] if place >= 0 else (0, 0, 0)
        is_part = start <= i and i + length <= start + size
        return is_part and self._only_place(start, start + size) == ABSENT

    def _clusters(self, pieces: list[Run], length: int) -> list[list[Run]]:
        clusters: list[list[Run]] = []
        for i, j, size in pieces:
            if clusters:
                old_end, new_end = sum(clusters[-1][-1][::2]), sum(clusters[-1][-1][1:])
            if clusters and j - new_end <= i - old_end + length + MOST_INSERTED:
                clusters[-1].append((i, j, size))
            else:
                clusters.append([(i, j, size)])
        return clusters

    def _weight(self, pieces: Sequence[Run]) -> int:
        return sum(self.all.weight(i, i + length) for i, _, length in pieces)

    def _only_place(self, first: int, last: int) -> int:
        """Where some old words are in the new text, if they stand once in each."""
        place = _only(self.all.new, self.all.old[first:last])
        return place if _only(self.all.old, self.all.old[first:last]) == first else ABSENT

    def _span(self, pieces: list[Run], first: int, last: int, start: int, end: int) -> Span:
        """From the first to the last of the words; a passage that cut a word cuts it still."""
        (begin, new_begin, _), (i, j, length) = pieces[0], pieces[-1]
        new_start, new_end = self.new_starts[new_begin], self.new_ends[j + length - 1]
        if begin == first:
            new_start += max(0, start - self.starts[first])
        else:
            new_start -= len(self._put_before(first, begin, new_begin))
        if i + length == last:
            new_end -= max(0, self.ends[last - 1] - end)
        else:
            new_end += len(self._put_behind(last, i + length, j + length))
        if not is_torn(self.old_text, start):
            new_start = _untorn(self.new_text, new_start, -1)
        if not is_torn(self.old_text, end):
            new_end = _untorn(self.new_text, new_end, 1)
        return new_start, new_end

    def _put_before(self, first: int, begin: int, new_begin: int) -> str:
        """What stands for the first words of a passage, where they were put in other words."""
        place = self.all.to[first - 1] + 1 if first else 0
        if not self._is_put_for((first, begin), (place, new_begin)):
            return ""
        words = self.new_text[self.new_starts[place] : self.new_starts[new_begin]]
        return "" if BREAK.search(words) else words

    def _put_behind(self, last: int, stop: int, new_stop: int) -> str:
        """What stands for its last words. A sentence may end with them, but no other begin."""
        place = self.all.to[last] if last < len(self.all.to) else len(self.all.back)
        if not self._is_put_for((stop, last), (new_stop, place)):
            return ""
        words = self.new_text[self.new_ends[new_stop - 1] : self.new_ends[place - 1]]
        return "" if BREAK.search(words.rstrip(SIGNS)) else words

    def _is_put_for(self, old: Span, new: Span) -> bool:
        """Whether new words take the place of old ones: all unpaired, and not many more than those."""
        size, new_size = old[1] - old[0], new[1] - new[0]
        is_alike = 0 < new_size <= MOST_FOR_ONE * size
        return is_alike and all(j == ABSENT for j in self.all.back[slice(*new)])


def _untorn(text: str, at: int, step: int) -> int:
    """A place nearby that parts no letter from its marks."""
    places = range(at, at + step * LONGEST_CHARACTER, step)
    return next((place for place in places if not is_torn(text, place)), at)


def _only(words: str, piece: str) -> int:
    place = words.find(piece)
    return place if words.find(piece, place + 1) == ABSENT else ABSENT
