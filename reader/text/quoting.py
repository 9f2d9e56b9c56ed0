"""Name a place in a text by its words, and find it again by them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

CONTEXT = 32
GIST_LIMIT = 80
# More places than this cannot be told apart by what stands around them.
MOST_CANDIDATES = 2_000

WHITE_SPACE = re.compile(r"\s+")
LOOSE_END = re.compile(r"[\s,;:(\[«“‘„–—-]+\Z")
JOINER, SELECTORS = "\u200d", range(0xFE00, 0xFE10)


@dataclass(frozen=True)
class Quote:
    """The words of a passage, and up to some thirty characters of what stands before and after it."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def quote_at(text: str, start: int, end: int, context: int = CONTEXT) -> Quote:
    """The quote of text[start:end], with up to `context` code points on each side."""
    return Quote(text[start:end], text[max(0, start - context) : start], text[end : end + context])


def find(text: str, quote: Quote) -> tuple[int, int] | None:
    """Where the quote stands, as (start, end) in code points; None if absent or ambiguous.

    The exact words count first, then the same words with any white space between them. Words that
    stand at several places are told apart by how much of the quote's prefix and suffix stands
    around each. Takes linear time.
    """
    return Searched(text).find(quote)


class Searched:
    """A text in which several quotes are looked for: what they share is done once."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, quote: Quote) -> tuple[int, int] | None:
        """As the function does."""
        if not quote.exact.strip():
            return None
        found = _find_exactly(self.text, quote)
        return found if found or quote.exact in self.text else self._find_folded(quote)

    def _find_folded(self, quote: Quote) -> tuple[int, int] | None:
        """Search with every stretch of white space as one space, in the text and in the quote."""
        folded, places = self._folded
        parts = (quote.exact.strip(), quote.prefix, quote.suffix)
        found = _find_exactly(folded, Quote(*(WHITE_SPACE.sub(" ", part) for part in parts)))
        return found and (places[found[0]], places[found[1] - 1] + 1)

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return _fold(self.text)


def count(text: str, exact: str) -> int:
    """At how many places the words begin, overlapping ones included."""
    return sum(1 for _ in _places(text, exact))


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends, cut to the text; if nothing is left, (start, start)."""
    start, end = min(max(0, start), len(text)), min(end, len(text))
    words = text[start:end].strip()
    if not words:
        return start, start
    begin = start + text[start:end].index(words[0])
    return begin, begin + len(words)


def gist_of(quote: str, limit: int = GIST_LIMIT) -> str:
    """A first wording for an annotation: one line of at most `limit` characters, cut at a word."""
    line = " ".join(quote.split())
    if len(line) <= limit:
        return line
    room = line[:limit]
    border = room.rfind(" ")
    # Scripts without spaces, and single long words, are cut where no character is torn apart.
    cut = room[:border] if border > limit // 2 else line[: _character_border(line, limit - 1)]
    return LOOSE_END.sub("", cut) + "…"


def _character_border(text: str, at: int) -> int:
    """The last place at or before `at` that tears no letter from its marks and no emoji apart."""
    while at > 1 and is_torn(text, at):
        at -= 1
    return at


def is_torn(text: str, at: int) -> bool:
    """Whether a cut before text[at] parts a letter from its marks, or the pieces of an emoji."""
    return 0 < at < len(text) and (_continues(text[at]) or text[at - 1] == JOINER)


def _continues(char: str) -> bool:
    return char == JOINER or ord(char) in SELECTORS or unicodedata.category(char).startswith("M")


def _find_exactly(text: str, quote: Quote) -> tuple[int, int] | None:
    start = _only_place(text, quote.exact)
    if start is None:
        whole = _only_place(text, quote.prefix + quote.exact + quote.suffix)
        start = _best_place(text, quote) if whole is None else whole + len(quote.prefix)
    return None if start is None else (start, start + len(quote.exact))


def _fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and where each of its characters stands in the text."""
    places: list[int] = []
    at = 0
    for space in WHITE_SPACE.finditer(text):
        places.extend(range(at, space.start() + 1))
        at = space.end()
    places.extend(range(at, len(text)))
    return WHITE_SPACE.sub(" ", text), places


def _only_place(text: str, words: str) -> int | None:
    # Not rfind: unlike find it can take quadratic time.
    start = text.find(words)
    return start if start != -1 and text.find(words, start + 1) == -1 else None


def _best_place(text: str, quote: Quote) -> int | None:
    """The one place whose surroundings agree most with the quote's, if there is one."""
    scores: list[tuple[int, int]] = []
    for start in _places(text, quote.exact):
        scores.append((_agreement(text, start, quote), start))
        if len(scores) > MOST_CANDIDATES:
            return None
    scores.sort(reverse=True)
    if not scores or scores[0][0] == 0 or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]


def _agreement(text: str, start: int, quote: Quote) -> int:
    """How many characters of prefix and suffix stand there, counted outwards from the words."""
    end = start + len(quote.exact)
    before = text[max(0, start - len(quote.prefix)) : start]
    after = text[end : end + len(quote.suffix)]
    return _shared(before[::-1], quote.prefix[::-1]) + _shared(after, quote.suffix)


def _shared(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)


def _places(text: str, words: str) -> Iterator[int]:
    """Where the words begin, overlapping ones included.

    Words that repeat themselves ("aaaa") overlap at every turn. To compare the whole of them each
    time would take quadratic time, so after one place only what the next one adds is compared.
    """
    if not words:
        return
    period = (words + words).find(words, 1)
    turn = words[-period:]
    at = text.find(words)
    while at != -1:
        yield at
        if text.startswith(turn, at + len(words)):
            at += period
        else:
            at = text.find(words, at + 1)
