"""Take what editors read apart, each on a sheet of a round, over into the article that all share."""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.accounts.models import User
from reader.annotations.models import NOTE_LENGTH, Annotation, Passage
from reader.annotations.placing import Span, followed, passage_at
from reader.annotations.refusals import refuse_leaning
from reader.annotations.twins import Twins
from reader.annotations.verdicts import Docket, adjudicating
from reader.argument.roles import Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Round

NOTHING = "Choose something to adopt."
STANDS = (
    "{} stands on these words already, as the same. Reword it there, or choose other words here."
)


@dataclass(frozen=True)
class Wording:
    """What an adjudicator puts together of two readings. Spans are of the round's revision."""

    role: Role
    gist: str
    spans: tuple[Span, ...]
    note: str = ""


@dataclass(frozen=True)
class Taking:
    """An annotation of a sheet that the article is to have, and those of other sheets it stands for.

    If it has been adopted before, what it became stands for the others, too. `wording` is what it
    says instead where two readings are merged.
    """

    source: Annotation
    also: tuple[Annotation, ...] = ()
    wording: Wording | None = None

    @property
    def sources(self) -> tuple[Annotation, ...]:
        return self.source, *self.also


def adopt(round: Round, takings: Iterable[Taking], by: User) -> list[Annotation]:
    """Let annotations of sheets stand in the article, each in the name of whoever read it so.

    What stands there already, with the same role on the same words, is not doubled. Passages are
    carried over to the newest text; what has changed there waits with the passages to look at.
    """
    chosen = list(takings)
    if not chosen:
        raise ChangeRefused(NOTHING)
    with adjudicating(round, "adopt", by) as docket:
        bench = _Bench(docket)
        adopted = bench.take(chosen)
        bench.let_lean([source for taking in chosen for source in taking.sources])
    return adopted


def joined_note(*annotations: Annotation) -> str:
    """The notes of several in one; the first alone where that is too long."""
    notes = list(dict.fromkeys(filter(None, (annotation.note for annotation in annotations))))
    note = "\n\n".join(notes)
    return note if len(note) <= NOTE_LENGTH else notes[0]


class _Bench:
    """What adopting needs to know of an article while it is held."""

    def __init__(self, docket: Docket) -> None:
        self.docket, self.twins = docket, Twins(docket.article, docket.round)

    def take(self, takings: list[Taking]) -> list[Annotation]:
        """In a fixed number of queries, however many they are."""
        fresh: list[tuple[Annotation, Taking]] = []
        adopted: list[Annotation] = []
        for taking in takings:
            wording, spans = taking.wording or taking.source, self._spans(taking)
            annotation = self.docket.became(taking.source) or self.twins.of(wording, spans)
            if not isinstance(annotation, Annotation):
                annotation = self._worded(taking)
                self.twins.add(annotation, spans)
                fresh.append((annotation, taking))
            _refuse_to_lose(taking.wording, annotation)
            adopted.append(annotation)
        self.docket.change.add_all([annotation for annotation, _ in fresh])
        places = (self._passages(one, self._spans(taking)) for one, taking in fresh)
        Passage.objects.bulk_create(passage for of in places for passage in of)
        pairs = zip(takings, adopted, strict=True)
        left = ((self.docket.left(taking.sources), thing) for taking, thing in pairs)
        self.docket.decide((source, thing) for sources, thing in left for source in sources)
        return adopted

    def let_lean(self, sources: list[Annotation]) -> None:
        """Rhetoric leans on what its source leans on, whichever of the two was adopted first."""
        leaning = Annotation.objects.standing().filter(leans_on__in=sources)
        rows = [*sources, *leaning.select_related("leans_on")]
        for rhetoric, prop in ((row, row.leans_on) for row in rows):
            on = self.docket.became(prop) if prop else None
            ours = self.docket.became(rhetoric) if on else None
            if isinstance(ours, Annotation) and isinstance(on, Annotation):
                self._lean(self.docket.change.hold(ours), on)

    def _worded(self, taking: Taking) -> Annotation:
        wording, source = taking.wording or taking.source, taking.source
        return Annotation(
            article=self.docket.article,
            role=wording.role,
            gist=wording.gist,
            note=wording.note,
            device=source.device if wording.role == Role.RHETORIC else "",
            author=source.author,
        )

    def _passages(self, annotation: Annotation, spans: Iterable[Span]) -> list[Passage]:
        """Where they are in the newest text; what it changed is told from the round's revision."""
        twins = self.twins
        rows = [passage_at(annotation, twins.revision, start, end) for start, end in spans]
        if twins.revision == twins.head:
            return rows
        return [passage for _, passage in followed(rows, twins.carrier, twins.head)]

    def _spans(self, taking: Taking) -> list[Span]:
        if taking.wording:
            return list(taking.wording.spans)
        # A sheet has one revision, with the text of the round's.
        return [(p.start, p.end) for p in taking.source.passages.all()]

    def _lean(self, rhetoric: Annotation, prop: Annotation) -> None:
        if rhetoric.role == Role.RHETORIC and rhetoric.leans_on is None and rhetoric != prop:
            refuse_leaning(rhetoric, prop)
            rhetoric.leans_on = prop
            self.docket.change.save(rhetoric)


def _refuse_to_lose(wording: Wording | None, annotation: Annotation) -> None:
    """What somebody has put together is not thrown away for what stands there already."""
    if wording and wording.gist != annotation.gist:
        raise ChangeRefused(STANDS.format(annotation.label))
