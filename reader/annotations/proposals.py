"""What is proposed in an article, and how a proposed wording fits what the annotation says by now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from reader.annotations.models import Proposal, ProposalStatus
from reader.annotations.states import State, name_of
from reader.articles.history import ChangeOvertaken
from reader.articles.models import Article, Change

WORDING = ("role", "gist", "note", "device", "leans_on")
NAMES = {
    "role": "role",
    "gist": "gist",
    "note": "note",
    "device": "device",
    "leans_on": "what it leans on",
}


class Overtaken(ChangeOvertaken):
    """The words that a proposal would change are no longer those that its author saw."""

    def __init__(self, label: str, fields: tuple[str, ...]) -> None:
        named = " and ".join(NAMES[field] for field in fields)
        super().__init__(
            f"{label} was changed since this was proposed: {named}. Amend it to say what stands."
        )


@dataclass(frozen=True)
class Merged:
    """A wording, and the fields of it that both sides changed, each in its own way."""

    wording: State
    disputed: tuple[str, ...]


def open_proposals(article: Article) -> QuerySet[Proposal]:
    """With what they are about and who made them."""
    return proposals_of(article).filter(status=ProposalStatus.OPEN)


def proposals_of(article: Article) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(article=article).select_related("author", "answered_by")
    ends = rows.select_related(
        "article", "annotation__leans_on", "relation__target_annotation", "author", "answered_by"
    )
    return ends.prefetch_related("relation__premises")


def wording_merged(
    base: Mapping[str, Any], wanted: Mapping[str, Any], now: Mapping[str, Any]
) -> Merged:
    """`wanted` was written upon `base`, which is `now` by now: what only one side changed is taken.

    Device and leaning belong to the role: where that is merged away from rhetoric they go.
    """
    taken, disputed = {}, []
    for field in WORDING:
        is_wanted, is_changed = wanted[field] != base[field], now[field] != base[field]
        taken[field] = wanted[field] if is_wanted else now[field]
        if is_wanted and is_changed and wanted[field] != now[field]:
            disputed.append(field)
    if taken["role"] != "rhetoric":
        taken |= {"device": "", "leans_on": None}
    return Merged(taken, tuple(disputed))


def state_proposed_upon(proposal: Proposal) -> State:
    """The state of the annotation that the author of a wording saw."""
    assert proposal.annotation is not None, "a wording is that of an annotation"
    changes = proposal.article.changes
    name = name_of(proposal.annotation)
    made = changes.filter(verb="propose", after__has_key=name_of(proposal)).latest("seq")
    told = changes.filter(seq__lt=made.seq, after__has_key=name).exclude(verb="revise")
    states = [change.after[name] for change in told.order_by("-seq")[:1]]
    assert states, "what is proposed upon is in the log"
    state: State = states[0]
    return state


def is_unseen_by_readers(change: Change) -> bool:
    """Whether all that it touches is, before and after, only for those who work on the article."""
    if not any(name.startswith("proposal ") for name in change.after):
        return False
    return all(
        _is_unseen(name, state)
        for side in (change.before, change.after)
        for name, state in side.items()
    )


def _is_unseen(name: str, state: State | None) -> bool:
    if name.startswith("proposal ") or state is None:
        return True
    is_argument = name.startswith(("annotation ", "relation "))
    return is_argument and state.get("status", "accepted") != "accepted"
