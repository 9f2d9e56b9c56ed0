"""Which passages an annotation has in the newest text, and how the log keeps them.

An entry of the log is [revision, start, end], and where a new text has carried the passage there also
its fate; for one whose words changed or went, also [revision, start, end] of where they were last
beyond doubt.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from reader.annotations.models import Annotation, Fate, Origin, Passage
from reader.articles.models import Revision
from reader.text.carrying import Carried, Carrier, same_words
from reader.text.quoting import Quote, quote_at

Span = tuple[int, int]
Entry = list[Any]


def entries_of(annotation: Annotation) -> list[Entry]:
    """Its passages in the head revision, in the order of the text."""
    return entries_of_all([annotation])[annotation.pk]


def entries_of_all(annotations: Collection[Annotation]) -> dict[int, list[Entry]]:
    """The same for many of one article, by their keys, in one query."""
    found: dict[int, list[Entry]] = {annotation.pk: [] for annotation in annotations}
    heads = {annotation.article.head_id for annotation in annotations}
    rows = Passage.objects.filter(annotation__in=list(found), revision__in=heads)
    for passage in rows.with_places():
        found[passage.annotation_id].append(entry_of(passage))
    return {key: in_order(entries) for key, entries in found.items()}


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


class Revisions:
    """The texts of one article and the comparisons of them, each made once."""

    def __init__(self, head: Revision) -> None:
        self.head = head
        self._known = {head.number: head}
        self._carriers: dict[tuple[int, int], Carrier] = {}

    def __getitem__(self, number: int) -> Revision:
        if number not in self._known:
            self._known[number] = self.head.article.revisions.get(number=number)
        return self._known[number]

    def carrier(self, old: int, new: int) -> Carrier:
        if (old, new) not in self._carriers:
            self._carriers[old, new] = Carrier(self[old].text, self[new].text)
        return self._carriers[old, new]


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
    told = _in_head(annotation, Revisions(head), entries)
    wanted = {_key(passage): passage for passage in _once_each(told)}
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
    old = list(rows)
    carried = carrier.carry((row.start, row.end) for row in old)
    found = [
        (row, at, _following(row, at, carrier, revision))
        for row, at in zip(old, carried, strict=True)
    ]
    found.sort(key=lambda one: (one[0].is_lost, -_fit(one[0], one[2])))
    seen: set[tuple[int, Span]] = set()
    for row, at, passage in found:
        place = row.annotation_id, (passage.start, passage.end)
        if place in seen and row.is_lost:
            passage = lost_passage(row.annotation, revision, at.start, _origin_of(row))
        if passage.is_lost or place not in seen:
            yield row, passage
            seen.add(place)


def _fit(row: Passage, passage: Passage) -> int:
    """How much of what stood around lost words stands around them again: more than one may return there."""
    if not row.is_lost:
        return 0
    return _alike(row.prefix[::-1], passage.prefix[::-1]) + _alike(row.suffix, passage.suffix)


def _alike(one: str, other: str) -> int:
    """The number of characters with which both begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _origin_of(row: Passage) -> Origin:
    return row.origin or row.as_origin()


def _following(row: Passage, found: Carried, carrier: Carrier, revision: Revision) -> Passage:
    """`found` is where the carrier finds the row in the newer text.

    What somebody should look at settles by itself only where the words are again what they were.
    """
    origin = _origin_of(row)
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


def lost_passage(annotation: Annotation, revision: Revision, point: int, origin: Origin) -> Passage:
    """Words that a revision no longer has: the point near which they stood, and what they were."""
    passage = Passage(
        annotation=annotation, revision=revision, start=point, end=point, fate=Fate.LOST
    )
    _doubt(passage, origin)
    return passage


def _rows(annotation: Annotation, revision: Revision) -> Iterable[Passage]:
    return annotation.passages.filter(revision=revision).with_places()


def _key(passage: Passage) -> str:
    return repr(entry_of(passage))


def _quote(origin: Origin) -> Quote:
    return Quote(origin.quote, origin.prefix, origin.suffix)


def _in_head(
    annotation: Annotation, revisions: Revisions, entries: Iterable[Entry]
) -> Iterator[Passage]:
    by_number: dict[int, list[Passage]] = {}
    for entry in entries:
        by_number.setdefault(entry[0], []).append(_passage(annotation, revisions, entry))
    for number, rows in by_number.items():
        yield from rows if number == revisions.head.number else _carried(rows, number, revisions)


def _once_each(passages: Iterable[Passage]) -> Iterator[Passage]:
    seen: set[Span] = set()
    for passage in passages:
        place = passage.start, passage.end
        if passage.is_lost or place not in seen:
            yield passage
            seen.add(place)


def _carried(rows: list[Passage], number: int, revisions: Revisions) -> Iterator[Passage]:
    """Over all revisions since number `number` at once; what is in doubt then, since the right one."""
    head = revisions.head
    for row, passage in followed(rows, revisions.carrier(number, head.number), head):
        if passage.is_doubtful and not row.is_doubtful:
            _doubt(passage, _last_place(row, revisions))
        yield passage


def _doubt(passage: Passage, origin: Origin) -> None:
    """White space may have changed on the way there: what words are lost is told by the place."""
    passage.origin = origin
    if passage.is_lost:
        words = origin.quote, origin.prefix, origin.suffix
        passage.quote, passage.prefix, passage.suffix = words


def _last_place(row: Passage, revisions: Revisions) -> Origin:
    """Where its words stood right before a revision came that has them no more: halved, not counted."""
    first, place, gone = row.revision.number, row, revisions.head.number
    last = first
    while gone - last > 1:
        number = (last + gone) // 2
        [found] = revisions.carrier(first, number).carry([(row.start, row.end)])
        if Fate(found.fate) in (Fate.KEPT, Fate.MOVED):
            place = passage_at(row.annotation, revisions[number], found.start, found.end)
            last = number
        else:
            gone = number
    return place.as_origin()


def _passage(annotation: Annotation, revisions: Revisions, entry: Entry) -> Passage:
    number, start, end, *how = entry
    fate = Fate(how[0]) if how else Fate.SET
    origin = _origin(annotation, revisions, how[1]) if len(how) > 1 else None
    if fate == Fate.LOST and origin:
        return lost_passage(annotation, revisions[number], start, origin)
    passage = passage_at(annotation, revisions[number], start, end, fate)
    passage.origin = origin
    return passage


def _origin(annotation: Annotation, revisions: Revisions, place: Sequence[int]) -> Origin:
    number, start, end = place
    return passage_at(annotation, revisions[number], start, end).as_origin()
