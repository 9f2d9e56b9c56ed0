"""Draws the links of an outline map: rails, brackets, and ways outside at the right."""

from collections.abc import Mapping, Sequence

from reader.argument.graph import Id
from reader.argument.links import Link
from reader.argument.placement import Box, Curve, Point, Sign, Steps, rounded

LEFTWARDS, UPWARDS, DOWNWARDS = (-1, 0), (0, -1), (0, 1)
RAIL = 1 / 3  # of the indent: where the rail of a box's grounds runs
LANE = 10.0  # from a box to its bracket, or to the sign of its undercut
INWARDS = 18.0  # how much further in an undercutter stands than the step it attacks
ROW = 18.0  # from the top of a box to the line at which its rail arrives
RADIUS = 8.0  # of a sign
DOT = 3.5  # radius of a joint
CORNER = 7.0
TIP = 8.0  # from a box to the end of a stroke: the arrow's head covers the rest
OUTSIDE = 36.0  # room at the right for links that cross
EXIT = 13.0  # from the boxes to the nearest lane outside
EXIT_LANES, EXIT_LANE = 3, 6.0
EXIT_GAP = 17.0  # between strokes that leave or reach one box at the right
HOOK = 15.0  # from a sign to where a way turns towards it
BETWEEN = 2.5  # from a box down to a way between it and the next


def runs_outside(link: Link) -> bool:
    """Whether a whole link runs at the right: nothing hangs by it, or the step it attacks is far."""
    return not link.home or (link.step is not None and not link.level)


