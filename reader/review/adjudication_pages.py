"""Two sheets of a closed round beside each other, and what has become of what stands on them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404

from reader.accounts.models import User
from reader.annotations.graphs import Reading, gathered, reading_of
from reader.annotations.models import Annotation, Relation, Status
from reader.annotations.pairing import Degree, Pairing, Row, Tied, spans_of
from reader.annotations.rounds import Sheet, sheets_of
from reader.annotations.verdict_models import Verdict
from reader.argument.figures import FEW
from reader.argument.graph import Relation as Step
from reader.articles.models import Article, Round
from reader.reading.words import bearing_words, leaning_words
from reader.review.adjudication_figures import FiguresOfAll, Shown, figures_of, figures_of_all
from reader.text.highlighting import highlight
from reader.text.languages import direction_of
from reader.text.spans import joined

VIEWS = {"side": "Side by side", "text": "In the text"}
SHOWN = {"": "All", **{degree.value: degree.value.capitalize() for degree in Degree}}
NOBODY = gathered([], {}, [])
QUOTE_SHOWN = 400


@dataclass(frozen=True)
class Cell:
    """One reader's annotation in a row; `became` is the annotation of the article that stands for it."""

    letter: str
    annotation: Annotation
    quote: str
    ties: tuple[str, ...]
    became: Annotation | None
    is_left_out: bool

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
    def there(self) -> list[Cell]:
        return [cell for cell in self.cells if cell]

    @property
    def became(self) -> list[Annotation]:
        """Of the article; what stands for both, once."""
        return list(dict.fromkeys(cell.became for cell in self.there if cell.became))

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about any of it yet."""
        return not any(cell.became or cell.is_left_out for cell in self.there)

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
class Bond:
    """A relation as each of the two has it, in their own codes."""

    tied: Tied
    words: tuple[str, str]
    sources: tuple[Relation, ...]
    became: Relation | None
    is_left_out: bool
    is_ready: bool

    @property
    def key(self) -> str:
        mine, theirs = self.tied.mine, self.tied.theirs
        return f"{mine.id if mine else 0}-{theirs.id if theirs else 0}"

    @property
    def is_open(self) -> bool:
        return not self.became and not self.is_left_out

    @property
    def degree_words(self) -> str:
        if self.tied.degree is Degree.AGREED:
            return "Both"
        if self.tied.degree is Degree.PARTLY:
            return "Of another kind"
        only = f"Only {'A' if self.tied.mine else 'B'}"
        return only if self.tied.comparable else f"{only}, who alone marked an end of it"


@dataclass(frozen=True)
class Comparison:
    """Everything about two sheets of a round; `view` and `show` are what the address asks for."""

    round: Round
    sheets: list[Sheet]
    a: Sheet
    b: Sheet | None
    view: str = "side"
    show: str = ""
    readings: dict[int, Reading] = field(default_factory=dict)  # by article, each read once

    @property
    def article(self) -> Article:
        return self.round.article

    @property
    def direction(self) -> str:
        return direction_of(self.article.language)

    @property
    def people(self) -> list[User]:
        return [sheet.editor for sheet in self.sheets]

    @property
    def who(self) -> list[tuple[str, User]]:
        return [("A", self.a.editor), *([("B", self.b.editor)] if self.b else [])]

    def query(self, **other: str) -> str:
        asked = {"a": self.a.editor.username, "b": self.b.editor.username if self.b else ""}
        asked |= {"view": self.view, "show": self.show, **other}
        asked = {name: value for name, value in asked.items() if value}
        return urlencode({n: v for n, v in asked.items() if (n, v) != ("view", "side")})

    @property
    def here(self) -> str:
        return self.query()

    @property
    def views(self) -> list[tuple[str, str, str]]:
        return [(name, title, self.query(view=name)) for name, title in VIEWS.items()]

    @property
    def filters(self) -> list[tuple[str, str, int, str]]:
        counts = Counter(line.row.degree.value for line in self.every_line)
        counts[""] = len(self.every_line)
        return [(name, title, counts[name], self.query(show=name)) for name, title in SHOWN.items()]

    def reading(self, sheet: Sheet) -> Reading:
        if sheet.article.pk not in self.readings:
            self.readings[sheet.article.pk] = reading_of(sheet.article)
        return self.readings[sheet.article.pk]

    @cached_property
    def pairing(self) -> Pairing:
        theirs = self.reading(self.b) if self.b else NOBODY
        return Pairing(self.round.revision.text, self.reading(self.a), theirs)

    @cached_property
    def rows(self) -> dict[str, Row]:
        return {row.key: row for row in self.pairing.rows}

    @cached_property
    def every_line(self) -> list[Line]:
        return [self._line(row) for row in self.pairing.rows]

    @property
    def lines(self) -> list[Line]:
        return [line for line in self.every_line if self.show in ("", line.row.degree)]

    def line(self, key: str) -> Line:
        return self._line(self.rows[key])

    @property
    def open_agreed(self) -> list[Line]:
        return [x for x in self.every_line if x.row.degree is Degree.AGREED and x.is_open]

    @property
    def decided(self) -> int:
        return sum(not line.is_open for line in self.every_line)

    @cached_property
    def bonds(self) -> list[Bond]:
        return [self._bond(tied) for tied in self.pairing.tied]

    @property
    def ready(self) -> list[Bond]:
        """Those that can be adopted all at once; whose kind it is has to be chosen one by one."""
        ready = (bond for bond in self.bonds if bond.is_ready)
        return [bond for bond in ready if bond.tied.degree is not Degree.PARTLY]

    @property
    def html(self) -> str:
        """The text with both readings marked: the codes of the marks begin with A or B."""
        return highlight(self.round.revision.html, list(self._spans())).replace(
            'href="#c-', f'href="?{self.query(view="side", show="")}#c-'
        )

    @cached_property
    def figures(self) -> list[Shown]:
        """Of these two."""
        return figures_of(self.pairing) if self.b else []

    @cached_property
    def figures_of_all(self) -> FiguresOfAll | None:
        """Of everybody in the round."""
        if len(self.sheets) < 2:
            return None
        readings = [self.reading(sheet) for sheet in self.sheets]
        return figures_of_all(self.round.revision.text, readings)

    @property
    def is_small(self) -> bool:
        """Too little for figures to mean much."""
        marked = max(len(self.pairing.my_units), len(self.pairing.their_units))
        return marked < FEW

    @cached_property
    def _verdicts(self) -> dict[tuple[str, int], Verdict]:
        rows = self.round.verdicts.standing().select_related("annotation", "relation")
        return {
            ("annotation", v.source_annotation_id)
            if v.source_annotation_id
            else ("relation", v.source_relation_id): v
            for v in rows
        }

    def _fate(self, kind: str, key: int) -> tuple[Annotation | Relation | None, bool]:
        """What stands for it in the article, and whether it was left out."""
        verdict = self._verdicts.get((kind, key))
        thing = verdict.thing if verdict else None
        stands = thing is not None and thing.status == Status.ACCEPTED
        return thing if stands else None, verdict is not None and verdict.is_left_out

    def _line(self, row: Row) -> Line:
        pairs = ((row.mine, self.pairing.mine), (row.theirs, self.pairing.theirs))
        spans = joined(s for a, reading in pairs if a for s in spans_of(reading, a))
        text = self.round.revision.text
        words = " … ".join(text[start:end] for start, end in spans)
        return Line(
            row, _shortened(words), (self._cell("A", row.mine), self._cell("B", row.theirs))
        )

    def _cell(self, letter: str, annotation: Annotation | None) -> Cell | None:
        if annotation is None:
            return None
        reading = self.pairing.mine if letter == "A" else self.pairing.theirs
        became, is_left_out = self._fate("annotation", annotation.pk)
        assert not isinstance(became, Relation), "annotations become annotations"
        quotes = " … ".join(p.quote for p in reading.passages[annotation.number])
        ties = tuple(_ties(reading, annotation.number))
        return Cell(letter, annotation, _shortened(quotes), ties, became, is_left_out)

    def _bond(self, tied: Tied) -> Bond:
        sides = ((tied.mine, self.pairing.mine), (tied.theirs, self.pairing.theirs))
        sources = tuple(_row_of(reading, step) for step, reading in sides if step)
        fates = [self._fate("relation", source.pk) for source in sources]
        became = next((thing for thing, _ in fates if isinstance(thing, Relation)), None)
        is_left_out = became is None and any(left for _, left in fates)
        words = tuple(_step_words(reading, step) if step else "" for step, reading in sides)
        is_open = became is None and not is_left_out
        is_ready = is_open and all(self._has_ends(source) for source in sources)
        return Bond(tied, (words[0], words[1]), sources, became, is_left_out, is_ready)

    def _has_ends(self, relation: Relation) -> bool:
        on, step = relation.target_annotation_id, relation.target_relation_id
        target = ("annotation", on) if on else ("relation", step or 0)
        ends = [target, *(("annotation", p.pk) for p in relation.premises.all())]
        return all(self._fate(*end)[0] for end in ends)

    def _spans(self) -> Iterable[tuple[int, int, str, str]]:
        for line in self.lines:
            for cell in line.there:
                reading = self.pairing.mine if cell.letter == "A" else self.pairing.theirs
                for start, end in spans_of(reading, cell.annotation):
                    yield start, end, cell.code, cell.annotation.role


def comparison_of(round: Round, asked: dict[str, str]) -> Comparison:
    """What the address asks for; whom it does not name is the first, and the next one."""
    if round.closed_at is None:
        raise Http404
    sheets = sheets_of(round)
    if not sheets:
        raise Http404
    by_name = {sheet.editor.username: sheet for sheet in sheets}
    a = by_name.get(asked.get("a", ""), sheets[0])
    others = [sheet for sheet in sheets if sheet != a]
    b = by_name.get(asked.get("b", ""))
    view, show = asked.get("view", ""), asked.get("show", "")
    return Comparison(
        round=round,
        sheets=sheets,
        a=a,
        b=b if b in others else next(iter(others), None),
        view=view if view in VIEWS else "side",
        show=show if show in SHOWN else "",
    )


def code_of(letter: str, annotation: Annotation) -> str:
    return f"{letter}·{annotation.label}"


def _ties(reading: Reading, number: int) -> Iterable[str]:
    def label(one: object) -> str:
        return reading.by_number[int(str(one))].label

    if words := leaning_words(reading.graph.node(number), label):
        yield words
    for relation in reading.graph.relations_from(number):
        yield bearing_words(reading.graph, relation, number, label)


def _step_words(reading: Reading, step: Step) -> str:
    def label(one: object) -> str:
        return reading.by_number[int(str(one))].label

    first = step.premises[0]
    words = bearing_words(reading.graph, step, first, label)
    return f"{label(first)} {words}"


def _row_of(reading: Reading, step: Step) -> Relation:
    return next(relation for relation in reading.relations if relation.number == step.id)


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTE_SHOWN else words[:QUOTE_SHOWN].rsplit(" ", 1)[0] + " …"
