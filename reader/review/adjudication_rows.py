"""One passage, or one relation, as two readings have it, and what has become of it."""

from dataclasses import dataclass

from reader.annotations.models import Annotation, Relation
from reader.annotations.pairing import Degree, Row, Tied


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
    def state(self) -> str:
        if self.became:
            return self.became.label
        return "out" if self.is_left_out else f"={self.twin.label}" if self.twin else ""

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
    def place(self) -> str:
        return f"row-{self.key}"

    @property
    def state(self) -> str:
        """What has been decided: a page that has another one shows the row as it was."""
        return ",".join(cell.state for cell in self.there)

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
    def place(self) -> str:
        return f"bond-{self.key}"

    @property
    def state(self) -> str:
        ways = {
            "open": self.is_open,
            "adopted": self.is_adopted,
            "out": self.is_left_out,
            "ready": self.is_ready,
        }
        return ",".join(name for name, is_so in ways.items() if is_so)

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


def code_of(letter: str, annotation: Annotation) -> str:
    return f"{letter}·{annotation.label}"
