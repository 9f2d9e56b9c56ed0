"""The page that compares two sheets of a closed round: what it is asked for, and what it shows."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404

from reader.accounts.models import User
from reader.annotations.graphs import gathered, reading_of
from reader.annotations.pairing import Degree, Pairing
from reader.annotations.rounds import Sheet, sheets_of
from reader.argument.figures import FEW
from reader.articles.models import Article, Round
from reader.review.adjudication_figures import Shown, figures_of, figures_of_all
from reader.review.adjudication_ledger import Ledger
from reader.review.adjudication_rows import Bond, Line
from reader.text.highlighting import highlight
from reader.text.languages import direction_of

VIEWS = {"side": "Passages", "text": "In the text", "relations": "Relations"}
OPEN = "open"
SHOWN = {
    "": "All",
    OPEN: "Undecided",
    **{degree.value: degree.value.capitalize() for degree in Degree},
}
PER_PAGE = 50
NOBODY = gathered([], {}, [])
TO_CARD = re.compile(r'href="#c-([^"]+)"')


@dataclass(frozen=True)
class Comparison:
    """Everything about two sheets of a round. The last three are what the address asks for."""

    round: Round
    sheets: list[Sheet]
    a: Sheet
    b: Sheet | None
    pairing: Pairing
    view: str = "side"
    show: str = ""
    number: str = ""

    @property
    def article(self) -> Article:
        return self.round.article

    @property
    def direction(self) -> str:
        return direction_of(self.article.language)

    @property
    def people(self) -> list[User]:
        return [sheet.editor for sheet in self.sheets]

    @property
    def who(self) -> list[tuple[str, User]]:
        return [("A", self.a.editor), *([("B", self.b.editor)] if self.b else [])]

    def query(self, **other: str) -> str:
        """Another view or choice begins at its first page."""
        asked = {"a": self.a.editor.username, "b": self.b.editor.username if self.b else ""}
        asked |= {"view": self.view, "show": self.show, **other}
        asked = {name: value for name, value in asked.items() if value}
        return urlencode({n: v for n, v in asked.items() if (n, v) != ("view", "side")})

    @property
    def here(self) -> str:
        return self._at(self.page.number)

    @property
    def views(self) -> list[tuple[str, str, str]]:
        return [(name, title, self.query(view=name)) for name, title in VIEWS.items()]

    @property
    def filters(self) -> list[tuple[str, str, int, str]]:
        counts = Counter(item.degree.value for item in self._all)
        counts[""] = len(self._all)
        counts[OPEN] = sum(item.is_open for item in self._all)
        return [(name, title, counts[name], self.query(show=name)) for name, title in SHOWN.items()]

    def again(self) -> "Comparison":
        """As it is by now: nobody marks anything on these sheets any more, only decisions change."""
        self.article.refresh_from_db(fields=["edition"])
        return replace(self)

    def altered(self, since: Mapping[str, str]) -> list[Line | Bond]:
        """Those of these rows that were in another state."""
        return [item for item in self._all if since.get(item.key, item.state) != item.state]

    @property
    def states(self) -> dict[str, str]:
        return {item.key: item.state for item in self._all}

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.round, self.pairing)

    @cached_property
    def page(self) -> Page[Line | Bond]:
        return Paginator(self._chosen, PER_PAGE).get_page(self.number)

    @property
    def newer(self) -> str:
        return self._at(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def older(self) -> str:
        return self._at(self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def html(self) -> str:
        """The text with both readings marked: the codes of the marks begin with A or B."""
        spans = self.ledger.spans(line for line in self._chosen if isinstance(line, Line))
        at = {
            cell.code: number // PER_PAGE + 1
            for number, line in enumerate(self.ledger.lines)
            for cell in line.there
        }
        query = self.query(view="side", show="")

        def to_row(found: re.Match[str]) -> str:
            return f'href="?{query}&amp;page={at.get(found[1], 1)}#c-{found[1]}"'

        return TO_CARD.sub(to_row, highlight(self.round.revision.html, list(spans)))

    @cached_property
    def figures(self) -> list[Shown]:
        """Of these two, then of everybody in the round."""
        if self.b is None:
            return []
        others = (sheet for sheet in self.sheets if sheet not in (self.a, self.b))
        readings = [self.pairing.mine, self.pairing.theirs]
        readings += [reading_of(sheet.article) for sheet in others]
        return figures_of(self.pairing) + figures_of_all(self.round.revision.text, readings)

    @property
    def is_small(self) -> bool:
        """Too little for figures to mean much."""
        return max(len(self.pairing.my_units), len(self.pairing.their_units)) < FEW

    @property
    def _all(self) -> Sequence[Line | Bond]:
        return self.ledger.bonds if self.view == "relations" else self.ledger.lines

    @cached_property
    def _chosen(self) -> list[Line | Bond]:
        if self.show == OPEN:
            return [item for item in self._all if item.is_open]
        return [item for item in self._all if self.show in ("", item.degree)]

    def _at(self, number: int) -> str:
        return self.query(page=str(number) if number > 1 else "")


def comparison_of(round: Round, asked: Mapping[str, str]) -> Comparison:
    """What the address asks for; whom it does not name is the first, and the next one."""
    if round.closed_at is None:
        raise Http404
    sheets = sheets_of(round)
    if not sheets:
        raise Http404
    by_name = {sheet.editor.username: sheet for sheet in sheets}
    a = by_name.get(asked.get("a", ""), sheets[0])
    others = [sheet for sheet in sheets if sheet != a]
    b = by_name.get(asked.get("b", ""))
    b = b if b in others else next(iter(others), None)
    theirs = reading_of(b.article) if b else NOBODY
    view, show = asked.get("view", ""), asked.get("show", "")
    return Comparison(
        round=round,
        sheets=sheets,
        a=a,
        b=b,
        pairing=Pairing(round.revision.text, reading_of(a.article), theirs),
        view=view if view in VIEWS else "side",
        show=show if show in SHOWN else "",
        number=asked.get("page", ""),
    )


def states_in(words: str) -> dict[str, str]:
    """Which rows a page shows, and as what: 3-0: 4-7:C4,out."""
    pairs = (word.partition(":") for word in words.split())
    return {key: state for key, _, state in pairs}
