"""Relations in words: what the outline, the cards and a screen reader say about them."""

from collections.abc import Callable, Iterable

from reader.argument.forest import LinkKind, link_kind
from reader.argument.graph import ArgumentGraph, Id, Node, Relation

Labels = Callable[[Id], str]

VERBS = {
    LinkKind.SUPPORT: "supports",
    LinkKind.ATTACK: "attacks",
    LinkKind.UNDERCUT: "undercuts",
    LinkKind.LEAN: "leans on",
}


def listed(labels: Iterable[str]) -> str:
    """A1 · A1 and B2 · A1, B2 and C3"""
    words = list(labels)
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def step_words(graph: ArgumentGraph, relation: Relation, label: Labels) -> str:
    """What an undercut attacks: the step from E3 and A4 to C1."""
    premises = listed(label(premise) for premise in relation.premises)
    if relation.target is not None:
        return f"the step from {premises} to {label(relation.target)}"
    return f"the undercut by {premises}"


def target_words(graph: ArgumentGraph, relation: Relation, label: Labels) -> str:
    if relation.target is not None:
        return label(relation.target)
    assert relation.target_relation is not None, "a relation has exactly one target"
    return step_words(graph, graph.relation(relation.target_relation), label)


def bearing_words(graph: ArgumentGraph, relation: Relation, premise: Id, label: Labels) -> str:
    """What a premise does, said at the premise: supports C1 together with A4."""
    others = [label(other) for other in relation.premises if other != premise]
    company = f" together with {listed(others)}" if others else ""
    return f"{VERBS[link_kind(relation)]} {target_words(graph, relation, label)}{company}"


def borne_words(relation: Relation, label: Labels) -> str:
    """The same, said at the target: E3 and A4 support it."""
    verb = VERBS[link_kind(relation)]
    if len(relation.premises) > 1:
        verb = verb.removesuffix("s")
    return f"{listed(label(premise) for premise in relation.premises)} {verb} it"


def undercut_words(graph: ArgumentGraph, undercut: Relation, premise: Id, label: Labels) -> str:
    """The same, said at a premise of the step that is undercut."""
    attackers = listed(label(attacker) for attacker in undercut.premises)
    verb = "undercut" if len(undercut.premises) > 1 else "undercuts"
    step = (
        graph.relation(undercut.target_relation) if undercut.target_relation is not None else None
    )
    goal = f" to {label(step.target)}" if step and step.target is not None else ""
    return f"{attackers} {verb} its step{goal}"


def leaning_words(node: Node, label: Labels) -> str:
    return f"leans on {label(node.leans_on)}" if node.leans_on is not None else ""


def end_of(graph: ArgumentGraph, relation: Relation) -> Id:
    """Where a relation leads: to its target, or to the first premise of the step that it attacks."""
    if relation.target is not None:
        return relation.target
    assert relation.target_relation is not None, "a relation has exactly one target"
    return graph.relation(relation.target_relation).premises[0]
