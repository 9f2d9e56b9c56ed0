"""What a page shows of an article's text and argument: made once for each moment, and kept."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches

from reader.annotations.graphs import Reading
from reader.annotations.remarks import remarks_of
from reader.argument.findings import circles_of
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.roles import Role
from reader.articles.models import Revision
from reader.reading.cards import Card, Cards, with_readings
from reader.reading.maps import CodeMap, MapView, code_map_of, map_of
from reader.reading.moments import Moment
from reader.reading.outlines import Item, outline_items
from reader.text.highlighting import highlight
from reader.text.languages import minutes_to_read
from reader.text.rendering import blocks_of

DESCRIPTION_LENGTH = 180
PROPOSED = "proposed"
HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(frozen=True)
class Heading:
    id: str
    level: int
    title: str


@dataclass(frozen=True)
class LegendEntry:
    role: Role
    count: int


@dataclass(frozen=True)
class Argument:
    """Text with its highlights, contents, cards, outline and graph; the same for every reader.

    Those who work on the article have one more, as long as something is proposed.
    """

    html: str
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
    graph: ArgumentGraph
    labels: dict[Id, str]
    implicit: frozenset[int]
    detached: frozenset[int]
    proposed: frozenset[int]
    proposed_steps: frozenset[int]


def argument_of(moment: Moment) -> Argument:
    """From the shelf where it can be; its key holds all that it depends on."""
    key = f"argument:{moment.key}:{settings.VERSION}"
    shelf = caches["pages"]
    kept: Argument | None = shelf.get(key)
    if kept is None:
        kept = _made(moment)
        shelf.set(key, kept)
    return kept


def _made(moment: Moment) -> Argument:
    article, head, reading = moment.article, moment.revision, moment.reading()
    accepted = moment.accepted() if moment.with_proposed else reading
    cards = Cards(reading, moment.address, 0 if moment.past else head.number)
    labels: dict[Id, str] = {a.number: a.label for a in reading.annotations}
    counts = Counter(Role(a.role) for a in reading.annotations)
    return Argument(
        html=highlight(head.html, _spans(reading), fates=_fates(reading)),
        minutes=minutes_to_read(len(head.text), article.language),
        description=_shortened(head.text),
        contents=_contents(head),
        cards=cards.all() if moment.past else with_readings(cards.all(), article, accepted),
        outline=outline_items(reading, cards),
        findings=tuple(f.words for f in circles_of(accepted.graph, labels.__getitem__)),
        worth_a_look=0 if moment.past else len(remarks_of(article, accepted).open),
        to_mend=len(accepted.doubtful),
        legend=tuple(LegendEntry(role, counts[role]) for role in Role if counts[role]),
        map=map_of(
            reading.graph,
            implicit=reading.implicit,
            detached=reading.detached,
            proposed=reading.proposed,
            proposed_steps=reading.proposed_steps,
            fold_href=_fold_href,
        ),
        code_map=code_map_of(
            reading.graph,
            implicit=reading.implicit,
            detached=reading.detached,
            proposed=reading.proposed,
            proposed_steps=reading.proposed_steps,
        ),
        graph=reading.graph,
        labels=labels,
        implicit=reading.implicit,
        detached=reading.detached,
        proposed=reading.proposed,
        proposed_steps=reading.proposed_steps,
    )


def _fold_href(folded: frozenset[Id]) -> str:
    return f"?fold={','.join(map(str, folded))}"


def _spans(reading: Reading) -> list[tuple[int, int, str, str]]:
    return [
        (passage.start, passage.end, annotation.label, annotation.role)
        for annotation in reading.annotations
        for passage in reading.passages[annotation.number]
    ]


def _fates(reading: Reading) -> dict[tuple[int, int, str, str], str]:
    return {
        (passage.start, passage.end, annotation.label, annotation.role): PROPOSED
        for annotation in reading.annotations
        if annotation.number in reading.proposed
        for passage in reading.passages[annotation.number]
    }


def _contents(head: Revision) -> tuple[Heading, ...]:
    return tuple(
        Heading(block.id, HEADINGS[block.tag], head.text[block.start : block.end])
        for block in blocks_of(head.html)
        if block.tag in HEADINGS and block.id
    )


def _shortened(text: str) -> str:
    words = " ".join(text[: DESCRIPTION_LENGTH * 2].split())
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    return words[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
