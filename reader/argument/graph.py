"""An argument as a graph. Nothing here knows about Django, the database or the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from reader.argument.roles import RelationKind, Role
from reader.argument.walking import knots, reachable, shortest_circle

Id = int | str
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """One unit of the argument. `text` is its gist; rhetoric leans on another node."""

    id: Id
    role: Role
    text: str
    leans_on: Id | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Premises that work together, and what they bear on: a node or another relation, never both."""

    id: Id
    kind: RelationKind
    premises: tuple[Id, ...]
    target: Id | None = None
    target_relation: Id | None = None

    @property
    def is_undercut(self) -> bool:
        return self.kind is RelationKind.ATTACK and self.target_relation is not None


@dataclass(frozen=True)
class ArgumentGraph:
    """Nodes in the order of the text, and the relations between them.

    Nodes and relations are numbered apart: node 3 and relation 3 may both exist. An id that is
    missing or given twice, and a relation without premises or with other than one target, raise
    ValueError.
    """

    nodes: tuple[Node, ...] = ()
    relations: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        if len(self.order) < len(self.nodes) or len(self._relations) < len(self.relations):
            raise ValueError("Two nodes or two relations have the same id.")
        for node in self.nodes:
            if node.leans_on is not None and node.leans_on not in self.order:
                raise ValueError(f"Node {node.id!r} leans on {node.leans_on!r}, which is unknown.")
        for relation in self.relations:
            if flaw := self._flaw(relation):
                raise ValueError(f"Relation {relation.id!r} {flaw}.")

    @cached_property
    def order(self) -> dict[Id, int]:
        """Where each node comes in the order of the text, from 0."""
        return {node.id: place for place, node in enumerate(self.nodes)}

    def node(self, node_id: Id) -> Node:
        return self.nodes[self.order[node_id]]

    def relation(self, relation_id: Id) -> Relation:
        return self._relations[relation_id]

    def relations_on(self, node_id: Id) -> tuple[Relation, ...]:
        """What bears on a node, in the order of the text."""
        return self._on_node.get(node_id, ())

    def relations_from(self, node_id: Id) -> tuple[Relation, ...]:
        """The relations of which a node is a premise, as they were given."""
        return self._from_node.get(node_id, ())

    def undercuts_of(self, relation_id: Id) -> tuple[Relation, ...]:
        """What bears on a relation, in the order of the text."""
        return self._on_relation.get(relation_id, ())

    def rhetoric_on(self, node_id: Id) -> tuple[Node, ...]:
        """What leans on a node, in the order of the text."""
        return self._leaning.get(node_id, ())

    def roots(self) -> tuple[Node, ...]:
        """The nodes that bear on nothing and lean on nothing: where reading the map begins."""
        return tuple(
            node for node in self.nodes if node.leans_on is None and node.id not in self._from_node
        )

    @cached_property
    def main_claims(self) -> tuple[Node, ...]:
        return tuple(root for root in self.roots() if root.role is Role.CLAIM)

    def conclusion_of(self, relation: Relation) -> Id | None:
        """The node that a relation bears on in the end, through the steps it undercuts.

        None where undercuts attack each other in a circle.
        """
        return self._conclusions[relation.id]

    def would_circle(
        self, premises: Iterable[Id], target: Id | None = None, target_relation: Id | None = None
    ) -> bool:
        """Whether a new relation would let one of its premises bear on itself."""
        wanted = {self.order[premise] for premise in premises}
        start = self._vertex(target, target_relation)
        return not wanted.isdisjoint(reachable(start, self._bearing(self.relations)))

    def circles(self, kind: RelationKind | None = None) -> tuple[tuple[Id, ...], ...]:
        """Nodes that bear on each other in a circle: of every knot one, each node on the next.

        Where several circles share nodes, the shortest through their first node in the text stands
        for all, which keeps this linear. Undercuts count as steps to the relation they attack; if
        only undercuts attack each other, their first premises are given. With a kind, only
        relations of that kind count.
        """
        counted = [r for r in self.relations if kind is None or r.kind is kind]
        bearing = self._bearing(counted)
        found = (shortest_circle(knot, bearing) for knot in knots(bearing))
        return tuple(self._as_nodes(circle) for circle in found)

    def _flaw(self, relation: Relation) -> str:
        unknown = [premise for premise in relation.premises if premise not in self.order]
        if not relation.premises:
            return "has no premise"
        if unknown:
            return f"has a premise {unknown[0]!r}, which is unknown"
        if (relation.target is None) is (relation.target_relation is None):
            return "needs one target, a node or a relation"
        return self._flaw_of_target(relation.target, relation.target_relation)

    def _flaw_of_target(self, node_id: Id | None, relation_id: Id | None) -> str:
        if node_id is not None and node_id not in self.order:
            return f"bears on node {node_id!r}, which is unknown"
        if relation_id is not None and relation_id not in self._relations:
            return f"bears on relation {relation_id!r}, which is unknown"
        return ""

    @cached_property
    def _relations(self) -> dict[Id, Relation]:
        return {relation.id: relation for relation in self.relations}

    @cached_property
    def _in_order(self) -> tuple[Relation, ...]:
        order = self.order
        first = {r.id: min([order[premise] for premise in r.premises]) for r in self.relations}
        return tuple(sorted(self.relations, key=lambda relation: first[relation.id]))

    @cached_property
    def _on_node(self) -> dict[Id, tuple[Relation, ...]]:
        return _grouped((r.target, r) for r in self._in_order if r.target is not None)

    @cached_property
    def _on_relation(self) -> dict[Id, tuple[Relation, ...]]:
        aimed = (r for r in self._in_order if r.target_relation is not None)
        return _grouped((r.target_relation, r) for r in aimed if r.target_relation is not None)

    @cached_property
    def _from_node(self) -> dict[Id, tuple[Relation, ...]]:
        return _grouped((premise, r) for r in self.relations for premise in r.premises)

    @cached_property
    def _leaning(self) -> dict[Id, tuple[Node, ...]]:
        return _grouped((node.leans_on, node) for node in self.nodes if node.leans_on is not None)

    @cached_property
    def _conclusions(self) -> dict[Id, Id | None]:
        conclusions: dict[Id, Id | None] = {}
        for relation in self.relations:
            steps: dict[Id, None] = {}
            while relation.target_relation is not None and relation.id not in conclusions:
                if relation.id in steps:
                    break
                steps[relation.id] = None
                relation = self.relation(relation.target_relation)
            end = conclusions.get(relation.id, relation.target)
            conclusions |= dict.fromkeys((*steps, relation.id), end)
        return conclusions

    def _vertex(self, node_id: Id | None, relation_id: Id | None) -> int:
        """Nodes and relations as the vertices of one graph: relations come after the nodes."""
        if node_id is not None:
            return self.order[node_id]
        assert relation_id is not None, "a relation has exactly one target"
        return len(self.nodes) + self._relation_places[relation_id]

    @cached_property
    def _relation_places(self) -> dict[Id, int]:
        return {relation.id: place for place, relation in enumerate(self.relations)}

    def _bearing(self, relations: Iterable[Relation]) -> list[list[int]]:
        """From each vertex to those it bears on: premises on their relation, that on its target."""
        bearing: list[list[int]] = [[] for _ in range(len(self.nodes) + len(self.relations))]
        for relation in relations:
            step = self._vertex(None, relation.id)
            bearing[step].append(self._vertex(relation.target, relation.target_relation))
            for premise in relation.premises:
                bearing[self.order[premise]].append(step)
        return bearing

    def _as_nodes(self, circle: list[int]) -> tuple[Id, ...]:
        count = len(self.nodes)
        nodes = tuple(self.nodes[vertex].id for vertex in circle if vertex < count)
        return nodes or tuple(self.relations[vertex - count].premises[0] for vertex in circle)


def _grouped(pairs: Iterable[tuple[Id, T]]) -> dict[Id, tuple[T, ...]]:
    groups: dict[Id, list[T]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}
