"""What an editor should look at. A finding is a remark, never a refusal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise

from reader.argument.graph import ArgumentGraph, Id, Node
from reader.argument.roles import RelationKind, Role

Labels = Callable[[Id], str]

LONGEST_KEY = 200
REASONS = {Role.PREMISE, Role.EVIDENCE, Role.ASSUMPTION, Role.COUNTERCLAIM, Role.REBUTTAL}


class FindingKind(StrEnum):
    """What deserves a look, in the order in which it is shown."""

    CIRCLE = "circle"
    UNSUPPORTED = "unsupported"
    LOOSE = "loose"
    UNCONNECTED = "unconnected"
    BARE_RHETORIC = "bare-rhetoric"
    OVERSTATED = "overstated"
    UNANSWERED = "unanswered"
    TWICE = "twice"

    @property
    def heading(self) -> str:
        """What stands over findings of this kind."""
        return HEADINGS[self]


HEADINGS = {
    FindingKind.CIRCLE: "Reasons in a circle",
    FindingKind.UNSUPPORTED: "Claims with nothing under them",
    FindingKind.LOOSE: "Reasons that lead nowhere",
    FindingKind.UNCONNECTED: "Not connected",
    FindingKind.BARE_RHETORIC: "Rhetoric where a reason is missing",
    FindingKind.OVERSTATED: "The gist claims more than the words",
    FindingKind.UNANSWERED: "Objections nobody answers",
    FindingKind.TWICE: "Said twice",
}


class Step(StrEnum):
    """What helps first: the form that the button beside a finding opens."""

    CONNECT = "connect"
    SUPPORT = "support"
    ANSWER = "answer"
    EDIT = "edit"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    `ids` are the nodes it is about, the first of them the one to go to; `words` is a sentence that
    names them by their labels; `next_step` a sentence that says what to do; `step` the first move.
    `about` tells findings of one kind on the same nodes apart.
    """

    kind: FindingKind
    ids: tuple[Id, ...]
    words: str
    next_step: str = ""
    step: Step = Step.OPEN
    about: str = field(default="", kw_only=True)

    @property
    def key(self) -> str:
        """Names this finding for good, whatever its labels and its place in the text become.

        At most 200 characters. A circle is the same one wherever it is entered.
        """
        ids = _from_smallest(self.ids) if self.kind is FindingKind.CIRCLE else self.ids
        key = " ".join([str(self.kind), *map(str, ids), *self.about.split()])
        if len(key) <= LONGEST_KEY:
            return key
        return f"{self.kind} #{sha256(key.encode()).hexdigest()}"


def findings_of(
    graph: ArgumentGraph,
    label: Labels = str,
    overstated: Mapping[Id, tuple[str, ...]] | None = None,
) -> tuple[Finding, ...]:
    """All findings, kind by kind, each in the order of the text. Takes linear time.

    `overstated` holds, for nodes whose gist has strong words that their passages lack, those words
    (`reader.text.overstating` finds them).
    """
    found = [finding for check in CHECKS for finding in check(graph, label)]
    found += _overstated(graph, label, overstated or {})
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda finding: order.index(finding.kind)))


def circles_of(graph: ArgumentGraph, label: Labels = str) -> Iterator[Finding]:
    """Reasons that in the end support themselves."""
    for circle in graph.circles(RelationKind.SUPPORT):
        steps = [f"{label(one)} supports {label(other)}" for one, other in pairwise(circle)]
        closing = f"{label(circle[-1])} supports {label(circle[0])}"
        start = ", ".join(steps)
        words = f"{start} and {closing}" if steps else f"{label(circle[0])} supports itself"
        yield Finding(
            FindingKind.CIRCLE,
            circle,
            f"{words}: the reasons go round in a circle.",
            "Take one of these relations back, if the text does not argue so.",
        )


