"""Plain text as good Markdown: a proposal of named steps, each of which can be switched off."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reader.text.credits import LONGEST_TITLE, author_at_end, byline_in, date_line, is_title
from reader.text.dividing import Break, Listed, Part, Quoted, Tabled, Underlined, parts_of
from reader.text.escaping import escaped, escaped_line, escaped_lines, fenced
from reader.text.headings import headings_among
from reader.text.paragraphs import Paragraph
from reader.text.quotations import quotations_among
from reader.text.recognising import first_heading

TOP = 7
LONGEST_CREDIT = 200
RULE = "* * *"
LAST_HASHES = re.compile(r"#+$")


class Step(StrEnum):
    """One thing that is done with a text; the order is that in which a reader meets them."""

    TITLE = "title"
    REPEATED_TITLE = "repeated_title"
    BYLINE = "byline"
    HEADINGS = "headings"
    TABLES = "tables"
    QUOTATIONS = "quotations"
    LISTS = "lists"
    BREAKS = "breaks"
    AUTHOR = "author"


@dataclass(frozen=True)
class Piece:
    """Some lines: as Markdown that shows them as they are, and as their step would shape them.

    `shaped` is empty where the step takes them out of the text.
    """

    number: int
    words: str
    plain: str
    step: Step | None = None
    shaped: str = ""


@dataclass(frozen=True)
class Finding:
    """What a step has to do: the number of each line where it begins, and the words there."""

    step: Step
    places: tuple[tuple[int, str], ...]

    @property
    def count(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Proposal:
    """A text taken apart, and what it says of itself."""

    pieces: tuple[Piece, ...]
    title: str = ""
    byline: str = ""
    written_on: date | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The steps that have something to do, in their order."""
        places = {
            step: [(p.number, p.words) for p in self.pieces if p.step is step] for step in Step
        }
        return tuple(Finding(step, tuple(found)) for step, found in places.items() if found)


@dataclass(frozen=True)
class Structured:
    """A text as Markdown, and what was said around it. The title stays known where it is not taken out."""

    markdown: str
    title: str = ""
    byline: str = ""
    written_on: date | None = None


def propose(text: str, title: str = "") -> Proposal:
    """What plain text is made of. Line ends must be LF; the time grows with the length alone.

    Where the title is known from elsewhere, only the same words are taken for it.
    """
    parts = _first_lines_apart(parts_of(text))
    steps, title = _title_steps(parts, title)
    steps |= _credit_steps(parts, steps)
    byline = next((name for place in steps if (name := byline_in(parts[place]))), "")
    day = next((day for place in steps if (day := date_line(parts[place]))), None)
    author = author_at_end(parts[-3:], byline)
    if author and len(parts) - author.height > len(steps):
        steps |= dict.fromkeys(range(len(parts) - author.height, len(parts)), Step.AUTHOR)
        byline = byline or author.name
    steps |= dict.fromkeys(quotations_among(parts, steps), Step.QUOTATIONS)
    steps |= dict.fromkeys(headings_among(parts, steps), Step.HEADINGS)
    pieces = [_piece(part, steps.get(place)) for place, part in enumerate(parts)]
    if author and pieces[-1].step is Step.AUTHOR:
        pieces[-1] = _closing_note(pieces[-1])
    return Proposal(tuple(pieces), title, byline, day)


def propose_for_markdown(text: str, title: str = "") -> Proposal:
    """Markdown stays as it is, but for the title that it may begin with."""
    heading, end = first_heading(text)
    is_one = 0 < len(heading) <= LONGEST_TITLE and (not title or _same(heading, title))
    if not is_one or not text[end:].strip():
        return Proposal((Piece(1, "", text.strip("\n")),), title)
    number = text[:end].rstrip("\n").count("\n") + 1
    first = Piece(number, heading, text[:end].strip("\n"), Step.TITLE)
    return Proposal((first, Piece(number + 1, "", text[end:].strip("\n"))), title or heading)


def apply(proposal: Proposal, off: Collection[Step] = ()) -> Structured:
    """The text with every step done but those that are off."""
    chosen = (p.shaped if p.step and p.step not in off else p.plain for p in proposal.pieces)
    markdown = "\n\n".join(piece for piece in chosen if piece)
    has_author = any(
        piece.step in (Step.BYLINE, Step.AUTHOR) and piece.step not in off
        for piece in proposal.pieces
    )
    return Structured(
        markdown=f"{markdown}\n" if markdown else "",
        title=proposal.title,
        byline=proposal.byline if has_author else "",
        written_on=proposal.written_on if Step.BYLINE not in off else None,
    )


