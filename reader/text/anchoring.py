"""Find the passages of an old text again in a new one. Rather lost than wrong.

docs/anchoring.md explains the method, its figures and its limits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from reader.text.aligning import ABSENT, Alignment
from reader.text.ordering import rising

Span = tuple[int, int]
Hit = tuple[int, int, int]  # an old token, where it is now, and how many letters it has

# So much of a passage, in characters, must be there still: where it stood, or where it moved to.
KEPT_IN_PLACE, KEPT_ELSEWHERE = 0.4, 0.7
# So many more tokens than before may stand between two words of a passage, beside its own length.
MOST_INSERTED = 8


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
        self.all = Alignment(old_text, new_text)
        self.starts = [start for start, _ in self.all.old_spans]
        self.ends = [end for _, end in self.all.old_spans]

    def of(self, start: int, end: int) -> Span | None:
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if first >= last:  # nothing but white space
            return None
        hits = self._verbatim(first, last) or self._surviving(first, last)
        return self._span(hits, first, last, start, end) if hits else None

    def has_moved(self, start: int, end: int) -> bool:
        """Whether words that are all there have left the order of what surrounds them."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return any(self.all.to[i] < 0 or self.all.has_moved[i] for i in range(first, last))

    def behind(self, offset: int) -> int:
        """Where in the new text the last word ends that stood before the offset and kept its order."""
        last = bisect_right(self.ends, offset)
        kept = self._kept_before[last]
        return self.all.new_spans[self.all.to[kept]][1] if kept >= 0 else 0

    def is_new(self, start: int, end: int) -> bool:
        """Whether most of new_text[start:end] stands for nothing in the old text."""
        spans = self.all.new_spans
        first = bisect_right(spans, start, key=lambda span: span[1])
        last = bisect_left(spans, end, key=lambda span: span[0])
        sizes = [(j - i, self.all.back[n] < 0) for n, (i, j) in enumerate(spans[first:last], first)]
        return 2 * sum(size for size, new in sizes if new) > sum(size for size, _ in sizes)

    @cached_property
    def _kept_before(self) -> list[int]:
        """For each old token, and for the end, the last one before it that kept its order."""
        kept = (
            i if j >= 0 and not moved else -1
            for i, (j, moved) in enumerate(zip(self.all.to, self.all.has_moved, strict=True))
        )
        return list(accumulate(kept, max, initial=-1))

    def _verbatim(self, first: int, last: int) -> list[Hit]:
        """All the words one after another, as aligned; else wherever they stand once in each text."""
        to = self.all.to[first:last]
        if to[0] >= 0 and to == list(range(to[0], to[0] + last - first)):
            return [(i, j, 1) for i, j in enumerate(to, first)]
        words = self.all.old[first:last]
        there = _only_place(self.all.new, words)
        if there == ABSENT or _only_place(self.all.old, words) == ABSENT:
            return []
        return [(i, there + i - first, 1) for i in range(first, last)]

    def _surviving(self, first: int, last: int) -> list[Hit]:
        """The words that are left of it, if they are enough and stand together."""
        to = self.all.to
        hits = [(i, to[i], 1) for i in range(first, last) if to[i] >= 0]
        best = max(self._clusters(rising(hits), last - first), key=self._weight, default=[])
        moved = self._weight([hit for hit in best if self.all.has_moved[hit[0]]])
        kept = self._weight(best)
        needed = KEPT_ELSEWHERE if 2 * moved > kept else KEPT_IN_PLACE
        return best if kept >= needed * self.all.weight(first, last) else []

    def _clusters(self, hits: list[Hit], length: int) -> list[list[Hit]]:
        clusters: list[list[Hit]] = []
        for i, j, _ in hits:
            if clusters and j - clusters[-1][-1][1] <= (
                i - clusters[-1][-1][0] + length + MOST_INSERTED
            ):
                clusters[-1].append((i, j, 1))
            else:
                clusters.append([(i, j, 1)])
        return clusters

    def _weight(self, hits: Sequence[Hit]) -> int:
        return sum(self.ends[i] - self.starts[i] for i, _, _ in hits)

    def _span(self, hits: list[Hit], first: int, last: int, start: int, end: int) -> Span:
        """From the first to the last of the words; a passage that cut a word cuts it still."""
        new_start = self.all.new_spans[hits[0][1]][0]
        new_end = self.all.new_spans[hits[-1][1]][1]
        if hits[0][0] == first:
            new_start += max(0, start - self.starts[first])
        if hits[-1][0] == last - 1:
            new_end -= max(0, self.ends[last - 1] - end)
        return new_start, new_end


def _only_place(words: str, piece: str) -> int:
    """Where a piece stands, if it stands there alone."""
    place = words.find(piece)
    return place if words.find(piece, place + 1) == ABSENT else ABSENT
