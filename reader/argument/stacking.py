"""Where the rows of a left-to-right tree stand: as close as their outlines allow.

A tidy tree for nodes of any height (after Reingold and Tilford, and van der Ploeg for unlike
sizes). Each subtree keeps its upper and lower edge per level; siblings are pushed together until
these touch. The shorter edge is always merged into the longer one, so the whole is linear.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.argument.forest import NOWHERE, Forest


@dataclass(frozen=True, slots=True)
class Gaps:
    """Clear pixels between neighbours: linked premises, leaves, subtrees, whole trees."""

    linked: float = 5
    leaf: float = 9
    branch: float = 18
    tree: float = 34


@dataclass(slots=True)
class _Edge:
    """Offsets per level, the deepest first, so that a new root is appended at the end."""

    levels: list[float]
    shift: float = 0.0


def stacked(forest: Forest, heights: Sequence[float], gaps: Gaps) -> list[float]:
    """The middle of every node's row; the first tree's upper edge is at 0.

    Parents stand in the middle of their children, undercutters not counted.
    """
    stack = _Stack(forest, [height / 2 for height in heights], gaps)
    for vertex in reversed(forest.depths):
        if forest.children[vertex]:
            stack.add_parent(vertex)
    stack.add_trees()
    middles = stack.middles
    for vertex in forest.depths:
        for child in forest.children[vertex]:
            middles[child] += middles[vertex]
    return middles


class _Stack:
    """Subtrees from the leaves up. Middles count from the parent's until all is placed.

    Most nodes are leaves, so these get no edges of their own unless they come first.
    """

    def __init__(self, forest: Forest, halves: Sequence[float], gaps: Gaps) -> None:
        self.forest, self.halves, self.gaps = forest, halves, gaps
        self.middles = [0.0] * len(halves)
        self.edges: dict[int, tuple[_Edge, _Edge]] = {}

    def add_parent(self, vertex: int) -> None:
        children, middles, half = self.forest.children[vertex], self.middles, self.halves[vertex]
        top, bottom = self._pushed_together(children)
        counted = [child for child in children if _stands_alone(self.forest, child)] or children
        middle = (middles[counted[0]] + middles[counted[-1]]) / 2
        for child in children:
            middles[child] -= middle
        top.shift -= middle
        bottom.shift -= middle
        top.levels.append(-half - top.shift)
        bottom.levels.append(half - bottom.shift)
        self.edges[vertex] = top, bottom

    def add_trees(self) -> None:
        """Trees never reach into each other, however much room there would be."""
        y = 0.0
        for root in self.forest.roots:
            top, bottom = self._edges_of(root)
            self.middles[root] = y - min(top.levels) - top.shift
            y = self.middles[root] + max(bottom.levels) + bottom.shift + self.gaps.tree

    def _edges_of(self, vertex: int) -> tuple[_Edge, _Edge]:
        half = self.halves[vertex]
        return self.edges.pop(vertex, None) or (_Edge([-half]), _Edge([half]))

    def _pushed_together(self, children: Sequence[int]) -> tuple[_Edge, _Edge]:
        """Place children under each other; their middles count from the first one's."""
        last = children[0]
        top, bottom = self._edges_of(last)
        for child in children[1:]:
            gap = _gap(self.forest, last, child, self.gaps)
            if child in self.edges:
                next_top, next_bottom = self.edges.pop(child)
                offset = _clearance(bottom, next_top, gap, self.gaps.branch)
                next_top.shift += offset
                next_bottom.shift += offset
                top, bottom = _merged(top, next_top), _merged(next_bottom, bottom)
            else:
                half = self.halves[child]
                offset = bottom.levels[-1] + bottom.shift + gap + half
                bottom.levels[-1] = offset + half - bottom.shift
            self.middles[child] = offset
            last = child
        return top, bottom


def _clearance(bottom: _Edge, top: _Edge, gap: float, deeper_gap: float) -> float:
    """How far the lower subtree must be moved down to clear the upper one at every level."""
    above, below = bottom.levels, top.levels
    need = above[-1] - below[-1] + gap
    if len(above) > 1 and len(below) > 1:
        shared = min(len(above), len(below))
        pairs = zip(above[-shared:-1], below[-shared:-1], strict=True)
        need = max(need, max([a - b for a, b in pairs]) + deeper_gap)
    return need + bottom.shift - top.shift


def _merged(winner: _Edge, other: _Edge) -> _Edge:
    """The winner where it reaches, the other beyond. Reuses the longer list."""
    mine, theirs = winner.levels, other.levels
    if len(mine) >= len(theirs):
        return winner
    change = winner.shift - other.shift
    theirs[-len(mine) :] = [level + change for level in mine] if change else mine
    return other


def _stands_alone(forest: Forest, child: int) -> bool:
    place = forest.places[child]
    return place is None or place.beside == NOWHERE


def _gap(forest: Forest, upper: int, lower: int, gaps: Gaps) -> float:
    one, other = forest.places[upper], forest.places[lower]
    if one and other and one.relation and one.relation is other.relation:
        return gaps.linked
    if forest.children[upper] or forest.children[lower] or upper in forest.hidden:
        return gaps.branch
    return gaps.leaf
