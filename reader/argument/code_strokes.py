"""Draws the links of the code map: no signs, only hue, dashes and joints."""

from collections.abc import Sequence
from itertools import pairwise

from reader.argument.graph import Id
from reader.argument.links import Link
from reader.argument.placement import Box, Curve, Point, Steps

JOINT = 9.0  # from a box to the joint of linked premises
NESTED = 2.5  # how much closer to the box the undercut of an undercut ends
UNDER = 3.0  # from a box down to the line that runs under its row
INDENT = 5.0  # from a parent's left to the line of its grounds, where these stand below it


class CodeStrokes:
    """All strokes between codes that stand in rows, most rows of one."""

    def __init__(
        self, ids: Sequence[Id], links: Sequence[Link], rows: Sequence[list[tuple[int, Box]]]
    ) -> None:
        self.ids = ids
        self.boxes = {vertex: box for row in rows for vertex, box in row}
        self.heads = {vertex: row[0][1] for row in rows for vertex, _ in row}
        self.curves: list[Curve] = []
        self.joints: dict[Id, Point] = {}
        for link in links:
            self._draw(link)

    def _draw(self, link: Link) -> None:
        for vertex in link.away:
            self._add(link, vertex, self._across(link, vertex), cross=True)
        if not link.home:
            return
        if link.level and link.step:
            for vertex in link.home:
                self._add(link, vertex, self._up(link, vertex, link.step))
        elif link.step:
            self._add(link, link.carrier, self._across(link, link.carrier))
        elif self._is_stacked(link):
            self._join(link)
        else:
            self._bind(link)

    def _is_stacked(self, link: Link) -> bool:
        """Whether linked premises stand under each other, so that they can meet left of them."""
        return len(link.home) > 1 and len({self.boxes[vertex].x for vertex in link.home}) == 1

    def _join(self, link: Link) -> None:
        """Lines from each premise to the joint, and one from there."""
        boxes, target = [self.boxes[vertex] for vertex in link.home], self.boxes[link.target]
        x, y = boxes[0].x - JOINT, (boxes[0].middle + boxes[-1].middle) / 2
        if _is_below(boxes[0], target):
            y = boxes[0].middle
        self._mark(link, (x, y))
        for vertex, box in zip(link.home, boxes, strict=True):
            steps: Steps = (box.x, box.middle), (x, box.middle, box.x, y, x, y)
            if _is_below(box, target):
                steps = (box.x, box.middle), (x, box.middle), (x, y)
            self._add(link, vertex, steps)
        self._add(link, None, self._to(target, (x, y)))

    def _bind(self, link: Link) -> None:
        """Each premise by itself; linked ones are bound to each other where they stand in a row."""
        first, *others = link.home
        self._add(link, first, self._out(link, first))
        for before, vertex in pairwise(link.home):
            left, right = self.boxes[before], self.boxes[vertex]
            if left.y == right.y:
                self._mark(link, ((left.right + right.x) / 2, left.middle))
                self._add(link, vertex, ((right.x, right.middle), (left.right, left.middle)))
            else:
                self._add(link, vertex, self._out(link, vertex))
        if others and link.id not in self.joints:
            self._mark(link, (self.heads[first].x - JOINT, self.boxes[first].middle))

    def _out(self, link: Link, vertex: int) -> Steps:
        """From a box to its target, under those that stand before it in its row."""
        box, head, target = self.boxes[vertex], self.heads[vertex], self.boxes[link.target]
        if box is head:
            return self._to(target, (box.x, box.middle))
        start, y = box.x + box.width / 2, box.bottom + UNDER
        return (start, box.bottom), (start, y), *self._to(target, (head.x - 3, y))

    def _to(self, target: Box, start: Point) -> Steps:
        """A curve to the target at the left, or a line up to one that stands above."""
        (x, y), end = start, target.right
        if x <= end:
            rail = target.x + INDENT
            return (x, y), (rail, y), (rail, target.bottom)
        middle = (x + end) / 2
        return (x, y), (middle, y, middle, target.middle, end, target.middle)

    def _up(self, link: Link, vertex: int, step: Link) -> Steps:
        box = self.boxes[vertex]
        x = min(self.boxes[step.carrier].x, box.x) - JOINT + NESTED * min(2, link.level - 1)
        joint = self.joints.get(step.id) if step.id is not None else None
        y = joint[1] if joint else self.boxes[step.home[-1]].middle
        return (box.x, box.middle), (x, box.middle), (x, y + 2)

    def _across(self, link: Link, vertex: int) -> Steps:
        box = self.boxes[vertex]
        step = link.step
        end = self.boxes[step.carrier if step else link.target]
        x = end.x if step else end.right
        middle = (box.x + x) / 2
        return (box.x, box.middle), (middle, box.middle, middle, end.middle, x, end.middle)

    def _mark(self, link: Link, joint: Point) -> None:
        assert link.id is not None, "only relations are linked"
        self.joints.setdefault(link.id, joint)

    def _add(self, link: Link, vertex: int | None, steps: Steps, cross: bool = False) -> None:
        premise = None if vertex is None else self.ids[vertex]
        self.curves.append(Curve(link.kind, link.id, premise, steps, cross=cross))


def _is_below(box: Box, target: Box) -> bool:
    """Whether a target stands above, not left: in a map with a row for each node."""
    return box.x <= target.right
