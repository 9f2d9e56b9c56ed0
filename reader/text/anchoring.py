"""Find the passages of an old text again in a new one. Rather lost than wrong.

docs/anchoring.md explains the method, its figures and its limits.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reader.text.aligning import Alignment, rising

Span = tuple[int, int]
Hit = tuple[int, int]  # an old token, and where it is now

# So much of a passage, in characters, must be there still: where it stood, or where it moved to.
KEPT_IN_PLACE, KEPT_ELSEWHERE = 0.4, 0.7
# So many more tokens than before may stand between two words of a passage, beside its own length.
MOST_INSERTED = 8
MOST_CANDIDATES = 2_000


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
    places = _Places(old_text, new_text)
    return [places.of(start, end) for start, end in passages]


class _Places:
    def __init__(self, old_text: str, new_text: str) -> None:
        self.all = Alignment(old_text, new_text)
        self.starts = [start for start, _ in self.all.old_spans]
        self.ends = [end for _, end in self.all.old_spans]
        self.index: dict[int, dict[int, list[int]]] = {}

    def of(self, start: int, end: int) -> Span | None:
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if first >= last:  # nothing but white space
            return None
        hits = self._verbatim(first, last) or self._surviving(first, last)
        return self._span(hits, first, last, start, end) if hits else None

    def _verbatim(self, first: int, last: int) -> list[Hit]:
        """All the words one after another, as aligned; else wherever they stand once in each text."""
        to = self.all.to[first:last]
        if to[0] >= 0 and to == list(range(to[0], to[0] + last - first)):
            return list(enumerate(to, first))
        words = self.all.old[first:last]
        there = self._occurrences(self.all.new, words)
        if len(there) != 1 or len(self._occurrences(self.all.old, words)) != 1:
            return []
        return list(enumerate(range(there[0], there[0] + last - first), first))

    def _surviving(self, first: int, last: int) -> list[Hit]:
        """The words that are left of it, if they are enough and stand together."""
        to = self.all.to
        hits = [(i, to[i]) for i in range(first, last) if to[i] >= 0]
        best = max(self._clusters(rising(hits), last - first), key=self._weight, default=[])
        moved = self._weight([hit for hit in best if self.all.has_moved[hit[0]]])
        kept = self._weight(best)
        needed = KEPT_ELSEWHERE if 2 * moved > kept else KEPT_IN_PLACE
        return best if kept >= needed * self.all.weight(first, last) else []

    def _clusters(self, hits: list[Hit], length: int) -> list[list[Hit]]:
        clusters: list[list[Hit]] = []
        for i, j in hits:
            if clusters and j - clusters[-1][-1][1] <= (
                i - clusters[-1][-1][0] + length + MOST_INSERTED
            ):
                clusters[-1].append((i, j))
            else:
                clusters.append([(i, j)])
        return clusters

    def _weight(self, hits: Sequence[Hit]) -> int:
        return sum(self.ends[i] - self.starts[i] for i, _ in hits)

    def _occurrences(self, tokens: list[int], words: list[int]) -> list[int]:
        """The first two places of these words, found by the rarest of them."""
        index = self._index(tokens)
        rarest = min(range(len(words)), key=lambda n: len(index[words[n]]))
        candidates = index[words[rarest]]
        if len(candidates) > MOST_CANDIDATES:
            return []
        places = (place - rarest for place in candidates if place >= rarest)
        found = (place for place in places if tokens[place : place + len(words)] == words)
        return [place for place, _ in zip(found, range(2), strict=False)]

    def _index(self, tokens: list[int]) -> dict[int, list[int]]:
        if id(tokens) not in self.index:
            index = self.index[id(tokens)] = defaultdict(list)
            for place, token in enumerate(tokens):
                index[token].append(place)
        return self.index[id(tokens)]

    def _span(self, hits: list[Hit], first: int, last: int, start: int, end: int) -> Span:
        """From the first to the last of the words; a passage that cut a word cuts it still."""
        new_start = self.all.new_spans[hits[0][1]][0]
        new_end = self.all.new_spans[hits[-1][1]][1]
        if hits[0][0] == first:
            new_start += max(0, start - self.starts[first])
        if hits[-1][0] == last - 1:
            new_end -= max(0, self.ends[last - 1] - end)
        return new_start, new_end
