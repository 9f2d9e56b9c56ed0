"""All that the reading page shows, gathered in a fixed number of queries."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from reader.annotations.models import Proposal
from reader.annotations.permanence import Since
from reader.annotations.proposals import open_proposals
from reader.annotations.sheets import SheetNote, sheet_note
from reader.annotations.threads import TalkCounts, counts_of
from reader.argument.graph import Id
from reader.argument.placement import MapKind
from reader.argument.roles import Role
from reader.articles.access import (
    may_annotate,
    may_discuss,
    may_manage,
    revisions_of,
    signed_in,
)
from reader.articles.models import Article
from reader.reading.arguments import Argument, Heading, LegendEntry, argument_of
from reader.reading.cards import Card
from reader.reading.fates import without_drafts
from reader.reading.maps import WIDTH, CodeMap, MapView, map_of
from reader.reading.moments import Moment, Then, present
from reader.reading.offers import by_card, offers_of
from reader.reading.outlines import Item
from reader.text.languages import direction_of

VIEWS = {"text": "Text", "map": "Map", "outline": "Outline", "margin": "Margin"}
KINDS = {MapKind.TREE: "Tree", MapKind.RAILS: "Column"}


@dataclass(frozen=True)
class Choice:
    """One of several ways to see the page, and its address."""

    name: str
    title: str
    href: str


@dataclass(frozen=True)
class State:
    """What a reader chose in the address: every combination can be shared."""

    view: str = "map"
    kind: MapKind | None = None
    folded: frozenset[int] = frozenset()
    focus: str = ""
    query: dict[str, str] = field(default_factory=dict)

    def href(self, **changes: str) -> str:
        chosen = {name: value for name, value in (self.query | changes).items() if value}
        return f"?{urlencode(chosen, safe=',')}" if chosen else "?"


@dataclass(frozen=True)
class ReadingPage:
    html: str
    direction: str
    minutes: int
    description: str
    contents: tuple[Heading, ...]
    cards: tuple[Card, ...]
    outline: tuple[Item, ...]
    findings: tuple[str, ...]
    worth_a_look: int
    to_mend: int
    legend: tuple[LegendEntry, ...]
    map: MapView
    code_map: CodeMap
    kind: str
    kinds: tuple[Choice, ...]
    views: tuple[Choice, ...]
    view: str
    focus: str
    address: str
    map_href: str
    revision: int
    past: str
    then: Then | None
    since: Since | None
    anonymous: bool
    editable: bool
    manageable: bool
    discusses: bool
    proposes: bool
    proposals: int
    talk: TalkCounts | None
    sheet: SheetNote | None

    @property
    def marks(self) -> bool:
        """Whether the tools for marking and connecting are there, be it only to propose."""
        return self.editable or self.proposes

    @property
    def to_look_at(self) -> int:
        """What waits for an editor: findings, and passages that a revision left in doubt."""
        return self.worth_a_look + self.to_mend


def state_of(query: QueryDict, numbers: Set[Id]) -> State:
    """The state that an address names, for annotations of these numbers.

    What it names wrongly is left out, so that no address makes a page long.
    """
    view, kind = query.get("view", ""), query.get("kind", "")
    named = {int(n) for n in query.get("fold", "").split(",") if n.isdecimal() and len(n) < 9}
    folded = sorted(number for number in named if number in numbers)
    roles = query.get("role", "").split(",")
    known = {
        "view": view if view in VIEWS else "",
        "kind": kind if kind in KINDS else "",
        "fold": ",".join(map(str, folded)),
        "role": ",".join(role for role in Role if role in roles),
    }
    return State(
        view=known["view"] or "map",
        kind=MapKind(kind) if known["kind"] else None,
        folded=frozenset(folded),
        # An address that goes round (r=3&focus=C1#p-C1) is the plain page to all who serve it: there
        # the script opens the card.
        focus="" if "r" in query else query.get("focus", ""),
        query=known,
    )


def reading_page(
    request: HttpRequest,
    article: Article,
    width: float = WIDTH,
    moment: Moment | None = None,
    said: Then | Since | None = None,
) -> ReadingPage:
    """The page as this person may see it, in the state that the address names.

    The map is made for a pane of that width in pixels. Without a moment it is the article as it
    stands; nobody edits any other. `said` is what stands above the text about that time.
    """
    moment = moment or present(article)
    article, is_present = moment.article, moment.past is None
    editable = is_present and may_annotate(request, article)
    discusses = is_present and may_discuss(request, article)
    proposals = list(open_proposals(article)) if discusses else []
    argument = argument_of(replace(moment, with_proposed=True) if proposals else moment)
    state = state_of(request.GET, argument.labels.keys())
    drawn = _drawn(argument, state, width)
    return ReadingPage(
        html=argument.html,
        direction=direction_of(article.language),
        minutes=argument.minutes,
        description=argument.description,
        contents=argument.contents,
        cards=_cards_for(request, article, argument, proposals),
        outline=argument.outline,
        findings=argument.findings,
        worth_a_look=argument.worth_a_look,
        to_mend=argument.to_mend,
        legend=argument.legend,
        map=drawn,
        code_map=argument.code_map,
        kind=drawn.kind,
        kinds=tuple(Choice(k, title, state.href(kind=k)) for k, title in KINDS.items()),
        views=tuple(Choice(v, title, state.href(view=v)) for v, title in VIEWS.items()),
        view=state.view,
        focus=state.focus,
        address=moment.address,
        map_href=f"{moment.address}map/{state.href(view='')}",
        revision=moment.revision.number,
        past=moment.name,
        then=said if isinstance(said, Then) else None,
        since=said if isinstance(said, Since) else None,
        anonymous=not request.user.is_authenticated,
        editable=editable,
        manageable=is_present and may_manage(request, article),
        discusses=discusses,
        proposes=discusses and not editable and article.round_id is None,
        proposals=len(proposals),
        talk=_talk_for(request, article) if discusses else None,
        sheet=sheet_note(article),
    )


def _talk_for(request: HttpRequest, article: Article) -> TalkCounts | None:
    """Nobody talks on a sheet."""
    return counts_of(article, signed_in(request)) if article.round_id is None else None


def _cards_for(
    request: HttpRequest, article: Article, argument: Argument, proposals: list[Proposal]
) -> tuple[Card, ...]:
    """With what is proposed of them. Words that are lost may be from a draft that not everybody may see."""
    if proposals:
        offers = by_card(offers_of(proposals, signed_in(request)))
        cards = (replace(c, offers=offers.get(c.number, ())) for c in argument.cards)
        argument = replace(argument, cards=tuple(cards))
    if not any(card.lost for card in argument.cards):
        return argument.cards
    seen = set(revisions_of(request, article).values_list("pk", flat=True))
    return tuple(replace(c, lost=without_drafts(c.lost, seen)) for c in argument.cards)


def _drawn(argument: Argument, state: State, width: float) -> MapView:
    """As it is kept where nothing is folded and no other shape is asked for; else drawn anew."""
    if width == WIDTH and state.kind is None and not state.folded:
        return argument.map

    def fold_href(folded: frozenset[Id]) -> str:
        return state.href(fold=",".join(map(str, sorted(folded, key=str))))

    return map_of(
        argument.graph,
        width,
        kind=state.kind,
        implicit=argument.implicit,
        detached=argument.detached,
        proposed=argument.proposed,
        proposed_steps=argument.proposed_steps,
        folded=state.folded,
        fold_href=fold_href,
    )