def _unsupported(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    supported = _borne_on(graph, RelationKind.SUPPORT)
    for node in graph.nodes:
        is_bare = node.role is Role.CLAIM and node.id not in supported
        if is_bare and not _is_alone(graph, node):
            yield Finding(
                FindingKind.UNSUPPORTED,
                (node.id,),
                f"{label(node.id)} has no reason under it.",
                "Connect the reason that the text gives; if it gives none, say so in the note.",
                Step.SUPPORT,
            )


def _loose(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    for node in graph.nodes:
        leads_nowhere = node.role in REASONS and not graph.relations_from(node.id)
        if leads_nowhere and not _is_alone(graph, node):
            yield Finding(
                FindingKind.LOOSE,
                (node.id,),
                f"{label(node.id)} is marked as {_a(node.role)}, but bears on nothing.",
                "Connect it to what it is a reason for; if it is the point itself, make it a claim.",
                Step.CONNECT,
            )


def _unconnected(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    for node in graph.nodes:
        if not _is_alone(graph, node):
            continue
        is_rhetoric = node.role is Role.RHETORIC
        words = "leans on nothing" if is_rhetoric else "stands alone"
        what = "Choose what it leans on" if is_rhetoric else "Connect it to what it bears on"
        yield Finding(
            FindingKind.UNCONNECTED,
            (node.id,),
            f"{label(node.id)} {words}.",
            f"{what}, or withdraw it if it plays no part.",
            Step.EDIT if is_rhetoric else Step.CONNECT,
        )


def _bare_rhetoric(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    supported = _borne_on(graph, RelationKind.SUPPORT)
    for node in graph.nodes:
        prop = None if node.leans_on is None else graph.node(node.leans_on)
        if prop and prop.role is Role.CLAIM and prop.id not in supported:
            yield Finding(
                FindingKind.BARE_RHETORIC,
                (node.id, prop.id),
                f"{label(node.id)} leans on {label(prop.id)}, which has no reason under it:"
                " words persuade where a reason is missing.",
                f"Look for a reason for {label(prop.id)} in the text, and connect it.",
                Step.SUPPORT,
            )


def _unanswered(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    """Only counterclaims against a main claim: of others a text owes no answer."""
    main = {claim.id for claim in graph.main_claims}
    attacked = _borne_on(graph, RelationKind.ATTACK)
    for node in graph.nodes:
        if node.role is not Role.COUNTERCLAIM or node.id in attacked:
            continue
        attacks = [r for r in graph.relations_from(node.id) if r.kind is RelationKind.ATTACK]
        if any(graph.undercuts_of(attack.id) for attack in attacks):
            continue
        target = next((attack.target for attack in attacks if attack.target in main), None)
        if target is not None:
            yield Finding(
                FindingKind.UNANSWERED,
                (node.id,),
                f"{label(node.id)} speaks against {label(target)}, and nothing answers it.",
                "Connect the text's answer; if it gives none, leave this as it is.",
                Step.ANSWER,
            )


def _twice(graph: ArgumentGraph, label: Labels) -> Iterator[Finding]:
    first: dict[str, Node] = {}
    for node in graph.nodes:
        words = " ".join(node.text.casefold().split())
        if not words:
            continue
        other = first.setdefault(words, node)
        if other is not node:
            yield Finding(
                FindingKind.TWICE,
                (node.id, other.id),
                f"{label(other.id)} and {label(node.id)} have the same gist.",
                "Make them one, or say in each gist what is different about it.",
                Step.EDIT,
            )


def _overstated(
    graph: ArgumentGraph, label: Labels, overstated: Mapping[Id, tuple[str, ...]]
) -> Iterator[Finding]:
    for node in graph.nodes:
        if strong := overstated.get(node.id):
            said = " and ".join(f"“{word}”" for word in strong)
            yield Finding(
                FindingKind.OVERSTATED,
                (node.id,),
                f"The gist of {label(node.id)} says {said}; its passage does not.",
                "Compare the two, and say no more than the text does.",
                Step.EDIT,
                about=" ".join(strong).casefold(),
            )


def _borne_on(graph: ArgumentGraph, kind: RelationKind) -> set[Id | None]:
    return {relation.target for relation in graph.relations if relation.kind is kind}


def _is_alone(graph: ArgumentGraph, node: Node) -> bool:
    tied = graph.relations_on(node.id) or graph.relations_from(node.id)
    return not tied and node.leans_on is None and not graph.rhetoric_on(node.id)


def _from_smallest(circle: tuple[Id, ...]) -> tuple[Id, ...]:
    at = min(range(len(circle)), key=lambda place: str(circle[place]), default=0)
    return circle[at:] + circle[:at]


def _a(role: Role) -> str:
    if role is Role.EVIDENCE:
        return "evidence"
    return f"an {role}" if role is Role.ASSUMPTION else f"a {role}"


CHECKS = (circles_of, _unsupported, _loose, _unconnected, _bare_rhetoric, _unanswered, _twice)
