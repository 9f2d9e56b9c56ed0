"""Where an annotation stands, as a page shows it beside the forms that change it."""

from dataclasses import dataclass
from typing import Any

from reader.annotations.changes import last_change_of
from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation, Passage
from reader.articles.models import Article
from reader.text.spans import Span


@dataclass(frozen=True)
class Place:
    """Words of the article, and where they stand."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Removable:
    """One place, and those that stay when it goes."""

    place: Place
    others: tuple[Place, ...]


def places_page(reading: Reading, annotation: Annotation) -> dict[str, Any]:
    """The passages of an annotation, each with what a form sends to remove it."""
    places = _places(reading.passages[annotation.number])
    rows = [Removable(place, tuple(p for p in places if p != place)) for place in places]
    return {"places": places, "removable": rows, "lost": reading.lost[annotation.number]}


def places_at(article: Article, spans: list[Span]) -> list[Place]:
    """With their words as they stand now, so that they are found again in a text revised since."""
    text = article.head.text if article.head else ""
    return [Place(start, end, text[start:end]) for start, end in spans]


def outdated_page(
    article: Article,
    reading: Reading,
    annotation: Annotation,
    wanted: list[Place],
    is_split: bool,
) -> dict[str, Any]:
    """What was wanted beside what somebody else saved meanwhile, to be sent again or left."""
    change = last_change_of(annotation)
    return {
        "article": article,
        "annotation": annotation,
        "slot": f"form-{annotation.number}",
        "by": change.actor if change else annotation.author,
        "wanted": wanted,
        "standing": _places(reading.passages[annotation.number]),
        "is_split": is_split,
        "outdated": annotation.number,
    }


def _places(passages: list[Passage]) -> list[Place]:
    return [Place(passage.start, passage.end, passage.quote) for passage in passages]
