"""Two readings row by row, and what has become of what stands in each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation, Relation
from reader.annotations.pairing import Degree, Pairing, Row, Tied, spans_of
from reader.annotations.twins import Twins
from reader.annotations.verdicts import Verdicts
from reader.argument.graph import Relation as Step
from reader.articles.models import Round
from reader.reading.words import bearing_words, leaning_words
from reader.text.spans import joined

QUOTE_SHOWN = 400


@dataclass(frozen=True)
class Cell:
    """One reader's annotation in a row; `became` is the annotation of the article that stands for it.

    `twin` stands there with the same role on the same words, but nobody has said so yet.
    """

    letter: str
    annotation: Annotation
    quote: str
    ties: tuple[str, ...]
    became: Annotation | None
    twin: Annotation | None
    is_left_out: bool

    @property
    def is_open(self) -> bool:
        return not self.became and not self.is_left_out

    @property
    def code(self) -> str:
        """Tells it from the other's of the same name: A·C1."""
        return code_of(self.letter, self.annotation)


@dataclass(frozen=True)
class Line:
    row: Row
    words: str
    cells: tuple[Cell | None, Cell | None]

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def degree(self) -> Degree:
        return self.row.degree

    @property
    def there(self) -> list[Cell]:
        return [cell for cell in self.cells if cell]

    @property
    def became(self) -> list[Annotation]:
        """Of the article; what stands for both, once."""
        return list(dict.fromkeys(cell.became for cell in self.there if cell.became))

    @property
    def left(self) -> list[Cell]:
        """Those that nothing stands for yet: they can be adopted, also if they were left out."""
        return [cell for cell in self.there if not cell.became]

    @property
    def twins(self) -> list[Cell]:
        return [cell for cell in self.there if cell.twin]

    @property
    def twin(self) -> Annotation | None:
        """What the article has already for all that is left here."""
        twins = {cell.twin for cell in self.left}
        return next(iter(twins)) if len(twins) == 1 else None

    @property
    def is_open(self) -> bool:
        """Whether anything of it waits for a decision."""
        return any(cell.is_open for cell in self.there)

    @property
    def is_left_out(self) -> bool:
        return not self.became and any(cell.is_left_out for cell in self.there)

    @property
    def degree_words(self) -> str:
        if self.row.degree is not Degree.PARTLY:
            return "Agreed" if self.row.degree is Degree.AGREED else f"Only {self.there[0].letter}"
        ways = ("other role", self.row.other_role), ("other borders", self.row.other_words)
        return f"Partly: {', '.join(words for words, differs in ways if differs)}"


@dataclass(frozen=True)
class Side:
    """A relation as one of them has it, and what the annotations that it connects say."""

    letter: str
    words: str
    ends: tuple[Annotation, ...]


@dataclass(frozen=True)
class Bond:
    """A relation as each of the two has it, in their own codes."""

    tied: Tied
    sides: tuple[Side | None, Side | None]
    sources: tuple[Relation, ...]
    is_open: bool
    is_adopted: bool
    is_left_out: bool
    is_ready: bool

    @property
    def key(self) -> str:
        mine, theirs = self.tied.mine, self.tied.theirs
        return f"{mine.id if mine else 0}-{theirs.id if theirs else 0}"

    @property
    def degree(self) -> Degree:
        return self.tied.degree

    @property
    def words(self) -> str:
        return next(side.words for side in self.sides if side)

    @property
    def degree_words(self) -> str:
        if self.tied.degree is Degree.AGREED:
            return "Both"
        if self.tied.degree is Degree.PARTLY:
            return "Of another kind"
        only = f"Only {'A' if self.tied.mine else 'B'}"
        return only if self.tied.comparable else f"{only}, who alone marked an end of it"


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
        """Those that the article has already, but for somebody to say so."""
        return [line for line in self.lines if line.is_open and line.twins and not line.became]

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


def code_of(letter: str, annotation: Annotation) -> str:
    return f"{letter}·{annotation.label}"


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
