"""Where everything on the map stands. Same graph, same sizes, same map."""

from collections.abc import Collection, Mapping

from reader.argument.columns import MARGIN, columns_of
from reader.argument.forest import Forest, forest_of
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.links import links_of
from reader.argument.placement import MapKind, Placement
from reader.argument.rails_layout import place_rails, rails_rooms
from reader.argument.tree_layout import place_tree

MOST_IN_TREE = 30  # beyond, a tree beside the text grows too tall to be seen at once
COMFORTABLE = 150.0  # boxes that are narrower make one's eyes jump from line to line
LEAST_ROOM, MOST_ROOM = 132.0, 250.0


def place(
    graph: ArgumentGraph,
    sizes: Mapping[Id, tuple[float, float]],
    width: float,
    kind: MapKind = MapKind.TREE,
    folded: Collection[Id] = (),
) -> Placement:
    """Boxes of the sizes given, and what is drawn between them; all in pixels from the top left.

    Nothing overlaps. A map that does not fit into the width is wider, never smaller. Nodes under
    folded ones are left out.
    """
    forest = forest_of(graph, folded)
    if kind is MapKind.RAILS:
        return place_rails(graph, forest, sizes, width)
    return place_tree(graph, forest, sizes, width)


def rooms_of(
    graph: ArgumentGraph,
    width: float,
    kind: MapKind = MapKind.TREE,
    folded: Collection[Id] = (),
) -> dict[Id, float]:
    """How wide the box of each node may be for the map to fit into the width."""
    forest = forest_of(graph, folded)
    if kind is MapKind.RAILS:
        return rails_rooms(graph, forest, width)
    return _tree_rooms(graph, forest, width)


def choose_kind(graph: ArgumentGraph, width: float, folded: Collection[Id] = ()) -> MapKind:
    """A tree where it can be taken in at once and its boxes hold words, else an outline with rails."""
    rooms = rooms_of(graph, width, MapKind.TREE, folded)
    is_small = len(rooms) <= MOST_IN_TREE and min(rooms.values(), default=width) >= COMFORTABLE
    return MapKind.TREE if is_small else MapKind.RAILS


def _tree_rooms(graph: ArgumentGraph, forest: Forest, width: float) -> dict[Id, float]:
    """The same for all: what signs and curves leave over."""
    bare = columns_of(forest.depths, [0.0] * len(graph.nodes), links_of(graph, forest), 0.0)
    count = max(1, len(bare.columns))
    room = (width - max(bare.width, 2 * MARGIN)) / count
    room = max(LEAST_ROOM, min(MOST_ROOM, room))
    return {graph.nodes[vertex].id: room for vertex in forest.depths}
