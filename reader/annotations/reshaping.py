"""Change where annotations stand: other borders, further passages, one made of two, two of one."""

from collections.abc import Iterable

from reader.accounts.models import User
from reader.annotations.changes import (
    refuse_overtaken,
    refuse_revised,
    refuse_withdrawn,
    stand_at,
    target_of,
)
from reader.annotations.models import NOTE_LENGTH, Annotation, Relation, Status
from reader.annotations.placing import Span
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import is_double, refuse_leaning
from reader.annotations.relating import new_relation
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.text.quoting import gist_of
from reader.text.spans import joined, without


def place(annotation: Annotation, spans: Iterable[Span], by: User, version: int) -> Annotation:
    """Let an annotation stand at these places and no others; at none, it is left unsaid.

    Places that overlap or touch become one.
    """
    with recording(annotation.article, "place", by) as change:
        refuse_revised(change.article, annotation.article.head_id)
        held = change.hold(annotation)
        refuse_withdrawn(held)
        refuse_overtaken(held, version, "passages")
        stand_at(held, joined(spans))
        change.save(held)
    return held


def split(annotation: Annotation, spans: Iterable[Span], by: User, version: int) -> Annotation:
    """Cut these places out of an annotation and make them one of their own.

    The new one has the same role and bears on the same things: alone where the old one does so
    alone, together with the others where premises are linked. What bears on the old one stays.
    """
    with recording(annotation.article, "split", by) as change:
        refuse_revised(change.article, annotation.article.head_id)
        held = change.hold(annotation)
        refuse_withdrawn(held)
        refuse_overtaken(held, version, "passages")
        kept, cut = _cut(held, spans)
        new = Annotation(article=change.article, role=held.role, author=by)
        new.device, new.leans_on = held.device, held.leans_on
        new.gist = _gist(held, cut)
        change.add(new)
        stand_at(new, cut)
        stand_at(held, kept)
        change.save(held)
        _bear_alike(change, held, new, by)
    return new


def merge(annotation: Annotation, other: Annotation, by: User) -> Annotation:
    """Make one annotation of two: it stands where both stood and takes over all relations.

    Its own role and gist stay; the note of the other is added. Relations that would now bear on
    themselves, or be there twice, are withdrawn, and so is the other annotation.
    """
    if annotation == other or annotation.article_id != other.article_id:
        raise ChangeRefused("Choose two annotations of this article.")
    with recording(annotation.article, "merge", by) as change:
        held, gone = change.hold(annotation), change.hold(other)
        _refuse_merging(held, gone)
        if places := _spans(gone):
            stand_at(held, joined([*_spans(held), *places]))
        held.note = _joined_notes(held, gone)
        change.save(held)
        for relation in _relations_of(gone):
            _redirect(change, change.hold(relation), gone, held)
        for rhetoric in gone.rhetoric.shown():
            _lean(change, change.hold(rhetoric), held)
        gone.status = Status.WITHDRAWN
        change.save(gone)
    return held


def _joined_notes(kept: Annotation, gone: Annotation) -> str:
    note = "\n\n".join(dict.fromkeys(filter(None, [kept.note, gone.note])))
    if len(note) > NOTE_LENGTH:
        raise ChangeRefused(
            f"The notes of {kept.label} and {gone.label} are too long for one. Shorten one of them first."
        )
    return note


def _cut(annotation: Annotation, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """What stays with the old one and what goes to the new one; both must have some of it."""
    head = annotation.article.head
    assert head is not None, "an article is never without a text"
    places, wanted = _spans(annotation), joined(spans)
    kept = without(head.text, places, wanted)
    cut = without(head.text, places, kept)
    if not kept or not cut:
        raise ChangeRefused(
            f"Select some, but not all, of the words of {annotation.label}, to cut them out."
        )
    return kept, cut


def _gist(annotation: Annotation, spans: list[Span]) -> str:
    head = annotation.article.head
    assert head is not None, "an article is never without a text"
    return gist_of(" ".join(head.text[start:end] for start, end in spans))


def _spans(annotation: Annotation) -> list[Span]:
    here = annotation.passages.filter(revision=annotation.article.head_id).found()
    return [(passage.start, passage.end) for passage in here]


def _bear_alike(change: Recorder, old: Annotation, new: Annotation, by: User) -> None:
    for relation in old.relations.standing().select_related("article"):
        premises = relation.premises.all()
        if len(premises) > 1:
            held = change.hold(relation)
            held.premises.add(new)
            change.save(held)
        else:
            new_relation(change, [new], RelationKind(relation.kind), target_of(relation), by)


def _refuse_merging(kept: Annotation, gone: Annotation) -> None:
    refuse_withdrawn(kept)
    refuse_withdrawn(gone)
    if kept.role == Role.RHETORIC and gone.relations.standing().exists():
        raise ChangeRefused(
            f"{kept.label} is rhetoric: it cannot take over the reasons that {gone.label} gives."
        )


def _relations_of(annotation: Annotation) -> list[Relation]:
    as_premise, as_target = annotation.relations.shown(), annotation.bearing.shown()
    return sorted({*as_premise, *as_target}, key=lambda relation: relation.number)


def _redirect(change: Recorder, relation: Relation, gone: Annotation, kept: Annotation) -> None:
    """From one annotation to another; what then makes no sense any more is withdrawn."""
    premises = {kept if premise == gone else premise for premise in relation.premises.all()}
    target = kept if relation.target_annotation == gone else target_of(relation)
    if target in premises or is_double(relation, premises, target):
        relation.status = Status.WITHDRAWN
    else:
        relation.premises.set(premises)
        if isinstance(target, Annotation):
            relation.target_annotation = target
    change.save(relation)


def _lean(change: Recorder, rhetoric: Annotation, prop: Annotation) -> None:
    """Rhetoric that leant on what is gone leans on what took its place, unless that is itself."""
    rhetoric.leans_on = None if rhetoric == prop else prop
    if rhetoric.leans_on:
        refuse_leaning(rhetoric, prop)
    change.save(rhetoric)
