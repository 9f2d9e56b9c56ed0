"""The links of the map as paths: strokes, arrow heads, signs and joints, one group a relation."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from reader.argument.forest import LinkKind
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.placement import Curve, Placement, number_of, path_data
from reader.reading.words import Labels

MARKS = {
    LinkKind.SUPPORT: "M-4 0h8M0-4v8",
    LinkKind.ATTACK: "M-4 0h8",
    LinkKind.UNDERCUT: "M-3.4 3.4l6.8-6.8",
    LinkKind.LEAN: "M-4.5 1c1.5-2.8 3-2.8 4.5-1s3 1.8 4.5-1",
}


@dataclass(frozen=True, slots=True)
class MapEdge:
    """All strokes of one relation, or of rhetoric that leans (then without a relation).

    `line` are those of the tree and `far` those across it, each with the heads of its arrows;
    `reach` is drawn in focus only. `ends` are the labels at its ends; an undercut is `on` a relation.
    """

    kind: LinkKind
    relation: Id | None
    on: Id | None
    ends: str
    line: str
    far: str
    reach: str
    heads: str
    far_heads: str
    sign: tuple[str, str] | None
    joint: tuple[str, str] | None
    is_proposed: bool = False

    @property
    def is_far(self) -> bool:
        return not self.line

    @property
    def mark(self) -> str:
        """What stands in its sign, around 0 0."""
        return MARKS[self.kind]


def edges_of(
    graph: ArgumentGraph, placement: Placement, label: Labels, proposed: Collection[Id] = ()
) -> tuple[MapEdge, ...]:
    """Edges in the order of painting: far ones first, and each tree's first ones last, on top."""
    strokes: dict[tuple[Id | None, Id | None], list[Curve]] = {}
    for curve in placement.curves:
        strokes.setdefault(_key(curve.relation, curve.premise), []).append(curve)
    signs = {_key(s.relation, s.premise): (number_of(s.x), number_of(s.y)) for s in placement.signs}
    edges = [
        _edge(graph, curves, signs.get(key), placement, label) for key, curves in strokes.items()
    ]
    edges = [replace(e, is_proposed=True) if e.relation in proposed else e for e in edges]
    edges.reverse()
    edges.sort(key=lambda edge: not edge.is_far)
    return tuple(edges)


def _key(relation: Id | None, premise: Id | None) -> tuple[Id | None, Id | None]:
    return relation, premise if relation is None else None


def _edge(
    graph: ArgumentGraph,
    curves: list[Curve],
    sign: tuple[str, str] | None,
    placement: Placement,
    label: Labels,
) -> MapEdge:
    first = curves[0]
    near = [curve for curve in curves if not curve.cross]
    far = [curve for curve in curves if curve.cross]
    joint = placement.joints.get(first.relation) if first.relation is not None else None
    return MapEdge(
        kind=first.kind,
        relation=first.relation,
        on=graph.relation(first.relation).target_relation if first.relation is not None else None,
        ends=" ".join(dict.fromkeys(label(end) for end in _ends(graph, first))),
        line="".join(curve.d for curve in near),
        far="".join(curve.d for curve in far),
        reach="".join(path_data(curve.reach) for curve in near if curve.reach),
        heads="".join(_head(curve) for curve in near),
        far_heads="".join(_head(curve) for curve in far),
        sign=sign,
        joint=(number_of(joint[0]), number_of(joint[1])) if joint else None,
    )


def _ends(graph: ArgumentGraph, curve: Curve) -> Iterator[Id]:
    """Premises and target; of an undercut also the ends of the step that it attacks."""
    if curve.relation is None:
        assert curve.premise is not None, "what leans is one node"
        yield curve.premise
        leans_on = graph.node(curve.premise).leans_on
        if leans_on is not None:
            yield leans_on
        return
    relation = graph.relation(curve.relation)
    yield from relation.premises
    if relation.target_relation is not None:
        relation = graph.relation(relation.target_relation)
        yield from relation.premises
    if relation.target is not None:
        yield relation.target


def _head(curve: Curve) -> str:
    """A triangle around the end of a stroke, its tip 5 px on."""
    if curve.heading is None:
        return ""
    (x, y), (dx, dy) = curve.end, curve.heading
    tip = f"M{number_of(x + 5 * dx)} {number_of(y + 5 * dy)}"
    return f"{tip}l{-8 * dx - 4 * dy} {-8 * dy - 4 * dx}l{8 * dy} {8 * dx}z"
