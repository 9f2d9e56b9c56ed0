"""What changed between two revisions, word by word, in the text as readers see it.

Blocks that are equal, or share most of their words, become a row, and so do, inside them, items with
items and cells with cells. Then the words of each such pair are compared. So a word that went to
another block has come there and gone here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, groupby, pairwise
from typing import TypeVar

from reader.text.coupling import Coupling, Pair
from reader.text.dissecting import Dissected, Node, plain_tag
from reader.text.markup import escaped
from reader.text.ordering import ABSENT
from reader.text.rewriting import Marks
from reader.text.settling import settled

# An unchanged word of so many letters between changes twice as long is read as changed, too.
SHORT_WORD = 4
# What lies deeper in blocks is compared word by word, whatever blocks there are in it.
DEEPEST = 50
# Elements that hold the same kind of thing.
KINDS = ({"ul", "ol"}, {"td", "th"})
LINK = re.compile(r"<a[ >][^>]*")

CAME = "came"

T = TypeVar("T")
Run = tuple[int, int, int]  # where in the old, where in the new, how many words


class Note(StrEnum):
    """What changed about words that stayed the same."""

    LINK = "link"
    FORMAT = "format"
    BLOCK = "block"
    SPACING = "spacing"


@dataclass(frozen=True)
class Row:
    """A block before and after, and both in one; safe HTML, where `old` or `new` may be "".

    `old` has <del> around the words that went, `new` has <ins> around those that came; `inline` is
    the new block with both. Words that stayed, but have another link or format, are in a <span
    data-markup-changed> of the new. `notes` tells what changed besides words. None holds an id.
    """

    old: str
    new: str
    inline: str
    is_changed: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The rows in order, and how many words came and went."""

    rows: tuple[Row, ...]
    added: int
    removed: int


def compare(old_html: str, new_html: str) -> Comparison:
    """Two texts that `render` made, block by block. White space alone is no change, but in code.

    Takes O(n log n) time for n words. Pictures and rules change as words do, but count as none.
    """
    return _Comparing(Dissected(old_html), Dissected(new_html)).comparison()


def compare_words(old: str, new: str) -> str:
    """Two plain texts as one: escaped HTML with <del> around what went, <ins> around what came."""
    return _Comparing(Dissected(escaped(old)), Dissected(escaped(new))).as_one()


