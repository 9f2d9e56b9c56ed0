"""Words as a search compares them, and the places in a text where they stand.

Both databases index what `folded` returns with their plainest tokenizer. All that makes words equal
(case, width, accents) happens here, so both find the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST_TERMS = 8
LONGEST_TOKEN = 64
SHORTEST_BEGINNING = 2
STRETCH = 4_000
SNIPPET, LEAD = 230, 60

# Scripts written without spaces, and Hangul, whose endings cling to words: every sign is a token,
# and what is looked for is a sequence of them.
SINGLE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
SINGLE += "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
MARKS = [chr(n) for n in range(0x300, 0xFE30) if unicodedata.category(chr(n))[0] == "M"]
MARK = "".join(MARKS)
RUN = re.compile(
    f"[\u1100-\u11ff]+|(?=[^\\W_])[{SINGLE}][{MARK}]*|(?![{SINGLE}])[^\\W_](?:(?![{SINGLE}])[^\\W_]|[{MARK}\u00ad])*"
)
TOKEN = re.compile(f"(?=[^\\W_])[{SINGLE}]|(?:(?![{SINGLE}])[^\\W_])+")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
QUOTED = re.compile(r'"([^"]*)"?|(\S+)')

# Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic: readers leave them out.
LEFT_OUT = [(0x300, 0x36F), (0x483, 0x487), (0x591, 0x5C7), (0x610, 0x61A), (0x640, 0x640)]
LEFT_OUT += [(0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF)]
LEFT_OUT += [(0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xAD, 0xAD)]
PLAIN: dict[int, str | None] = {n: None for first, last in LEFT_OUT for n in range(first, last + 1)}
LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th"}
LETTERS |= {"æ": "ae", "œ": "oe"}
PLAIN |= {ord(letter): plain for letter, plain in LETTERS.items()}
# Marks that do tell words apart would end a token, and so would a few letters that SQLite takes for
# marks; written out they are part of it.
SPELT_OUT = [*map(ord, MARKS), *range(0x19B0, 0x19CA), 0x1CF2, 0x1CF3]
AS_LETTERS = {n: f"x{n:x}" for n in SPELT_OUT}


@dataclass(frozen=True)
class Term:
    """Tokens that follow one another; of an open one the last may go on."""

    tokens: tuple[str, ...]
    is_open: bool = False

    def is_in(self, words: str) -> bool:
        """Whether folded words hold the term."""
        end = "" if self.is_open else " "
        return f" {' '.join(self.tokens)}{end}" in f" {words} "

    def length_at(self, tokens: Sequence[str], place: int) -> int:
        """How many tokens match from this place on; 0 where the term does not stand there."""
        found = tuple(tokens[place : place + len(self.tokens)])
        if self.is_open and found and len(found) == len(self.tokens):
            found = (*found[:-1], found[-1][: len(self.tokens[-1])])
        return len(found) if found == self.tokens else 0


@dataclass(frozen=True)
class Piece:
    """Words of a snippet, which match or stand between matches."""

    words: str
    is_match: bool = False


def folded(text: str) -> str:
    """The tokens of a text with one space between them: letters and digits, nothing else."""
    return " ".join(token for token, _, _ in located(text))


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Each token, and where the word it is of begins and ends, in code points."""
    for run in RUN.finditer(text):
        for token in _tokens(run[0]):
            yield token, run.start(), run.end()


def terms_of(query: str) -> tuple[Term, ...]:
    """What to look for: each word, and each group of words in quotation marks. All must be found.

    The last word may be unfinished, unless it is very short.
    """
    found = []
    for match in QUOTED.finditer(query.translate({0x201C: '"', 0x201D: '"', 0x201E: '"'})):
        tokens = tuple(folded(match[1] or match[2] or "").split())
        is_last = match.end() == len(query) and match[2] is not None
        if tokens:
            found.append(Term(tokens, is_last and len(tokens[-1]) >= SHORTEST_BEGINNING))
    return tuple(dict.fromkeys(found[:MOST_TERMS]))


def stretches_of(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into parts of up to STRETCH code points, between paragraphs or words if it can be."""
    start = 0
    while start < len(text):
        end = min(start + STRETCH, len(text))
        if end < len(text):
            breaks = (text.rfind(sign, start + STRETCH // 2, end) for sign in "\n ")
            end = next((place + 1 for place in breaks if place > 0), end)
        yield start, end
        start = end


def matches_in(text: str, terms: Iterable[Term]) -> list[tuple[int, int, int]]:
    """Where terms stand: start, end, and the number of the term, in the order of the text."""
    rows = list(located(text))
    tokens = [token for token, _, _ in rows]
    found = []
    for number, term in enumerate(terms):
        places = (n for n, token in enumerate(tokens) if token[:1] == term.tokens[0][:1])
        for place in places:
            if length := term.length_at(tokens, place):
                found.append((rows[place][1], rows[place + length - 1][2], number))
    return sorted(found)


def marked(text: str, terms: Iterable[Term]) -> tuple[Piece, ...]:
    """The whole text in pieces that match and pieces that do not. Joined they are the text."""
    return tuple(_pieces(text, matches_in(text, terms), 0, len(text)))


def snippet(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """A few lines around the place where most of the terms stand together; empty if none does."""
    found = matches_in(text, terms)
    if not found:
        return ()
    start = max(found, key=lambda match: (_terms_after(found, match[0]), -match[0]))[0]
    begin = _word_border(text, max(0, start - LEAD), start)
    end = len(text) if len(text) <= begin + SNIPPET else _word_end(text, begin + SNIPPET)
    pieces = list(_pieces(text, found, begin, end))
    before = [Piece("… ")] if begin else []
    after = [Piece(" …")] if end < len(text) else []
    return (*before, *pieces, *after)


@lru_cache(maxsize=20_000)
def _tokens(run: str) -> tuple[str, ...]:
    if run.isascii():
        return (run.lower()[:LONGEST_TOKEN],)
    plain = unicodedata.normalize("NFKC", run).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(PLAIN)
    plain = unicodedata.normalize("NFC", plain).translate(AS_LETTERS)
    plain = ASTRAL.sub(lambda sign: f" x{ord(sign[0]):x} ", plain)
    digits = "".join(str(unicodedata.digit(s)) if s.isdecimal() else s for s in plain)
    return tuple(token[:LONGEST_TOKEN] for token in TOKEN.findall(digits))


def _terms_after(found: Sequence[tuple[int, int, int]], start: int) -> int:
    return len({n for first, last, n in found if start <= first and last <= start + SNIPPET - LEAD})


def _pieces(
    text: str, found: Sequence[tuple[int, int, int]], begin: int, end: int
) -> Iterator[Piece]:
    place = begin
    for first, last, _ in found:
        if first < place or last > end:
            continue
        if place < first:
            yield Piece(text[place:first])
        yield Piece(text[first:last], is_match=True)
        place = last
    if place < end:
        yield Piece(text[place:end])


def _word_border(text: str, begin: int, start: int) -> int:
    """Begin with a whole word, and not in the middle of the paragraph before."""
    paragraph = text.rfind("\n", begin, start)
    if paragraph >= 0:
        return paragraph + 1
    space = text.find(" ", begin, start)
    return space + 1 if begin and space >= 0 else begin


def _word_end(text: str, end: int) -> int:
    space = text.rfind(" ", end - LEAD, end)
    return space if space > 0 else end
