"""Settle what a new text has left to look at: words that it edited, and words that it lost."""

from reader.accounts.models import User
from reader.annotations.changes import refuse_outside, refuse_revised, refuse_withdrawn
from reader.annotations.models import Annotation, Fate, Passage
from reader.annotations.placing import Span, passage_at
from reader.annotations.recording import Recorder, recording
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Revision
from reader.text.spans import joined


def confirm(*passages: Passage, by: User) -> list[Annotation]:
    """These new words of edited passages are meant: they stand as if an editor had set them.

    No others: what an annotation has elsewhere in the text may not have been looked at.
    """
    if not passages:
        raise ChangeRefused("There is nothing left to confirm.")
    with recording(passages[0].annotation.article, "confirm", by) as change:
        held = [_held(change, passage) for passage in passages]
        for _, passage in held:
            _settle(passage)
        annotations = list(dict.fromkeys(annotation for annotation, _ in held))
        for annotation in annotations:
            change.save(annotation)
    return annotations


def remark(passage: Passage, span: Span, by: User) -> Annotation:
    """The annotation stands at these words instead of those that were edited or lost.

    Where it stands there already, or beside, the two become one passage.
    """
    with recording(passage.annotation.article, "remark", by) as change:
        annotation, passage = _held(change, passage)
        head = passage.revision
        refuse_outside(head.text, [span])
        passage.delete()
        _stand_also(annotation, span, head)
        change.save(annotation)
    return annotation


def let_go(passage: Passage, by: User) -> Annotation:
    """Give lost words up: the annotation keeps its other passages, or the text never says it."""
    with recording(passage.annotation.article, "let go", by) as change:
        annotation, passage = _held(change, passage)
        if not passage.is_lost:
            raise ChangeRefused("These words are in the text. Confirm them, or mark others.")
        passage.delete()
        change.save(annotation)
    return annotation


def _held(change: Recorder, passage: Passage) -> tuple[Annotation, Passage]:
    """The passage as it stands now, if it is still to be looked at, and its annotation."""
    refuse_revised(change.article, passage.revision_id)
    annotation = change.hold(passage.annotation)
    refuse_withdrawn(annotation)
    rows = annotation.passages.filter(pk=passage.pk).select_related("revision")
    current = rows.first()
    if current is None or not current.is_doubtful:
        raise ChangeOvertaken(f"This passage of {annotation.label} has been settled meanwhile.")
    return annotation, current


def _settle(passage: Passage) -> None:
    if passage.is_lost:
        raise ChangeRefused("These words are no longer in the text. Mark others, or give them up.")
    passage.fate, passage.origin = Fate.SET, None
    passage.save()


def _stand_also(annotation: Annotation, span: Span, head: Revision) -> None:
    rows = {(p.start, p.end): p for p in annotation.passages.filter(revision=head).found()}
    wanted = set(_with(span, rows))
    for place in rows.keys() - wanted:
        rows[place].delete()
    for start, end in wanted - rows.keys():
        passage_at(annotation, head, start, end).save()


def _with(span: Span, places: dict[Span, Passage]) -> list[Span]:
    """These places and one more, which takes in those that it overlaps or touches."""
    apart = [place for place in places if place[1] < span[0] or span[1] < place[0]]
    near = [place for place in places if place not in apart]
    return [*apart, *joined([span, *near])]
