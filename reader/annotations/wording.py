"""What an annotation says: role, gist, note, and of rhetoric its device and what it leans on."""

from typing import Any, TypedDict, Unpack

from reader.annotations.models import Annotation
from reader.annotations.refusals import refuse_leaning
from reader.argument.roles import Role
from reader.articles.history import ChangeRefused


class More(TypedDict, total=False):
    """What an annotation may say besides its role and gist."""

    note: str
    device: str
    leans_on: Annotation | None


def wanted(annotation: Annotation, role: Role, gist: str, **more: Unpack[More]) -> dict[str, Any]:
    """What it would say, in the fields of its state. Device and leaning: rhetoric alone."""
    is_rhetoric = role == Role.RHETORIC
    prop = more.get("leans_on") if is_rhetoric else None
    if prop:
        refuse_leaning(annotation, prop)
    return {
        "role": str(role),
        "gist": gist,
        "note": more.get("note", ""),
        "device": more.get("device", "") if is_rhetoric else "",
        "leans_on": prop.number if prop else None,
    }


def put(annotation: Annotation, wording: dict[str, Any]) -> None:
    """Let it say that, in the fields of its state, as far as this makes sense now."""
    prop = None
    if wording["leans_on"] is not None:
        prop = annotation.article.annotations.get(number=wording["leans_on"])
        if prop.is_withdrawn and prop != annotation.leans_on:
            raise ChangeRefused(f"{prop.label} has been withdrawn meanwhile.")
    annotation.gist, annotation.note = wording["gist"], wording["note"]
    dress(annotation, Role(wording["role"]), wording["device"], prop)


def dress(annotation: Annotation, role: Role, device: str, leans_on: Annotation | None) -> None:
    """Device and leaning belong to rhetoric alone; recasting into another role drops them."""
    is_rhetoric = role == Role.RHETORIC
    if is_rhetoric and annotation.pk and annotation.relations.standing().exists():
        raise ChangeRefused(
            f"{annotation.label} is given as a reason. Take back its relations before you call it rhetoric."
        )
    annotation.role = role
    annotation.device = device if is_rhetoric else ""
    annotation.leans_on = _as_it_stands(leans_on) if is_rhetoric and leans_on else None
    if annotation.leans_on:
        refuse_leaning(annotation, annotation.leans_on)


def _as_it_stands(annotation: Annotation) -> Annotation:
    current: Annotation = Annotation.objects.select_related("article").get(pk=annotation.pk)
    return current
