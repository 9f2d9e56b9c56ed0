"""What may be said of a round before it closes: who takes part and how far they say they are.

Nothing here tells how much anybody has marked, nor when.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from reader.accounts.models import User
from reader.annotations.models import Annotation
from reader.annotations.rounds import is_said_done, people_for_rounds, sheets_of
from reader.articles.models import Article, Change, Round


@dataclass(frozen=True)
class Seat:
    """One person in a round. `is_away`: they may not annotate the article any more."""

    editor: User
    has_begun: bool
    is_done: bool
    is_away: bool


@dataclass(frozen=True)
class SheetNote:
    """What stands above the text of a sheet."""

    round: Round
    is_done: bool

    @property
    def article(self) -> Article:
        return self.round.article

    @property
    def is_open(self) -> bool:
        return self.round.closed_at is None


def sheet_note(article: Article) -> SheetNote | None:
    """None where this is an article, not a sheet; that asks nothing of the database."""
    if article.round_id is None:
        return None
    rounds = Round.objects.select_related("article")
    return SheetNote(rounds.get(pk=article.round_id), is_said_done(article))


def rounds_of(article: Article) -> QuerySet[Round]:
    """The newest first, with the names of those who take part."""
    sheets = Article.objects.filter(deleted_at=None).order_by("pk")
    rows = article.rounds.select_related("author", "revision").order_by("-number")
    texts = ("revision__source", "revision__html", "revision__text")
    return rows.defer(*texts).prefetch_related(
        Prefetch("sheets", sheets), "sheets__memberships__user"
    )


def seats_of(round: Round) -> list[Seat]:
    """In the order in which they came in; three small queries, however many there are."""
    sheets = sheets_of(round)
    keys = [sheet.article.pk for sheet in sheets]
    begun = set(Annotation.objects.filter(article__in=keys).values_list("article", flat=True))
    done, editing = _done(keys), set(people_for_rounds(round.article))
    return [
        Seat(
            editor=sheet.editor,
            has_begun=sheet.article.pk in begun,
            is_done=done.get(sheet.article.pk, False),
            is_away=sheet.editor not in editing,
        )
        for sheet in sheets
    ]


def _done(sheets: Iterable[int]) -> dict[int, bool]:
    said = Change.objects.filter(article__in=list(sheets), object="sheet").order_by("seq")
    return {
        article: after["sheet"]["done"] for article, after in said.values_list("article", "after")
    }
