"""Propose what somebody who may not annotate would change; accept, amend, decline it or take it back.

A new annotation or relation is there at once, with the status proposed: it is accepted as it stands,
and its author stays whoever proposed it. Other words, and removals, wait in the proposal alone.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from reader.accounts.models import User
from reader.annotations.changes import (
    dress,
    refuse_revised,
    refuse_senseless,
    refuse_withdrawn,
    stand_at,
    target_of,
)
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
from reader.annotations.placing import Span
from reader.annotations.proposals import Overtaken, merge_of, open_proposals
from reader.annotations.reconciling import WORDING
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import refuse_leaning, refuse_nonsense
from reader.annotations.relating import new_relation
from reader.annotations.states import State, name_of, state_of
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.membering import discussed, edited
from reader.articles.models import MAY_ANNOTATE, Article

ANSWERED = "This proposal has been answered meanwhile."
TAKEN_BACK = "This proposal has been taken back meanwhile."
Hold = Callable[[Article, User], Article]


def propose_annotation(
    article: Article,
    role: Role,
    gist: str,
    by: User,
    spans: Iterable[Span] = (),
    note: str = "",
    device: str = "",
    leans_on: Annotation | None = None,
    why: str = "",
) -> Proposal:
    """Mark passages of the head revision for editors to judge; no span makes an implicit annotation."""
    with _proposing(article, by) as change:
        refuse_revised(change.article, article.head_id)
        annotation = Annotation(
            article=change.article, gist=gist, note=note, author=by, status=Status.PROPOSED
        )
        dress(annotation, role, device, leans_on)
        change.add(annotation)
        stand_at(annotation, spans)
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
    note: str = "",
    device: str = "",
    leans_on: Annotation | None = None,
    why: str = "",
) -> Proposal:
    """Other words or another role, for editors to judge. What one proposed oneself just changes.

    What others have changed since the version that was seen is put together with it in the end.
    """
    with _proposing(annotation.article, by) as change:
        held = change.hold(annotation)
        wanted = _dressed(held, role, gist, note, device, leans_on)
        if held.status == Status.PROPOSED:
            return _said_better(change, held, by, wanted, why)
        refuse_withdrawn(held)
        if all(state_of(held)[field] == wanted[field] for field in WORDING):
            raise ChangeRefused(f"{held.label} says just that already.")
        proposal = _own(held, ProposalKind.WORDING, by)
        if proposal is None:
            proposal = _new(change.article, ProposalKind.WORDING, held, by, why)
            proposal.wording, proposal.base = wanted, min(version, held.version)
            return _noted(change, proposal)
        proposal = change.hold(proposal)
        proposal.wording, proposal.why = wanted, why
        proposal.base = min(version, held.version)
        change.save(proposal)
    return proposal


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


def accept(proposal: Proposal, by: User, with_ends: bool = False) -> Proposal:
    """Let it be as it was proposed; `with_ends`: and what it rests on, as far as that is proposed."""
    with _answering(proposal, "accept", by) as (change, held):
        if with_ends:
            for end in proposed_ends(held):
                _admit(change, change.hold(end), by)
        _ACCEPTING[held.kind](change, held)
        _answer(change, held, ProposalStatus.ACCEPTED, by)
    return held


def amend(
    proposal: Proposal,
    by: User,
    role: Role,
    gist: str,
    note: str = "",
    device: str = "",
    leans_on: Annotation | None = None,
) -> Proposal:
    """Accept it in other words: those of the editor."""
    with _answering(proposal, "amend", by) as (change, held):
        if held.kind not in (ProposalKind.ANNOTATION, ProposalKind.WORDING):
            raise ChangeRefused("Only words and roles can be amended. Accept or decline this.")
        annotation = _annotation_of(change, held)
        annotation.gist, annotation.note, annotation.status = gist, note, Status.ACCEPTED
        dress(annotation, role, device, leans_on)
        change.save(annotation)
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
        _refuse_answered(held)
        _drop(change, held)
        held.status = ProposalStatus.WITHDRAWN
        change.save(held)
    return held


def proposed_ends(proposal: Proposal) -> list[Proposal]:
    """The open proposals on which that of a relation rests, those first that others rest on."""
    found: dict[int, Proposal] = {}
    relation = proposal.relation if proposal.kind == ProposalKind.RELATION else None
    every = list(open_proposals(proposal.article)) if relation else []
    while relation is not None:
        target = target_of(relation)
        ends = [*relation.premises.all(), target]
        for end in ends:
            for other in every:
                is_new = other.kind in (ProposalKind.ANNOTATION, ProposalKind.RELATION)
                if is_new and end in (other.annotation, other.relation):
                    found[other.pk] = other
        relation = target if isinstance(target, Relation) else None
    return sorted(found.values(), key=lambda other: (other.relation_id is not None, other.number))


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


@contextmanager
def _answering(proposal: Proposal, verb: str, by: User) -> Iterator[tuple[Recorder, Proposal]]:
    """Whoever proposed it is told."""
    with transaction.atomic():
        with recording(proposal.article, verb, by, hold=edited) as change:
            held = change.hold(proposal)
            _refuse_answered(held)
            yield change, held
        if change.change:
            notify(change.change, [held.author], Occasion.DECISION)


def _refuse_answered(proposal: Proposal) -> None:
    if proposal.status == ProposalStatus.WITHDRAWN:
        raise ChangeRefused(TAKEN_BACK)
    if proposal.status != ProposalStatus.OPEN:
        raise ChangeRefused(ANSWERED)


def _answer(
    change: Recorder, proposal: Proposal, status: ProposalStatus, by: User, words: str = ""
) -> None:
    proposal.status, proposal.answer, proposal.answered_by = status, words, by
    change.save(proposal)


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
    change.add(proposal)
    change.held = {name_of(proposal): proposal} | change.held
    return proposal


def _open_on(thing: Annotation | Relation, kind: ProposalKind) -> list[Proposal]:
    rows = thing.proposals.filter(kind=kind, status=ProposalStatus.OPEN)
    return list(rows.select_related("article"))


def _own(thing: Annotation | Relation, kind: ProposalKind, by: User) -> Proposal | None:
    return next((p for p in _open_on(thing, kind) if p.author_id == by.pk), None)


def _said_better(
    change: Recorder, annotation: Annotation, by: User, wanted: State, why: str
) -> Proposal:
    own = _own(annotation, ProposalKind.ANNOTATION, by)
    if own is None:
        raise ChangeRefused(f"{annotation.label} is only proposed, by {annotation.author.name}.")
    proposal = change.hold(own)
    _put(annotation, wanted)
    change.save(annotation)
    proposal.why = why or proposal.why
    change.save(proposal)
    return proposal


def _dressed(
    annotation: Annotation,
    role: Role,
    gist: str,
    note: str,
    device: str,
    leans_on: Annotation | None,
) -> State:
    """What the annotation would say, in the fields of its state. Device and leaning: rhetoric alone."""
    is_rhetoric = role == Role.RHETORIC
    prop = leans_on if is_rhetoric else None
    if prop:
        refuse_leaning(annotation, prop)
    return {
        "role": str(role),
        "gist": gist,
        "note": note,
        "device": device if is_rhetoric else "",
        "leans_on": prop.number if prop else None,
    }


def _put(annotation: Annotation, wanted: State) -> None:
    """Let the annotation say that, as far as this makes sense now."""
    prop = None
    if wanted["leans_on"] is not None:
        prop = annotation.article.annotations.get(number=wanted["leans_on"])
        if prop.is_withdrawn:
            raise ChangeRefused(f"{prop.label} has been withdrawn meanwhile.")
    annotation.gist, annotation.note = wanted["gist"], wanted["note"]
    dress(annotation, Role(wanted["role"]), wanted["device"], prop)


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
    if proposal.kind not in (ProposalKind.ANNOTATION, ProposalKind.RELATION):
        return
    thing: Annotation | Relation | None = proposal.annotation or proposal.relation
    assert thing is not None, "the database holds exactly one"
    held = change.hold(thing)
    if held.status == Status.PROPOSED:
        held.status = Status.WITHDRAWN
        change.save(held)


def _admit(change: Recorder, proposal: Proposal, by: User) -> None:
    """Accept what another proposal rests on."""
    _refuse_answered(proposal)
    _ACCEPTING[proposal.kind](change, proposal)
    _answer(change, proposal, ProposalStatus.ACCEPTED, by)


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
    _put(annotation, merge.fields)
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
