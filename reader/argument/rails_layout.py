"""The map as an outline: one column of nodes in reading order, rails at the left, signed.

A rail runs down from each claim along its grounds. Linked premises share a bracket right of it,
and an undercutter stands a little further in, right under the step that it attacks. Links that
cross the outline run outside, at the right.
"""

from collections.abc import Mapping, Sequence

from reader.argument.forest import NOWHERE, Forest
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.links import Link, links_of
from reader.argument.placement import Box, Placement
from reader.argument.rails import INWARDS, OUTSIDE, Rails, runs_outside

MARGIN = 10.0
INDENT, LEAST_INDENT = 36.0, 30.0
LEAST_ROOM = 150.0
GAP, LINKED_GAP, BRANCH_GAP, TREE_GAP = 8.0, 5.0, 12.0, 26.0

Sizes = Mapping[Id, tuple[float, float]]


def rails_rooms(graph: ArgumentGraph, forest: Forest, width: float) -> dict[Id, float]:
    """How wide each box is: all end at the same line."""
    links = links_of(graph, forest)
    lefts = _lefts(forest, links, width)
    end = max([_end(links, width), *(left + LEAST_ROOM for left in lefts.values())])
    return {graph.nodes[vertex].id: end - left for vertex, left in lefts.items()}


def place_rails(graph: ArgumentGraph, forest: Forest, sizes: Sizes, width: float) -> Placement:
    """Boxes of the sizes given, each right of the rail of what it bears on."""
    links = links_of(graph, forest)
    ids = [node.id for node in graph.nodes]
    lefts = _lefts(forest, links, width)
    indent = _indent(forest, links, width)
    boxes = _boxes(forest, lefts, [sizes.get(node_id, (0.0, 0.0)) for node_id in ids])
    rails = Rails(ids, links, boxes, indent)
    ends = [box.right for box in boxes.values()]
    outside = OUTSIDE if _crosses(links) else 0.0
    return Placement(
        width=max([width, *(end + outside + MARGIN for end in ends)]),
        height=max((box.bottom for box in boxes.values()), default=0.0) + MARGIN,
        boxes={ids[vertex]: box for vertex, box in boxes.items()},
        curves=tuple(rails.curves),
        signs=tuple(rails.signs),
        joints=rails.joints,
    )


def _crosses(links: Sequence[Link]) -> bool:
    return any(link.away or runs_outside(link) for link in links)


def _end(links: Sequence[Link], width: float) -> float:
    return width - MARGIN - (OUTSIDE if _crosses(links) else 0.0)


def _indent(forest: Forest, links: Sequence[Link], width: float) -> float:
    """Smaller where the outline runs deep, but never too small for its signs."""
    depth = max(forest.depths.values(), default=0)
    room = _end(links, width) - MARGIN - LEAST_ROOM
    return max(LEAST_INDENT, min(INDENT, room / max(1, depth)))


def _lefts(forest: Forest, links: Sequence[Link], width: float) -> dict[int, float]:
    """The left side of every box: further in below its parent, and beside the step it attacks."""
    indent = _indent(forest, links, width)
    inwards: dict[int, float] = {}
    lefts: dict[int, float] = {}
    for vertex in forest.depths:
        place = forest.places[vertex]
        beside = place.beside if place else NOWHERE
        inwards[vertex] = 0.0 if beside == NOWHERE else inwards[beside] + INWARDS
        lefts[vertex] = lefts[place.parent] + indent + inwards[vertex] if place else MARGIN
    return lefts


def _boxes(
    forest: Forest, lefts: Mapping[int, float], shape: Sequence[tuple[float, float]]
) -> dict[int, Box]:
    boxes: dict[int, Box] = {}
    y, before = MARGIN, None
    for vertex, depth in forest.depths.items():
        if before is not None:
            y = boxes[before].bottom + _gap(forest, before, vertex)
        boxes[vertex] = Box(lefts[vertex], y, *shape[vertex], depth)
        before = vertex
    return boxes


def _gap(forest: Forest, upper: int, lower: int) -> float:
    one, other = forest.places[upper], forest.places[lower]
    if other is None:
        return TREE_GAP if one or forest.children[upper] else GAP
    if one and one.relation and one.relation is other.relation:
        return LINKED_GAP
    return BRANCH_GAP if forest.depths[lower] < forest.depths[upper] else GAP
