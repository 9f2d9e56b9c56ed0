"""A whole reading, added to an article at once or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch

from reader.accounts.models import User
from reader.annotations.changes import annotate, reword
from reader.annotations.models import Annotation, Passage, Relation
from reader.annotations.naming import set_scheme
from reader.annotations.placing import Span
from reader.annotations.reading_files import (
    SUPPORTS,
    UNDERCUTS,
    ParsedReading,
    PassageEntry,
    ReadingRefused,
    read_reading,
)
from reader.annotations.relating import relate
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article

__all__ = ["Added", "ParsedReading", "ReadingRefused", "add_reading", "read_reading"]

Placed = tuple[PassageEntry, list[Span]]
Key = tuple[Role, str, frozenset[Span]]


@dataclass(frozen=True)
class Added:
    annotations: tuple[Annotation, ...]
    relations: tuple[Relation, ...]


@transaction.atomic
def add_reading(article: Article, reading: ParsedReading, by: User) -> Added:
    """Annotate and relate as the reading says; ReadingRefused leaves the article as it was."""
    annotations: dict[str, Annotation] = {}
    standing = _standing(article)
    for entry, spans in _in_text_order(article, reading):
        if label := standing.get(_key(entry.role, entry.gist, spans)):
            raise entry.refused(f"it is in the article already, as {label}.")
        annotations[entry.id] = _annotate(article, entry, spans, annotations, by)
    for entry in reading.passages:
        if entry.on and annotations[entry.id].leans_on is None:
            _lean(entry, annotations, by)
    relations = _relate(article, reading, annotations, by)
    return Added(tuple(annotations.values()), relations)


def _standing(article: Article) -> dict[Key, str]:
    """The label of each annotation that stands, by what would make another one its double."""
    here = Prefetch("passages", queryset=Passage.objects.filter(revision=article.head_id).found())
    standing = article.annotations.standing().prefetch_related(here)
    return {
        _key(Role(a.role), a.gist, [(p.start, p.end) for p in a.passages.all()]): a.label
        for a in standing
    }


def _key(role: Role, gist: str, spans: Iterable[Span]) -> Key:
    return role, gist, frozenset(spans)


def _in_text_order(article: Article, reading: ParsedReading) -> list[Placed]:
    """By the first passage of each; an implicit entry stays behind the one before it in the file."""
    text = article.head.text if article.head else ""
    placed: list[tuple[int, Placed]] = []
    place = 0
    for entry in reading.passages:
        spans = _spans(entry, text)
        place = min((start for start, _ in spans), default=place)
        placed.append((place, (entry, spans)))
    return [one for _, one in sorted(placed, key=lambda pair: pair[0])]


def _spans(entry: PassageEntry, text: str) -> list[Span]:
    if not entry.at:
        return [_span(entry, quote, text) for quote in entry.quotes]
    for quote, start in zip(entry.quotes, entry.at, strict=True):
        if not text.startswith(quote, start):
            raise entry.refused(f"the quote does not begin at {start}: “{_shown(quote)}”.")
    return [(at, at + len(quote)) for quote, at in zip(entry.quotes, entry.at, strict=True)]


def _span(entry: PassageEntry, quote: str, text: str) -> Span:
    start, shown = text.find(quote), _shown(quote)
    if start < 0:
        raise entry.refused(f"the quote is not in the text: “{shown}”.")
    if text.find(quote, start + 1) >= 0:
        raise entry.refused(f"the quote is in the text several times; quote more: “{shown}”.")
    return start, start + len(quote)


def _shown(quote: str) -> str:
    return quote if len(quote) <= 60 else f"{quote[:57]}…"


def _annotate(
    article: Article,
    entry: PassageEntry,
    spans: list[Span],
    annotations: dict[str, Annotation],
    by: User,
) -> Annotation:
    try:
        return annotate(
            article,
            entry.role,
            entry.gist,
            by,
            spans=spans,
            note=entry.note,
            device=entry.device,
            leans_on=annotations.get(entry.on),
        )
    except ChangeRefused as refusal:
        raise entry.refused(str(refusal)) from refusal


def _lean(entry: PassageEntry, annotations: dict[str, Annotation], by: User) -> None:
    """Rhetoric may lean on what comes after it in the text, and so was not there yet."""
    annotations[entry.id] = reword(
        annotations[entry.id],
        by,
        annotations[entry.id].version,
        entry.role,
        entry.gist,
        note=entry.note,
        device=entry.device,
        leans_on=annotations[entry.on],
    )


def _relate(
    article: Article, reading: ParsedReading, annotations: dict[str, Annotation], by: User
) -> tuple[Relation, ...]:
    relations: dict[str, Relation] = {}
    for link in reading.links:
        targets = relations if link.kind == UNDERCUTS else annotations
        kind = RelationKind.SUPPORT if link.kind == SUPPORTS else RelationKind.ATTACK
        premises = [annotations[name] for name in link.premises]
        try:
            relation = relate(article, premises, kind, targets[link.target], by)
            relations[link.id] = set_scheme(relation, link.scheme, by)
        except ChangeRefused as refusal:
            raise link.refused(str(refusal)) from refusal
    return tuple(relations.values())
