"""Propose what somebody who may not annotate would change. What becomes of it: `answering.py`.

A new annotation or relation is there at once, with the status proposed: it is accepted as it stands,
and its author stays whoever proposed it. Other words, and removals, wait in the proposal alone.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Unpack

from django.db import transaction

from reader.accounts.models import User
from reader.annotations.changes import new_annotation, refuse_revised, refuse_withdrawn
from reader.annotations.comment_models import Occasion
from reader.annotations.models import (
    Annotation,
    Proposal,
    ProposalKind,
    ProposalStatus,
    Relation,
    Status,
)
from reader.annotations.notifying import notify, refuse_flood
from reader.annotations.placing import Span
from reader.annotations.proposals import refuse_answered
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import refuse_nonsense
from reader.annotations.relating import new_relation
from reader.annotations.states import State, name_of, wording_of
from reader.annotations.wording import More, put, wanted
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.membering import discussed
from reader.articles.models import MAY_ANNOTATE, Article


def propose_annotation(
    article: Article,
    role: Role,
    gist: str,
    by: User,
    spans: Iterable[Span] = (),
    why: str = "",
    **more: Unpack[More],
) -> Proposal:
    """Mark passages of the head revision for editors to judge; no span makes an implicit annotation."""
    with _proposing(article, by) as change:
        refuse_revised(change.article, article.head_id)
        annotation = new_annotation(change, role, gist, by, spans, Status.PROPOSED, **more)
        proposal = _added(change, ProposalKind.ANNOTATION, annotation, by, why)
    return proposal


def propose_relation(
    article: Article,
    premises: Iterable[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
    by: User,
    why: str = "",
) -> Proposal:
    """A relation for editors to judge. Its ends may be proposed themselves."""
    with _proposing(article, by) as change:
        held = [change.hold(premise) for premise in dict.fromkeys(premises)]
        end = change.hold(target)
        refuse_nonsense(change.article, held, kind, end, is_proposed=True)
        relation = new_relation(change, held, kind, end, by, Status.PROPOSED)
        proposal = _added(change, ProposalKind.RELATION, relation, by, why)
    return proposal


def propose_wording(
    annotation: Annotation,
    by: User,
    version: int,
    role: Role,
    gist: str,
    why: str = "",
    **more: Unpack[More],
) -> Proposal:
    """Other words or another role, for editors to judge. What one proposes already just changes.

    What others have changed since the version that was seen is put together with it in the end.
    """
    own = own_proposal(annotation, by)
    if own is not None:
        return _reword(own, annotation, by, version, wanted(annotation, role, gist, **more), why)
    with _proposing(annotation.article, by) as change:
        held = change.hold(annotation)
        if held.status == Status.PROPOSED:
            raise ChangeRefused(f"{held.label} is only proposed, by {held.author.name}.")
        refuse_withdrawn(held)
        wording = wanted(held, role, gist, **more)
        _refuse_same(held, wording)
        proposal = _new(change.article, ProposalKind.WORDING, held, by, why)
        proposal.wording, proposal.base = wording, min(version, held.version)
        return _noted(change, proposal)


def propose_removal(thing: Annotation | Relation, by: User, why: str = "") -> Proposal:
    """That editors may take an annotation or a relation off the page."""
    with _proposing(thing.article, by) as change:
        held = change.hold(thing)
        what = held.label if isinstance(held, Annotation) else "This relation"
        if held.status == Status.WITHDRAWN:
            raise ChangeRefused(f"{what} has been withdrawn meanwhile.")
        if held.status == Status.PROPOSED:
            raise ChangeRefused(f"{what} is only proposed. Whoever proposed it can take it back.")
        if _open_on(held, ProposalKind.REMOVAL):
            raise ChangeRefused("Its removal is proposed already.")
        proposal = _added(change, ProposalKind.REMOVAL, held, by, why)
    return proposal


def own_proposal(annotation: Annotation, by: User) -> Proposal | None:
    """What this person proposes it to be, or to say."""
    kinds = (ProposalKind.ANNOTATION, ProposalKind.WORDING)
    rows = annotation.proposals.filter(kind__in=kinds, author=by, status=ProposalStatus.OPEN)
    return rows.select_related("article").first()


@contextmanager
def _proposing(article: Article, by: User) -> Iterator[Recorder]:
    """Whoever may accept it is told."""
    with transaction.atomic():
        with recording(article, "propose", by, hold=discussed) as change:
            yield change
        if change.change:
            editors = User.objects.filter(
                memberships__article=article, memberships__part__in=MAY_ANNOTATE
            )
            notify(change.change, editors, Occasion.PROPOSAL)


def _new(
    article: Article, kind: ProposalKind, thing: Annotation | Relation, by: User, why: str
) -> Proposal:
    about = {"annotation" if isinstance(thing, Annotation) else "relation": thing}
    return Proposal(article=article, kind=kind, author=by, why=why, base=thing.version, **about)


def _added(
    change: Recorder, kind: ProposalKind, thing: Annotation | Relation, by: User, why: str
) -> Proposal:
    return _noted(change, _new(change.article, kind, thing, by, why))


def _noted(change: Recorder, proposal: Proposal) -> Proposal:
    """The change is about the proposal: the log names it first."""
    refuse_flood(change.article.proposals, proposal.author)
    change.add(proposal)
    change.held = {name_of(proposal): proposal} | change.held
    return proposal


def _open_on(thing: Annotation | Relation, kind: ProposalKind) -> list[Proposal]:
    rows = thing.proposals.filter(kind=kind, status=ProposalStatus.OPEN)
    return list(rows.select_related("article"))


def _reword(
    own: Proposal, annotation: Annotation, by: User, version: int, wording: State, why: str
) -> Proposal:
    """No news to anybody: who has heard of the proposal reads it as it is now."""
    with recording(own.article, "reword proposal", by, hold=discussed) as change:
        proposal, held = change.hold(own), change.hold(annotation)
        refuse_answered(proposal)
        if proposal.kind == ProposalKind.ANNOTATION:
            put(held, wording)
            change.save(held)
            proposal.why = why or proposal.why
        else:
            refuse_withdrawn(held)
            _refuse_same(held, wording)
            proposal.wording, proposal.why = wording, why
            proposal.base = min(version, held.version)
        change.save(proposal)
    return proposal


def _refuse_same(annotation: Annotation, wording: State) -> None:
    if wording_of(annotation) == wording:
        raise ChangeRefused(f"{annotation.label} says just that already.")
