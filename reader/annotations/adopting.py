"""Take what editors read apart, each on a sheet of a round, over into the article that all share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db.models import Prefetch

from reader.accounts.models import User
from reader.annotations.models import NOTE_LENGTH, Annotation, Passage, Relation, Status
from reader.annotations.placing import Span, followed, passage_at
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import refuse_leaning, refuse_nonsense
from reader.annotations.relating import new_relation
from reader.annotations.verdict_models import Verdict
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Revision, Round
from reader.text.carrying import Carrier

Source = Annotation | Relation
Key = tuple[str, str, frozenset[Span]]

STILL_OPEN = "This round is still open: its sheets belong to those who work on them."
NOT_OF_ROUND = "This is not on a sheet of this round any more."
NOTHING = "Choose something to adopt."


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

    `wording` is what it says instead where two readings are merged.
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
    with _adjudicating(round, "adopt", by) as bench:
        adopted = [bench.take(taking) for taking in chosen]
        for taking in chosen:
            bench.let_lean(taking)
    return adopted


def adopt_relations(
    round: Round, sources: Iterable[tuple[Relation, ...]], by: User
) -> list[Relation]:
    """Connect in the article what sheets connect. Each entry: one relation, as it is on each sheet.

    Both ends must have been adopted; of an undercut also the step that it attacks, now or before.
    """
    waiting = list(sources)
    if not waiting:
        raise ChangeRefused(NOTHING)
    adopted: list[Relation] = []
    with _adjudicating(round, "adopt", by) as bench:
        while waiting:
            ready = [group for group in waiting if bench.has_ends(group[0])]
            if not ready:
                raise ChangeRefused("Adopt both ends of this relation first.")
            adopted += [bench.connect(group) for group in ready]
            waiting = [group for group in waiting if group not in ready]
    return adopted


def leave_out(round: Round, sources: Iterable[Source], by: User) -> None:
    """Decide that the article does without it. Whoever thinks better of it may still adopt it."""
    with _adjudicating(round, "leave out", by) as bench:
        for source in sources:
            bench.decide(source, None)


def joined_note(*annotations: Annotation) -> str:
    """The notes of several in one; the first alone where that is too long."""
    notes = list(dict.fromkeys(filter(None, (annotation.note for annotation in annotations))))
    note = "\n\n".join(notes)
    return note if len(note) <= NOTE_LENGTH else notes[0]


@contextmanager
def _adjudicating(round: Round, verb: str, by: User) -> Iterator["_Bench"]:
    with recording(round.article, verb, by) as change:
        yield _Bench(change, round, by)


class _Bench:
    """What adopting needs to know of an article while it is held."""

    def __init__(self, change: Recorder, round: Round, by: User) -> None:
        self.change, self.by, self.article = change, by, change.article
        self.round = self.article.rounds.select_related("revision").get(pk=round.pk)
        if self.round.closed_at is None:
            raise ChangeRefused(STILL_OPEN)
        rows = self.round.verdicts.standing().select_related(
            "article", "annotation", "relation", "source_annotation", "source_relation"
        )
        self.verdicts = {_name(verdict.source): verdict for verdict in rows}

    def take(self, taking: Taking) -> Annotation:
        twin = self.twins.get(self._key(taking))
        annotation = twin or self._new(taking)
        for source in taking.sources:
            self.decide(source, annotation)
        return annotation

    def let_lean(self, taking: Taking) -> None:
        """Rhetoric leans on what its source leans on, whichever of the two was adopted first."""
        pairs = [(source, source.leans_on) for source in taking.sources if source.leans_on]
        pairs += [(r, s) for s in taking.sources for r in s.rhetoric.standing()]
        for rhetoric, prop in pairs:
            ours, on = self.became(rhetoric), self.became(prop)
            if isinstance(ours, Annotation) and isinstance(on, Annotation):
                self._lean(self.change.hold(ours), on)

    def has_ends(self, source: Relation) -> bool:
        return all(self.became(end) for end in (*source.premises.all(), _target(source)))

    def connect(self, sources: tuple[Relation, ...]) -> Relation:
        source = sources[0]
        premises = list(dict.fromkeys(self._held(p) for p in source.premises.all()))
        target, kind = self._held(_target(source)), RelationKind(source.kind)
        relation = _twin_of(premises, kind, target)
        if relation is None:
            refuse_nonsense(self.article, premises, kind, target)
            relation = new_relation(self.change, premises, kind, target, source.author)
            relation.scheme = source.scheme
            relation.save(update_fields=["scheme"])
        for one in sources:
            self.decide(one, relation)
        return relation

    def decide(self, source: Source, thing: Annotation | Relation | None) -> None:
        """One verdict at a time: that it was left out gives way, and so does what was withdrawn since."""
        sheet = source.article
        is_there = sheet.round_id == self.round.pk and sheet.deleted_at is None
        if not is_there or source.status != Status.ACCEPTED:
            raise ChangeRefused(NOT_OF_ROUND)
        if there := self.became(source):
            raise ChangeRefused(f"{_said(source)} has been adopted already, as {_said(there)}.")
        if old := self.verdicts.get(_name(source)):
            held = self.change.hold(old)
            held.status = Status.WITHDRAWN
            self.change.save(held)
        verdict = Verdict(article=self.article, round=self.round, author=self.by)
        if isinstance(source, Annotation):
            verdict.source_annotation, verdict.annotation = source, cast(Annotation | None, thing)
        else:
            verdict.source_relation, verdict.relation = source, cast(Relation | None, thing)
        self.verdicts[_name(source)] = self.change.add(verdict)

    def became(self, source: Source) -> Annotation | Relation | None:
        """What of the article stands for it."""
        verdict = self.verdicts.get(_name(source))
        thing = verdict.thing if verdict else None
        return thing if thing and thing.status == Status.ACCEPTED else None

    @cached_property
    def head(self) -> Revision:
        assert self.article.head is not None, "an article is never without a text"
        return self.article.head

    @cached_property
    def carrier(self) -> Carrier:
        return Carrier(self.round.revision.text, self.head.text)

    @cached_property
    def twins(self) -> dict[Key, Annotation]:
        """What stands, by what would make another one its double."""
        here = Passage.objects.filter(revision=self.head).found()
        standing = self.article.annotations.standing().select_related("article")
        rows = standing.prefetch_related(Prefetch("passages", queryset=here))
        return {_key(a, [(p.start, p.end) for p in a.passages.all()]): a for a in rows}

    def _key(self, taking: Taking) -> Key:
        wording = taking.wording or taking.source
        carried = self.carrier.carry(self._spans(taking))
        return _key(wording, [(c.start, c.end) for c in carried])

    def _new(self, taking: Taking) -> Annotation:
        wording, source = taking.wording or taking.source, taking.source
        annotation = Annotation(
            article=self.article,
            role=wording.role,
            gist=wording.gist,
            note=wording.note,
            device=source.device if wording.role == Role.RHETORIC else "",
            author=source.author,
        )
        self.change.add(annotation)
        for passage in self._passages(annotation, self._spans(taking)):
            passage.save()
        self.twins[self._key(taking)] = annotation
        return annotation

    def _passages(self, annotation: Annotation, spans: Iterable[Span]) -> list[Passage]:
        """Where they are in the newest text; what it changed is told from the round's revision."""
        revision = self.round.revision
        rows = [passage_at(annotation, revision, start, end) for start, end in spans]
        if revision == self.head:
            return rows
        return [passage for _, passage in followed(rows, self.carrier, self.head)]

    def _spans(self, taking: Taking) -> list[Span]:
        if taking.wording:
            return list(taking.wording.spans)
        source = taking.source
        # A sheet has one revision, with the text of the round's.
        return [(p.start, p.end) for p in source.passages.all()]

    def _lean(self, rhetoric: Annotation, prop: Annotation) -> None:
        if rhetoric.role == Role.RHETORIC and rhetoric.leans_on is None and rhetoric != prop:
            refuse_leaning(rhetoric, prop)
            rhetoric.leans_on = prop
            self.change.save(rhetoric)

    def _held(self, source: Source) -> Any:
        thing = self.became(source)
        assert thing is not None, "its ends have been asked for"
        return self.change.hold(thing)


def _twin_of(premises: list[Annotation], kind: RelationKind, target: Source) -> Relation | None:
    others = target.bearing.standing().select_related("article").prefetch_related("premises")
    same = (o for o in others if o.kind == kind and set(o.premises.all()) == set(premises))
    return next(same, None)


def _target(relation: Relation) -> Source:
    target = relation.target_annotation or relation.target_relation
    assert target is not None, "the database holds exactly one target"
    return target


def _key(wording: Annotation | Wording, spans: Iterable[Span]) -> Key:
    """What the text never says is told apart by what it is said to be."""
    places = frozenset(spans)
    return str(wording.role), "" if places else wording.gist, places


def _name(source: Source) -> tuple[str, int]:
    return type(source).__name__, source.pk


def _said(thing: Source) -> str:
    return thing.label if isinstance(thing, Annotation) else f"relation {thing.number}"
