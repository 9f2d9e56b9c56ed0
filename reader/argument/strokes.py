"""Draws the links of a left-to-right map: signs, joints, and curves from grounds to claims."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.argument.columns import RADIUS, SIGN, Columns
from reader.argument.graph import Id
from reader.argument.links import Link
from reader.argument.placement import Box, Curve, Point, Sign, Steps, rounded
from reader.argument.routing import Router

LEFTWARDS, UPWARDS, DOWNWARDS = (-1, 0), (0, -1), (0, 1)
TIP = 8.0  # from a box to the end of a stroke: the arrow's head covers the rest
SIGN_AT_JOINT = 15.0  # from a joint to the sign of its relation
SIGN_UNDER_LEVEL = 14.0  # the same where the relation undercuts: in the middle of its level
DOT = 3.5  # radius of a joint
CORNER = 9.0
PORT_GAP = 15.0  # between arrows that end at one box
PORT_MARGIN = 10.0
AWAY = 17.0  # between the signs of further links of one node
MOST_AWAY = 3  # so many signs fit between two columns; what comes after shares the last place
HOOK = 15.0  # how far off its row a way turns towards the end of a step
LEVEL_ROW = 0.6  # rows closer than this are one


class _Spot(NamedTuple):
    """Where a link has its sign, where its stroke sets out, and where an undercut of it ends."""

    sign: Point
    start: Point
    end: Point
    joint: Point | None = None


class Strokes:
    """All strokes between placed boxes, in the order of the links."""

    def __init__(
        self, ids: Sequence[Id], links: Sequence[Link], boxes: Mapping[int, Box], columns: Columns
    ) -> None:
        self.ids, self.boxes, self.columns = ids, boxes, columns
        self.curves: list[Curve] = []
        self.signs: list[Sign] = []
        self.joints: dict[Id, Point] = {}
        self._swings = columns.swings()
        self._exits = self._ways_out(links)
        self._ports = self._arrivals(links)
        self._spots: dict[int, _Spot] = {}
        self._climbed: dict[int, float] = {}
        self._router = self._new_router()
        for link in links:
            if _is_involved(link):
                self._draw(link)
            else:
                self._draw_single(link)

    def _ways_out(self, links: Sequence[Link]) -> dict[tuple[int, int], Point]:
        """Where strokes leave premises that hang elsewhere: below and above the box's own sign."""
        exits: dict[tuple[int, int], Point] = {}
        used: dict[int, int] = {}
        for link in links:
            for vertex in link.away:
                number = used[vertex] = used.get(vertex, -1) + 1
                box = self.boxes[vertex]
                side = (box.height / 2 - RADIUS) * (-1 if number % 2 else 1)
                x = box.x - SIGN - AWAY * min(number // 2, MOST_AWAY - 1)
                exits[id(link), vertex] = x, box.middle + side
        return exits

    def _arrivals(self, links: Sequence[Link]) -> dict[int, float]:
        """The row at which each link ends at its box: spread, in the order of where they come from."""
        arriving: dict[int, list[Link]] = {}
        for link in links:
            if link.step is None:
                arriving.setdefault(link.target, []).append(link)
        ports: dict[int, float] = {}
        for vertex, arrivals in arriving.items():
            box, gaps = self.boxes[vertex], len(arrivals) - 1
            gap = max(0.0, min(PORT_GAP, (box.height - 2 * PORT_MARGIN) / (gaps or 1)))
            port = box.middle - gap * gaps / 2
            if any(link.away for link in arrivals):  # all others come in order
                arrivals.sort(key=self._row)
            for link in arrivals:
                ports[id(link)] = port
                port += gap
        return ports

    def _row(self, link: Link) -> float:
        if not link.home:
            return self._exits[id(link), link.away[0]][1]
        return (self.boxes[link.home[0]].middle + self.boxes[link.home[-1]].middle) / 2

    def _spot(self, link: Link) -> _Spot:
        spot = self._spots.get(id(link))
        if spot is None:
            spot = self._spot_at_home(link) if link.home else self._spot_away(link)
            self._spots[id(link)] = spot
        return spot

    def _spot_at_home(self, link: Link) -> _Spot:
        box = self.boxes[link.carrier]
        joint = self.columns[box.depth].joint(link.level)
        if link.is_linked:
            low, high = box.middle, self.boxes[link.home[-1]].middle
            inwards = (high - low) / 4
            wanted = self._ports.get(id(link), self._row(link))
            y = min(max(wanted, low + inwards), high - inwards)
            sign = joint - (SIGN_UNDER_LEVEL if link.level else SIGN_AT_JOINT)
            return _Spot((sign, y), (joint, y), (joint, y + DOT), (joint, y))
        end = (joint, box.middle + 1) if link.attacked else (box.x - SIGN, box.middle + RADIUS)
        return _Spot((box.x - SIGN, box.middle), (box.x, box.middle), end)

    def _spot_away(self, link: Link) -> _Spot:
        x, y = self._exits[id(link), link.carrier]
        if link.is_linked:
            return _Spot((x, y), (x - SIGN, y), (x - SIGN, y + DOT), (x - SIGN, y))
        return _Spot((x, y), (self.boxes[link.carrier].x, y), (x, y + RADIUS))

    def _new_router(self) -> Router:
        columns: list[list[Box]] = [[] for _ in self.columns.columns]
        for box in self.boxes.values():
            columns[box.depth].append(box)
        return Router(self.columns.channels(), columns)

    def _draw_single(self, link: Link) -> None:
        """The plain case: one premise, and the node left of it."""
        vertex = link.home[0]
        box, premise = self.boxes[vertex], self.ids[vertex]
        y = box.y + box.height / 2
        self.signs.append(Sign(box.x - SIGN, y, link.kind, link.id, premise))
        steps = self._swing(link, (box.x, y), box.depth)
        self.curves.append(Curve(link.kind, link.id, premise, steps, LEFTWARDS))

    def _draw(self, link: Link) -> None:
        spot = self._spot(link)
        premise = self.ids[link.carrier]
        self.signs.append(Sign(*spot.sign, link.kind, link.id, premise))
        if spot.joint:
            self._draw_premises(link, spot.joint)
        own = None if spot.joint else premise
        if link.home and link.step is None:
            self._add(
                link, own, self._swing(link, spot.start, self.boxes[link.carrier].depth), LEFTWARDS
            )
        elif link.level and link.step:
            self._climb(link, own, spot.start, link.step)
        elif link.step is None:
            self._add_way(link, own, spot.start)
        else:
            self._add_way_to_step(link, own, spot.start, link.step)

    def _draw_premises(self, link: Link, joint: Point) -> None:
        """From each premise to the joint, and the joint."""
        x, y = joint
        if link.id is not None:
            self.joints[link.id] = joint
        for vertex in link.home:
            box = self.boxes[vertex]
            middle = (box.x + x) / 2
            steps: Steps = (box.x, box.middle), (middle, box.middle, middle, y, x, y)
            self._add(link, self.ids[vertex], steps)
        for vertex in link.away:
            self._add(link, self.ids[vertex], self._way_to_joint(link, vertex, joint), cross=True)

    def _way_to_joint(self, link: Link, vertex: int, joint: Point) -> Steps:
        box, (x, y) = self.boxes[vertex], joint
        row = self._exits[id(link), vertex][1]
        if vertex == link.carrier:
            return (box.x, row), joint
        turn = x, y + (HOOK if row > y else -HOOK)
        depth = self.boxes[link.carrier].depth
        way = self._router.way((box.x, row), box.depth, turn, depth)
        return rounded([*way, joint], CORNER)

    def _swing(self, link: Link, start: Point, depth: int) -> Steps:
        """From the signs of its column to a port of the box left of it."""
        y, port = start[1], self._ports[id(link)]
        target = self.boxes[link.target]
        end = target.x + target.width + TIP, port
        if -LEVEL_ROW < port - y < LEVEL_ROW:
            return start, end
        right, left = self._swings[depth]
        middle = (left + right) / 2
        return start, (right, y), (middle, y, middle, port, left, port), end

    def _climb(self, link: Link, premise: Id | None, start: Point, step: Link) -> None:
        """Up to the end of the step that is undercut, or to an undercut that stands before it."""
        x, y = self._spot(step).end
        whole = rounded([start, (x, start[1]), (x, y + TIP - 3)], CORNER)
        before = self._climbed.get(id(step))
        if before is None:
            self._add(link, premise, whole, UPWARDS)
        else:
            steps = rounded([start, (x, start[1]), (x, before)], CORNER)
            self._add(link, premise, steps, reach=whole)
        self._climbed[id(step)] = start[1]

    def _add_way(self, link: Link, premise: Id | None, start: Point) -> None:
        depth, target = self.boxes[link.carrier].depth, self.boxes[link.target]
        end = target.right + TIP, self._ports[id(link)]
        way = self._router.way(start, depth, end, target.depth + 1)
        self._add(link, premise, rounded(way, CORNER), LEFTWARDS, cross=True)

    def _add_way_to_step(self, link: Link, premise: Id | None, start: Point, step: Link) -> None:
        """To where undercuts of a step end, turning towards it a little below or above."""
        (x, y), box = self._spot(step).end, self.boxes[step.carrier]
        heading = UPWARDS if start[1] >= y else DOWNWARDS
        turn, end = (x, y - heading[1] * HOOK), (x, y - heading[1] * 5)
        way = self._router.way(start, self.boxes[link.carrier].depth, turn, box.depth)
        steps = rounded([*way, end], CORNER)
        self._add(link, premise, steps, heading, cross=not link.home)

    def _add(
        self,
        link: Link,
        premise: Id | None,
        steps: Steps,
        heading: tuple[int, int] | None = None,
        cross: bool = False,
        reach: Steps = (),
    ) -> None:
        self.curves.append(Curve(link.kind, link.id, premise, steps, heading, cross, reach))


def _is_involved(link: Link) -> bool:
    """All but one premise that hangs by the link on a node, with nothing attacking the step."""
    return bool(link.away or link.step or link.attacked or len(link.home) > 1)
