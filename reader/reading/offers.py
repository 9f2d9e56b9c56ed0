"""Proposals as those see them who work on the article: who would change what, and into what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reader.accounts.models import User
from reader.annotations.history_words import FIELDS
from reader.annotations.models import (
    Annotation,
    Proposal,
    ProposalKind,
    ProposalStatus,
    Relation,
    Status,
)
from reader.annotations.reconciling import WORDING
from reader.annotations.states import wording_of
from reader.argument.roles import RelationKind
from reader.reading.words import listed
from reader.text.comparing import compare_words


@dataclass(frozen=True)
class OfferRow:
    """One field, before and after in one: safe HTML with <del> and <ins>."""

    field: str
    words: SafeString


@dataclass(frozen=True)
class Offer:
    """One proposal. `card` is the number of the annotation on whose card it stands.

    `ends` are what a relation rests on and is itself only proposed. `gone` tells that what it is
    about has been withdrawn meanwhile.
    """

    number: int
    kind: str
    card: int
    label: str
    words: str
    about: str
    rows: tuple[OfferRow, ...]
    by: str
    username: str
    initials: str
    why: str
    made_at: datetime
    status: str
    status_words: str
    answer: str
    answered_by: str
    ends: str
    is_gone: bool
    is_mine: bool

    @property
    def is_open(self) -> bool:
        return self.status == ProposalStatus.OPEN

    @property
    def may_be_amended(self) -> bool:
        return self.kind != ProposalKind.REMOVAL


def offers_of(proposals: Iterable[Proposal], user: User | None) -> Iterator[Offer]:
    for proposal in proposals:
        yield _offer(proposal, user)


def by_card(offers: Iterable[Offer]) -> Mapping[int, tuple[Offer, ...]]:
    found: dict[int, tuple[Offer, ...]] = {}
    for offer in offers:
        found[offer.card] = (*found.get(offer.card, ()), offer)
    return found


def relation_words(relation: Relation) -> str:
    """P2 supports C1; of an undercut what is known without its step."""
    premises = list(relation.premises.all())
    s = "s" if len(premises) == 1 else ""
    labels = listed(premise.label for premise in premises)
    if relation.target_annotation is None:
        return f"{labels} undercut{s} a step"
    verb = "support" if relation.kind == RelationKind.SUPPORT else "attack"
    return f"{labels} {verb}{s} {relation.target_annotation.label}"


def _offer(proposal: Proposal, user: User | None) -> Offer:
    annotation, relation = proposal.annotation, proposal.relation
    on = annotation or _first(relation)
    return Offer(
        number=proposal.number,
        kind=str(proposal.kind),
        card=on.number if on else 0,
        label=on.label if on else "",
        words=_words(proposal),
        about=annotation.gist if annotation else "",
        rows=tuple(_rows(proposal)),
        by=proposal.author.name,
        username=proposal.author.username,
        initials=proposal.author.initials,
        why=proposal.why,
        made_at=proposal.created_at,
        status=str(proposal.status),
        status_words=proposal.get_status_display(),
        answer=proposal.answer,
        answered_by=proposal.answered_by.name if proposal.answered_by else "",
        ends=_proposed_ends(proposal),
        is_gone=_is_gone(proposal),
        is_mine=user is not None and proposal.author_id == user.pk,
    )


def _first(relation: Relation | None) -> Annotation | None:
    return next(iter(relation.premises.all()), None) if relation else None


def _words(proposal: Proposal) -> str:
    annotation, relation = proposal.annotation, proposal.relation
    what = annotation.label if annotation else relation_words(relation) if relation else ""
    patterns = {
        ProposalKind.ANNOTATION: "{}",
        ProposalKind.RELATION: "{}",
        ProposalKind.WORDING: "other words for {}",
        ProposalKind.REMOVAL: "to withdraw {}" if annotation else "to take back: {}",
    }
    return patterns[ProposalKind(proposal.kind)].format(what)


def _rows(proposal: Proposal) -> Iterator[OfferRow]:
    """What another wording would change: against what the annotation says now, while it is open."""
    if proposal.kind != ProposalKind.WORDING or proposal.annotation is None:
        return
    is_open = proposal.status == ProposalStatus.OPEN
    now: Mapping[str, Any] = wording_of(proposal.annotation) if is_open else {}
    for field in WORDING:
        old, new = _said(field, now.get(field)), _said(field, proposal.wording.get(field))
        if old != new and (is_open or field in ("role", "gist")):
            # It escapes what it compares.
            words = compare_words(old if is_open else new, new)
            yield OfferRow(FIELDS[field], mark_safe(words))


def _said(field: str, value: Any) -> str:
    if value is None:
        return ""
    if field == "leans_on":
        return f"annotation {value}"
    return str(value).capitalize() if field == "role" else str(value)


def _proposed_ends(proposal: Proposal) -> str:
    relation = proposal.relation
    if relation is None or proposal.kind != ProposalKind.RELATION:
        return ""
    annotations = [*relation.premises.all(), relation.target_annotation]
    labels = [a.label for a in annotations if a and a.status == Status.PROPOSED]
    step = relation.target_relation
    is_on_step = step is not None and step.status == Status.PROPOSED
    return listed([*labels, "the step"] if is_on_step else labels) if labels or is_on_step else ""


def _is_gone(proposal: Proposal) -> bool:
    if proposal.status != ProposalStatus.OPEN:
        return False
    relation = proposal.relation
    things: list[Annotation | Relation | None] = [proposal.annotation, relation]
    if relation:
        things += [*relation.premises.all(), relation.target_annotation, relation.target_relation]
    return any(thing is not None and thing.status == Status.WITHDRAWN for thing in things)
