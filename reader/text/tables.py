"""Tables that somebody drew with signs, or copied with tabs, as rows of cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from reader.text.escaping import escaped_cell
from reader.text.paragraphs import Line, joined

MOST_COLUMNS = 40
# Box drawing characters, as the signs of a grid that is typed.
BOXES = str.maketrans(
    dict.fromkeys("┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜╭╮╰╯", "+")
    | dict.fromkeys("─━╌╍", "-")
    | dict.fromkeys("═", "=")
    | dict.fromkeys("│┃║", "|")
)
BORDER = re.compile(r"\+(?:[-=]+\+)+")
PIPE_RULE = re.compile(r"\|?(?: *:?-{2,}:? *\|)+(?: *:?-{2,}:? *)?")
NUMERIC = re.compile(r"[+\-−]?[\d.,\s]*\d\s*%?|[-–—]?")


@dataclass(frozen=True)
class Table:
    """Rows of cells, the header first, all of one length; taken from so many lines of the text.

    No rows: the lines look drawn, but cannot be told apart into cells.
    """

    rows: tuple[tuple[str, ...], ...]
    height: int

    def markdown(self) -> str:
        header, *body = self.rows
        alignments = [
            "---:" if _is_numeric(column) else "---" for column in zip(*body, strict=True)
        ]
        rows = [[escaped_cell(cell) for cell in row] for row in (header, *body)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], alignments, *rows[1:]))


def table_at(lines: Sequence[Line], start: int) -> Table | None:
    """The table or drawing that begins in this line, if one does."""
    first = lines[start]
    if BORDER.fullmatch(first.words.translate(BOXES)):
        height = _height(lines, start, _is_drawn)
        rows = _grid(lines[start : start + height])
    elif first.words.startswith("|"):
        height = _piped_height(lines, start)
        rows = _piped(lines[start : start + height])
    else:
        height = _tabbed_height(lines, start)
        rows = [line.typed.split("\t") for line in lines[start : start + height]]
    if height < 2:
        return None
    return Table(
        tuple(tuple(map(str.strip, row)) for row in rows) if _is_even(rows) else (), height
    )


def _height(lines: Sequence[Line], start: int, belongs: Callable[[Line], bool]) -> int:
    rows = takewhile(belongs, (lines[n] for n in range(start, len(lines))))
    return sum(1 for _ in rows)


def _is_even(rows: Sequence[Sequence[str]]) -> bool:
    columns = {len(row) for row in rows}
    return len(rows) > 1 and len(columns) == 1 and 2 <= min(columns) <= MOST_COLUMNS


def _is_drawn(line: Line) -> bool:
    drawn = line.words.translate(BOXES)
    return len(drawn) > 1 and drawn[0] in "+|" and drawn[-1] in "+|"


def _grid(lines: Sequence[Line]) -> list[list[str]]:
    groups = list(_groups([line.words.translate(BOXES) for line in lines]))
    # With a border under the header alone, each line is a row; with borders between rows, a row
    # may be wrapped over several lines.
    if len(groups) <= 2:
        groups = [part for group in groups for part in _one_line_rows(group)]
    return [
        [joined([cell for cell in column if cell]) for column in zip(*g, strict=True)]
        for g in groups
    ]


def _groups(drawn: Sequence[str]) -> Iterator[list[list[str]]]:
    """The lines between two borders, cut into cells; nothing at all where a line does not fit."""
    columns = next(line.count("+") - 1 for line in drawn if BORDER.fullmatch(line))
    groups: list[list[list[str]]] = [[]]
    for line in drawn:
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if BORDER.fullmatch(line):
            groups.append([])
        elif line[0] == line[-1] == "|" and len(cells) == columns:
            groups[-1].append(cells)
        else:
            return
    yield from filter(None, groups)


def _one_line_rows(group: list[list[str]]) -> Iterator[list[list[str]]]:
    row: list[list[str]] = []
    for cells in group:
        if row and not _continues(cells):
            yield row
            row = []
        row.append(cells)
    if row:
        yield row


def _continues(cells: list[str]) -> bool:
    """Whether these cells go on with those above: the first is empty, or all begin in lower case."""
    return not cells[0] or all(cell[:1].islower() for cell in cells if cell)


def _tabbed_height(lines: Sequence[Line], start: int) -> int:
    tabs = lines[start].typed.count("\t")
    if not 0 < tabs < MOST_COLUMNS or not lines[start].typed.split("\t")[0].strip():
        return 0
    return _height(lines, start, lambda line: bool(line.words) and line.typed.count("\t") == tabs)


def _piped_height(lines: Sequence[Line], start: int) -> int:
    if start + 1 >= len(lines) or not PIPE_RULE.fullmatch(lines[start + 1].words):
        return 0
    return _height(lines, start, lambda line: line.words.startswith("|"))


def _piped(lines: Sequence[Line]) -> list[list[str]]:
    return [line.words.strip("|").split("|") for line in (*lines[:1], *lines[2:])]


def _is_numeric(column: Sequence[str]) -> bool:
    return any(column) and all(NUMERIC.fullmatch(cell) for cell in column)
