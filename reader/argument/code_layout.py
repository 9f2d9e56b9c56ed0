"""The code map: the whole argument in codes only, small enough for any pane.

A tree from left to right. Where there are many leaves, those that follow each other under one
parent stand in rows; where the argument runs very deep, every node has a row of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reader.argument.code_strokes import CodeStrokes
from reader.argument.forest import Forest, forest_of
from reader.argument.graph import ArgumentGraph
from reader.argument.links import Link, links_of
from reader.argument.placement import Box, Placement
from reader.argument.stacking import Gaps, stacked

MARGIN = 2.0
HEIGHT = 21.0
WIDEST, IN_ROWS, LEAST = 64.0, 50.0, 38.0
ROOMY, TIGHT, WIDE = 26.0, 20.0, 64.0  # room between columns
LEAST_GAP = 8.0
GAPS = Gaps(linked=3, leaf=4, branch=8, tree=12)
CLOSE = Gaps(linked=3, leaf=3, branch=5, tree=10)
ROW_GAP = 7.0  # between the rows of a run: room for the line under them
FEW_LEAVES = 16  # more of them stand in rows
DEEPEST = 7  # levels that fit side by side
DEEP_STEP, DEEP_ROW = 22.0, HEIGHT + 6


def place_codes(graph: ArgumentGraph, width: float = 356.0) -> Placement:
    """Boxes for codes such as Rh12, all of one size, in a map of at most the given width."""
    forest = forest_of(graph)
    links = links_of(graph, forest)
    ids = [node.id for node in graph.nodes]
    is_deep = max(forest.depths.values(), default=0) >= DEEPEST
    rows = _deep(forest, links, width) if is_deep else _Codes(forest, links, width).rows()
    boxes = {vertex: box for row in rows for vertex, box in row}
    strokes = CodeStrokes(ids, links, rows)
    return Placement(
        width=max((box.right for box in boxes.values()), default=0.0) + MARGIN,
        height=max((box.bottom for box in boxes.values()), default=0.0) + ROW_GAP,
        boxes={ids[vertex]: boxes[vertex] for vertex in forest.depths},
        curves=tuple(strokes.curves),
        signs=(),
        joints=strokes.joints,
    )


Row = list[tuple[int, Box]]


def _deep(forest: Forest, links: Sequence[Link], width: float) -> list[Row]:
    """Rows further and further in. Leaves that follow each other share one as far as it reaches."""
    levels = max(forest.depths.values()) + 1
    step = min(DEEP_STEP, (width - 2 * MARGIN - IN_ROWS) / levels)
    loners = _loners(links)
    rows: list[Row] = []
    for vertex, depth in forest.depths.items():
        is_leaf = not forest.children[vertex] and vertex not in loners
        if is_leaf and rows and _goes_on(forest, rows[-1], vertex, loners, width):
            left = rows[-1][-1][1].right + LEAST_GAP
        else:
            left = MARGIN + step * depth
            rows.append([])
        y = MARGIN + DEEP_ROW * (len(rows) - 1)
        rows[-1].append((vertex, Box(left, y, IN_ROWS, HEIGHT, depth)))
    return rows


def _goes_on(forest: Forest, row: Row, vertex: int, loners: Collection[int], width: float) -> bool:
    """Whether there is room in a row of leaves of the same parent."""
    before, box = row[-1]
    if forest.children[before] or before in loners:
        return False
    one, other = forest.places[before], forest.places[vertex]
    is_sibling = (one and one.parent) == (other and other.parent)
    return is_sibling and box.right + LEAST_GAP + IN_ROWS <= width - MARGIN


def _loners(links: Sequence[Link]) -> set[int]:
    """Premises of steps that undercut or are undercut: nothing may stand beside them."""
    return {vertex for link in links if link.step or link.attacked for vertex in link.home}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns of one width."""

    width: float
    gap: float
    columns: int

    def box(self, column: int, y: float, depth: int) -> Box:
        return Box(MARGIN + column * (self.width + self.gap), y, self.width, HEIGHT, depth)


