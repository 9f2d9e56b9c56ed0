"""Plain text divided into its parts: paragraphs, tables, lists, quotations, breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reader.text.lists import PlainList, list_at
from reader.text.paragraphs import Line, Paragraph, paragraphs_in, usual_width
from reader.text.tables import Table, table_at

ORNAMENT = re.compile(r"([-_=~*#•·–—─━~⁂])(?:\s*\1){2,}|⁂|❦|§")
UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|[═─━]{3,}")
QUOTED_LINE = re.compile(r"(?:>\s?)+")
LONGEST_UNDERLINED = 120


@dataclass(frozen=True)
class Tabled:
    lines: tuple[Line, ...]
    table: Table


@dataclass(frozen=True)
class Listed:
    lines: tuple[Line, ...]
    items: PlainList


@dataclass(frozen=True)
class Break:
    """A line of signs that parts a text, such as three asterisks."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Underlined:
    """A heading with a line of signs under it."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return self.lines[0].words


@dataclass(frozen=True)
class Quoted:
    """Lines with an angle bracket before each, as in an answer to a letter; `paragraphs` without them."""

    lines: tuple[Line, ...]
    paragraphs: tuple[Paragraph, ...]


Part = Paragraph | Tabled | Listed | Break | Underlined | Quoted
Run = list[Line]


def parts_of(text: str) -> list[Part]:
    """The parts of a text in their order; every line that is not blank is in exactly one of them."""
    found = _found(text)
    wrap = usual_width([run for run in found if isinstance(run, list)])
    parts: list[Part] = []
    for part in found:
        if isinstance(part, list):
            parts += paragraphs_in(part, wrap)
        else:
            parts.append(part)
    return parts


def _found(text: str) -> list[Part | Run]:
    """The parts that signs set off, and between them the runs of lines without a blank one."""
    lines = [Line(number, typed) for number, typed in enumerate(text.split("\n"), 1)]
    found: list[Part | Run] = []
    run: Run = []
    index = 0
    while index < len(lines):
        part = _part_at(lines, index, run)
        if isinstance(part, Underlined):
            run = []  # the words above the line waited there
        if part or not lines[index].words:
            found += [piece for piece in (run, part) if piece]
            run = []
        else:
            run.append(lines[index])
        index = part.lines[-1].number if part else index + 1
    return found + ([run] if run else [])


def _part_at(lines: Sequence[Line], index: int, run: Run) -> Part | None:
    """What begins in this line, or, for a heading's underline, in the line before."""
    words = lines[index].words
    if not words:
        return None
    if len(run) == 1 and UNDERLINE.fullmatch(words) and len(run[0].words) <= LONGEST_UNDERLINED:
        return Underlined((run[0], lines[index]))
    if ORNAMENT.fullmatch(words):
        return Break((lines[index],))
    return _tabled_at(lines, index) or _listed_at(lines, index) or _quoted_at(lines, index)


def _tabled_at(lines: Sequence[Line], index: int) -> Tabled | None:
    table = table_at(lines, index)
    return Tabled(tuple(lines[index : index + table.height]), table) if table else None


def _listed_at(lines: Sequence[Line], index: int) -> Listed | None:
    items = list_at(lines, index)
    return Listed(tuple(lines[index : index + items.height]), items) if items else None


def _quoted_at(lines: Sequence[Line], start: int) -> Quoted | None:
    end = start
    while end < len(lines) and lines[end].words.startswith(">"):
        end += 1
    if end == start:
        return None
    quoted = tuple(lines[start:end])
    bare = [Line(line.number, QUOTED_LINE.sub("", line.words, count=1)) for line in quoted]
    groups = groupby(bare, key=lambda line: bool(line.words))
    runs = [list(group) for has_words, group in groups if has_words]
    wrap = usual_width(runs)
    paragraphs = tuple(paragraph for run in runs for paragraph in paragraphs_in(run, wrap))
    return Quoted(quoted, paragraphs)
