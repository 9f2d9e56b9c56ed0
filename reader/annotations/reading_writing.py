"""What stands in an article as a reading file: the way back from reading_files.py."""

import json
from typing import Any

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Passage
from reader.argument.graph import Relation as Step
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article


def write_reading(article: Article) -> str:
    """The reading of the latest revision. The same argument gives the same file, byte for byte."""
    reading = reading_of(article)
    text = article.head.text if article.head else ""
    whole = {
        "about": f"A reading of “{article.title}”.",
        "passages": [_passage(reading, annotation, text) for annotation in reading.annotations],
        "links": [_link(reading, step) for step in reading.graph.relations],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _passage(reading: Reading, annotation: Annotation, text: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": annotation.label, "role": str(annotation.role)}
    entry["gist"] = annotation.gist
    entry |= _places(reading.passages[annotation.number], text)
    if lost := [passage.quote for passage in reading.lost[annotation.number]]:
        entry["lost"] = lost
    if annotation.note:
        entry["note"] = annotation.note
    if annotation.role == Role.RHETORIC:
        leans_on = reading.graph.node(annotation.number).leans_on
        entry |= {"device": annotation.device} if annotation.device else {}
        entry["on"] = reading.by_number[int(leans_on)].label if leans_on else ""
    return entry


def _places(passages: list[Passage], text: str) -> dict[str, Any]:
    """Quotes, and where they begin if the words alone do not tell."""
    if not passages:
        return {"implicit": True}
    quotes = [text[passage.start : passage.end] for passage in passages]
    places: dict[str, Any] = {"quotes": quotes} if len(quotes) > 1 else {"quote": quotes[0]}
    if any(_is_repeated(quote, text) for quote in quotes):
        starts = [passage.start for passage in passages]
        places["at"] = starts if len(starts) > 1 else starts[0]
    return places


def _is_repeated(quote: str, text: str) -> bool:
    return text.find(quote, text.find(quote) + 1) >= 0


def _link(reading: Reading, step: Step) -> dict[str, Any]:
    kind = "supports" if step.kind is RelationKind.SUPPORT else "attacks"
    target = f"l{step.target_relation}"
    if step.target is not None:
        target = reading.by_number[int(step.target)].label
    entry: dict[str, Any] = {
        "id": f"l{step.id}",
        "kind": "undercuts" if step.target_relation is not None else kind,
        "premises": [reading.by_number[int(number)].label for number in step.premises],
        "target": target,
    }
    scheme = next((r.scheme for r in reading.relations if r.number == step.id), "")
    return entry | ({"scheme": scheme} if scheme else {})
