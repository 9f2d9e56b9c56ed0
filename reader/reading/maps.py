"""The argument map and the code map, ready for their templates."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.argument.code_layout import place_codes
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.layout import COMFORTABLE, choose_kind, place, rooms_of
from reader.argument.outline import Branch, outline_of, walk
from reader.argument.placement import Box, MapKind, number_of
from reader.argument.roles import Role, label_of
from reader.reading.lettering import text_width
from reader.reading.map_edges import MapEdge, edges_of
from reader.reading.map_nodes import BOLD, GONE, Boxes, Fold, MapNode, fold_of

FoldHref = Callable[[frozenset[Id]], str]

WIDTH = 690.0
CODES_WIDTH = 356.0
SMALLEST_SCALE = 0.885  # at which type of 13 px is still above 11.5 px
FEWEST_TO_FOLD = 2
CODE_TYPE, CODE_GLYPH = 11.5, 23  # type of a code, and room for the shape before it


@dataclass(frozen=True, slots=True)
class MapView:
    """The map as SVG draws it: nodes in reading order, edges in the order of painting."""

    kind: MapKind
    width: str
    height: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]


@dataclass(frozen=True, slots=True)
class CodeNode:
    label: str
    role: Role
    href: str
    name: str
    x: str
    y: str
    width: str
    height: str
    has_glyph: bool
    is_detached: bool
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class CodeMap:
    width: str
    height: str
    nodes: tuple[CodeNode, ...]
    edges: tuple[MapEdge, ...]


def map_of(
    graph: ArgumentGraph,
    width: float = WIDTH,
    kind: MapKind | None = None,
    *,
    implicit: Collection[Id] = (),
    detached: Collection[Id] = (),
    proposed: Collection[Id] = (),
    proposed_steps: Collection[Id] = (),
    folded: Collection[Id] = (),
    fold_href: FoldHref | None = None,
) -> MapView:
    """The map of annotations by their numbers, made for a pane of that width in pixels.

    Without a kind it is chosen by size and depth. `fold_href` gives the address of the map with
    other nodes folded; without it nothing can be folded.
    """
    kind = kind or choose_kind(graph, width, folded)
    label = _labels(graph)
    rooms, width = _rooms(graph, width, kind, folded)
    boxes = Boxes(graph, label, kind, rooms, implicit, detached, proposed)
    branches = [branch for branch, _ in walk(outline_of(graph, folded))]
    sizes = {branch.id: boxes.size(branch) for branch in branches}
    placement = place(graph, sizes, width, kind, folded)
    below = _sizes(branches)

    def node(branch: Branch) -> MapNode:
        box = placement.boxes[branch.id]
        fold = _fold(branch, box, kind, below[branch.id], label(branch.id), folded, fold_href)
        return boxes.node(branch, box, fold)

    return MapView(
        kind=kind,
        width=number_of(placement.width),
        height=number_of(placement.height),
        nodes=tuple(node(branch) for branch in branches),
        edges=edges_of(graph, placement, label, proposed_steps),
    )


def code_map_of(
    graph: ArgumentGraph,
    width: float = CODES_WIDTH,
    *,
    implicit: Collection[Id] = (),
    detached: Collection[Id] = (),
    proposed: Collection[Id] = (),
    proposed_steps: Collection[Id] = (),
) -> CodeMap:
    """The whole argument in codes, at most so many pixels wide."""
    label = _labels(graph)
    placement = place_codes(graph, width)
    main = {claim.id for claim in graph.main_claims}

    def node(node_id: Id, box: Box) -> CodeNode:
        role = graph.node(node_id).role
        drawn = _code_node(
            label(node_id), role, box, node_id in main, node_id in implicit, node_id in detached
        )
        return _as_proposed(drawn) if node_id in proposed else drawn

    return CodeMap(
        width=number_of(placement.width),
        height=number_of(placement.height),
        nodes=tuple(node(node_id, box) for node_id, box in placement.boxes.items()),
        edges=edges_of(graph, placement, label, proposed_steps),
    )


def _code_node(
    label: str, role: Role, box: Box, is_main: bool, is_implicit: bool, is_detached: bool
) -> CodeNode:
    gone = f". {GONE}" if is_detached else ""
    return CodeNode(
        label=label,
        role=role,
        href=f"#{'c' if is_implicit or is_detached else 'p'}-{label}",
        name=f"{label}, {'main ' if is_main else ''}{role}{gone}",
        x=number_of(box.x),
        y=number_of(box.y),
        width=number_of(box.width),
        height=number_of(box.height),
        has_glyph=text_width(label, CODE_TYPE, BOLD) + CODE_GLYPH <= box.width,
        is_detached=is_detached,
    )


def _as_proposed(node: CodeNode) -> CodeNode:
    return replace(node, name=f"{node.name}, proposed", is_proposed=True)


def _labels(graph: ArgumentGraph) -> Callable[[Id], str]:
    labels = {node.id: label_of(node.role, int(node.id)) for node in graph.nodes}
    return labels.__getitem__


def _rooms(
    graph: ArgumentGraph, width: float, kind: MapKind, folded: Collection[Id]
) -> tuple[dict[Id, float], float]:
    """The room of each box, and the width of the map: wider than the pane where it gets narrow."""
    rooms = rooms_of(graph, width, kind, folded)
    if kind is MapKind.TREE and min(rooms.values(), default=COMFORTABLE) < COMFORTABLE:
        width /= SMALLEST_SCALE
        rooms = rooms_of(graph, width, kind, folded)
    return rooms, width


def _sizes(branches: Sequence[Branch]) -> Mapping[Id, int]:
    """How many nodes hang under each, at any depth, shown or not; branches come parents first."""
    below: dict[Id, int] = {}
    for branch in reversed(branches):
        below[branch.id] = branch.hidden + sum(below[child.id] + 1 for child in branch.children)
    return below


def _fold(
    branch: Branch,
    box: Box,
    kind: MapKind,
    below: int,
    label: str,
    folded: Collection[Id],
    fold_href: FoldHref | None,
) -> Fold | None:
    if fold_href is None or (below < FEWEST_TO_FOLD and not branch.hidden):
        return None
    href = fold_href(frozenset(folded) ^ {branch.id})
    return fold_of(box, kind, branch.hidden, below, label, href)
