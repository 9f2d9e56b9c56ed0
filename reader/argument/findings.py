"""What an editor should look at. A finding is a remark, never a refusal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from reader.argument.graph import ArgumentGraph, Id
from reader.argument.roles import RelationKind

Labels = Callable[[Id], str]


class FindingKind(StrEnum):
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the nodes it is about, and one sentence that names them."""

    kind: FindingKind
    ids: tuple[Id, ...]
    words: str


def findings_of(graph: ArgumentGraph, label: Labels = str) -> tuple[Finding, ...]:
    """All findings, check by check, each in the order of the text."""
    return tuple(finding for check in CHECKS for finding in check(graph, label))


def _circles(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    """Reasons that in the end support themselves."""
    for circle in graph.circles(RelationKind.SUPPORT):
        steps = [f"{label(one)} supports {label(other)}" for one, other in pairwise(circle)]
        closing = f"{label(circle[-1])} supports {label(circle[0])}"
        start = ", ".join(steps)
        words = f"{start} and {closing}" if steps else f"{label(circle[0])} supports itself"
        yield Finding(FindingKind.CIRCLE, circle, f"{words}: the reasons go round in a circle.")


CHECKS = (_circles,)
