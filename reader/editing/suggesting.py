"""What an editor probably means: the likely end of a relation, and a mark made twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.argument.roles import Role

Span = tuple[int, int]

# What a role usually does, and to what; the first that is found above it in the text is offered.
AIMS: dict[Role, tuple[tuple[str, Role], ...]] = {
    Role.CLAIM: (("supports", Role.CLAIM),),
    Role.PREMISE: (("supports", Role.CLAIM),),
    Role.EVIDENCE: (("supports", Role.CLAIM),),
    Role.ASSUMPTION: (("supports", Role.CLAIM),),
    Role.COUNTERCLAIM: (("attacks", Role.CLAIM),),
    Role.REBUTTAL: (("attacks", Role.COUNTERCLAIM), ("supports", Role.CLAIM)),
    Role.RHETORIC: (),
}


@dataclass(frozen=True)
class Suggestion:
    """A relation that can be taken with one click."""

    verb: str
    target: Annotation

    @property
    def kind(self) -> str:
        return "attack" if self.verb == "attacks" else "support"

    @property
    def value(self) -> str:
        """How a form sends it back: supports C1."""
        return f"{self.verb} {self.target.label}"


def suggestion_for(reading: Reading, annotation: Annotation) -> Suggestion | None:
    """What an annotation of this role most often does, and to which other one."""
    for verb, role in AIMS[Role(annotation.role)]:
        if target := nearest(reading, annotation, role):
            return Suggestion(verb, target)
    return None


def nearest(reading: Reading, annotation: Annotation, *roles: Role) -> Annotation | None:
    """The nearest of these roles above it in the text, else, but for claims, the first below.

    What it bears on already is left out.
    """
    taken = {relation.target for relation in reading.graph.relations_from(annotation.number)}
    numbers = [other.number for other in reading.annotations]
    here = numbers.index(annotation.number)
    above = reversed(reading.annotations[:here])
    below = () if annotation.role == Role.CLAIM else reading.annotations[here + 1 :]
    found = (other for other in (*above, *below) if other.role in roles)
    return next((other for other in found if other.number not in taken), None)


def marked_already(reading: Reading, role: Role, spans: Iterable[Span]) -> Annotation | None:
    """The annotation that marks just these passages; of several the one with this role."""
    wanted = set(spans)
    if not wanted:
        return None
    twins = [a for a in reading.annotations if _spans(reading, a) == wanted]
    same = (twin for twin in twins if twin.role == role)
    return next(same, twins[0] if twins else None)


def _spans(reading: Reading, annotation: Annotation) -> set[Span]:
    return {(passage.start, passage.end) for passage in reading.passages[annotation.number]}
