"""An article's annotations and relations, as the pure core and the page see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Prefetch

from reader.annotations.models import Annotation, Passage, Relation, Status
from reader.argument.graph import ArgumentGraph, Id, Node
from reader.argument.graph import Relation as Step
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article

UNPLACED = float("inf")


@dataclass(frozen=True)
class Reading:
    """All that stands in an article at its newest edition, in a fixed number of queries."""

    annotations: tuple[Annotation, ...]
    relations: tuple[Relation, ...]
    graph: ArgumentGraph
    passages: Mapping[int, list[Passage]]  # of each annotation, by its number
    lost: Mapping[int, list[Passage]]  # those whose words the text no longer has

    @cached_property
    def by_number(self) -> dict[int, Annotation]:
        return {annotation.number: annotation for annotation in self.annotations}

    @cached_property
    def implicit(self) -> frozenset[int]:
        """What the text never said."""
        return frozenset(n for n in self.by_number if not self.passages[n] and not self.lost[n])

    @cached_property
    def detached(self) -> frozenset[int]:
        """What the text said once, and says no more."""
        return frozenset(n for n in self.by_number if not self.passages[n] and self.lost[n])

    @cached_property
    def proposed(self) -> frozenset[int]:
        """Annotations that nobody has accepted yet: only a reading for those who work on it has any."""
        return frozenset(a.number for a in self.annotations if a.status == Status.PROPOSED)

    @cached_property
    def proposed_steps(self) -> frozenset[int]:
        return frozenset(r.number for r in self.relations if r.status == Status.PROPOSED)

    @cached_property
    def doubtful(self) -> list[tuple[Annotation, Passage]]:
        """What somebody should look at, in the order of the text."""
        every = ((a, p) for a in self.annotations for p in self._places(a.number) if p.is_doubtful)
        return sorted(every, key=lambda pair: (pair[1].start, pair[1].end, pair[0].number))

    def _places(self, number: int) -> list[Passage]:
        return [*self.passages[number], *self.lost[number]]


def reading_of(article: Article, with_proposed: bool = False) -> Reading:
    """Annotations that stand, in the order of the text, and the relations between them.

    With what is proposed it is for those who work on the article, and for nobody else.
    """
    found = _annotations(article, with_proposed)
    steps = _steps(article, {a.number: a for a in found}, with_proposed)
    return gathered(found, {a.number: list(a.passages.all()) for a in found}, steps)


def gathered(
    found: Iterable[Annotation],
    passages: Mapping[int, list[Passage]],
    steps: list[tuple[Relation, Step]],
) -> Reading:
    """A reading of annotations in any order, with the passages of each by its number."""
    starts = {n: min((p.start for p in of), default=UNPLACED) for n, of in passages.items()}
    annotations = _in_text_order(found, [step for _, step in steps], starts)
    nodes = tuple(_node(a, {b.number for b in annotations}) for a in annotations)
    return Reading(
        annotations=tuple(annotations),
        relations=tuple(relation for relation, _ in steps),
        graph=ArgumentGraph(nodes, tuple(step for _, step in steps)),
        passages={n: [p for p in of if not p.is_lost] for n, of in passages.items()},
        lost={n: [p for p in of if p.is_lost] for n, of in passages.items()},
    )


def graph_of(article: Article) -> ArgumentGraph:
    return reading_of(article).graph


def _annotations(article: Article, with_proposed: bool) -> list[Annotation]:
    here = Passage.objects.filter(revision=article.head_id).with_places()
    rows = article.annotations.shown() if with_proposed else article.annotations.standing()
    standing = rows.select_related("author", "leans_on")
    return list(standing.prefetch_related(Prefetch("passages", queryset=here)))


def standing_steps(
    steps: Iterable[tuple[Relation, Step]], standing: Set[Id]
) -> list[tuple[Relation, Step]]:
    """Relations whose ends all stand; of linked premises, those that stand."""
    waiting = list(steps)
    found: dict[Id, tuple[Relation, Step]] = {}
    while waiting:
        ready = [step for _, step in waiting if step.target in standing or _is_met(step, found)]
        if not ready:
            break
        seen = {step.id for step in ready}
        for relation, step in waiting:
            premises = tuple(number for number in step.premises if number in standing)
            if step.id in seen and premises:
                found[step.id] = relation, replace(step, premises=premises)
        waiting = [pair for pair in waiting if pair[1].id not in seen]
    return sorted(found.values(), key=lambda pair: pair[0].number)


def _is_met(step: Step, found: Mapping[Id, object]) -> bool:
    """Whether it bears on a relation that stands."""
    return step.target_relation is not None and step.target_relation in found


def _steps(
    article: Article, standing: Mapping[int, Annotation], with_proposed: bool
) -> list[tuple[Relation, Step]]:
    relations = article.relations.shown() if with_proposed else article.relations.standing()
    rows = relations.select_related("target_annotation", "target_relation")
    steps = [(relation, _step(relation)) for relation in rows.prefetch_related("premises")]
    sensible = [pair for pair in steps if _makes_sense(*pair, standing)]
    return standing_steps(sensible, standing.keys())


def _makes_sense(relation: Relation, step: Step, standing: Mapping[int, Annotation]) -> bool:
    """What is only proposed may have lost its sense meanwhile: nobody was kept from changing its ends."""
    if relation.status != Status.PROPOSED:
        return True
    premises = [standing[n] for n in step.premises if isinstance(n, int) and n in standing]
    is_rhetoric = any(premise.role == Role.RHETORIC for premise in premises)
    return not is_rhetoric and step.target not in step.premises


def _step(relation: Relation) -> Step:
    on_annotation, on_relation = relation.target_annotation, relation.target_relation
    return Step(
        id=relation.number,
        kind=RelationKind(relation.kind),
        premises=tuple(premise.number for premise in relation.premises.all()),
        target=on_annotation.number if on_annotation else None,
        target_relation=on_relation.number if on_relation else None,
    )


def _node(annotation: Annotation, standing: set[int]) -> Node:
    prop = annotation.leans_on.number if annotation.leans_on else None
    leans_on = prop if prop in standing else None
    return Node(annotation.number, Role(annotation.role), annotation.gist, leans_on)


def _in_text_order(
    annotations: Iterable[Annotation], steps: list[Step], starts: dict[int, float]
) -> list[Annotation]:
    """By first passage; what the text never says stands beside what it works with or bears on."""

    def position(annotation: Annotation) -> tuple[float, bool, int]:
        start = starts[annotation.number]
        implicit = start == UNPLACED
        return (
            _beside(annotation.number, steps, starts) if implicit else start,
            implicit,
            annotation.number,
        )

    return sorted(annotations, key=position)


def _beside(number: int, steps: list[Step], starts: dict[int, float]) -> float:
    ends = [(*s.premises, s.target) for s in steps if number in s.premises or s.target == number]
    places = [starts[n] for end in ends for n in end if n in starts and starts[n] != UNPLACED]
    return max(places, default=UNPLACED)
