"""The map from left to right: roots at the left, grounds to their right, in the order of the text."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from reader.argument.columns import MARGIN, Columns, columns_of
from reader.argument.forest import Forest
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.links import Link, links_of
from reader.argument.placement import Box, Placement
from reader.argument.stacking import Gaps, stacked
from reader.argument.strokes import Strokes

LOOSE_GAP = 20.0
GAPS = Gaps()

Sizes = Mapping[Id, tuple[float, float]]


def place_tree(graph: ArgumentGraph, forest: Forest, sizes: Sizes, width: float) -> Placement:
    """Boxes of the sizes given; the map is as wide as it needs, and at most stretched to `width`.

    Nodes that have nothing to do with others stand below the trees, side by side.
    """
    ids = [node.id for node in graph.nodes]
    shape = [sizes.get(node_id, (0.0, 0.0)) for node_id in ids]
    links = links_of(graph, forest)
    loose = _loose(forest, links)
    trees = _without(forest, loose) if loose else forest
    columns = columns_of(trees.depths, [w for w, _ in shape], links, width)
    boxes = _standing(trees, shape, columns)
    strokes = Strokes(ids, links, boxes, columns)
    bottom = max([box.y + box.height for box in boxes.values()], default=MARGIN)
    below = _side_by_side(loose, shape, columns, width, bottom)
    return Placement(
        width=max([columns.width, *(box.right + MARGIN for box in below.values())]),
        height=max([bottom, *(box.bottom for box in below.values())]) + MARGIN,
        boxes={ids[vertex]: box for vertex, box in (boxes | below).items()},
        curves=tuple(strokes.curves),
        signs=tuple(strokes.signs),
        joints=strokes.joints,
    )


def _loose(forest: Forest, links: Iterable[Link]) -> list[int]:
    tied = {vertex for link in links for vertex in (*link.home, *link.away, link.target)}
    return [root for root in forest.roots if root not in tied and root not in forest.hidden]


def _without(forest: Forest, loose: Collection[int]) -> Forest:
    left_out = set(loose)
    roots = [root for root in forest.roots if root not in left_out]
    return Forest(roots, forest.children, forest.places, forest.hidden)


def _standing(
    trees: Forest, shape: Sequence[tuple[float, float]], columns: Columns
) -> dict[int, Box]:
    middles = stacked(trees, [height for _, height in shape], GAPS)
    boxes: dict[int, Box] = {}
    for vertex, depth in trees.depths.items():
        width, height = shape[vertex]
        y = MARGIN + middles[vertex] - height / 2
        boxes[vertex] = Box(columns[depth].left, y, width, height, depth)
    return boxes


def _side_by_side(
    loose: Sequence[int],
    shape: Sequence[tuple[float, float]],
    columns: Columns,
    width: float,
    top: float,
) -> dict[int, Box]:
    """Rows of boxes, under the columns where they fit there."""
    if not loose:
        return {}
    widest = max(shape[vertex][0] for vertex in loose)
    lefts = _lefts(widest, columns, width)
    boxes: dict[int, Box] = {}
    y = top + (GAPS.tree if columns.columns else 0)
    for start in range(0, len(loose), len(lefts)):
        row = loose[start : start + len(lefts)]
        for vertex, x in zip(row, lefts, strict=False):
            boxes[vertex] = Box(x, y, *shape[vertex], 0)
        y = max(boxes[vertex].bottom for vertex in row) + GAPS.leaf
    return boxes


def _lefts(widest: float, columns: Columns, width: float) -> list[float]:
    if len(columns.columns) > 1 and all(column.width >= widest for column in columns.columns):
        return [column.left for column in columns.columns]
    room = max(columns.width, width) - 2 * MARGIN
    count = max(1, int((room + LOOSE_GAP) // (widest + LOOSE_GAP)))
    return [MARGIN + number * (widest + LOOSE_GAP) for number in range(count)]
