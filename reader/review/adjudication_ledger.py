"""Two readings row by row, each with what has been decided about it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation, Relation
from reader.annotations.pairing import Degree, Pairing, Row, Tied, spans_of
from reader.annotations.twins import Twins
from reader.annotations.verdicts import Verdicts
from reader.argument.graph import Relation as Step
from reader.articles.models import Round
from reader.reading.words import bearing_words, leaning_words
from reader.review.adjudication_rows import Bond, Cell, Line, Side
from reader.text.spans import joined

QUOTE_SHOWN = 400


class Ledger:
    """Every passage and every relation that one of two sheets has, as it can be decided about."""

    def __init__(self, round: Round, pairing: Pairing) -> None:
        self.text, self.pairing, self.verdicts = round.revision.text, pairing, Verdicts(round)
        self.twins = Twins(round.article, round)
        self._relations = tuple(
            {relation.number: relation for relation in reading.relations}
            for reading in (pairing.mine, pairing.theirs)
        )

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(row) for row in self.pairing.rows]

    @cached_property
    def bonds(self) -> list[Bond]:
        return [self._bond(tied) for tied in self.pairing.tied]

    @property
    def open_agreed(self) -> list[Line]:
        return [line for line in self.lines if line.degree is Degree.AGREED and line.is_open]

    @property
    def known(self) -> list[Line]:
        """Those that the article has already, once, but for somebody to say so."""
        once = (line for line in self.lines if len({cell.twin for cell in line.twins}) == 1)
        return [line for line in once if line.is_open and not line.became]

    @property
    def ready(self) -> list[Bond]:
        """Those that can be adopted all at once; whose kind it is has to be chosen one by one."""
        ready = (bond for bond in self.bonds if bond.is_ready)
        return [bond for bond in ready if bond.tied.degree is not Degree.PARTLY]

    @property
    def decided(self) -> tuple[int, int]:
        """How many lines, and how many bonds."""
        lines = sum(not line.is_open for line in self.lines)
        return lines, sum(not bond.is_open for bond in self.bonds)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    def bond(self, key: str) -> Bond | None:
        return next((bond for bond in self.bonds if bond.key == key), None)

    def spans(self, lines: Iterable[Line]) -> Iterator[tuple[int, int, str, str]]:
        """Where these stand, by the codes of their readers, with their roles."""
        for cell in (cell for line in lines for cell in line.there):
            for start, end in spans_of(self._reading(cell.letter), cell.annotation):
                yield start, end, cell.code, cell.annotation.role

    def _reading(self, letter: str) -> Reading:
        return self.pairing.mine if letter == "A" else self.pairing.theirs

    def _line(self, row: Row) -> Line:
        sides = ((row.mine, "A"), (row.theirs, "B"))
        spans = joined(s for a, side in sides if a for s in spans_of(self._reading(side), a))
        words = " … ".join(self.text[start:end] for start, end in spans)
        cells = (self._cell("A", row.mine), self._cell("B", row.theirs))
        return Line(row, _shortened(words), cells)

    def _cell(self, letter: str, annotation: Annotation | None) -> Cell | None:
        if annotation is None:
            return None
        reading = self._reading(letter)
        became = self.verdicts.became(annotation)
        assert not isinstance(became, Relation), "annotations become annotations"
        quotes = " … ".join(p.quote for p in reading.passages[annotation.number])
        ties = tuple(_ties(reading, annotation.number))
        is_left_out = self.verdicts.is_left_out(annotation)
        twin = None if became else self.twins.of(annotation, spans_of(reading, annotation))
        return Cell(letter, annotation, _shortened(quotes), ties, became, twin, is_left_out)

    def _bond(self, tied: Tied) -> Bond:
        numbers = zip((tied.mine, tied.theirs), self._relations, strict=True)
        sources = tuple(of[int(step.id)] for step, of in numbers if step)
        adopted = [source for source in sources if self.verdicts.became(source)]
        left_out = [source for source in sources if self.verdicts.is_left_out(source)]
        is_open = len(adopted) + len(left_out) < len(sources)
        return Bond(
            tied=tied,
            sides=(self._side("A", tied.mine), self._side("B", tied.theirs)),
            sources=sources,
            is_open=is_open,
            is_adopted=bool(adopted),
            is_left_out=bool(left_out) and not adopted,
            is_ready=is_open and all(map(self.verdicts.have_ends, sources)),
        )

    def _side(self, letter: str, step: Step | None) -> Side | None:
        if step is None:
            return None
        reading = self._reading(letter)
        numbers = [int(n) for n in (*step.premises, step.target) if n is not None]
        ends = tuple(reading.by_number[number] for number in numbers)
        words = bearing_words(reading.graph, step, step.premises[0], _label_in(reading))
        return Side(letter, f"{ends[0].label} {words}", ends)


def _ties(reading: Reading, number: int) -> Iterable[str]:
    label = _label_in(reading)
    if words := leaning_words(reading.graph.node(number), label):
        yield words
    for relation in reading.graph.relations_from(number):
        yield bearing_words(reading.graph, relation, number, label)


def _label_in(reading: Reading) -> Callable[[object], str]:
    return lambda number: reading.by_number[int(str(number))].label


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTE_SHOWN else words[:QUOTE_SHOWN].rsplit(" ", 1)[0] + " …"
