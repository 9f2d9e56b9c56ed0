"""What editors have decided about the sheets of a closed round, and how they decide more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.db import transaction

from reader.accounts.models import User
from reader.annotations.models import Annotation, Relation, Status
from reader.annotations.recording import Recorder, recording
from reader.annotations.undoing import entries_of, next_undo, undo
from reader.annotations.verdict_models import Verdict
from reader.articles.history import ChangeRefused, locked
from reader.articles.models import Article, Round

Source = Annotation | Relation
Name = tuple[str, int]
VERBS = ("adopt", "leave out")

STILL_OPEN = "This round is still open: its sheets belong to those who work on them."
NOT_LAST = "Your last change was no such decision. The history can take back any of them."
NOT_OF_ROUND = "This is not on a sheet of this round any more."


class Verdicts:
    """Those of one round, found by what they are about, in one query."""

    def __init__(self, round: Round) -> None:
        rows = round.verdicts.standing().select_related("article", "annotation", "relation")
        self.by_source: dict[Name, Verdict] = {_source_of(verdict): verdict for verdict in rows}

    def became(self, source: Source) -> Source | None:
        """What of the article stands for it. What was withdrawn since is nothing any more."""
        verdict = self.by_source.get(key_of(source))
        thing = verdict.thing if verdict else None
        return thing if thing and thing.status == Status.ACCEPTED else None

    def is_left_out(self, source: Source) -> bool:
        verdict = self.by_source.get(key_of(source))
        return verdict is not None and verdict.is_left_out

    def have_ends(self, source: Relation) -> bool:
        """Whether all that a relation connects stands in the article."""
        ends = (*source.premises.all(), target_of(source))
        return all(self.became(end) for end in ends)


class Docket(Verdicts):
    """The same while the article is held, and what is decided now. `change` notes it for the log."""

    def __init__(self, change: Recorder, round: Round, by: User) -> None:
        self.change, self.by, self.article = change, by, change.article
        self.round = self.article.rounds.select_related("revision").get(pk=round.pk)
        if self.round.closed_at is None:
            raise ChangeRefused(STILL_OPEN)
        super().__init__(self.round)

    def left(self, sources: Iterable[Source]) -> list[Source]:
        """Those that nothing stands for yet; where there is none all of them, which is refused."""
        every = list(sources)
        return [source for source in every if not self.became(source)] or every

    def decide(self, pairs: Iterable[tuple[Source, Source | None]]) -> None:
        """What each of these becomes; None: it is left out.

        There is one verdict at a time: that it was left out gives way, and so does what was
        withdrawn since.
        """
        self.change.add_all([self._verdict(source, thing) for source, thing in pairs])

    def _verdict(self, source: Source, thing: Source | None) -> Verdict:
        sheet = source.article
        is_there = sheet.round_id == self.round.pk and sheet.deleted_at is None
        if not is_there or source.status != Status.ACCEPTED:
            raise ChangeRefused(NOT_OF_ROUND)
        if there := self.became(source):
            raise ChangeRefused(f"{_said(source)} has been adopted already, as {_said(there)}.")
        if old := self.by_source.get(key_of(source)):
            held = self.change.hold(old)
            held.status = Status.WITHDRAWN
            self.change.save(held)
        verdict = Verdict(article=self.article, round=self.round, author=self.by)
        if isinstance(source, Annotation):
            verdict.source_annotation, verdict.annotation = source, cast(Annotation | None, thing)
        else:
            verdict.source_relation, verdict.relation = source, cast(Relation | None, thing)
        self.by_source[key_of(source)] = verdict
        return verdict


@contextmanager
def adjudicating(round: Round, verb: str, by: User) -> Iterator[Docket]:
    with recording(round.article, verb, by) as change:
        yield Docket(change, round, by)


def leave_out(round: Round, sources: Iterable[Source], by: User) -> None:
    """Decide that the article does without it. Whoever thinks better of it may still adopt it."""
    with adjudicating(round, "leave out", by) as docket:
        docket.decide((source, None) for source in sources)


@transaction.atomic
def take_back(round: Round, by: User) -> None:
    """One's own last decision, if one has done nothing else since."""
    article = locked(round.article)
    last = last_decision(article, by)
    if last is None:
        raise ChangeRefused(NOT_LAST)
    undo(article, by, last)


def last_decision(article: Article, by: User) -> int | None:
    """The change that take_back would undo, if there is one."""
    entries = entries_of(article, by)
    last = next_undo(entries)
    is_decision = any(entry.seq == last and entry.verb in VERBS for entry in entries)
    return last if is_decision else None


def key_of(source: Source) -> Name:
    return type(source).__name__, source.pk


def target_of(relation: Relation) -> Source:
    target = relation.target_annotation or relation.target_relation
    assert target is not None, "the database holds exactly one target"
    return target


def _source_of(verdict: Verdict) -> Name:
    if verdict.source_annotation_id:
        return Annotation.__name__, verdict.source_annotation_id
    return Relation.__name__, verdict.source_relation_id or 0


def _said(thing: Source) -> str:
    return thing.label if isinstance(thing, Annotation) else f"relation {thing.number}"
