"""What the forms of the editor show beside their fields: what can be chosen, and what is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation, Relation, Status
from reader.argument.devices import DEVICES
from reader.argument.graph import Id
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from reader.editing.forms import AnnotationForm, AssumeForm, JoinForm, MarkForm, RelationForm
from reader.editing.suggesting import suggestion_for
from reader.reading.words import bearing_words, listed, step_words

FAMILIES = [(family, list(devices)) for family, devices in groupby(DEVICES, lambda d: d.family)]


@dataclass(frozen=True)
class Step:
    """A relation that can be undercut."""

    value: str
    words: str
    gist: str


@dataclass(frozen=True)
class Tie:
    """A relation in a list."""

    number: int
    words: str


def wording_page(
    article: Article, reading: Reading, annotation: Annotation, form: AnnotationForm
) -> dict[str, Any]:
    """The form that rewords one annotation."""
    others = [other for other in reading.annotations if other.number != annotation.number]
    # What was proposed may be gone: declined while the form was open.
    is_there = annotation.number in reading.by_number
    is_free = is_there and not reading.graph.relations_from(annotation.number)
    return {
        "article": article,
        "annotation": annotation,
        "form": form,
        "slot": f"form-{annotation.number}",
        "families": FAMILIES,
        "others": others,
        "suggestion": suggestion_for(reading, annotation) if is_free else None,
    }


def relation_page(
    article: Article, reading: Reading, annotation: Annotation | None, form: RelationForm
) -> dict[str, Any]:
    """The form that connects an annotation, or one that is still to be chosen, to something."""
    number = annotation.number if annotation else 0
    return {
        "article": article,
        "annotation": annotation,
        "form": form,
        "slot": f"form-{number}",
        "others": [other for other in reading.annotations if other.number != number],
        "reasons": _reasons(reading, number),
        "steps": list(_steps(reading)),
    }


def step_page(
    article: Article, reading: Reading, relation: Relation, annotation: Annotation
) -> dict[str, Any]:
    """A relation in words, and all that can be done to it: seen from the card of an annotation."""
    premises = [reading.by_number[int(n)] for n in reading.graph.relation(relation.number).premises]
    reasons = _reasons(reading)
    return {
        "article": article,
        "annotation": annotation,
        "relation": relation,
        "words": words_of(reading, relation.number, annotation.number),
        "joining": JoinForm(reading),
        "assuming": AssumeForm(),
        "undercutting": RelationForm(reading),
        "premises": premises,
        "reasons": [other for other in reasons if other not in premises],
        "undercutters": reasons,
    }


def list_page(article: Article, reading: Reading, form: MarkForm) -> dict[str, Any]:
    """Everything that is marked and connected, and what was withdrawn: all of it without script."""
    return {
        "article": article,
        "form": form,
        "annotations": [
            (a, [*reading.passages[a.number], *reading.lost[a.number]]) for a in reading.annotations
        ],
        "ties": list(_ties(reading)),
        "families": FAMILIES,
        "others": reading.annotations,
        "withdrawn": article.annotations.filter(status=Status.WITHDRAWN),
        "taken_back": [Tie(r.number, _bare_words(r)) for r in _taken_back(article)],
    }


def annotation_or_404(reading: Reading, number: int) -> Annotation:
    """One that stands; withdrawn ones are as good as absent."""
    if annotation := reading.by_number.get(number):
        return annotation
    raise Http404


def relation_or_404(reading: Reading, number: int) -> Relation:
    found = (relation for relation in reading.relations if relation.number == number)
    if relation := next(found, None):
        return relation
    raise Http404


def closes_circle(
    reading: Reading,
    premises: list[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
) -> bool:
    ends = [premise.number for premise in premises]
    if isinstance(target, Annotation):
        return reading.graph.would_circle(ends, target=target.number)
    return reading.graph.would_circle(ends, target_relation=target.number)


def words_of(reading: Reading, relation: int, premise: Id | None = None) -> str:
    """A relation as a sentence: P2 supports C1 together with E3.

    Somebody else may have withdrawn one of its ends since it was saved: then no map shows it.
    """
    step = next((step for step in reading.graph.relations if step.id == relation), None)
    if step is None:
        return "Saved, but an end of it has been withdrawn meanwhile"
    first = premise if premise in step.premises else step.premises[0]
    return f"{_label(reading)(first)} {bearing_words(reading.graph, step, first, _label(reading))}"


def _steps(reading: Reading) -> Iterator[Step]:
    for relation in reading.graph.relations:
        end = relation.target if relation.target is not None else relation.premises[0]
        words = step_words(reading.graph, relation, _label(reading))
        yield Step(f"relation-{relation.id}", words, reading.by_number[int(end)].gist)


def _ties(reading: Reading) -> Iterator[Tie]:
    for relation in reading.relations:
        yield Tie(relation.number, words_of(reading, relation.number))


def _taken_back(article: Article) -> Iterable[Relation]:
    rows = article.relations.filter(status=Status.WITHDRAWN)
    ends = rows.select_related("target_annotation", "target_relation")
    return ends.prefetch_related("premises")


def _bare_words(relation: Relation) -> str:
    """What is taken back is in no graph: its ends may be gone, too."""
    premises = listed(premise.label for premise in relation.premises.all())
    if relation.target_annotation:
        verb = "supported" if relation.kind == RelationKind.SUPPORT else "attacked"
        return f"{premises} {verb} {relation.target_annotation.label}"
    return f"{premises} undercut a step"


def _reasons(reading: Reading, without: int = 0) -> list[Annotation]:
    """What can be a premise: rhetoric gives no reason."""
    return [a for a in reading.annotations if a.role != Role.RHETORIC and a.number != without]


def _label(reading: Reading) -> Any:
    return lambda number: reading.by_number[int(number)].label