class _Comparing:
    """Two texts taken apart; `to` and `back` are the places of the words that stayed.

    Every word belongs to one pair of blocks, or to a block that stands alone, and stays only if it
    stands on both sides of that pair. All that is known when all pairs are settled.
    """

    def __init__(self, old: Dissected, new: Dissected) -> None:
        self.old, self.new = old, new
        self.to, self.back = [ABSENT] * len(old.words), [ABSENT] * len(new.words)
        self.kinds = [""] * len(new.words)
        self.put_at: set[int] = set()
        self.coupling = Coupling(old, new)
        self.pairs_inside: dict[int, list[Pair]] = {}
        self.old_marks, self.new_marks = Marks(old), Marks(new)

    def comparison(self) -> Comparison:
        pairs = self.coupling.pairs(self.old.top, self.new.top)
        for pair in pairs:
            self._settle(*pair)
        self._mark()
        rows = tuple(self._row(*pair) for pair in pairs)
        removed = sum(self.old.is_word(i) for i, j in enumerate(self.to) if j == ABSENT)
        added = sum(self.new.is_word(j) for j, i in enumerate(self.back) if i == ABSENT)
        return Comparison(rows, added, removed)

    def as_one(self) -> str:
        old, new = self.old.whole, self.new.whole
        pair = (old, None) if new.is_wordless else (old, new)
        self._settle(*pair)
        self._mark()
        return self._inline(*pair)

    def _settle(self, old: Node | None, new: Node | None, depth: int = 0) -> None:
        """Decide which words of a row stay, and which blocks inside it belong together."""
        if not old or not new:
            return
        is_equal = self.old.key(old) == self.new.key(new)
        if not is_equal and depth < DEEPEST and _is_same_kind(old, new):
            pairs = self.coupling.pairs(old.children, new.children)
            self.pairs_inside[new.opening] = pairs
            for pair in pairs:
                self._settle(*pair, depth + 1)
        else:
            self._compare_words(old, new)

    def _compare_words(self, old: Node, new: Node) -> None:
        words, new_words = (
            side.words[n.first : n.last] for side, n in ((self.old, old), (self.new, new))
        )
        places = settled(words, new_words, self.old.quality(old.first), self.new.quality(new.first))
        for i, j in enumerate(places):
            if j != ABSENT:
                self._keep(old.first + i, new.first + j)
        if self._has_other_words(old, new):
            self._let_go_of_short_words(old, new)
            self._put_in_what_went(old, new)
        elif not new.is_wordless and self._is_spaced_anew(old, new):
            self.kinds[new.first] = Note.SPACING

    def _keep(self, i: int, j: int) -> None:
        self.to[i], self.back[j] = j, i

    def _let_go(self, i: int, j: int) -> None:
        self.to[i] = self.back[j] = ABSENT

    def _has_other_words(self, old: Node, new: Node) -> bool:
        return ABSENT in self.to[old.first : old.last] or ABSENT in self.back[new.first : new.last]

    def _is_spaced_anew(self, old: Node, new: Node) -> bool:
        """Whether code has other white space: there it tells something."""
        if "<pre" not in self.new.blocks_around[new.first]:
            return False
        before = self.old.markup.text[self.old.starts[old.first] : self.old.ends[old.last - 1]]
        return (
            before != self.new.markup.text[self.new.starts[new.first] : self.new.ends[new.last - 1]]
        )

    def _runs(self, old: Node, new: Node) -> Iterator[Run]:
        """Words that stayed and follow each other on both sides; last the ends, with no word."""
        start = old.first
        for i in range(old.first, old.last):
            if self.to[i] == ABSENT:
                start = i + 1
            elif i + 1 == old.last or self.to[i + 1] != self.to[i] + 1:
                yield start, self.to[start], i + 1 - start
                start = i + 1
        yield old.last, new.last, 0

    def _let_go_of_short_words(self, old: Node, new: Node) -> None:
        i, j, before = old.first, new.first, 0
        for run, following in pairwise([*self._runs(old, new)]):
            start, new_start, length = run
            before += self._change(i, start, j, new_start)
            i, j = start + length, new_start + length
            after = self._change(i, following[0], j, following[1])
            weight = self.old.letters(start, i)
            if weight <= SHORT_WORD and 2 * weight <= min(before, after):
                for n in range(length):
                    self._let_go(start + n, new_start + n)
                before += weight
            else:
                before = 0

    def _change(self, start: int, end: int, new_start: int, new_end: int) -> int:
        """How many letters went or came here, whichever are more."""
        return max(self.old.letters(start, end), self.new.letters(new_start, new_end))

    def _put_in_what_went(self, old: Node, new: Node) -> None:
        i, j = old.first, new.first
        for start, new_start, length in self._runs(old, new):
            if i < start:
                self.put_at.add(j)
                words = self.old.html(i, start)
                if j < new_start:
                    self.new_marks.put_before(j, f"<del>{words}</del>")
                elif new.first < j and (j == new.last or self._goes_on(i, j)):
                    self.new_marks.put_after(j - 1, f"<del>{escaped(self.old.gap(i))}{words}</del>")
                else:
                    self.new_marks.put_before(
                        j, f"<del>{words}{escaped(self.old.gap(start))}</del>"
                    )
            i, j = start + length, new_start + length

    def _goes_on(self, i: int, j: int) -> bool:
        """Whether what went goes on with the word before it, rather than with the one after it."""
        is_same_block = self.old.blocks_around[i] == self.old.blocks_around[i - 1]
        return is_same_block and self.old.formats_around[i] == self.new.formats_around[j - 1]

    def _mark(self) -> None:
        """Once all is settled: put marks around what went, what came, and what looks different."""
        for (i, last), went in _stretches([place == ABSENT for place in self.to]):
            if went:
                self.old_marks.mark(i, last, "<del>", "</del>")
        for j, i in enumerate(self.back):
            self.kinds[j] = CAME if i == ABSENT else self.kinds[j] or self._kind(i, j)
        # Nothing may be put inside a mark.
        parts = accumulate(j in self.put_at for j in range(len(self.kinds)))
        for (j, last), (kind, _) in _stretches(list(zip(self.kinds, parts, strict=True))):
            if kind == CAME:
                self.new_marks.mark(j, last, "<ins>", "</ins>")
            elif kind in (Note.LINK, Note.FORMAT):
                self.new_marks.mark(j, last, f'<span data-markup-changed="{kind}">', "</span>")

    def _kind(self, i: int, j: int) -> str:
        """In what a word that stayed differs from before."""
        old, new = self.old.formats_around[i], self.new.formats_around[j]
        if old != new:
            return Note.FORMAT if LINK.findall(old) == LINK.findall(new) else Note.LINK
        is_same = self.old.blocks_around[i] == self.new.blocks_around[j]
        return "" if is_same else Note.BLOCK

    def _row(self, old: Node | None, new: Node | None) -> Row:
        before = self.old_marks.written(old) if old else ""
        after = self.new_marks.written(new) if new else ""
        if not (old and new):
            return Row(before, after, before or after, True)
        notes = {kind for kind in self.kinds[new.first : new.last] if kind not in ("", CAME)}
        is_changed = bool(notes) or self._has_other_words(old, new)
        inline = self._inline(old, new) if is_changed else after
        return Row(before, after, inline, is_changed, tuple(n for n in Note if n in notes))

    def _inline(self, old: Node | None, new: Node | None) -> str:
        if new is None:
            return self.old_marks.written(old) if old else ""
        pairs = self.pairs_inside.get(new.opening) if old and new.name else None
        if pairs is None:
            return self.new_marks.written(new, with_put=True)
        opening, closing = (self.new.markup.tags[tag] for tag in (new.opening, new.closing))
        return plain_tag(opening) + "\n".join(self._inline(*pair) for pair in pairs) + closing


def _is_same_kind(old: Node, new: Node) -> bool:
    """Whether two blocks hold blocks or words of which some may belong together."""
    if any({old.name, new.name} <= kind for kind in KINDS):
        return True
    return old.name == new.name and old.name not in ("", "hr")


def _stretches(kinds: Sequence[T]) -> Iterator[tuple[tuple[int, int], T]]:
    """From where to where neighbours are of one kind."""
    start = 0
    for kind, equal in groupby(kinds):
        end = start + sum(1 for _ in equal)
        yield (start, end), kind
        start = end
