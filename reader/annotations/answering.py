"""What becomes of a proposal: editors accept, amend or decline it, or whoever made it takes it back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Unpack

from django.db import transaction

from reader.accounts.models import User
from reader.annotations.changes import ends_of, refuse_senseless, target_of
from reader.annotations.comment_models import Occasion
from reader.annotations.models import (
    Annotation,
    Proposal,
    ProposalKind,
    ProposalStatus,
    Relation,
    Status,
)
from reader.annotations.notifying import notify
from reader.annotations.proposals import Overtaken, merge_of, proposed_among, refuse_answered
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import refuse_leaning, refuse_nonsense
from reader.annotations.relating import aim
from reader.annotations.wording import More, dress, put
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.membering import discussed, edited


def accept(proposal: Proposal, by: User, with_ends: bool = False) -> Proposal:
    """Let it be as it was proposed; `with_ends`: and what it rests on, as far as that is proposed."""
    with _answering(proposal, "accept", by) as (change, held):
        if with_ends and held.kind == ProposalKind.RELATION and held.relation:
            _admit(change, ends_of(held.relation), by)
        _ACCEPTING[held.kind](change, held)
        _answer(change, held, ProposalStatus.ACCEPTED, by)
    return held


def amend(proposal: Proposal, by: User, role: Role, gist: str, **more: Unpack[More]) -> Proposal:
    """Accept an annotation, or other words for one, in the words of the editor."""
    with _answering(proposal, "amend", by) as (change, held):
        if held.kind not in (ProposalKind.ANNOTATION, ProposalKind.WORDING):
            raise ChangeRefused("This proposes no words. Accept or decline it.")
        annotation = _annotation_of(change, held)
        if held.is_new:
            annotation.status = Status.ACCEPTED
        annotation.gist, annotation.note = gist, more.get("note", "")
        dress(annotation, role, more.get("device", ""), more.get("leans_on"))
        change.save(annotation)
        _answer(change, held, ProposalStatus.ACCEPTED, by)
    return held


def amend_relation(
    proposal: Proposal,
    by: User,
    premises: Iterable[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
) -> Proposal:
    """Accept a relation between other ends, or of another kind; with those ends that are proposed."""
    with _answering(proposal, "amend", by) as (change, held):
        if held.kind != ProposalKind.RELATION:
            raise ChangeRefused("This proposes no relation. Accept or decline it.")
        relation = _relation_of(change, held)
        held_premises = [change.hold(premise) for premise in dict.fromkeys(premises)]
        end = change.hold(target)
        _refuse_itself(relation, end)
        _admit(change, [*held_premises, end], by)
        refuse_nonsense(change.article, held_premises, kind, end, relation)
        aim(relation, end)
        relation.premises.set(held_premises)
        relation.kind, relation.status = kind, Status.ACCEPTED
        change.save(relation)
        _answer(change, held, ProposalStatus.ACCEPTED, by)
    return held


def decline(proposal: Proposal, by: User, reason: str) -> Proposal:
    """Do not let it be, and say why. What was new is withdrawn."""
    if not reason.strip():
        raise ChangeRefused("Say in a word why: whoever proposed it is told.")
    with _answering(proposal, "decline", by) as (change, held):
        _drop(change, held)
        _answer(change, held, ProposalStatus.DECLINED, by, reason)
    return held


def take_back(proposal: Proposal, by: User) -> Proposal:
    """Think better of what one proposed."""
    if proposal.author_id != by.pk:
        raise ChangeRefused("Only whoever proposed it can take it back.")
    with recording(proposal.article, "take back", by, hold=discussed) as change:
        held = change.hold(proposal)
        refuse_answered(held)
        _drop(change, held)
        held.status = ProposalStatus.WITHDRAWN
        change.save(held)
    return held


@contextmanager
def _answering(proposal: Proposal, verb: str, by: User) -> Iterator[tuple[Recorder, Proposal]]:
    """Whoever proposed it is told."""
    with transaction.atomic():
        with recording(proposal.article, verb, by, hold=edited) as change:
            held = change.hold(proposal)
            refuse_answered(held)
            yield change, held
        if change.change:
            notify(change.change, [held.author], Occasion.DECISION)


def _answer(
    change: Recorder, proposal: Proposal, status: ProposalStatus, by: User, words: str = ""
) -> None:
    proposal.status, proposal.answer, proposal.answered_by = status, words, by
    change.save(proposal)


def _annotation_of(change: Recorder, proposal: Proposal) -> Annotation:
    assert proposal.annotation is not None, "it is about an annotation"
    annotation = change.hold(proposal.annotation)
    if annotation.is_withdrawn:
        raise ChangeRefused(f"{annotation.label} has been withdrawn meanwhile.")
    return annotation


def _relation_of(change: Recorder, proposal: Proposal) -> Relation:
    assert proposal.relation is not None, "it is about a relation"
    relation = change.hold(proposal.relation)
    if relation.status == Status.WITHDRAWN:
        raise ChangeRefused("This relation has been taken back meanwhile.")
    return relation


def _thing_of(change: Recorder, proposal: Proposal) -> Annotation | Relation:
    if proposal.annotation is not None:
        return _annotation_of(change, proposal)
    return _relation_of(change, proposal)


def _drop(change: Recorder, proposal: Proposal) -> None:
    """What is there only because of this proposal goes with it."""
    if not proposal.is_new:
        return
    held = change.hold(proposal.thing)
    if held.status == Status.PROPOSED:
        held.status = Status.WITHDRAWN
        change.save(held)


def _admit(change: Recorder, things: Iterable[Annotation | Relation], by: User) -> None:
    """Accept what is proposed among these, and what that rests on."""
    for found in proposed_among(change.article, things):
        proposal = change.hold(found)
        _ACCEPTING[proposal.kind](change, proposal)
        _answer(change, proposal, ProposalStatus.ACCEPTED, by)


def _refuse_itself(relation: Relation, end: Annotation | Relation) -> None:
    """A step may be undercut, which may be undercut itself, but this never comes back to where it began."""
    while isinstance(end, Relation):
        if end == relation:
            raise ChangeRefused("A relation cannot bear on itself.")
        end = target_of(end)


def _accept_annotation(change: Recorder, proposal: Proposal) -> None:
    annotation = _annotation_of(change, proposal)
    annotation.status = Status.ACCEPTED
    if annotation.leans_on:
        refuse_leaning(annotation, annotation.leans_on)
    change.save(annotation)


def _accept_relation(change: Recorder, proposal: Proposal) -> None:
    relation = _relation_of(change, proposal)
    relation.status = Status.ACCEPTED
    refuse_senseless(relation)
    change.save(relation)


def _accept_wording(change: Recorder, proposal: Proposal) -> None:
    """Field by field: what others changed meanwhile stays, unless both changed the same."""
    annotation = _annotation_of(change, proposal)
    merge = merge_of(proposal, annotation)
    if merge.clashes:
        raise Overtaken(annotation.label, merge.clashes)
    put(annotation, merge.fields)
    change.save(annotation)


def _accept_removal(change: Recorder, proposal: Proposal) -> None:
    thing = _thing_of(change, proposal)
    thing.status = Status.WITHDRAWN
    change.save(thing)


_ACCEPTING: dict[str, Callable[[Recorder, Proposal], None]] = {
    ProposalKind.ANNOTATION: _accept_annotation,
    ProposalKind.RELATION: _accept_relation,
    ProposalKind.WORDING: _accept_wording,
    ProposalKind.REMOVAL: _accept_removal,
}
