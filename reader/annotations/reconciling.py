"""Two editors word one annotation at the same time: what both meant is put together by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reader.argument.roles import Role
from reader.text.merging import merge

Wording = Mapping[str, Any]

# The fields of an annotation's state that say what it is; the rest is where it stands.
WORDING = ("role", "gist", "note", "device", "leans_on")
LEANING = {"device", "leans_on"}


@dataclass(frozen=True)
class Merge:
    """`fields` is what to save, or where both changed a field in `clashes`, what to propose."""

    fields: dict[str, Any]
    clashes: frozenset[str]


def merged(base: Wording | None, mine: Wording, theirs: Wording) -> Merge:
    """Two wordings that were made from the same base, each with all fields of WORDING.

    What only one of both changed is as they changed it. What both changed in different ways clashes:
    mine is proposed then, and of notes both, where they changed different sentences. Without a base
    all that differs clashes. Device and leaning belong to rhetoric alone, so a new role clashes with
    a device that was chosen for the old one.
    """
    fields = {name: _either(name, base, mine, theirs) for name in WORDING}
    clashes = {name for name in WORDING if _is_clash(name, base, mine, theirs)}
    leans = any(fields[name] for name in LEANING)
    is_odd = leans and fields["role"] != Role.RHETORIC
    if is_odd or (clashes & LEANING and mine["role"] != theirs["role"]):
        clashes = (clashes - LEANING) | {"role"}
        fields |= {name: mine[name] for name in ("role", *LEANING)}
    return Merge(fields, frozenset(clashes))


def wording_in(state: Wording) -> dict[str, Any]:
    """Of the state of an annotation what it says; device and leaning of rhetoric alone."""
    is_rhetoric = state["role"] == Role.RHETORIC
    wording = {name: state[name] for name in WORDING}
    return wording if is_rhetoric else wording | {"device": "", "leans_on": None}


def _is_clash(name: str, base: Wording | None, mine: Wording, theirs: Wording) -> bool:
    if mine[name] == theirs[name]:
        return False
    return base is None or base[name] not in (mine[name], theirs[name])


def _either(name: str, base: Wording | None, mine: Wording, theirs: Wording) -> Any:
    if base is None:
        return mine[name]
    if mine[name] == base[name]:
        return theirs[name]
    if name == "note" and _is_clash(name, base, mine, theirs):
        return _both_notes(base[name], mine[name], theirs[name])
    return mine[name]


def _both_notes(base: str, mine: str, theirs: str) -> str:
    parts = merge(base, mine, theirs)
    return mine if any(part.is_conflict for part in parts) else "".join(p.text for p in parts)
