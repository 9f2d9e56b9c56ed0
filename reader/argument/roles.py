"""The vocabulary: the parts a passage can play in an argument, and how annotations bear on each other."""

import re
from enum import StrEnum

CODE = re.compile(r"(?:[A-Z][a-z]?)?([0-9]{1,9})", re.IGNORECASE)


class Role(StrEnum):
    """The part that an annotation plays in the argument."""

    CLAIM = "claim"
    PREMISE = "premise"
    EVIDENCE = "evidence"
    ASSUMPTION = "assumption"
    COUNTERCLAIM = "counterclaim"
    REBUTTAL = "rebuttal"
    RHETORIC = "rhetoric"

    @property
    def letter(self) -> str:
        return LETTERS[self]

    @property
    def meaning(self) -> str:
        """One sentence that tells an editor when to choose this role."""
        return MEANINGS[self]


class RelationKind(StrEnum):
    """How premises bear on their target. An attack on a relation is called an undercut."""

    SUPPORT = "support"
    ATTACK = "attack"


LETTERS = {
    Role.CLAIM: "C",
    Role.PREMISE: "P",
    Role.EVIDENCE: "E",
    Role.ASSUMPTION: "A",
    Role.COUNTERCLAIM: "X",
    Role.REBUTTAL: "R",
    Role.RHETORIC: "Rh",
}

MEANINGS = {
    Role.CLAIM: "What the text wants you to accept.",
    Role.PREMISE: "A reason given for a claim.",
    Role.EVIDENCE: "A fact, figure or source that can be checked.",
    Role.ASSUMPTION: "What must be true for a step to work, said or unsaid.",
    Role.COUNTERCLAIM: "What speaks against a claim.",
    Role.REBUTTAL: "An answer to what speaks against a claim.",
    Role.RHETORIC: "Words that persuade without giving a reason.",
}


def label_of(role: Role, number: int) -> str:
    """The code that readers see: the role's letter and the annotation's number, as in C1 or Rh7."""
    return f"{role.letter}{number}"


def number_of(code: str) -> int | None:
    """The annotation's number in a code; the letter may be an old one, or left out: C1, c1 and 1 are 1."""
    found = CODE.fullmatch(code)
    return int(found[1]) if found else None
