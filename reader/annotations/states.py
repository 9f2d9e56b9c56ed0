"""What the log keeps of an annotation, a relation, a dismissal or a proposal, and back again."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from reader.annotations.models import Annotation, Dismissal, Proposal, Relation
from reader.annotations.placing import Entry, entries_of, entries_of_all, stand_as
from reader.annotations.verdict_models import Verdict
from reader.articles.models import Article

Thing = Annotation | Relation | Dismissal | Proposal | Verdict
State = dict[str, Any]

# The fields that are in a state what they are in the row.
PLAIN = {"role", "gist", "note", "device", "status", "kind", "scheme", "about", "reason"} | {
    "wording",
    "base",
    "why",
    "answer",
}

MODELS: dict[str, type[Thing]] = {
    "annotation": Annotation,
    "relation": Relation,
    "dismissal": Dismissal,
    "verdict": Verdict,
    "proposal": Proposal,
}


def name_of(thing: Thing) -> str:
    """The name under which the log knows it: annotation 3."""
    return f"{type(thing).__name__.lower()} {thing.number}"


def thing_of(article: Article, name: str) -> Thing | None:
    """What the log calls annotation 3; None for what is no thing with a state, or not there."""
    kind, _, number = name.partition(" ")
    model = MODELS.get(kind)
    return model.objects.filter(article=article, number=int(number)).first() if model else None


def states_of(things: Iterable[Thing]) -> dict[str, State]:
    """Of many things of one article, by their names, in a query or two."""
    held = list(things)
    prefetch_related_objects([thing for thing in held if isinstance(thing, Relation)], "premises")
    entries = entries_of_all([thing for thing in held if isinstance(thing, Annotation)])
    return {
        name_of(thing): _annotation_state(thing, entries[thing.pk])
        if isinstance(thing, Annotation)
        else state_of(thing)
        for thing in held
    }


def state_of(thing: Thing) -> State:
    """In words that outlive primary keys. What follows from other rows (quotes, authors) is left out."""
    if isinstance(thing, Annotation):
        return _annotation_state(thing, entries_of(thing))
    if isinstance(thing, Relation):
        return _relation_state(thing)
    if isinstance(thing, Verdict):
        return _verdict_state(thing)
    if isinstance(thing, Proposal):
        return _proposal_state(thing)
    return {"about": thing.about, "reason": thing.reason, "status": str(thing.status)}


def take_state(thing: Thing, fields: State) -> None:
    """Make some fields of a thing what a state of it says. The row itself is not saved yet."""
    for field in PLAIN & fields.keys():
        setattr(thing, field, fields[field])
    if isinstance(thing, Annotation):
        _take_annotation(thing, fields)
    elif isinstance(thing, Relation):
        _take_relation(thing, fields)
    elif isinstance(thing, Proposal):
        _take_proposal(thing, fields)


def wording_of(annotation: Annotation) -> State:
    """The part of its state that is what it says, in the order of WORDING; without a query."""
    return {
        "role": str(annotation.role),
        "gist": annotation.gist,
        "note": annotation.note,
        "device": annotation.device,
        "leans_on": annotation.leans_on.number if annotation.leans_on else None,
    }


def _annotation_state(annotation: Annotation, passages: list[Entry]) -> State:
    return {
        **wording_of(annotation),
        "status": str(annotation.status),
        "passages": passages,
    }


def _relation_state(relation: Relation) -> State:
    on_annotation, on_relation = relation.target_annotation, relation.target_relation
    return {
        "kind": str(relation.kind),
        "premises": sorted(p.number for p in relation.premises.all()),
        "target_annotation": on_annotation.number if on_annotation else None,
        "target_relation": on_relation.number if on_relation else None,
        "scheme": relation.scheme,
        "status": str(relation.status),
    }


def _proposal_state(proposal: Proposal) -> State:
    annotation, relation = proposal.annotation, proposal.relation
    return {
        "kind": str(proposal.kind),
        "annotation": annotation.number if annotation else None,
        "relation": relation.number if relation else None,
        "wording": proposal.wording,
        "base": proposal.base,
        "why": proposal.why,
        "status": str(proposal.status),
        "answer": proposal.answer,
        "answered_by": proposal.answered_by_id,
    }


def _verdict_state(verdict: Verdict) -> State:
    """Only its status ever changes. A sheet is named by its reader, who wrote all that is on it."""
    source, thing = verdict.source, verdict.thing
    return {
        "round": verdict.round.number,
        "reader": source.author_id,
        "source": name_of(source),
        "label": source.label if isinstance(source, Annotation) else "a relation",
        "became": name_of(thing) if thing else None,
        "status": str(verdict.status),
    }


def _take_annotation(annotation: Annotation, fields: State) -> None:
    article = annotation.article
    if "leans_on" in fields:
        annotation.leans_on = _numbered(article.annotations, fields["leans_on"])
    if "passages" in fields:
        stand_as(annotation, fields["passages"])


def _take_relation(relation: Relation, fields: State) -> None:
    article = relation.article
    if "target_annotation" in fields:
        relation.target_annotation = _numbered(article.annotations, fields["target_annotation"])
    if "target_relation" in fields:
        relation.target_relation = _numbered(article.relations, fields["target_relation"])
    if "premises" in fields:
        relation.premises.set(article.annotations.filter(number__in=fields["premises"]))


def _take_proposal(proposal: Proposal, fields: State) -> None:
    """What it is about never changes."""
    if "answered_by" in fields:
        proposal.answered_by_id = fields["answered_by"]


def _numbered(things: Any, number: int | None) -> Any:
    return None if number is None else things.get(number=number)
