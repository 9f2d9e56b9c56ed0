from typing import Any

from django.http import QueryDict

from reader.annotations.changes import target_of
from reader.annotations.graphs import Reading
from reader.annotations.models import COMMENT_LENGTH, Annotation, Proposal, Relation
from reader.argument.roles import RelationKind
from reader.editing.fields import Words
from reader.editing.forms import (
    AnnotationForm,
    EditorForm,
    MarkForm,
    RelationForm,
    too_long,
)


def why_field() -> Words:
    return Words(required=False, max_length=COMMENT_LENGTH, error_messages=too_long(COMMENT_LENGTH))


class ProposedMarkForm(MarkForm):
    why = why_field()


class ProposedWordingForm(AnnotationForm):
    """Other words to propose: those that this person proposes already, to begin with."""

    why = why_field()

    def __init__(
        self,
        reading: Reading,
        annotation: Annotation,
        data: QueryDict | None = None,
        own: Proposal | None = None,
    ) -> None:
        super().__init__(reading, annotation, data)
        if own is not None:
            self.initial = {**self.initial, "why": own.why, **_as_sent(own.wording, reading)}


class ProposedRelationForm(RelationForm):
    why = why_field()

    def clean(self) -> dict[str, Any]:
        why = self.cleaned_data.get("why", "")
        return super().clean() | {"why": why}


class RemovalForm(EditorForm):
    """To take something off the page, and why."""

    why = why_field()


class AmendForm(AnnotationForm):
    """A proposed wording as an editor would have it; `wording` is in the fields of a state."""

    version = None  # type: ignore[assignment]  # how Django takes a field away

    def __init__(
        self, reading: Reading, annotation: Annotation, wording: dict[str, Any], data: Any = None
    ) -> None:
        super().__init__(reading, annotation, data)
        self.initial = {**self.initial, **_as_sent(wording, reading)}


class AmendRelationForm(RelationForm):
    """A proposed relation as an editor would have it."""

    def __init__(self, reading: Reading, relation: Relation, data: QueryDict | None = None) -> None:
        super().__init__(reading, data, connecting_of(relation))


def connecting_of(relation: Relation) -> dict[str, Any]:
    """A relation as its form would send it back unchanged."""
    first, *others = (premise.label for premise in relation.premises.all())
    target = target_of(relation)
    is_support = relation.kind == RelationKind.SUPPORT
    if isinstance(target, Annotation):
        verb, end = "supports" if is_support else "attacks", target.label
    else:
        verb, end = "undercuts", f"relation-{target.number}"
    return {"premise": [first], "together": others, "verb": verb, "target": end}


class DeclineForm(EditorForm):
    reason = Words(
        max_length=COMMENT_LENGTH,
        error_messages=too_long(COMMENT_LENGTH)
        | {"required": "Say in a word why: whoever proposed it is told."},
    )


def _as_sent(wording: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The fields of a state as a form has them. What is about something new has none of its own."""
    prop = reading.by_number.get(wording.get("leans_on") or 0)
    return wording | {"leans_on": prop.label if prop else ""} if wording else {}
