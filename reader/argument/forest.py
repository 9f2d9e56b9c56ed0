"""The argument as a forest: every node at exactly one place, claims above their grounds.

Outline and maps share it. Nodes go by their place in the text, from 0.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from reader.argument.graph import ArgumentGraph, Id, Relation
from reader.argument.roles import RelationKind

NOWHERE = -1


class LinkKind(StrEnum):
    """How a node hangs on another, as the map shows it: four kinds where two are stored."""

    SUPPORT = "support"
    ATTACK = "attack"
    UNDERCUT = "undercut"
    LEAN = "lean"


class Place(NamedTuple):
    """Where a node hangs: its parent, by which relation (none: it leans), beside which premise."""

    parent: int
    relation: Relation | None = None
    beside: int = NOWHERE


@dataclass
class Forest:
    """Roots and children in the order of the text; nothing under a folded node is in it."""

    roots: list[int]
    children: list[list[int]]
    places: list[Place | None]
    hidden: dict[int, int] = field(default_factory=dict)

    @cached_property
    def depths(self) -> dict[int, int]:
        """The depth of each node, parents before children: the order in which a map is read."""
        depths: dict[int, int] = {}
        children = self.children
        waiting = [(root, 0) for root in reversed(self.roots)]
        while waiting:
            vertex, depth = waiting.pop()
            depths[vertex] = depth
            if below := children[vertex]:
                waiting += [(child, depth + 1) for child in reversed(below)]
        return depths

    def folded(self, vertices: Collection[int]) -> "Forest":
        """Without what hangs under some nodes; each of them knows how much that is."""
        hidden = {vertex: size for vertex in vertices if (size := self._size(vertex) - 1)}
        children = [[] if v in hidden else below for v, below in enumerate(self.children)]
        return Forest(self.roots, children, self.places, hidden)

    def _size(self, vertex: int) -> int:
        below = [vertex]
        for found in below:
            below += self.children[found]
        return len(below)


def link_kind(relation: Relation | None) -> LinkKind:
    if relation is None:
        return LinkKind.LEAN
    if relation.is_undercut:
        return LinkKind.UNDERCUT
    return LinkKind.SUPPORT if relation.kind is RelationKind.SUPPORT else LinkKind.ATTACK


def forest_of(graph: ArgumentGraph, folded: Collection[Id] = ()) -> Forest:
    """The spanning forest of a graph, in linear time.

    A node hangs by the first of its relations that closes no circle, linked ones before single
    ones, those on nodes before those on steps. An undercutter comes right after the premises whose
    step it attacks. A circle is broken at the relation given last; if it hangs on nothing else, its
    first node in the text becomes a root.
    """
    forest = _Planting(graph).forest()
    vertices = [graph.order[node] for node in folded if node in graph.order]
    return forest.folded(vertices) if vertices else forest


@dataclass(slots=True)
class _Group:
    """Premises of one relation under one parent: they stay together."""

    parent: int
    beside: int
    members: list[int] = field(default_factory=list)


class _Planting:
    def __init__(self, graph: ArgumentGraph) -> None:
        self.graph = graph
        self.order = graph.order
        self.relations = [_by_preference(graph.relations_from(node.id)) for node in graph.nodes]
        self.places: list[Place | None] = [None] * len(graph.nodes)
        self.ends = [self._ends(vertex) for vertex in range(len(graph.nodes))]
        self.reached = self._reading_order()
        self.rank = [0] * len(graph.nodes)
        for rank, vertex in enumerate(self.reached):
            self.rank[vertex] = rank

    def forest(self) -> Forest:
        for vertex in self.reached:
            self.places[vertex] = self._place(vertex)
        roots = [vertex for vertex, place in enumerate(self.places) if place is None]
        return Forest(roots, self._children(), self.places)

    def _ends(self, vertex: int) -> list[int]:
        """The nodes on which or beside which a node might hang, the best first."""
        node, order = self.graph.nodes[vertex], self.order
        ends = [] if node.leans_on is None else [order[node.leans_on]]
        for relation in self.relations[vertex]:
            if relation.target is not None:
                ends.append(order[relation.target])
                continue
            ends += [order[premise] for premise in self._attacked(relation).premises]
            conclusion = self.graph.conclusion_of(relation)
            if conclusion is not None:
                ends.append(order[conclusion])
        return ends

    def _reading_order(self) -> list[int]:
        """All nodes, each after the one on which it would best hang, unless that is a circle."""
        followers: list[list[int]] = [[] for _ in self.ends]
        starts = []
        for vertex, ends in enumerate(self.ends):
            if ends:
                followers[ends[0]].append(vertex)
            else:
                starts.append(vertex)
        seen = bytearray(len(self.ends))
        order = _reached(starts, followers, seen)
        for vertex in range(len(seen)):
            if not seen[vertex]:
                order += _reached([self._opening(vertex, seen)], followers, seen)
        return order

    def _opening(self, vertex: int, seen: bytearray) -> int:
        """Where to break the circle that a node hangs on.

        At the relation given last, or at its first node in the text, if one of these can hang
        elsewhere; else that first node becomes a root.
        """
        circle: dict[int, None] = {}
        while vertex not in circle:
            circle[vertex] = None
            vertex = self.ends[vertex][0]
        nodes = list(circle)[list(circle).index(vertex) :]
        choices = max(nodes, key=self._given), min(nodes)
        return next((v for v in choices if any(seen[end] for end in self.ends[v])), min(nodes))

    def _given(self, vertex: int) -> int:
        """How late the relation was given by which a node would best hang."""
        if self.graph.nodes[vertex].leans_on is not None:
            return NOWHERE
        return self._numbers[self.relations[vertex][0].id]

    @cached_property
    def _numbers(self) -> dict[Id, int]:
        return {relation.id: number for number, relation in enumerate(self.graph.relations)}

    def _attacked(self, relation: Relation) -> Relation:
        assert relation.target_relation is not None, "a relation has exactly one target"
        return self.graph.relation(relation.target_relation)

    def _place(self, vertex: int) -> Place | None:
        node = self.graph.nodes[vertex]
        if node.leans_on is not None and self._may_hang(vertex, self.order[node.leans_on]):
            return Place(self.order[node.leans_on])
        for relation in self.relations[vertex]:
            if place := self._place_by(vertex, relation):
                return place
        return None

    def _place_by(self, vertex: int, relation: Relation) -> Place | None:
        if relation.target is None:
            return self._place_at_step(vertex, relation)
        parent = self.order[relation.target]
        return Place(parent, relation) if self._may_hang(vertex, parent) else None

    def _place_at_step(self, vertex: int, relation: Relation) -> Place | None:
        """Beside a premise that hangs by the attacked relation, or another of its premises."""
        attacked = self._attacked(relation)
        beside = None
        for premise in attacked.premises:
            place = self.places[self.order[premise]]
            if place and self._may_hang(vertex, self.order[premise]):
                if place.relation is attacked:
                    return Place(place.parent, relation, self.order[premise])
                beside = beside or Place(place.parent, relation, self.order[premise])
        conclusion = self.graph.conclusion_of(relation)
        if beside or conclusion is None or not self._may_hang(vertex, self.order[conclusion]):
            return beside
        return Place(self.order[conclusion], relation)

    def _may_hang(self, vertex: int, end: int) -> bool:
        """Only on what was reached before: then nothing can close a circle."""
        return self.rank[end] < self.rank[vertex]

    def _children(self) -> list[list[int]]:
        groups = self._groups()
        group_of = {vertex: group for group in groups for vertex in group.members}
        first: list[list[_Group]] = [[] for _ in self.places]
        beside: dict[int, list[_Group]] = {}
        for group in groups:
            if group.beside == NOWHERE:
                first[group.parent].append(group)
            else:
                beside.setdefault(id(group_of[group.beside]), []).append(group)
        return [_flattened(tops, beside) for tops in first]

    def _groups(self) -> list[_Group]:
        """In the order of the text. The member that was reached first says beside what.

        That keeps groups that undercut each other from each standing beside the other.
        """
        groups: dict[object, _Group] = {}
        for vertex in self.reached:
            place = self.places[vertex]
            if place:
                key = (place.relation.id, place.parent) if place.relation else vertex
                group = groups.setdefault(key, _Group(place.parent, place.beside))
                group.members.append(vertex)
                if place.beside != group.beside:
                    self.places[vertex] = place._replace(beside=group.beside)
        for group in groups.values():
            group.members.sort()
        return sorted(groups.values(), key=lambda group: group.members[0])


def _by_preference(relations: tuple[Relation, ...]) -> Sequence[Relation]:
    if len(relations) < 2:
        return relations
    return sorted(relations, key=lambda r: (r.target is None, len(r.premises) == 1))


def _reached(starts: list[int], followers: list[list[int]], seen: bytearray) -> list[int]:
    """The starts and all that follows from them. Each node follows from one, so none comes twice."""
    order = list(starts)
    for vertex in order:
        seen[vertex] = 1
        order += [follower for follower in followers[vertex] if not seen[follower]]
    return order


def _flattened(tops: list[_Group], beside: dict[int, list[_Group]]) -> list[int]:
    """Each group, then what stands beside it, and beside that."""
    vertices: list[int] = []
    waiting = tops[::-1]
    while waiting:
        group = waiting.pop()
        vertices += group.members
        waiting += reversed(beside.get(id(group), ()))
    return vertices