class Rails:
    """All strokes between placed boxes, in the order of the links."""

    def __init__(
        self, ids: Sequence[Id], links: Sequence[Link], boxes: Mapping[int, Box], indent: float
    ) -> None:
        self.ids, self.boxes, self.indent = ids, boxes, indent
        self.curves: list[Curve] = []
        self.signs: list[Sign] = []
        self.joints: dict[Id, Point] = {}
        self._edge = max((box.right for box in boxes.values()), default=0.0)
        self._exits: dict[tuple[int, int], Point] = {}
        self._ports: dict[int, Point] = {}
        self._open_exits(links)
        self._tails = {vertex: box.bottom for vertex, box in boxes.items()}
        self._climbed: dict[int, float] = {}
        for link in links:
            self._draw(link)

    def _open_exits(self, links: Sequence[Link]) -> None:
        """Spread the strokes that leave and reach a box at its right side."""
        leaving: dict[int, list[tuple[int, int]]] = {}
        for link in links:
            away = [link.carrier, *link.away] if link.home and runs_outside(link) else link.away
            for vertex in away:
                leaving.setdefault(vertex, []).append((id(link), vertex))
            if runs_outside(link) and link.step is None:
                leaving.setdefault(link.target, []).append((id(link), -1))
        lane = 0
        for vertex, strokes in leaving.items():
            rows = _spread(self.boxes[vertex], len(strokes))
            for (link_id, premise), row in zip(strokes, rows, strict=True):
                if premise < 0:
                    self._ports[link_id] = self.boxes[vertex].right + TIP, row
                    continue
                self._exits[link_id, premise] = self._edge + EXIT + EXIT_LANE * lane, row
                lane = (lane + 1) % EXIT_LANES

    def _draw(self, link: Link) -> None:
        if runs_outside(link):
            self._draw_outside(link)
        elif link.level and link.step:
            self._draw_undercut(link, link.step)
        else:
            self._draw_rail(link)

    def _draw_rail(self, link: Link) -> None:
        """From a box, or the bracket of several, to the rail, and up that to the sign before."""
        parent = self.boxes[link.target]
        first = self.boxes[link.carrier]
        rail, row = parent.x + RAIL * self.indent, _row(first)
        start = first.x, row
        if link.is_linked:
            start = first.x - LANE, row
            self._draw_bracket(link, start)
            self._draw_ways_in(link, start)
        before = self._tails[link.target]
        steps: Steps = start, (rail, row), (rail, before)
        reach: Steps = (start, (rail, row), (rail, parent.bottom)) if before > parent.bottom else ()
        premise = None if link.is_linked else self.ids[link.carrier]
        self.curves.append(Curve(link.kind, link.id, premise, steps, reach=reach))
        self._add_sign(link, (rail, row))
        self._tails[link.target] = row

    def _draw_undercut(self, link: Link, step: Link) -> None:
        """From a box to its sign, and up to the step right above, or to the sign of that."""
        first = self.boxes[link.carrier]
        sign, (x, y) = (first.x - LANE, _row(first)), self._end(step)
        start = sign if link.is_linked else (first.x, sign[1])
        if link.is_linked:
            self._draw_bracket(link, (sign[0], _row(self.boxes[link.home[-1]])))
            self._draw_ways_in(link, sign)
        whole = rounded([start, (x, sign[1]), (x, y + 5)], CORNER)
        before = self._climbed.get(id(step))
        premise = None if link.is_linked else self.ids[link.carrier]
        if before is None:
            self.curves.append(Curve(link.kind, link.id, premise, whole, UPWARDS))
        else:
            steps = rounded([start, (x, sign[1]), (x, before)], CORNER)
            self.curves.append(Curve(link.kind, link.id, premise, steps, reach=whole))
        self._climbed[id(step)] = sign[1]
        self._add_sign(link, sign)

    def _draw_bracket(self, link: Link, joint: Point) -> None:
        """From each premise to the line that holds them together, and along it to the first row."""
        self._add_joint(link, joint)
        x, top = joint[0], _row(self.boxes[link.carrier])
        for vertex in link.home:
            box, row = self.boxes[vertex], _row(self.boxes[vertex])
            corners = [(box.x, row), (x, row), (x, top)]
            steps: Steps = tuple(corners[:2]) if row == top else rounded(corners, CORNER)
            if link.attacked and vertex == link.home[-1]:
                steps = tuple(corners)  # an undercut ends at its corner
            self.curves.append(Curve(link.kind, link.id, self.ids[vertex], steps))

    def _draw_ways_in(self, link: Link, joint: Point) -> None:
        """From premises that stand elsewhere, round the outside and in under the first box."""
        under = self.boxes[link.carrier].bottom + BETWEEN
        for vertex in link.away:
            lane, row = self._exits[id(link), vertex]
            corners = [(self.boxes[vertex].right, row), (lane, row), (lane, under)]
            steps = rounded([*corners, (joint[0], under), joint], CORNER)
            self.curves.append(Curve(link.kind, link.id, self.ids[vertex], steps, cross=True))

    def _draw_outside(self, link: Link) -> None:
        carrier = self.boxes[link.carrier]
        lane, row = sign = self._exits[id(link), link.carrier]
        corners = [(carrier.right, row), sign, *self._goal(link, sign)]
        premise: Id | None = self.ids[link.carrier]
        if link.is_linked:
            joint = lane, row + HOOK * (1 if corners[2][1] > row else -1)
            self._add_joint(link, joint)
            self._draw_to_joint(link, joint)
            corners, premise = [joint, *corners[2:]], None
        heading = LEFTWARDS if link.step is None else _upright(corners[-2], corners[-1])
        steps = rounded(corners, CORNER)
        crosses = not link.home
        self.curves.append(Curve(link.kind, link.id, premise, steps, heading, crosses))
        self._add_sign(link, sign)

    def _draw_to_joint(self, link: Link, joint: Point) -> None:
        for vertex in (*link.home, *link.away):
            lane, row = self._exits.get((id(link), vertex), (joint[0], joint[1]))
            corners = [(self.boxes[vertex].right, row), (lane, row), (lane, joint[1]), joint]
            steps = rounded(corners, CORNER)
            self.curves.append(Curve(link.kind, link.id, self.ids[vertex], steps, cross=True))

    def _goal(self, link: Link, start: Point) -> list[Point]:
        """The last corners of a way outside: into the box, or to the end of a step."""
        lane, row = start
        if link.step is None:
            x, y = self._ports[id(link)]
            return [(lane, y), (x, y)]
        if runs_outside(link.step):
            x, y = self._exits[id(link.step), link.step.carrier]
            side = 1 if row >= y else -1
            return [(lane, y + side * HOOK), (x, y + side * HOOK), (x, y + side * (RADIUS + 5))]
        x, y = self._end(link.step)
        under = self.boxes[link.step.home[-1]].bottom + BETWEEN
        return [(lane, under), (x, under), (x, y + 5)]

    def _end(self, step: Link) -> Point:
        """Where undercuts of a step end that hangs in the outline."""
        last = self.boxes[step.home[-1]]
        if step.level and not step.is_linked:
            return last.x - LANE, _row(last) + RADIUS
        return last.x - LANE, _row(last) + (DOT if step.is_linked else 1)

    def _add_sign(self, link: Link, sign: Point) -> None:
        self.signs.append(Sign(*sign, link.kind, link.id, self.ids[link.carrier]))

    def _add_joint(self, link: Link, joint: Point) -> None:
        assert link.id is not None, "only relations are linked"
        self.joints[link.id] = joint


def _row(box: Box) -> float:
    """The line of a box at which its rail arrives: its first line of text."""
    return box.y + min(ROW, box.height / 2)


def _spread(box: Box, count: int) -> list[float]:
    gap = min(EXIT_GAP, (box.height - 2 * RADIUS) / max(1, count - 1))
    return [box.middle + gap * (place - (count - 1) / 2) for place in range(count)]


def _upright(before: Point, end: Point) -> tuple[int, int]:
    return UPWARDS if end[1] < before[1] else DOWNWARDS
