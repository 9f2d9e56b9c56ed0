"""The passages that a revision left to look at: edited ones and lost ones, in the order of the text."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation, Fate, Passage
from reader.annotations.placing import Span
from reader.articles.models import Article, Revision
from reader.text.candidates import candidates
from reader.text.comparing import compare_words
from reader.text.rendering import Block, blocks_of

PASSAGES = "passages"
AT_ONCE = 20
MOST_OFFERED = 3
AROUND = 90  # code points of the text shown on each side


@dataclass(frozen=True)
class Around:
    """Words of the text as they stand there, with a little of what stands around them."""

    start: int
    end: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True)
class PassageRow:
    """One passage to look at. `last` is the revision that still had its words, `since` the next one."""

    place: int
    annotation: Annotation
    passage: Passage
    around: Around
    last: Revision | None
    since: Revision | None
    is_alone: bool
    offers: tuple[Around, ...] = ()
    pasted: str | None = None

    @property
    def compared(self) -> str:
        """Safe HTML: the old words and the new ones in one."""
        return compare_words(self.passage.old_quote, self.passage.quote)


def passages_page(
    article: Article, reading: Reading, start: int = 0, pasted: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """A stretch of the queue, from the row at place `start`, counted from 0.

    `pasted` are words that were sent for an annotation, by its number, and refused.
    """
    every = reading.doubtful
    start = max(0, min(start, len(every) - 1))
    rows = list(_rows(article, reading, every[start : start + AT_ONCE], start, pasted or {}))
    counts = Counter(Fate(passage.fate) for _, passage in every)
    return {
        "article": article,
        "side": PASSAGES,
        "rows": rows,
        "total": len(every),
        "counted": words_for(counts),
        "to_confirm": _edited(rows),
        "start": start,
        "earlier": max(0, start - AT_ONCE) if start else None,
        "later": start + AT_ONCE if start + AT_ONCE < len(every) else None,
    }


def words_for(counts: Mapping[Fate, int]) -> str:
    """2 edited, 1 lost."""
    said = ((counts.get(fate, 0), fate) for fate in (Fate.EDITED, Fate.LOST))
    return ", ".join(f"{number} {fate}" for number, fate in said if number)


def _edited(rows: Iterable[PassageRow]) -> list[int]:
    """The keys of the passages that can be confirmed together: of those that are shown."""
    return [row.passage.pk for row in rows if row.passage.fate == Fate.EDITED]


def _rows(
    article: Article,
    reading: Reading,
    shown: list[tuple[Annotation, Passage]],
    start: int,
    pasted: Mapping[int, str],
) -> Iterator[PassageRow]:
    head = article.head
    assert head is not None, "an article is never without a text"
    revisions = _revisions(article, [passage for _, passage in shown])
    offers = _offers(head, [passage for _, passage in shown])
    for place, (annotation, passage) in enumerate(shown, start):
        since = passage.doubtful_since or 0
        yield PassageRow(
            place=place,
            annotation=annotation,
            passage=passage,
            around=_around(head.text, passage),
            last=revisions.get(since - 1),
            since=revisions.get(since),
            is_alone=_is_alone(reading, annotation),
            offers=tuple(around(head.text, *span) for span in offers.get(passage.pk, ())),
            pasted=pasted.get(annotation.number),
        )


def _around(text: str, passage: Passage) -> Around:
    """Of lost words what stood around them."""
    if not passage.is_lost:
        return around(text, passage.start, passage.end)
    before, after = ending(passage.prefix), beginning(passage.suffix)
    return Around(passage.start, passage.end, before, passage.quote, after)


def _is_alone(reading: Reading, annotation: Annotation) -> bool:
    """Whether the annotation would be unstated without its one lost passage."""
    number = annotation.number
    return number in reading.detached and len(reading.lost[number]) == 1


def _revisions(article: Article, passages: list[Passage]) -> dict[int, Revision]:
    """By number; without their texts, which may be long."""
    since = {passage.doubtful_since for passage in passages} - {None}
    numbers = {number - back for number in since if number for back in (0, 1)}
    rows = article.revisions.filter(number__in=numbers).select_related("author")
    return {row.number: row for row in rows.defer("source", "html", "text")}


def _offers(head: Revision, passages: Iterable[Passage]) -> dict[int, tuple[Span, ...]]:
    """Where the words of lost passages may be now, by the keys of these; from the shelf where it can be.

    To look for them is slow in a long text, and after every click the same rows are shown again.
    """
    shelf, key = caches["pages"], f"offers:{head.pk}:{settings.VERSION}"
    kept: dict[int, tuple[Span, ...]] = shelf.get(key, {})
    missing = [passage for passage in passages if passage.is_lost and passage.pk not in kept]
    if missing:
        blocks = blocks_of(head.html)
        kept |= {passage.pk: _candidates(head.text, passage, blocks) for passage in missing}
        shelf.set(key, kept)
    return kept


def _candidates(text: str, passage: Passage, blocks: Iterable[Block]) -> tuple[Span, ...]:
    found = candidates(text, passage.quote, passage.start, blocks, MOST_OFFERED)
    return tuple((candidate.start, candidate.end) for candidate in found)


def around(text: str, start: int, end: int) -> Around:
    """text[start:end] between whole words of its paragraph, at most AROUND code points on each side."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Around(start, end, ending(before), text[start:end], beginning(after))


def ending(words: str) -> str:
    """The end of a stretch: from the last line of it, without a word that may be torn."""
    line = words.rpartition("\n")[2]
    return line if line != words else "… " + line.partition(" ")[2]


def beginning(words: str) -> str:
    line = words.partition("\n")[0]
    return line if line != words else line.rpartition(" ")[0] + " …"