def _grid(levels: int, width: float, in_rows: bool) -> _Grid:
    """Columns for all levels; in rows, as many more as fit."""
    room = width - 2 * MARGIN
    widest, gap = (IN_ROWS, TIGHT) if in_rows else (WIDEST, ROOMY)
    columns = max(levels, int((room + gap) // (widest + gap))) if in_rows else levels
    wanted = (room - gap * (columns - 1)) / columns
    most = (room - LEAST_GAP * (columns - 1)) / columns
    box = min(most, max(LEAST, min(widest, wanted)))
    return _Grid(box, min(WIDE, (room - box * columns) / max(1, columns - 1)), columns)


class _Codes:
    """Places a tree. A run of leaves is stacked as one block that reaches over its columns."""

    def __init__(self, forest: Forest, links: Sequence[Link], width: float) -> None:
        self.forest = forest
        leaves = sum(1 for vertex in forest.depths if not forest.children[vertex])
        self.in_rows = leaves > FEW_LEAVES
        levels = max(forest.depths.values(), default=0) + 1
        self.grid = _grid(levels, width, self.in_rows)
        self.loners = _loners(links)
        self.runs: dict[int, list[list[int]]] = {}
        self.children = [list(below) for below in forest.children]
        self.heights = [HEIGHT] * len(forest.places)

    def rows(self) -> list[Row]:
        tree = self._gathered()
        middles = stacked(tree, self.heights, CLOSE if self.in_rows else GAPS)
        rows: list[Row] = []
        for vertex, depth in tree.depths.items():
            if vertex >= len(self.forest.places):
                continue
            top = MARGIN + middles[vertex] - self.heights[vertex] / 2
            for number, members in enumerate(self.runs.get(vertex, [[vertex]])):
                y = top + number * (HEIGHT + ROW_GAP)
                boxes = (self.grid.box(column, y, depth) for column in range(depth, 99))
                rows.append(list(zip(members, boxes, strict=False)))
        return rows

    def _gathered(self) -> Forest:
        """The forest with every run replaced by its first leaf, and what keeps its columns free.

        In a small map only loose nodes make runs.
        """
        roots = self._with_blocks(self.forest.roots, 0)
        for vertex, depth in self.forest.depths.items():
            if self.in_rows and self.forest.children[vertex]:
                self.children[vertex] = self._with_blocks(self.forest.children[vertex], depth + 1)
        extra = [None] * (len(self.children) - len(self.forest.places))
        return Forest(roots, self.children, [*self.forest.places, *extra])

    def _with_blocks(self, siblings: Sequence[int], depth: int) -> list[int]:
        kept: list[int] = []
        run: list[int] = []
        for vertex in siblings:
            if self.forest.children[vertex] or vertex in self.loners:
                kept += [*self._block(run, depth), vertex]
                run = []
            else:
                run.append(vertex)
        return [*kept, *self._block(run, depth)]

    def _block(self, run: list[int], depth: int) -> list[int]:
        if len(run) < 2:
            return run
        rows = self._in_rows(run, max(1, self.grid.columns - depth))
        self.runs[run[0]] = rows
        height = len(rows) * (HEIGHT + ROW_GAP)
        self.heights[run[0]] = height
        above = run[0]
        for _ in range(max(map(len, rows)) - 1):
            self.children[above] = [len(self.children)]
            above = len(self.children)
            self.children.append([])
            self.heights.append(height)
        return run[:1]

    def _in_rows(self, run: Sequence[int], columns: int) -> list[list[int]]:
        """As many side by side as fit; linked premises are torn apart only where they must be."""
        rows: list[list[int]] = [[]]
        for group in self._groups(run):
            if rows[-1] and len(rows[-1]) + len(group) > columns:
                rows.append([])
            for vertex in group:
                if len(rows[-1]) == columns:
                    rows.append([])
                rows[-1].append(vertex)
        return rows

    def _groups(self, run: Sequence[int]) -> list[list[int]]:
        groups: list[list[int]] = []
        for vertex in run:
            if (
                groups
                and self._relation(vertex)
                and self._relation(groups[-1][0]) is self._relation(vertex)
            ):
                groups[-1].append(vertex)
            else:
                groups.append([vertex])
        return groups

    def _relation(self, vertex: int) -> object:
        place = self.forest.places[vertex]
        return place.relation if place else None