def _first_lines_apart(parts: list[Part]) -> list[Part]:
    """Title, name and date often stand without a blank line between them."""
    apart: list[Part] = []
    for place, part in enumerate(parts):
        if place < 3 and isinstance(part, Paragraph) and part.verse and len(part.lines) < TOP:
            lines = [Paragraph((line,)) for line in part.lines]
            is_credit = any(byline_in(line) or date_line(line) for line in lines)
            apart += lines if is_credit or (place == 0 and len(lines) == 2) else [part]
        else:
            apart.append(part)
    return apart


def _title_steps(parts: Sequence[Part], known: str) -> tuple[dict[int, Step], str]:
    """Which of the first parts are the title and its repetitions, and the title."""
    first = _words(parts[0]) if parts else ""
    same = [n for n, part in enumerate(parts[:TOP]) if _same(_words(part), known or first)]
    if not same or len(same) == len(parts):
        return {}, known
    if not known and not _is_title(parts[0]):
        return {}, known
    return {n: Step.REPEATED_TITLE if n != same[0] else Step.TITLE for n in same}, known or first


def _is_title(part: Part) -> bool:
    if isinstance(part, Underlined):
        part = Paragraph(part.lines[:1])
    return isinstance(part, Paragraph) and is_title(part)


def _credit_steps(parts: Sequence[Part], taken: Collection[int]) -> dict[int, Step]:
    """The lines with the author's name or a date, above the first long paragraph."""
    steps: dict[int, Step] = {}
    for place, part in enumerate(parts[:TOP]):
        if place not in taken and len(_words(part)) > LONGEST_CREDIT:
            break
        if place not in taken and (byline_in(part) or date_line(part)):
            steps[place] = Step.BYLINE
    return steps if len(steps) + len(taken) < len(parts) else {}


def _same(words: str, others: str) -> bool:
    return " ".join(words.split()).casefold() == " ".join(others.split()).casefold() != ""


def _words(part: Part) -> str:
    return part.text if isinstance(part, Paragraph | Underlined) else part.lines[0].words


def _piece(part: Part, step: Step | None) -> Piece:
    match part:
        case Tabled():
            return _piece_of_table(part)
        case Listed(items=listed):
            step, shaped = Step.LISTS, listed.markdown()
        case Break():
            step, shaped = Step.BREAKS, RULE
        case Quoted():
            quoted = (_quoted(_shown(paragraph)) for paragraph in part.paragraphs)
            step, shaped = Step.QUOTATIONS, "\n>\n".join(quoted)
        case _:
            return _piece_of_prose(part, step)
    return Piece(part.lines[0].number, part.lines[0].words, _as_typed(part), step, shaped)


def _piece_of_table(part: Tabled) -> Piece:
    number, table = part.lines[0].number, part.table
    typed = fenced(tuple(line.typed for line in part.lines))
    if not table.rows:
        return Piece(number, part.lines[0].words, typed)
    header = " · ".join(filter(None, table.rows[0]))
    return Piece(number, header, typed, Step.TABLES, table.markdown())


def _piece_of_prose(part: Paragraph | Underlined, step: Step | None) -> Piece:
    plain = _shown(part) if isinstance(part, Paragraph) else _as_typed(part)
    shaped = ""
    if step is Step.HEADINGS:
        shaped = f"## {_hashes_kept(escaped(part.text))}"
    elif step is Step.QUOTATIONS:
        shaped = _quoted(plain)
    return Piece(part.lines[0].number, part.text, plain, step, shaped)


def _closing_note(piece: Piece) -> Piece:
    note = f"{RULE}\n\n*{escaped(piece.words)}*"
    return Piece(piece.number, piece.words, piece.plain, Step.AUTHOR, note)


def _shown(paragraph: Paragraph) -> str:
    if paragraph.verse:
        return _as_typed(paragraph)
    return escaped_line(paragraph.text)


def _as_typed(part: Part) -> str:
    return escaped_lines(tuple(line.words for line in part.lines if line.words))


def _quoted(markdown: str) -> str:
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def _hashes_kept(heading: str) -> str:
    """Markdown takes hashes at the end of a heading for ornament: C# must stay."""
    return LAST_HASHES.sub(lambda hashes: "\\#" * len(hashes[0]), heading)
