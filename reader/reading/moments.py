"""When: the article as it stands, or as it stood at the end of a revision or at a snapshot."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.rewinding import article_at, reading_at
from reader.articles.models import Article, Revision


@dataclass(frozen=True)
class Then:
    """What the banner says of an old revision; `until` is when the next one came."""

    number: int
    count: int
    made_at: datetime
    until: datetime | None
    by: str
    summary: str


@dataclass(frozen=True)
class Moment:
    """What the pages under one address show: a state of the article, with its title as it was.

    `past` is the text of a page about an earlier time, which has a name: revision 3. No editor's
    tool belongs there.
    """

    article: Article
    edition: int
    address: str
    past: Revision | None = None
    name: str = ""

    @property
    def revision(self) -> Revision:
        head = self.past or self.article.head
        assert head is not None, "an article is never without a text"
        return head

    @property
    def key(self) -> str:
        """Names all that is made for these pages: an edition never changes, and has one text."""
        return f"{self.article.pk}:{self.edition}:{self.address}"

    def reading(self) -> Reading:
        is_now = self.edition == self.article.edition
        return reading_of(self.article) if is_now else reading_at(self.article, self.edition)


def present(article: Article) -> Moment:
    return Moment(article, article.edition, article.get_absolute_url())


def end_of_revision(article: Article, revision: Revision) -> tuple[Moment, Then]:
    """The last that was seen of a revision: of the newest, how things stand now."""
    address = reverse("revision_page", args=[article.slug, revision.number])
    later = article.revisions.filter(Q(number=revision.number + 1) | Q(pk=article.head_id)).only(
        "article", "number", "edition", "created_at"
    )
    after = {row.number: row for row in later}
    following = after.get(revision.number + 1)
    edition = following.edition - 1 if following else article.edition
    then = Then(
        number=revision.number,
        count=max(after),
        made_at=revision.created_at,
        until=following.created_at if following else None,
        by=revision.author.name,
        summary=revision.summary,
    )
    name = f"revision {revision.number}"
    return Moment(article_at(article, edition), edition, address, revision, name), then
