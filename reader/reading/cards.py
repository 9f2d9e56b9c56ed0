"""One card for each annotation: what it says, where it stands, what it bears on and what bears on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.argument.devices import device_of
from reader.argument.forest import LinkKind, link_kind
from reader.argument.graph import Id, Relation
from reader.argument.roles import Role
from reader.argument.schemes import Scheme, scheme_of
from reader.articles.models import Article
from reader.reading.fates import Edited, Lost, edited_of, lost_of
from reader.reading.offers import Offer
from reader.reading.two_readings import Difference, differences_of
from reader.reading.words import (
    bearing_words,
    borne_words,
    end_of,
    leaning_words,
    undercut_words,
)

QUOTE_SHOWN = 280


@dataclass(frozen=True)
class Tie:
    """One relation as a line on a card: what it is called and whose card it leads to."""

    kind: LinkKind
    words: str
    label: str
    gist: str
    relation: int | None = None
    mine: bool = False
    linked: bool = False
    scheme: Scheme | None = None
    scheme_name: str = ""
    is_proposed: bool = False


@dataclass(frozen=True)
class Card:
    number: int
    label: str
    role: str
    role_name: str
    gist: str
    note: str
    device: str
    device_meaning: str
    quotes: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    lost: tuple[Lost, ...]
    edited: tuple[Edited, ...]
    editor: str
    initials: str
    ties: tuple[Tie, ...]
    href: str
    link: str
    version: int
    is_proposed: bool = False
    offers: tuple[Offer, ...] = ()
    readings: tuple[Difference, ...] = ()

    @property
    def is_own_proposal(self) -> bool:
        return any(offer.kind == "annotation" and offer.is_mine for offer in self.offers)

    @property
    def is_implicit(self) -> bool:
        return not self.quotes and not self.lost

    @property
    def is_doubtful(self) -> bool:
        """Whether an editor should look at what a revision has made of its words."""
        return bool(self.lost or self.edited)


class Cards:
    """Makes the cards of one reading; `main` holds the numbers of its main claims.

    A link that goes round carries the number of the newest revision: whoever comes by it later is
    told what became of the words. At an address that never changes it needs none.
    """

    def __init__(self, reading: Reading, address: str, revision: int = 0) -> None:
        self.reading = reading
        self.graph = reading.graph
        self.address = address
        self.since = f"r={revision}&" if revision else ""
        self.schemes = {relation.number: relation.scheme for relation in reading.relations}
        self.main = {root.id for root in self.graph.roots() if root.role is Role.CLAIM}

    def all(self) -> tuple[Card, ...]:
        return tuple(self._card(annotation) for annotation in self.reading.annotations)

    def label(self, number: Id) -> str:
        return self.reading.by_number[int(number)].label

    def role_name(self, annotation: Annotation) -> str:
        name = str(annotation.role).capitalize()
        return f"Main {name.lower()}" if annotation.number in self.main else name

    def _card(self, annotation: Annotation) -> Card:
        passages = self.reading.passages[annotation.number]
        place = "p" if passages else "c"
        return Card(
            number=annotation.number,
            label=annotation.label,
            role=annotation.role,
            role_name=self.role_name(annotation),
            gist=annotation.gist,
            note=annotation.note,
            device=annotation.device,
            device_meaning=device.meaning if (device := device_of(annotation.device)) else "",
            quotes=tuple(_shortened(passage.quote) for passage in passages),
            spans=tuple((passage.start, passage.end) for passage in passages),
            lost=lost_of(
                self.reading.lost[annotation.number], annotation.label, is_detached=not passages
            ),
            edited=edited_of(passages),
            editor=annotation.author.name,
            initials=annotation.author.initials,
            ties=tuple(self._ties(annotation.number)),
            href=f"{self.address}#{place}-{annotation.label}",
            link=f"{self.address}?{self.since}focus={annotation.label}#{place}-{annotation.label}",
            version=annotation.version,
            is_proposed=annotation.number in self.reading.proposed,
        )

    def _ties(self, number: int) -> Iterator[Tie]:
        node = self.graph.node(number)
        if node.leans_on is not None:
            yield self._tie(
                LinkKind.LEAN, leaning_words(node, self.label), node.leans_on, mine=True
            )
        for relation in self.graph.relations_from(number):
            words = bearing_words(self.graph, relation, number, self.label)
            yield self._tie(
                link_kind(relation), words, end_of(self.graph, relation), relation, mine=True
            )
        for relation in self.graph.relations_on(number):
            words = borne_words(relation, self.label)
            yield self._tie(link_kind(relation), words, relation.premises[0], relation)
        yield from self._undercuts(number)
        for rhetoric in self.graph.rhetoric_on(number):
            yield self._tie(LinkKind.LEAN, f"{self.label(rhetoric.id)} leans on it", rhetoric.id)

    def _undercuts(self, number: int) -> Iterator[Tie]:
        for relation in self.graph.relations_from(number):
            for undercut in self.graph.undercuts_of(relation.id):
                words = undercut_words(self.graph, undercut, number, self.label)
                yield self._tie(LinkKind.UNDERCUT, words, undercut.premises[0], undercut)

    def _tie(
        self,
        kind: LinkKind,
        words: str,
        end: Id,
        relation: Relation | None = None,
        mine: bool = False,
    ) -> Tie:
        annotation = self.reading.by_number[int(end)]
        number = int(relation.id) if relation else None
        linked = mine and relation is not None and len(relation.premises) > 1
        key = self.schemes.get(number or 0, "")
        scheme = scheme_of(key)
        return Tie(
            kind,
            words,
            annotation.label,
            annotation.gist,
            number,
            mine,
            linked,
            scheme,
            scheme.name if scheme else key,
            number in self.reading.proposed_steps,
        )


def _shortened(quote: str) -> str:
    if len(quote) <= QUOTE_SHOWN:
        return quote
    return quote[:QUOTE_SHOWN].rsplit(" ", 1)[0] + " …"


def with_readings(cards: tuple[Card, ...], article: Article, reading: Reading) -> tuple[Card, ...]:
    """The same, each with what editors who read apart see differently in it."""
    found = differences_of(article, reading)
    return tuple(replace(c, readings=found.get(c.number, ())) for c in cards) if found else cards
