"""When: the article as it stands, or as it stood at the last of a revision or at a snapshot."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.rewinding import article_at, reading_at
from reader.articles.models import Article, Revision


@dataclass(frozen=True)
class Then:
    """What the banner says of an old revision; `until` is when it was over, or not to be seen any more."""

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
    tool belongs there. With what is proposed it is for those who work on the article alone.
    """

    article: Article
    edition: int
    address: str
    past: Revision | None = None
    name: str = ""
    with_proposed: bool = False

    @property
    def revision(self) -> Revision:
        head = self.past or self.article.head
        assert head is not None, "an article is never without a text"
        return head

    @property
    def key(self) -> str:
        """Names all that is made for these pages: an edition never changes, and has one text."""
        if self.with_proposed:
            return f"{self.article.pk}:{self.edition}:{self.address}:proposed"
        # Talk makes an edition, too, and alters nothing here.
        edition = self.article.shown_edition if self.is_now else self.edition
        return f"{self.article.pk}:{edition}:{self.address}"

    @property
    def is_now(self) -> bool:
        return self.edition == self.article.edition

    def reading(self) -> Reading:
        """What is drawn."""
        return reading_of(self.article, True) if self.with_proposed else self.accepted()

    def accepted(self) -> Reading:
        """What everybody sees."""
        return reading_of(self.article) if self.is_now else reading_at(self.article, self.edition)


def present(article: Article) -> Moment:
    return Moment(article, article.edition, article.get_absolute_url())


def moment_of(article: Article, revision: Revision, edition: int) -> Moment:
    """A revision in one of its editions: of the newest in the present one, how things stand now."""
    address = reverse("revision_page", args=[article.slug, revision.number])
    name = f"revision {revision.number}"
    return Moment(article_at(article, edition), edition, address, revision, name)


def then_of(article: Article, revision: Revision, edition: int) -> Then:
    """What is said of it: for whom this is the last that there was to see, until that was over."""
    after = article.changes.filter(seq=edition + 1).values_list("created_at", flat=True)
    newest = article.revisions.filter(pk=article.head_id or 0).values_list("number", flat=True)
    return Then(
        number=revision.number,
        count=newest.get(),
        made_at=revision.created_at,
        until=after.first(),
        by=revision.author.name,
        summary=revision.summary,
    )
