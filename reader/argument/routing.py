"""Ways for links that cross the tree: along the free room between columns, never through a box."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.argument.placement import Box, Point

OUTSIDE = 8.0  # how far from the first and last box of a column a way may pass
LANE_STEP = 7.0


@dataclass(frozen=True, slots=True)
class Channel:
    """Free room left of a column, from top to bottom of the map."""

    left: float
    right: float

    def lane(self, number: int) -> float:
        """Where the way of that number runs; neighbours run apart."""
        room = max(1.0, self.right - self.left)
        return self.left + number * LANE_STEP % room


class Router:
    """Finds ways through columns of boxes. Channel n lies left of column n, the last beyond all."""

    def __init__(self, channels: Sequence[Channel], columns: Sequence[Sequence[Box]]) -> None:
        self.channels = channels
        self.rows = [_rows(column) for column in columns]
        self.ways = 0

    def way(self, start: Point, channel: int, goal: Point, goal_channel: int) -> list[Point]:
        """Corners from a point in one channel to a point in another, all turns square."""
        number = self.ways
        self.ways += 1
        x, y = start
        corners = [start]
        while True:
            x = self.channels[channel].lane(number)
            corners.append((x, y))
            if channel == goal_channel:
                break
            column = channel if goal_channel > channel else channel - 1
            y = self._opening(column, goal[1])
            corners.append((x, y))
            channel += 1 if goal_channel > channel else -1
        return [*corners, (x, goal[1]), goal]

    def _opening(self, column: int, y: float) -> float:
        """The free row of a column that is nearest to the one wanted."""
        tops, bottoms = self.rows[column]
        index = bisect_right(tops, y) - 1
        above = _between(bottoms, tops, index, y)
        below = _between(bottoms, tops, index + 1, y)
        return above if abs(above - y) <= abs(below - y) else below


def _rows(column: Sequence[Box]) -> tuple[list[float], list[float]]:
    spans = sorted((box.y, box.bottom) for box in column)
    return [top for top, _ in spans], [bottom for _, bottom in spans]


def _between(bottoms: list[float], tops: list[float], index: int, y: float) -> float:
    """The row nearest to y in the gap above the box of that index."""
    low = bottoms[index - 1] if index > 0 else tops[0] - 2 * OUTSIDE
    high = tops[index] if index < len(tops) else bottoms[-1] + 2 * OUTSIDE
    margin = min(OUTSIDE, (high - low) / 2)
    return min(max(y, low + margin), high - margin)
