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
    middles = [0.0] * len(heights)
    upper: dict[int, _Edge] = {}
    lower: dict[int, _Edge] = {}
    for vertex in reversed(forest.depths):
        half, children = heights[vertex] / 2, forest.children[vertex]
        if not children:
            upper[vertex], lower[vertex] = _Edge([-half]), _Edge([half])
            continue
        top, bottom = _pushed_together(forest, children, middles, upper, lower, gaps)
        _centre(forest, children, middles, top, bottom)
        top.levels.append(-half - top.shift)
        bottom.levels.append(half - bottom.shift)
        upper[vertex], lower[vertex] = top, bottom
    _stack_trees(forest, middles, upper, lower, gaps)
    for vertex in forest.depths:
        here = middles[vertex]
        for child in forest.children[vertex]:
            middles[child] += here
    return middles


def _pushed_together(
    forest: Forest,
    children: Sequence[int],
    middles: list[float],
    upper: dict[int, _Edge],
    lower: dict[int, _Edge],
    gaps: Gaps,
) -> tuple[_Edge, _Edge]:
    """Place children under each other; their middles count from the first one's."""
    last = children[0]
    top, bottom = upper.pop(last), lower.pop(last)
    for child in children[1:]:
        next_top, next_bottom = upper.pop(child), lower.pop(child)
        offset = _clearance(bottom, next_top, _gap(forest, last, child, gaps), gaps.branch)
        middles[child] = offset
        next_top.shift += offset
        next_bottom.shift += offset
        top = _merged(top, next_top)
        bottom = _merged(next_bottom, bottom)
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


def _centre(
    forest: Forest, children: Sequence[int], middles: list[float], top: _Edge, bottom: _Edge
) -> None:
    counted = [child for child in children if _stands_alone(forest, child)] or children
    middle = (middles[counted[0]] + middles[counted[-1]]) / 2
    for child in children:
        middles[child] -= middle
    top.shift -= middle
    bottom.shift -= middle


def _stands_alone(forest: Forest, child: int) -> bool:
    place = forest.places[child]
    return place is None or place.beside == NOWHERE


def _gap(forest: Forest, upper: int, lower: int, gaps: Gaps) -> float:
    one, other = forest.places[upper], forest.places[lower]
    if one and other and one.relation and one.relation is other.relation:
        return gaps.linked
    if forest.children[upper] or forest.children[lower]:
        return gaps.branch
    return gaps.leaf


def _stack_trees(
    forest: Forest,
    middles: list[float],
    upper: dict[int, _Edge],
    lower: dict[int, _Edge],
    gaps: Gaps,
) -> None:
    """Trees never reach into each other, however much room there would be."""
    y = 0.0
    for root in forest.roots:
        top, bottom = upper[root], lower[root]
        middles[root] = y - min(top.levels) - top.shift
        y = middles[root] + max(bottom.levels) + bottom.shift + gaps.tree
