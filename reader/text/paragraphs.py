"""Which lines of plain text make one paragraph: wrapped ones are joined, others keep their ends.

Widths count columns: a wide East Asian character takes two.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

NARROWEST = 45
WIDEST = 120
SENTENCE_END = re.compile(r"[.!?…:;。！？؟।”\"’'»)\]]$")
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
FIRST_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Line:
    """One line as typed, and its number, counted from 1."""

    number: int
    typed: str

    @cached_property
    def words(self) -> str:
        return self.typed.strip()


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together; `verse` keeps their ends, as in an address or a poem."""

    lines: tuple[Line, ...]
    verse: bool = False

    @cached_property
    def text(self) -> str:
        return joined([line.words for line in self.lines])

    @property
    def is_line(self) -> bool:
        return len(self.lines) == 1


def usual_width(runs: Sequence[Sequence[Line]]) -> int:
    """How wide a text is wrapped: nine of ten lines that another one follows are not wider."""
    widths = sorted(
        columns for run in runs for line in run[:-1] if (columns := width(line.words)) <= WIDEST
    )
    return max(NARROWEST, widths[len(widths) * 9 // 10]) if widths else NARROWEST


def paragraphs_in(run: Sequence[Line], wrap: int) -> list[Paragraph]:
    """The paragraphs of a run of lines without a blank one, in a text wrapped at that width."""
    if len(run) == 1:
        return [Paragraph(tuple(run))]
    if max(width(line.words) for line in run) > WIDEST:
        return [Paragraph((line,)) for line in run]
    full = [_is_full(line, following, wrap) for line, following in pairwise(run)]
    if sum(full) * 2 >= len(full):
        return _unwrapped(run, full)
    if _are_sentences(run):
        return [Paragraph((line,)) for line in run]
    return [Paragraph(tuple(run), verse=True)]


def joined(lines: Sequence[str]) -> str:
    """Wrapped lines as one. No space where the script has none, nor after a hyphen inside a word."""
    pieces = list(lines[:1])
    for before, after in pairwise(lines):
        pieces += ("" if _meet(before, after) else " ", after)
    return "".join(pieces).strip()


def width(words: str) -> int:
    if words.isascii():
        return len(words)
    return len(words) + sum(map(_is_wide, words))


def ends_sentence(words: str) -> bool:
    return SENTENCE_END.search(words) is not None


def _unwrapped(run: Sequence[Line], full: Sequence[bool]) -> list[Paragraph]:
    """A line that had room for the next word ends a paragraph, if it ends a sentence or comes first."""
    paragraphs, lines = [], [run[0]]
    for is_full, before, line in zip(full, run, run[1:], strict=False):
        if not is_full and (before is run[0] or ends_sentence(before.words)):
            paragraphs.append(Paragraph(tuple(lines)))
            lines = []
        lines.append(line)
    return [*paragraphs, Paragraph(tuple(lines))]


def _is_full(line: Line, following: Line, wrap: int) -> bool:
    """Whether the next line's first word would not have fitted any more."""
    word = FIRST_WORD.match(following.words)
    room = wrap - width(line.words)
    if not word or _is_wide(following.words[0]):
        return room < 2
    return room < 1 + width(word[0])


def _are_sentences(run: Sequence[Line]) -> bool:
    ends = sum(ends_sentence(line.words) for line in run)
    return ends * 5 >= len(run) * 3 and sum(width(line.words) for line in run) > 60 * len(run)


def _meet(before: str, after: str) -> bool:
    last, first = before[-1:], after[:1]
    if _is_wide(last) and _is_wide(first):
        return not (HANGUL.match(last) and HANGUL.match(first))
    return last in "-\xad" and before[-2:-1].isalpha() and first.islower()


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"
