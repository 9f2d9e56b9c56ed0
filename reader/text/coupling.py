"""Which blocks of two texts belong together: those that share most of their words."""

from collections import Counter
from collections.abc import Sequence

from reader.text.dissecting import Dissected, Node
from reader.text.ordering import ABSENT, in_order

Pair = tuple[Node | None, Node | None]

# Of the shorter of two blocks, at least this share of the letters must be the same, ...
LEAST_OF_SHORTER = 0.5
# ... and of the longer one this share, unless they are as many as a short sentence has.
LEAST_OF_LONGER = 0.15
A_SENTENCE = 30
CELLS = {"td", "th"}
# Where such a part has no partner by its words, it has one by its name.
NAMED = {"thead", "tbody"}


class Coupling:
    """Finds pairs among neighbouring blocks of an old and a new text."""

    def __init__(self, old: Dissected, new: Dissected) -> None:
        self.old, self.new = old, new

    def pairs(self, olds: Sequence[Node], news: Sequence[Node]) -> list[Pair]:
        """All these blocks in one order, some of them as pairs: equal ones first, then others.

        Where both sides have one block, or equally many cells of a table, they belong together as
        they stand.
        """
        if len(olds) == len(news) and _belong_together(olds, news):
            return list(zip(olds, news, strict=True))
        equal = in_order([self.old.key(node) for node in olds], [self.new.key(n) for n in news])
        pairs: list[Pair] = []
        a = b = 0
        for x, y in enumerate(equal):
            if y != ABSENT:
                pairs += [*self._unequal(olds[a:x], news[b:y]), (olds[x], news[y])]
                a, b = x + 1, y + 1
        return pairs + self._unequal(olds[a:], news[b:])

    def _unequal(self, olds: Sequence[Node], news: Sequence[Node]) -> list[Pair]:
        pairs: list[Pair] = []
        a = b = 0
        for x, y in self._alike(olds, news) if olds and news else ():
            pairs += [*_in_between(olds[a:x], news[b:y]), (olds[x], news[y])]
            a, b = x + 1, y + 1
        return pairs + _in_between(olds[a:], news[b:])

    def _alike(self, olds: Sequence[Node], news: Sequence[Node]) -> list[tuple[int, int]]:
        """Each is the one with which the other shares most, and that is enough; in rising order."""
        shared = self._shared_letters(olds, news)
        most_of_old: Counter[int] = Counter()
        most_of_new: Counter[int] = Counter()
        for (x, y), letters in shared.items():
            most_of_old[x] = max(most_of_old[x], letters)
            most_of_new[y] = max(most_of_new[y], letters)
        found = [(-1, -1)]
        for (x, y), letters in shared.items():
            is_most = letters == most_of_old[x] == most_of_new[y]
            is_free = found[-1][0] < x and found[-1][1] < y
            if is_most and is_free and self._is_enough(letters, olds[x], news[y]):
                found.append((x, y))
        return found[1:]

    def _shared_letters(
        self, olds: Sequence[Node], news: Sequence[Node]
    ) -> Counter[tuple[int, int]]:
        """Of pairs that share any. Words keep their order, so the pairs rise."""
        shared: Counter[tuple[int, int]] = Counter()
        first, new_first, y = olds[0].first, news[0].first, 0
        words = self.old.words[first : olds[-1].last]
        places = in_order(words, self.new.words[new_first : news[-1].last])
        for x, old in enumerate(olds):
            for i in range(old.first - first, old.last - first):
                if places[i] != ABSENT:
                    while news[y].last <= new_first + places[i]:
                        y += 1
                    shared[x, y] += self.old.letters(first + i, first + i + 1)
        return shared

    def _is_enough(self, letters: int, old: Node, new: Node) -> bool:
        shorter, longer = sorted(
            (self.old.letters(old.first, old.last), self.new.letters(new.first, new.last))
        )
        is_much = letters >= min(A_SENTENCE, longer * LEAST_OF_LONGER)
        return is_much and letters >= shorter * LEAST_OF_SHORTER


def _belong_together(olds: Sequence[Node], news: Sequence[Node]) -> bool:
    if len(olds) == 1:
        return olds[0].is_wordless == news[0].is_wordless
    return {node.name for node in [*olds, *news]} <= CELLS


def _in_between(olds: Sequence[Node], news: Sequence[Node]) -> list[Pair]:
    """What shares no words: first the old, then the new; but empty cells and the like are pairs."""
    pairs: list[Pair] = []
    a = b = 0
    for x, y in enumerate(
        in_order([_name(n, "old") for n in olds], [_name(n, "new") for n in news])
    ):
        if y != ABSENT:
            pairs += [(old, None) for old in olds[a:x]] + [(None, new) for new in news[b:y]]
            pairs.append((olds[x], news[y]))
            a, b = x + 1, y + 1
    return [*pairs, *((old, None) for old in olds[a:]), *((None, new) for new in news[b:])]


def _name(node: Node, side: str) -> str:
    return node.name if node.is_wordless or node.name in NAMED else side
