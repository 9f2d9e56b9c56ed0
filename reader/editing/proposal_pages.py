"""All that is proposed in an article: what waits for an answer, and what has one."""

from dataclasses import dataclass

from django.http import Http404

from reader.accounts.models import User
from reader.annotations.models import Proposal, ProposalStatus
from reader.annotations.proposals import proposals_of
from reader.articles.models import Article
from reader.reading.offers import Offer, offers_of

MOST_ANSWERED = 100


@dataclass(frozen=True)
class ProposalList:
    """Those of one person, where `by` names one. Of answered ones the newest."""

    waiting: tuple[Offer, ...]
    answered: tuple[Offer, ...]
    people: tuple[User, ...]
    by: str


def proposal_list_of(article: Article, user: User, by: str) -> ProposalList:
    rows = proposals_of(article)
    people = User.objects.filter(pk__in=rows.values("author")).order_by("username")
    chosen = rows.filter(author__username=by) if by else rows
    waiting = chosen.filter(status=ProposalStatus.OPEN)
    answered = chosen.exclude(status=ProposalStatus.OPEN).order_by("-number")[:MOST_ANSWERED]
    return ProposalList(
        tuple(offers_of(waiting, user)), tuple(offers_of(answered, user)), tuple(people), by
    )


def proposal_or_404(article: Article, number: int) -> Proposal:
    found: Proposal | None = proposals_of(article).filter(number=number).first()
    if found is None:
        raise Http404
    return found
