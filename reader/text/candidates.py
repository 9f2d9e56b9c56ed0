"""Where the words of a lost passage may be now: places that a reader may mark instead, best first."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import accumulate, pairwise
from math import log

from reader.text.aligning import TOKEN, Words
from reader.text.rendering import Block
from reader.text.sentences import LINE, sentences_in

Span = tuple[int, int]
Feature = tuple[str, ...]  # a word, or two that follow one another

# Less likeness than this is chance.
LEAST = 0.2
# In the very place of the quote it need not be much.
LEAST_THERE = 0.05
# What a place has beyond the quote counts so much as what it lacks of it; and when it is cut down,
# because it is so many times as much.
SURPLUS, DRAG, TOO_LONG = 0.2, 0.5, 2
# Standing where the passage stood makes a place so much the better; half of it is gone so far away.
NEARNESS, FAR = 0.1, 1_000
# Words are the same if so many letters are: most languages bend them at their end.
STEM = 6
# Longer sentences are cut, and of a longer quote the beginning counts, in words.
LONGEST_PART, LONGEST_QUOTE = 60, 300
# So many words are compared with the quote's, beside those of the fewest sentences.
MOST_COMPARED, FEWEST = 800, 6


@dataclass(frozen=True)
class Candidate:
    """text[start:end], in code points, and how like the quote it is, from 0 to 1."""

    start: int
    end: int
    likeness: float


def candidates(
    text: str, quote: str, near: int, blocks: Iterable[Block] = (), most: int = 5
) -> list[Candidate]:
    """The places in a text that are most like a quote which stood near an offset, best first.

    They do not overlap, and there are none where nothing is worth a look. Without blocks every line
    is one. The text is taken apart in linear time, and once for quotes that follow one another.
    """
    return _parts_of(text, tuple(blocks)).like(quote, near, most)


@lru_cache(maxsize=2)
def _parts_of(text: str, blocks: tuple[Block, ...]) -> "_Parts":
    return _Parts(text, blocks)


class _Parts:
    """The sentences of a text as ranges of its words, and which words are in which of them.

    A word weighs log(1 + sentences / sentences with it), and so do two words in a row of which it
    is the second.
    """

    def __init__(self, text: str, blocks: Iterable[Block]) -> None:
        words = Words(text)
        places = [n for n, word in enumerate(words.texts) if _is_word(word)]
        self.starts = [words.starts[n] for n in places]
        self.ends = [words.ends[n] for n in places]
        self.stems = [_stem(words.texts[n]) for n in places]
        pieces = list(self._cut(_sentences(text, blocks)))
        self.parts = [part for part, _ in pieces]
        self.spans = [span for _, span in pieces]
        self.index: dict[str, list[int]] = defaultdict(list)
        for number, (first, last) in enumerate(self.parts):
            for stem in dict.fromkeys(self.stems[first:last]):
                self.index[stem].append(number)
        weights = {stem: self.weight(stem) for stem in self.index}
        self.sums = list(accumulate((weights[stem] for stem in self.stems), initial=0.0))

    def weight(self, stem: str) -> float:
        return log(1 + len(self.parts) / max(1, len(self.index.get(stem, ()))))

    def _cut(self, sentences: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
        """Sentences, the long ones in pieces: as words, and as characters with the signs around."""
        for start, end in sentences:
            first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
            for begin in range(first, last, LONGEST_PART):
                stop = min(begin + LONGEST_PART, last)
                left = start if begin == first else self.starts[begin]
                yield (begin, stop), (left, end if stop == last else self.ends[stop - 1])

    def like(self, quote: str, near: int, most: int) -> list[Candidate]:
        wanted = _Wanted(self, quote)
        found = [wanted.best_around(number) for number in wanted.seeds()]
        found = [candidate for candidate in found if candidate.likeness >= LEAST]
        found.sort(key=lambda candidate: -candidate.likeness * _advantage(candidate, near))
        return _apart([*found[: most - 1], *self._there(wanted, near), *found[most - 1 :]])[:most]

    def _there(self, wanted: "_Wanted", near: int) -> list[Candidate]:
        """The sentence that stands where the quote stood, if it shares anything with it at all."""
        number = next((n for n, (_, end) in enumerate(self.spans) if end > near), None)
        found = [] if number is None else [wanted.whole_part(number)]
        return [candidate for candidate in found if candidate.likeness >= LEAST_THERE]


class _Wanted:
    """What is looked for in the parts of a text."""

    def __init__(self, parts: _Parts, quote: str) -> None:
        self.parts = parts
        self.stems = [_stem(word) for word in TOKEN.findall(quote) if _is_word(word)]
        del self.stems[LONGEST_QUOTE:]
        self.counts = _features(self.stems)
        self.whole = sum(parts.weight(feature[-1]) * n for feature, n in self.counts.items())

    def seeds(self) -> list[int]:
        """The parts that hold the most of the quote's words, by weight."""
        shares: dict[int, float] = defaultdict(float)
        for stem in dict.fromkeys(self.stems):
            weight = self.parts.weight(stem)
            for number in self.parts.index.get(stem, ()):
                shares[number] += weight
        most = max(FEWEST, MOST_COMPARED // max(1, len(self.stems)))
        return nlargest(most, shares, key=shares.__getitem__)

    def best_around(self, number: int) -> Candidate:
        """A part with as many of its neighbours as make it likelier, or with less of itself.

        Whole sentences are offered while they are not much more than what is looked for.
        """
        alone = (number, number + 1), self.whole_part(number).likeness
        for (first, last), likeness in (self._grown(number, number + 1), alone):
            begin, end = self.parts.parts[first][0], self.parts.parts[last - 1][1]
            if self._weight(begin, end) <= TOO_LONG * self.whole:
                spans = self.parts.spans
                return Candidate(spans[first][0], spans[last - 1][1], likeness)
        begin, end = self._densest(begin, end)
        if 2 * (end - begin) < len(self.stems):  # a few words of it are no passage
            return self.whole_part(number)
        likeness = self._likeness(begin, end)
        return Candidate(self.parts.starts[begin], self.parts.ends[end - 1], likeness)

    def whole_part(self, number: int) -> Candidate:
        return Candidate(*self.parts.spans[number], self._of_parts(number, number + 1))

    def _grown(self, first: int, last: int) -> tuple[Span, float]:
        run, likeness = (first, last), self._of_parts(first, last)
        while True:
            wider = [(run[0] - 1, run[1]), (run[0], run[1] + 1)]
            wider = [(i, j) for i, j in wider if i >= 0 and j <= len(self.parts.parts)]
            rated = [(self._of_parts(*run), run) for run in wider]
            if not rated or max(rated)[0] <= likeness:
                return run, likeness
            likeness, run = max(rated)

    def _of_parts(self, first: int, last: int) -> float:
        return self._likeness(self.parts.parts[first][0], self.parts.parts[last - 1][1])

    def _likeness(self, begin: int, end: int) -> float:
        """What is shared, of all that is wanted and a little of what is not (Tversky 1977)."""
        there = _features(self.parts.stems[begin:end])
        shared = sum(
            self.parts.weight(feature[-1]) * min(n, there[feature])
            for feature, n in self.counts.items()
            if feature in there
        )
        surplus = max(0.0, self._weight(begin, end) - shared)
        return shared / (self.whole + SURPLUS * surplus) if shared else 0.0

    def _weight(self, begin: int, end: int) -> float:
        """Of the words and, about, of their pairs."""
        return 2 * (self.parts.sums[end] - self.parts.sums[begin])

    def _densest(self, begin: int, end: int) -> Span:
        """The part in which what is wanted outweighs what is not by most."""
        best, best_sum, start, total = (begin, begin + 1), 0.0, begin, 0.0
        for n in range(begin, end):
            weight = self.parts.sums[n + 1] - self.parts.sums[n]
            total += weight if (self.parts.stems[n],) in self.counts else -DRAG * weight
            if total <= 0:
                start, total = n + 1, 0.0
            elif total > best_sum:
                best, best_sum = (start, n + 1), total
        return best


def _sentences(text: str, blocks: Iterable[Block]) -> Iterator[Span]:
    """Of everything, headings, tables and code too."""
    edges = sorted({0, len(text), *(edge for block in blocks for edge in (block.start, block.end))})
    if len(edges) <= 2:
        edges = sorted({0, len(text), *(line.end() for line in LINE.finditer(text))})
    for start, end in pairwise(edges):
        yield from sentences_in(text, start, end)


def _is_word(word: str) -> bool:
    return word[0].isalnum()


def _stem(word: str) -> str:
    return word.casefold()[:STEM]


def _features(stems: Sequence[str]) -> Counter[Feature]:
    return Counter([*((stem,) for stem in stems), *pairwise(stems)])


def _advantage(candidate: Candidate, near: int) -> float:
    distance = max(candidate.start - near, near - candidate.end, 0)
    return 1 + NEARNESS * FAR / (FAR + distance)


def _apart(found: Iterable[Candidate]) -> list[Candidate]:
    """Those that do not overlap a better one."""
    kept: list[Candidate] = []
    for candidate in found:
        if all(candidate.end <= other.start or other.end <= candidate.start for other in kept):
            kept.append(candidate)
    return kept
