"""Every way an annotated argument may change: the only writers. Each leaves one Change."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from reader.accounts.models import User
from reader.annotations.models import Annotation, Passage, Relation, Status
from reader.annotations.refusals import refuse_leaning, refuse_nonsense
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeOvertaken, ChangeRefused, locked, record
from reader.articles.models import Article, Change
from reader.text.quoting import Quote, find, quote_at, snap

Span = tuple[int, int]
Thing = TypeVar("Thing", bound=Annotation | Relation)


@transaction.atomic
def annotate(
    article: Article,
    role: Role,
    gist: str,
    by: User,
    spans: Iterable[Span] = (),
    note: str = "",
    device: str = "",
    leans_on: Annotation | None = None,
) -> Annotation:
    """Mark passages of the head revision with a role; no span makes an implicit annotation."""
    head, article = article.head_id, locked(article)
    if article.head_id != head:
        raise ChangeOvertaken("The text was revised this very moment. Select again.")
    annotation = Annotation(article=article, role=role, gist=gist, note=note, author=by)
    _dress(annotation, device, leans_on)
    annotation.number = _next_number(article.annotations)
    annotation.save()
    for start, end in dict.fromkeys(spans):
        _stand(annotation, start, end)
    record(article, "annotate", _name(annotation), by, after=_state(annotation))
    return annotation


def place_of(article: Article, start: int, end: int, quote: str) -> Span:
    """Where the selected words stand in the head revision, also when the text moved meanwhile."""
    text = article.head.text if article.head else ""
    if 0 <= start < end <= len(text) and text[start:end] == quote:
        place = snap(text, start, end)
    else:
        place = find(text, Quote(quote)) or (0, 0)
    if place[0] >= place[1]:
        raise ChangeRefused("These words are not in the article as it stands now. Select again.")
    return place


@transaction.atomic
def reword(
    annotation: Annotation,
    by: User,
    version: int,
    role: Role,
    gist: str,
    note: str = "",
    device: str = "",
    leans_on: Annotation | None = None,
) -> Annotation:
    """Say it in other words, or give it another role. The number stays; the letter may change."""
    article = locked(annotation.article)
    annotation = _unchanged_since(version, annotation)
    before = _state(annotation)
    annotation.role, annotation.gist, annotation.note = role, gist, note
    _dress(annotation, device, leans_on)
    after = _state(annotation)
    if after == before:
        return annotation
    _save_next_version(annotation)
    record(article, "reword", _name(annotation), by, before, after)
    return annotation


@transaction.atomic
def withdraw(thing: Annotation | Relation, by: User) -> None:
    """Take an annotation or a relation off the page. Nothing is deleted: `restore` brings it back."""
    _set_status(thing, Status.WITHDRAWN, "withdraw", by)


@transaction.atomic
def restore(thing: Annotation | Relation, by: User) -> None:
    """Bring back what was withdrawn; a relation only if it still makes sense."""
    article = locked(thing.article)
    thing.refresh_from_db()
    if isinstance(thing, Relation) and thing.status == Status.WITHDRAWN:
        premises = list(thing.premises.all())
        refuse_nonsense(article, premises, RelationKind(thing.kind), _target_of(thing))
    _set_status(thing, Status.ACCEPTED, "restore", by)


def last_change_of(thing: Annotation | Relation) -> Change | None:
    """Who touched it last, and what it was before and after."""
    return thing.article.changes.filter(object=_name(thing)).select_related("actor").last()


@transaction.atomic
def relate(
    article: Article,
    premises: Iterable[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
    by: User,
) -> Relation:
    """Let premises, working together, support or attack an annotation or another relation."""
    article = locked(article)
    target, premises = _current(target), [_current(p) for p in dict.fromkeys(premises)]
    refuse_nonsense(article, premises, kind, target)
    relation = Relation(article=article, kind=kind, author=by)
    if isinstance(target, Annotation):
        relation.target_annotation = target
    else:
        relation.target_relation = target
    relation.number = _next_number(article.relations)
    relation.save()
    relation.premises.set(premises)
    record(article, "relate", _name(relation), by, after=_state(relation))
    return relation


@transaction.atomic
def join(relation: Relation, premise: Annotation, by: User) -> Relation:
    """Let one more premise work together with those of a relation."""
    article = locked(relation.article)
    relation = _still_standing(relation)
    before, premises = _state(relation), [*relation.premises.all(), _current(premise)]
    if len(set(premises)) < len(premises):
        raise ChangeRefused(f"{premise.label} is already part of this step.")
    refuse_nonsense(article, premises, RelationKind(relation.kind), _target_of(relation))
    relation.premises.add(premise)
    _save_next_version(relation)
    record(article, "join", _name(relation), by, before, _state(relation))
    return relation


@transaction.atomic
def part(relation: Relation, premise: Annotation, by: User) -> Relation:
    """Let one premise go; the others work together without it. The last one cannot go."""
    article = locked(relation.article)
    relation = _still_standing(relation)
    before, premises = _state(relation), list(relation.premises.all())
    if premise not in premises:
        raise ChangeRefused(f"{premise.label} is no part of this step.")
    premises.remove(premise)
    refuse_nonsense(article, premises, RelationKind(relation.kind), _target_of(relation))
    relation.premises.remove(premise)
    _save_next_version(relation)
    record(article, "part", _name(relation), by, before, _state(relation))
    return relation


def _current(thing: Thing) -> Thing:
    """As it stands now that the article is held: it may have been recast or withdrawn meanwhile."""
    current: Thing = type(thing).objects.select_related("article").get(pk=thing.pk)
    return current


def _still_standing(relation: Relation) -> Relation:
    current = _current(relation)
    if current.status == Status.WITHDRAWN:
        raise ChangeRefused("This relation has been taken back meanwhile.")
    return current


def _target_of(relation: Relation) -> Annotation | Relation:
    target = relation.target_annotation or relation.target_relation
    assert target is not None, "the database holds exactly one target"
    return target


def _dress(annotation: Annotation, device: str, leans_on: Annotation | None) -> None:
    """Device and leaning belong to rhetoric alone; recasting into another role drops them."""
    is_rhetoric = annotation.role == Role.RHETORIC
    annotation.device = device if is_rhetoric else ""
    annotation.leans_on = _current(leans_on) if is_rhetoric and leans_on else None
    if is_rhetoric and annotation.pk and _stands_in_relations(annotation):
        raise ChangeRefused(
            f"{annotation.label} is given as a reason. Take back its relations before you call it rhetoric."
        )
    if annotation.leans_on:
        refuse_leaning(annotation, annotation.leans_on)


def _stands_in_relations(annotation: Annotation) -> bool:
    return annotation.relations.standing().exists()


def _stand(annotation: Annotation, start: int, end: int) -> None:
    head = annotation.article.head
    assert head is not None, "an article is never without a text"
    if not 0 <= start < end <= len(head.text):
        raise ChangeRefused("This passage lies outside the text.")
    quote = quote_at(head.text, start, end)
    Passage.objects.create(
        annotation=annotation,
        revision=head,
        start=start,
        end=end,
        quote=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


def _set_status(thing: Annotation | Relation, status: Status, verb: str, by: User) -> None:
    article = locked(thing.article)
    thing.refresh_from_db()
    if thing.status == status:
        return
    before = _state(thing)
    thing.status = status
    _save_next_version(thing)
    record(article, verb, _name(thing), by, before, _state(thing))


def _unchanged_since(version: int, annotation: Annotation) -> Annotation:
    current = _current(annotation)
    if current.version != version:
        raise ChangeOvertaken(
            f"{current.label} was changed meanwhile. Compare, then save again to replace it."
        )
    return current


def _save_next_version(thing: Annotation | Relation) -> None:
    thing.version += 1
    thing.save()


def _next_number(things: Any) -> int:
    """Withdrawn ones count too: a number never comes back."""
    return (things.aggregate(last=Max("number"))["last"] or 0) + 1


def _name(thing: Annotation | Relation) -> str:
    return f"{type(thing).__name__.lower()} {thing.number}"


def _state(thing: Annotation | Relation) -> dict[str, Any]:
    return _annotation_state(thing) if isinstance(thing, Annotation) else _relation_state(thing)


def _annotation_state(annotation: Annotation) -> dict[str, Any]:
    """What the log keeps, in words that outlive primary keys."""
    return {
        "role": str(annotation.role),
        "gist": annotation.gist,
        "note": annotation.note,
        "device": annotation.device,
        "leans_on": annotation.leans_on.number if annotation.leans_on else None,
        "status": str(annotation.status),
        "passages": [[p.revision.number, p.start, p.end] for p in _passages(annotation)],
    }


def _passages(annotation: Annotation) -> Iterable[Passage]:
    return annotation.passages.select_related("revision") if annotation.pk else ()


def _relation_state(relation: Relation) -> dict[str, Any]:
    on_annotation, on_relation = relation.target_annotation, relation.target_relation
    return {
        "kind": str(relation.kind),
        "premises": sorted(p.number for p in relation.premises.all()),
        "target_annotation": on_annotation.number if on_annotation else None,
        "target_relation": on_relation.number if on_relation else None,
        "status": str(relation.status),
    }
