"""The argument as nested branches, for lists and for whoever reads the map in words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from reader.argument.forest import Forest, LinkKind, forest_of, link_kind
from reader.argument.graph import ArgumentGraph, Id


@dataclass(frozen=True, slots=True)
class Branch:
    """A node at its one place in the outline, and all that hangs on it.

    `id` is the node, `kind` and `relation` say how it hangs: both None at roots, and no relation
    where rhetoric leans. `linked_with` are the other premises of that relation, wherever they stand;
    `step` is the relation that it bears on, where it undercuts. `cross` are the relations of which
    the node is a premise too without hanging by them. `hidden` counts what is folded away.
    """

    id: Id
    kind: LinkKind | None = None
    relation: Id | None = None
    linked_with: tuple[Id, ...] = ()
    step: Id | None = None
    cross: tuple[Id, ...] = ()
    hidden: int = 0
    children: tuple["Branch", ...] = ()


def outline_of(graph: ArgumentGraph, folded: Collection[Id] = ()) -> tuple[Branch, ...]:
    """Claims to grounds, in the order of the text; every node exactly once.

    Nodes under a folded one are left out and counted in its `hidden`.
    """
    forest = forest_of(graph, folded)
    branches: dict[int, Branch] = {}
    for vertex in reversed(forest.depths):
        children = tuple([branches.pop(child) for child in forest.children[vertex]])
        branches[vertex] = _branch(graph, forest, vertex, children)
    return tuple(branches[root] for root in forest.roots)


def walk(branches: Sequence[Branch]) -> Iterator[tuple[Branch, int]]:
    """Each branch and its depth, parents before children."""
    waiting = [(branch, 0) for branch in reversed(branches)]
    while waiting:
        branch, depth = waiting.pop()
        yield branch, depth
        waiting += [(child, depth + 1) for child in reversed(branch.children)]


def _branch(
    graph: ArgumentGraph, forest: Forest, vertex: int, children: tuple[Branch, ...]
) -> Branch:
    node_id, place = graph.nodes[vertex].id, forest.places[vertex]
    own = place.relation if place else None
    return Branch(
        id=node_id,
        kind=link_kind(own) if place else None,
        relation=own.id if own else None,
        linked_with=tuple([p for p in own.premises if p != node_id]) if own else (),
        step=own.target_relation if own else None,
        cross=tuple([r.id for r in graph.relations_from(node_id) if r is not own]),
        hidden=forest.hidden.get(vertex, 0),
        children=children,
    )
