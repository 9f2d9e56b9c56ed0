"""What notifications say: read off the change and the thing it was about, as both are now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.urls import reverse

from reader.annotations.comment_models import Comment, Notification, Occasion
from reader.annotations.models import Proposal, ProposalStatus
from reader.annotations.saying import Sayer
from reader.articles.models import Article, Change
from reader.text.comments import plain_words

EXCERPT_LENGTH = 240
TAKEN_BACK = "Taken back since."
TAGS = {
    Occasion.MENTION: "You are named",
    Occasion.REPLY: "Answer",
    Occasion.PROPOSAL: "Proposal",
    Occasion.DECISION: "Your proposal",
    Occasion.ROUND: "Round",
}
About = tuple[int, str]  # the primary key of the article, and the name in the log: (3, "comment 5")


@dataclass(frozen=True)
class News:
    """One notification in words. `is_gone`: what it was about has been taken back."""

    notification: Notification
    words: str
    excerpt: str
    is_gone: bool

    @property
    def change(self) -> Change:
        return self.notification.change

    @property
    def who(self) -> str:
        return self.change.actor.name

    @property
    def tag(self) -> str:
        if self.notification.occasion == Occasion.REPLY and self.change.verb == "comment":
            return "On your work"
        return TAGS[Occasion(self.notification.occasion)]

    @property
    def href(self) -> str:
        return reverse("notification_page", args=[self.notification.pk])


@dataclass(frozen=True)
class NewsOf:
    """What happened in one article."""

    article: Article
    news: tuple[News, ...]


def news_by_article(notifications: QuerySet[Notification]) -> list[NewsOf]:
    """In the order they come in; the article of the first one first."""
    rows = list(notifications.select_related("change__actor", "change__article", "change__undoes"))
    first: dict[int, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(row.change.article_id, place)
    rows.sort(key=lambda row: first[row.change.article_id])
    things = _things(rows)
    groups = groupby(rows, key=lambda row: row.change.article)
    return [NewsOf(article, tuple(_news(article, group, things))) for article, group in groups]


def place_of(change: Change) -> str:
    """The address at which to look: the comment in its thread, the round, or else the article."""
    article = change.article
    kind, _, number = change.object.partition(" ")
    if kind == "comment":
        rows = Comment.objects.select_related("parent")
        found = rows.filter(article=article, number=int(number)).first()
        if found:
            page = reverse("comment_thread", args=[article.slug, found.root.number])
            return f"{page}#comment-{number}"
    if kind == "proposal":
        return reverse("proposal_page", args=[article.slug, int(number)])
    if kind == "round":
        return reverse("round_detail", args=[article.slug, int(number)])
    return article.get_absolute_url()


def _news(
    article: Article, rows: Iterable[Notification], things: dict[About, Comment | Proposal]
) -> Iterator[News]:
    sayer = Sayer(article)
    for row in rows:
        thing = things.get((article.pk, row.change.object))
        excerpt = _excerpt(thing, Occasion(row.occasion))
        yield News(row, sayer.words(row.change), excerpt, _is_gone(thing))


def _things(rows: list[Notification]) -> dict[About, Comment | Proposal]:
    """The comments and proposals that the changes are about, in two queries for any number."""
    things: dict[About, Comment | Proposal] = {}
    for comment in Comment.objects.filter(_named(rows, "comment")):
        things[comment.article_id, f"comment {comment.number}"] = comment
    for proposal in Proposal.objects.filter(_named(rows, "proposal")):
        things[proposal.article_id, f"proposal {proposal.number}"] = proposal
    return things


def _named(rows: list[Notification], kind: str) -> Q:
    wanted = Q(pk__in=[])
    for row in rows:
        name, _, number = row.change.object.partition(" ")
        if name == kind:
            wanted |= Q(article=row.change.article_id, number=int(number))
    return wanted


def _excerpt(thing: Comment | Proposal | None, occasion: Occasion) -> str:
    """As it reads now; what was taken back is not repeated."""
    if thing is None or _is_gone(thing):
        return ""
    if isinstance(thing, Comment):
        return _shortened(plain_words(thing.html))
    return _shortened(thing.answer if occasion == Occasion.DECISION else thing.why)


def _is_gone(thing: Comment | Proposal | None) -> bool:
    if isinstance(thing, Comment):
        return thing.withdrawn_at is not None
    return isinstance(thing, Proposal) and thing.status == ProposalStatus.WITHDRAWN


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= EXCERPT_LENGTH else line[:EXCERPT_LENGTH].rstrip() + " …"
