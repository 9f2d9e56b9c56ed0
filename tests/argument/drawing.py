"""Arguments of every shape for property tests."""

from dataclasses import replace

from hypothesis import strategies as st

from reader.argument.graph import ArgumentGraph, Node, Relation
from reader.argument.roles import RelationKind, Role

PLAIN = [role for role in Role if role is not Role.RHETORIC]


@st.composite
def graphs(draw: st.DrawFn, most: int = 14) -> ArgumentGraph:
    """Trees, circles, shared and linked premises, undercuts of any depth, loose nodes, rhetoric."""
    count = draw(st.integers(0, most))
    roles = draw(st.lists(st.sampled_from(list(Role)), min_size=count, max_size=count))
    numbers = range(1, count + 1)
    nodes = []
    for number, role in zip(numbers, roles, strict=True):
        leans = role is Role.RHETORIC and draw(st.booleans())
        prop = draw(st.sampled_from(numbers)) if leans else None
        nodes.append(Node(number, role, f"gist {number}", prop if prop != number else None))
    return ArgumentGraph(tuple(nodes), draw(relations(count, most)))


@st.composite
def relations(draw: st.DrawFn, count: int, most: int) -> tuple[Relation, ...]:
    if not count:
        return ()
    numbers = st.integers(1, count)
    drawn = draw(st.integers(0, most))
    found = []
    for number in range(1, drawn + 1):
        premises = draw(st.lists(numbers, min_size=1, max_size=3, unique=True))
        kind = draw(st.sampled_from(RelationKind))
        others = [other for other in range(1, drawn + 1) if other != number]
        if others and draw(st.integers(0, 3)) == 0:
            step = draw(st.sampled_from(others))
            found.append(Relation(number, kind, tuple(premises), target_relation=step))
        else:
            found.append(Relation(number, kind, tuple(premises), target=draw(numbers)))
    return tuple(found)


def supports(*premises: int, target: int) -> Relation:
    return Relation(0, RelationKind.SUPPORT, premises, target=target)


def attacks(*premises: int, target: int) -> Relation:
    return Relation(0, RelationKind.ATTACK, premises, target=target)


def undercuts(*premises: int, step: int) -> Relation:
    return Relation(0, RelationKind.ATTACK, premises, target_relation=step)


def argument(count: int, *links: Relation, leaning: dict[int, int] | None = None) -> ArgumentGraph:
    """Nodes 1 to count, node 1 a claim, with relations numbered from 1; some nodes may lean."""
    props = leaning or {}
    nodes = [Node(n, _role(n, n in props), f"gist {n}", props.get(n)) for n in range(1, count + 1)]
    return ArgumentGraph(
        tuple(nodes), tuple(replace(link, id=number) for number, link in enumerate(links, 1))
    )


def _role(number: int, leans: bool) -> Role:
    if leans:
        return Role.RHETORIC
    return Role.CLAIM if number == 1 else Role.PREMISE
