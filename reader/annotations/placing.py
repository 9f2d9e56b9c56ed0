"""Which passages an annotation has in the newest text, and how the log keeps them.

An entry of the log is [revision, start, end], and where a new text has carried the passage there also
its fate; for one whose words changed or went, also [revision, start, end] of where they were last
beyond doubt.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reader.annotations.models import Annotation, Fate, Passage
from reader.articles.models import Revision
from reader.text.carrying import Carried, Carrier, same_words
from reader.text.quoting import Quote, quote_at

Span = tuple[int, int]
Entry = list[Any]


def entries_of(annotation: Annotation) -> list[Entry]:
    """Its passages in the head revision, in the order of the text."""
    here = annotation.passages.filter(revision=annotation.article.head_id)
    return in_order(entry_of(passage) for passage in here.with_places())


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By the text; what was lost at one point, by where it was before."""
    return sorted(entries, key=lambda entry: (entry[1], entry[2], entry[4:]))


def entry_of(passage: Passage) -> Entry:
    entry: Entry = [passage.revision.number, passage.start, passage.end]
    if passage.fate == Fate.SET:
        return entry
    entry.append(str(passage.fate))
    origin = passage.origin
    return [*entry, [origin.revision.number, origin.start, origin.end]] if origin else entry


def stand(annotation: Annotation, spans: Iterable[Span], revision: Revision) -> None:
    """Let an annotation stand at these places of a revision, and nowhere else in it.

    A place where it stands already keeps its row, and with it how the passage got there. Words that
    are lost stay lost, but where nothing else was left of the annotation: then it is found again.
    """
    wanted = set(spans)
    rows = {(p.start, p.end): p for p in annotation.passages.filter(revision=revision).found()}
    if not rows or not wanted:
        annotation.passages.filter(revision=revision, fate=Fate.LOST).delete()
    for span in rows.keys() - wanted:
        rows[span].delete()
    for start, end in sorted(wanted - rows.keys()):
        passage_at(annotation, revision, start, end).save()


def stand_as(annotation: Annotation, entries: Iterable[Entry]) -> None:
    """Let an annotation stand where the log says, carried to the newest text if it says so of another."""
    head = annotation.article.head
    assert head is not None, "an article is never without a text"
    wanted = {_key(passage): passage for passage in _once_each(_in_head(annotation, head, entries))}
    rows = {_key(passage): passage for passage in _rows(annotation, head)}
    for key in rows.keys() - wanted.keys():
        rows[key].delete()
    for key, passage in wanted.items():
        if key not in rows:
            passage.save()


def followed(
    rows: Iterable[Passage], carrier: Carrier, revision: Revision
) -> Iterator[tuple[Passage, Passage]]:
    """Rows of one revision with what follows each in a newer text, not saved yet.

    Two passages of one annotation may come to be the same words, and are one then. Lost words that
    return there, where another stands, are still lost: nobody has given them up.
    """
    seen: set[tuple[int, Span]] = set()
    standing_first = sorted(rows, key=lambda row: row.is_lost)
    carried = carrier.carry((row.start, row.end) for row in standing_first)
    for row, found in zip(standing_first, carried, strict=True):
        passage = _following(row, found, carrier, revision)
        place = row.annotation_id, (passage.start, passage.end)
        if place in seen and row.is_lost:
            passage = lost_passage(row.annotation, revision, found.start, row.origin or row)
        if passage.is_lost or place not in seen:
            yield row, passage
            seen.add(place)


def _following(row: Passage, found: Carried, carrier: Carrier, revision: Revision) -> Passage:
    """`found` is where the carrier finds the row in the newer text.

    What somebody should look at settles by itself only where the words are again what they were.
    """
    origin = row.origin or row
    fate, start, end = Fate(found.fate), found.start, found.end
    if row.is_lost and (again := carrier.returned(_quote(origin))):
        fate, (start, end) = Fate.KEPT, again
    elif row.is_doubtful and fate != Fate.LOST:
        is_settled = same_words(revision.text[start:end], origin.quote)
        fate = Fate.KEPT if is_settled else Fate.EDITED
    if fate == Fate.LOST:
        return lost_passage(row.annotation, revision, start, origin)
    passage = passage_at(row.annotation, revision, start, end, fate)
    passage.origin = origin if fate == Fate.EDITED else None
    return passage


def passage_at(
    annotation: Annotation, revision: Revision, start: int, end: int, fate: Fate = Fate.SET
) -> Passage:
    """A passage, not saved yet, with its words and what stands around them."""
    quote = quote_at(revision.text, start, end)
    return Passage(
        annotation=annotation,
        revision=revision,
        start=start,
        end=end,
        quote=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        fate=fate,
    )


def lost_passage(
    annotation: Annotation, revision: Revision, point: int, origin: Passage
) -> Passage:
    """Words that a revision no longer has: the point near which they stood, and what they were."""
    return Passage(
        annotation=annotation,
        revision=revision,
        start=point,
        end=point,
        quote=origin.quote,
        prefix=origin.prefix,
        suffix=origin.suffix,
        fate=Fate.LOST,
        origin=origin,
    )


def _rows(annotation: Annotation, revision: Revision) -> Iterable[Passage]:
    return annotation.passages.filter(revision=revision).with_places()


def _key(passage: Passage) -> str:
    return repr(entry_of(passage))


def _quote(passage: Passage) -> Quote:
    return Quote(passage.quote, passage.prefix, passage.suffix)


def _in_head(annotation: Annotation, head: Revision, entries: Iterable[Entry]) -> Iterator[Passage]:
    by_number: dict[int, list[Entry]] = {}
    for entry in entries:
        by_number.setdefault(entry[0], []).append(entry)
    for number, told in by_number.items():
        if number == head.number:
            yield from (_passage(annotation, head, entry) for entry in told)
        else:
            yield from _carried(annotation, head, told)


def _once_each(passages: Iterable[Passage]) -> Iterator[Passage]:
    seen: set[Span] = set()
    for passage in passages:
        place = passage.start, passage.end
        if passage.is_lost or place not in seen:
            yield passage
            seen.add(place)


def _carried(annotation: Annotation, head: Revision, told: list[Entry]) -> Iterator[Passage]:
    revision = annotation.article.revisions.get(number=told[0][0])
    rows = [_passage(annotation, revision, entry) for entry in told]
    for row, passage in followed(rows, Carrier(revision.text, head.text), head):
        if passage.origin is row:
            passage.origin = _origin(annotation, [revision.number, row.start, row.end])
        yield passage


def _passage(annotation: Annotation, head: Revision, entry: Entry) -> Passage:
    _, start, end, *how = entry
    fate = Fate(how[0]) if how else Fate.SET
    origin = _origin(annotation, how[1]) if len(how) > 1 else None
    if fate == Fate.LOST and origin:
        return lost_passage(annotation, head, start, origin)
    passage = passage_at(annotation, head, start, end, fate)
    passage.origin = origin
    return passage


def _origin(annotation: Annotation, place: Sequence[int]) -> Passage:
    """Its row in that revision. A place that was never there in the end has none: it gets one."""
    number, start, end = place
    rows = annotation.passages.filter(revision__number=number, start=start, end=end)
    if row := rows.found().first():
        return row
    revision = annotation.article.revisions.get(number=number)
    passage = passage_at(annotation, revision, start, end)
    passage.save()
    return passage
