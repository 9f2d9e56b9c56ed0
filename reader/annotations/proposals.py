"""What is proposed in an article, and how a proposed wording fits what the annotation says by now."""

from collections.abc import Iterable

from django.db.models import QuerySet

from reader.annotations.changes import ends_of
from reader.annotations.meanwhile import meanwhile
from reader.annotations.models import Annotation, Proposal, ProposalStatus, Relation
from reader.annotations.reconciling import WORDING, Merge, merged, wording_in
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article

NAMES = {
    "role": "role",
    "gist": "gist",
    "note": "note",
    "device": "device",
    "leans_on": "what it leans on",
}
ANSWERED = "This proposal has been answered meanwhile."
TAKEN_BACK = "This proposal has been taken back meanwhile."


class Overtaken(ChangeOvertaken):
    """The words that a proposal would change are no longer those that its author saw."""

    def __init__(self, label: str, fields: Iterable[str]) -> None:
        named = " and ".join(NAMES[field] for field in WORDING if field in fields)
        super().__init__(
            f"{label} was changed since this was proposed: {named}. Amend it to say what stands."
        )


def open_proposals(article: Article) -> QuerySet[Proposal]:
    """With what they are about and who made them."""
    return proposals_of(article).filter(status=ProposalStatus.OPEN)


def proposals_of(article: Article) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(article=article).select_related(
        "article",
        "author",
        "answered_by",
        "annotation__leans_on",
        "relation__target_annotation",
        "relation__target_relation",
    )
    return rows.prefetch_related("relation__premises")


def refuse_answered(proposal: Proposal) -> None:
    if proposal.status == ProposalStatus.WITHDRAWN:
        raise ChangeRefused(TAKEN_BACK)
    if proposal.status != ProposalStatus.OPEN:
        raise ChangeRefused(ANSWERED)


def proposed_among(article: Article, things: Iterable[Annotation | Relation]) -> list[Proposal]:
    """The open proposals of what is new among these things, and of what that rests on.

    First come those that others rest on.
    """
    new = [proposal for proposal in open_proposals(article) if proposal.is_new]
    found: set[Proposal] = set()
    while things := list(things):
        found |= {proposal for proposal in new if proposal.thing in things}
        things = [end for thing in things if isinstance(thing, Relation) for end in ends_of(thing)]
    return sorted(found, key=lambda proposal: (proposal.relation_id is not None, proposal.number))


def merge_of(proposal: Proposal, annotation: Annotation) -> Merge:
    """A proposed wording, and what the annotation says by now, which others may have changed since."""
    if proposal.base == annotation.version:
        return Merge(wording_in(proposal.wording), frozenset())
    now = meanwhile(annotation, proposal.base)
    base = wording_in(now.base) if now.base else None
    return merged(base, wording_in(proposal.wording), wording_in(now.now))
