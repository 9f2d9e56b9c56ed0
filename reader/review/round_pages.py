"""What the pages about rounds show."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from reader.accounts.models import User
from reader.annotations.rounds import MOST_PEOPLE, people_for_rounds
from reader.annotations.sheets import Seat, rounds_of, seats_of
from reader.articles.access import may_manage, own_sheets
from reader.articles.models import Article, Round


@dataclass(frozen=True)
class Entry:
    """A round in the list; `sheet` is one's own in it."""

    round: Round
    people: tuple[str, ...]
    sheet: Article | None


@dataclass(frozen=True)
class RoundPage:
    round: Round
    seats: list[Seat]
    sheet: Article | None
    own: Seat | None
    owner: bool

    @property
    def is_open(self) -> bool:
        return self.round.closed_at is None

    @property
    def done(self) -> int:
        return sum(seat.is_done for seat in self.seats)

    @cached_property
    def addable(self) -> list[User]:
        """Whom an owner may still add."""
        if not (self.owner and self.is_open) or len(self.seats) >= MOST_PEOPLE:
            return []
        seated = {seat.editor for seat in self.seats}
        return [p for p in people_for_rounds(self.round.article) if p not in seated]


def round_entries(request: HttpRequest, article: Article) -> list[Entry]:
    """The newest first, in a fixed number of queries."""
    sheets = own_sheets(request, article)
    return [
        Entry(round, tuple(_names(round)), sheets.get(round.pk)) for round in rounds_of(article)
    ]


def round_page(request: HttpRequest, round: Round) -> RoundPage:
    seats = seats_of(round)
    return RoundPage(
        round=round,
        seats=seats,
        sheet=own_sheets(request, round.article).get(round.pk),
        own=next((seat for seat in seats if seat.editor == request.user), None),
        owner=may_manage(request, round.article),
    )


def _names(round: Round) -> list[str]:
    return [m.user.name for sheet in round.sheets.all() for m in sheet.memberships.all()]
