"""What a layout hands over: boxes, joints, signs and curves, in pixels from the top left."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import copysign
from typing import NamedTuple

from reader.argument.forest import LinkKind
from reader.argument.graph import Id

Point = tuple[float, float]
# The first step is where the curve starts, of two numbers; after it two are a line to a point,
# six a cubic Bézier curve: two control points and the end.
Steps = tuple[tuple[float, ...], ...]

SAMPLES = 8


class MapKind(StrEnum):
    """Left to right, claims before grounds; or one column of nodes with rails at its left."""

    TREE = "tree"
    RAILS = "rails"


class Box(NamedTuple):
    """Where a node stands. Its depth is 0 at a root."""

    x: float
    y: float
    width: float
    height: float
    depth: int

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class Sign(NamedTuple):
    """The badge of a relation, or of rhetoric that leans (then without a relation)."""

    x: float
    y: float
    kind: LinkKind
    relation: Id | None
    premise: Id


class Curve(NamedTuple):
    """One stroke of a link, from the premise towards what it bears on.

    Linked premises have one stroke each to the joint, and one without a premise from there on.
    `cross` strokes leave the tree and are for showing faintly, or only in focus. `heading` is the
    direction of the arrow at the end, (-1, 0) for leftwards; None where a stroke ends at a joint.
    Where a stroke ends at another, `reach` is the whole way to the target, to show it in focus.
    """

    kind: LinkKind
    relation: Id | None
    premise: Id | None
    steps: Steps
    heading: tuple[int, int] | None = None
    cross: bool = False
    reach: Steps = ()

    @property
    def d(self) -> str:
        return path_data(self.steps)

    @property
    def end(self) -> Point:
        *_, x, y = self.steps[-1]
        return x, y

    def points(self) -> Iterator[Point]:
        """The curve as a polyline: Bézier curves at eight places each."""
        x, y = self.steps[0]
        yield x, y
        for step in self.steps[1:]:
            if len(step) == 6:
                yield from _sampled((x, y), step)
            *_, x, y = step
            yield x, y


@dataclass(frozen=True, slots=True)
class Placement:
    """A placed map. `joints` holds, by relation, where linked premises meet."""

    width: float
    height: float
    boxes: dict[Id, Box]
    curves: tuple[Curve, ...]
    signs: tuple[Sign, ...]
    joints: dict[Id, Point]


def path_data(steps: Steps) -> str:
    """Steps as the `d` of an SVG path."""
    (x, y), *rest = steps
    return f"M{number_of(x)} {number_of(y)}" + "".join([_command(step) for step in rest])


def number_of(value: float) -> str:
    """A length as SVG takes it, at most one decimal: a tenth of a pixel is all that anyone sees."""
    return f"{value:.1f}".removesuffix(".0")


def rounded(corners: list[Point], radius: float) -> Steps:
    """A path along level and upright lines, its corners rounded off."""
    start, *inner = corners
    steps: list[tuple[float, ...]] = [start]
    for corner, after in pairwise(inner):
        leaving = _towards(corner, after, radius)
        if leaving != corner:
            steps += (_towards(corner, start, radius), (*corner, *corner, *leaving))
            start = corner
    return (*steps, corners[-1])


def _towards(corner: Point, other: Point, radius: float) -> Point:
    """The point on a level or upright line from a corner: a radius off, or halfway if that is less."""
    (x, y), (other_x, other_y) = corner, other
    if other_x != x:
        return x + copysign(min(radius, abs(other_x - x) / 2), other_x - x), y
    if other_y != y:
        return x, y + copysign(min(radius, abs(other_y - y) / 2), other_y - y)
    return corner


def _sampled(start: Point, step: tuple[float, ...]) -> Iterator[Point]:
    """Points on a cubic Bézier curve, without its ends (de Casteljau's polynomial form)."""
    (x0, y0), (x1, y1, x2, y2, x3, y3) = start, step
    for number in range(1, SAMPLES):
        t = number / SAMPLES
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        yield a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _command(step: tuple[float, ...]) -> str:
    letter = "L" if len(step) == 2 else "C"
    return letter + " ".join([number_of(value) for value in step])
