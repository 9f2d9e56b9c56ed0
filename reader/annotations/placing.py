"""Which passages an annotation has in the newest text, and how the log keeps them.

An entry of the log is [revision, start, end], and where a new text has carried the passage there also
its fate; for one whose words changed or went, also [revision, start, end] of where they were last
beyond doubt.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from reader.annotations.models import Annotation, Fate, Passage
from reader.articles.models import Article, Revision
from reader.text.carrying import carry
from reader.text.quoting import quote_at

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
    article = annotation.article
    head = article.head
    assert head is not None, "an article is never without a text"
    wanted = {_key(entry): entry for entry in _in_head(article, head, entries)}
    rows = {_key(entry_of(passage)): passage for passage in _rows(annotation, head)}
    for key in rows.keys() - wanted.keys():
        rows[key].delete()
    for key, entry in wanted.items():
        if key not in rows:
            _passage(annotation, head, entry).save()


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


def _key(entry: Sequence[Any]) -> str:
    return repr(entry)


def _in_head(article: Article, head: Revision, entries: Iterable[Entry]) -> Iterable[Entry]:
    for entry in entries:
        if entry[0] == head.number:
            yield entry
        else:
            yield _carried(article, head, entry)


def _carried(article: Article, head: Revision, entry: Entry) -> Entry:
    """The same passage in the newest text; what cannot be found there is lost since that revision."""
    number, start, end = entry[4] if len(entry) > 4 else entry[:3]
    text = article.revisions.values_list("text", flat=True).get(number=number)
    [found] = carry(text, head.text, [(start, end)])
    fate = Fate(found.fate)
    carried: Entry = [head.number, found.start, found.end, str(fate)]
    return [*carried, [number, start, end]] if fate in (Fate.EDITED, Fate.LOST) else carried


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
