"""The columns of a left-to-right map, and the room between them.

Between two columns lie, from the right: the signs, close to their premises; joints, and the ends
of undercuts, one place for each level; then free room in which curves swing to their target.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.argument.links import Link
from reader.argument.routing import Channel

MARGIN = 14.0
RADIUS = 8.0  # of a sign
SIGN = 13.0  # from a box to the middle of its sign
JOINT = 28.0  # from a box to the nearest joint
LEVEL = 14.0  # from a joint to that of the next level
LINKED_LEVEL = 28.0  # the same where linked premises undercut: their sign stands between
JOINED = 28.0  # room that the sign of linked premises needs left of their joint
SWING = 36.0  # room for a curve to change its row
ARROW = 11.0  # from a box to where an arrow at it begins
LANE = 22.0  # room for ways outside the first and last column
STRETCH = 44.0  # how much wider than needed the room between columns may grow


@dataclass(slots=True)
class Column:
    """Needs of the room at its left, then where it stands."""

    width: float = 0.0
    levels: int = 0
    pitch: float = LEVEL
    is_joined: bool = False
    is_left: bool = False  # by ways across the tree
    is_reached: bool = False  # by ways across the tree
    left: float = 0.0
    right: float = 0.0
    swing: float = 0.0  # where signs and joints end and the free room begins

    def stand(self, left: float) -> None:
        self.left, self.right, self.swing = left, left + self.width, left - self._signs()

    def joint(self, level: int) -> float:
        """Where premises meet, and undercuts end, at a level: 0 for steps to a node."""
        return self.left - JOINT - self.pitch * max(0, self.levels - 1 - level)

    @property
    def room(self) -> float:
        """What is needed at least between this column and the one before."""
        return self._signs() + SWING + ARROW

    def _signs(self) -> float:
        if not self.levels:
            return SIGN + RADIUS + 3
        return JOINT + self.pitch * (self.levels - 1) + (JOINED if self.is_joined else 4)

    def need(self, link: Link) -> None:
        """Make room for the joint of a link that hangs in this column."""
        if link.home:
            self.levels = max(self.levels, link.level + 1)
        if link.home and link.is_linked:
            self.is_joined = self.is_joined or link.level == 0
            self.pitch = LINKED_LEVEL if link.level else self.pitch


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns from left to right, at their places, and the width of all."""

    columns: Sequence[Column]
    width: float

    def __getitem__(self, depth: int) -> Column:
        return self.columns[depth]

    def swings(self) -> list[tuple[float, float]]:
        """Where, left of each column, curves set out to change their row, and where they end."""
        lefts = (0.0, *(column.right + ARROW for column in self.columns))
        return [(column.swing, left) for column, left in zip(self.columns, lefts, strict=False)]

    def channels(self) -> list[Channel]:
        """The free room left of each column, and beyond the last."""
        lefts = [4.0, *(column.right + ARROW + 4 for column in self.columns)]
        rights = [*(column.swing - 4 for column in self.columns), self.width - 4]
        return [Channel(left, right) for left, right in zip(lefts, rights, strict=True)]


def columns_of(
    depth: Mapping[int, int], widths: Sequence[float], links: Iterable[Link], width: float
) -> Columns:
    """Columns as wide as their widest box, spread to the given width as far as that looks well."""
    columns = [Column() for _ in range(max(depth.values(), default=-1) + 1)]
    for vertex, level in depth.items():
        if widths[vertex] > columns[level].width:
            columns[level].width = widths[vertex]
    for link in links:
        if link.attacked or link.is_linked:
            columns[depth[link.carrier]].need(link)
        for vertex in link.away:
            columns[depth[vertex]].is_left = True
        if link.away and link.target >= 0:
            columns[depth[link.target]].is_reached = True
    return Columns(columns, _spread(columns, width))


def _spread(columns: Sequence[Column], width: float) -> float:
    """Set where each column stands; how wide all are."""
    if not columns:
        return 0.0
    first = MARGIN + (columns[0].room - ARROW if columns[0].is_left else 0)
    last = MARGIN + (LANE if columns[-1].is_reached else 0)
    inner = columns[1:]
    taken = first + last + sum(c.width for c in columns) + sum(c.room for c in inner)
    spare = max(0.0, min(STRETCH, (width - taken) / max(1, len(inner))))
    columns[0].stand(first)
    for before, column in zip(columns, inner, strict=False):
        column.stand(before.right + column.room + spare)
    return columns[-1].right + last
