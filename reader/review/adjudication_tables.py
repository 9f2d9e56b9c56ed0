"""The comparison of two sheets as comma-separated values, for those who count elsewhere."""

import csv
from collections.abc import Callable, Iterable
from io import StringIO

from reader.annotations.pairing import spans_of
from reader.review.adjudication_pages import Comparison
from reader.review.adjudication_rows import Line

# A spreadsheet takes what begins with these for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
SIDE = ("code", "role", "gist", "start-end", "became")


def rows_table(comparison: Comparison) -> str:
    """One line for each row; offsets count code points of the round's revision."""
    head = ["agreement", *(f"{letter} {name}" for letter in "AB" for name in SIDE)]
    return _table([head, *(_cells(comparison, line) for line in comparison.ledger.lines)])


def figures_table(comparison: Comparison) -> str:
    shown = comparison.figures
    return _table(
        [("figure", "value", "what it says"), *((s.name, s.value, s.words) for s in shown)]
    )


TABLES: dict[str, Callable[[Comparison], str]] = {"rows": rows_table, "figures": figures_table}


def _cells(comparison: Comparison, line: Line) -> list[str]:
    cells = [line.degree_words]
    readings = (comparison.pairing.mine, comparison.pairing.theirs)
    for cell, reading in zip(line.cells, readings, strict=True):
        if cell is None:
            cells += [""] * len(SIDE)
            continue
        annotation = cell.annotation
        places = " ".join(f"{start}-{end}" for start, end in spans_of(reading, annotation))
        became = cell.became.label if cell.became else "left out" if cell.is_left_out else ""
        cells += [annotation.label, annotation.role, annotation.gist, places, became]
    return cells


def _table(rows: Iterable[Iterable[str]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue()


def _harmless(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULAS) else words
