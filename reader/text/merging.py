"""Put together what two people made of the same text at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reader.text.ordering import ABSENT
from reader.text.settling import Quality, settled
from reader.text.source_units import units_of

Place = tuple[int, int, int]  # in the base, in mine, in theirs; counted in units
Stretch = tuple[Place, Place]


@dataclass(frozen=True)
class Part:
    """A stretch of the text, as the base, I and they have it. Joined, the parts give each whole."""

    base: str
    mine: str
    theirs: str

    @property
    def is_conflict(self) -> bool:
        """Whether both changed it, and not in the same way."""
        return self.base != self.mine != self.theirs != self.base

    @property
    def text(self) -> str:
        """What it becomes; a conflict becomes nothing until somebody decides, and asking is a
        ValueError.
        """
        if self.is_conflict:
            raise ValueError("Both changed this: somebody has to decide.")
        return self.theirs if self.mine == self.base else self.mine


def merge(base: str, mine: str, theirs: str) -> tuple[Part, ...]:
    """The parts of a text that two people took from the same base, in order; none is empty.

    Takes Markdown with one kind of line end. Edits merge where an unchanged sentence, line, or the
    white space between two of them lies between; edits that touch are one conflict.
    """
    whole = _Merging(base, mine, theirs)
    return tuple(whole.part(*stretch) for stretch in whole.stretches())


class _Merging:
    """The three texts in units, and where those units of the base stand that nobody touched."""

    def __init__(self, base: str, mine: str, theirs: str) -> None:
        self.base, self.mine, self.theirs = units_of(base), units_of(mine), units_of(theirs)
        self.ends = (len(self.base), len(self.mine), len(self.theirs))

    def part(self, start: Place, end: Place) -> Part:
        return Part(
            "".join(self.base[start[0] : end[0]]),
            "".join(self.mine[start[1] : end[1]]),
            "".join(self.theirs[start[2] : end[2]]),
        )

    def stretches(self) -> list[Stretch]:
        """From where to where each part goes.

        Conflicts with nothing but a space between them are one: their sentences are read together.
        """
        joined: list[Stretch] = []
        conflicts: list[bool] = []
        for stretch in pairwise(self._borders):
            if stretch[0] == stretch[1]:
                continue
            part = self.part(*stretch)
            if part.is_conflict and conflicts[-2:] == [True, False] and self._is_space(joined[-1]):
                joined[-2:], conflicts[-2:] = [(joined[-2][0], stretch[1])], [True]
            else:
                joined.append(stretch)
                conflicts.append(part.is_conflict)
        return joined

    def _is_space(self, stretch: Stretch) -> bool:
        (start, *_), (end, *_) = stretch
        return end == start + 1 and self.base[start].isspace() and "\n" not in self.base[start]

    @cached_property
    def _borders(self) -> list[Place]:
        """Where what both left as it was ends or begins again: by turns, beginning with neither."""
        at: Place = (0, 0, 0)
        borders = [at]
        to_mine, to_theirs = _kept(self.base, self.mine), _kept(self.base, self.theirs)
        for n, (mine, theirs) in enumerate(zip(to_mine, to_theirs, strict=True)):
            if mine == ABSENT or theirs == ABSENT:
                continue
            if at != (n, mine, theirs):
                borders += [at, (n, mine, theirs)]
            at = (n + 1, mine + 1, theirs + 1)
        return [*borders, at, self.ends]


def _kept(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each old unit its place in the new.

    What came or went stands, if it can be, between white space that stayed: so it does not touch
    the sentences around it.
    """

    def quality(units: Sequence[str]) -> Quality:
        def is_parted(start: int, end: int) -> bool:
            is_inside = start > 0 and end < len(units)
            return is_inside and units[start - 1].isspace() and units[end].isspace()

        return is_parted

    return settled(old, new, quality(old), quality(new))
