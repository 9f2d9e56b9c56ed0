"""What a new text does to the passages of the old one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from reader.text.aligning import TOKEN
from reader.text.anchoring import Places
from reader.text.quoting import Quote, Searched

Span = tuple[int, int]

# Fewer characters than these may stand somewhere by chance: what surrounds them must be there too.
LEAST_TOLD_ALONE = 20


class Fate(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    EDITED = "edited"
    LOST = "lost"


@dataclass(frozen=True)
class Carried:
    """Where a passage is in the new text, in code points, and how it got there.

    A lost one has start == end: the point near which its words would stand.
    """

    start: int
    end: int
    fate: Fate


def carry(old_text: str, new_text: str, spans: Iterable[Span]) -> list[Carried]:
    """The fate of each passage old_text[start:end]. An empty one stays a point, and counts as lost."""
    return Carrier(old_text, new_text).carry(spans)


class Carrier:
    """The comparison of two texts, made once for all passages that are carried over."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self.old_text, self.new_text = old_text, new_text
        self.searched = Searched(new_text)

    @cached_property
    def places(self) -> Places:
        return Places(self.old_text, self.new_text)

    def carry(self, spans: Iterable[Span]) -> list[Carried]:
        return [self._carried(*span) for span in spans]

    def _carried(self, start: int, end: int) -> Carried:
        if self.old_text == self.new_text:
            return Carried(start, end, Fate.KEPT if start < end else Fate.LOST)
        found = self.places.of(start, end) if start < end else None
        if found is None:
            point = self.places.behind(start)
            return Carried(point, point, Fate.LOST)
        if not same_words(self.old_text[start:end], self.new_text[slice(*found)]):
            return Carried(*found, Fate.EDITED)
        is_in_order = self.places.is_in_order((start, end), found)
        return Carried(*found, Fate.KEPT if is_in_order else Fate.MOVED)

    def returned(self, quote: Quote) -> Span | None:
        """Where words that the old text had lost stand again in the new one.

        They must be newly there: what the old text had, too, is something else that is like them.
        """
        found = self.searched.find(quote) if self.old_text != self.new_text else None
        if found is None or not self.places.is_new(*found):
            return None
        is_telling = len(quote.exact.strip()) >= LEAST_TOLD_ALONE
        return found if is_telling or self._stands_between(found, quote) else None

    def _stands_between(self, span: Span, quote: Quote) -> bool:
        start, end = span
        before = self.new_text[max(0, start - len(quote.prefix)) : start]
        after = self.new_text[end : end + len(quote.suffix)]
        return same_words(before + after, quote.prefix + quote.suffix)


def same_words(one: str, other: str) -> bool:
    """Whether two quotes differ in nothing but white space."""
    return one == other or TOKEN.findall(one) == TOKEN.findall(other)
