from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.graphs import Reading
from reader.annotations.models import (
    GIST_LENGTH,
    NOTE_LENGTH,
    Annotation,
)
from reader.argument.devices import DEVICES
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from reader.editing.fields import (
    AnnotationField,
    AnnotationsField,
    OneLine,
    TargetField,
    Words,
)
from reader.editing.selections import spans_of
from reader.text.quoting import gist_of

LARGEST = 2_147_483_647
ROLES = [(role.value, role.capitalize()) for role in Role]
VERBS = {
    "supports": RelationKind.SUPPORT,
    "attacks": RelationKind.ATTACK,
    "undercuts": RelationKind.ATTACK,
}


def too_long(limit: int) -> dict[str, str]:
    return {"max_length": f"Keep it to {limit:,} characters; these are %(show_value)s."}


class EditorForm(forms.Form):
    @property
    def problems(self) -> list[str]:
        """Every error in one list, for where there is no room beside the fields."""
        return [str(error) for errors in self.errors.values() for error in errors]


class WordingForm(EditorForm):
    """What an annotation says: role, gist, note, and for rhetoric its device and what it leans on."""

    role = forms.ChoiceField(
        choices=ROLES,
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."},
    )
    gist = OneLine(
        max_length=GIST_LENGTH,
        error_messages=too_long(GIST_LENGTH) | {"required": "Say it in one line."},
    )
    note = Words(required=False, max_length=NOTE_LENGTH, error_messages=too_long(NOTE_LENGTH))
    device = OneLine(required=False, max_length=60)
    leans_on = AnnotationField(required=False)

    def __init__(
        self,
        reading: Reading,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.reading = reading
        self.fields["leans_on"].reading = reading  # type: ignore[attr-defined]
        self.devices = [device.name for device in DEVICES]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_device(self) -> str:
        device: str = self.cleaned_data["device"]
        if device and device not in self.devices:
            raise ValidationError("Choose one of the devices.")
        return device


class MarkForm(WordingForm):
    """A new annotation. `cleaned_data` holds what `annotate` takes; no passage makes it implicit."""

    def __init__(self, article: Article, reading: Reading, data: QueryDict | None = None) -> None:
        super().__init__(reading, data)
        self.article = article
        self.fields["gist"].required = False

    @property
    def quote(self) -> str:
        """The words that were pasted, so that they stay in the form."""
        quotes = self.data.getlist("quote") if isinstance(self.data, QueryDict) else []
        return quotes[0] if quotes else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        assert isinstance(self.data, QueryDict), "only filled forms are cleaned"
        cleaned["spans"] = spans_of(self.article, self.data)
        cleaned["gist"] = cleaned.get("gist") or self._gist(cleaned["spans"])
        return cleaned

    def _gist(self, spans: list[tuple[int, int]]) -> str:
        head = self.article.head
        if not spans or head is None:
            if "gist" not in self.errors:
                self.add_error(
                    "gist", "Select words in the text, or say in one line what it leaves unsaid."
                )
            return ""
        return gist_of(" ".join(head.text[start:end] for start, end in spans))


class AnnotationForm(WordingForm):
    """Other words or another role for an annotation, by an editor who saw one version of it."""

    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": "Open the form again: it does not say which version it shows."},
    )

    def __init__(
        self, reading: Reading, annotation: Annotation, data: QueryDict | None = None
    ) -> None:
        super().__init__(reading, data, wording_of(annotation))
        self.annotation = annotation
        if self.other_device:
            self.devices.append(self.other_device)

    @property
    def other_device(self) -> str:
        """A device of its own that an import brought along; it may stay."""
        known = {device.name for device in DEVICES}
        return "" if self.annotation.device in known else self.annotation.device


def wording_of(annotation: Annotation) -> dict[str, Any]:
    """An annotation as its form would send it back unchanged."""
    return {
        "role": annotation.role,
        "gist": annotation.gist,
        "note": annotation.note,
        "device": annotation.device,
        "leans_on": annotation.leans_on.label if annotation.leans_on else "",
        "version": annotation.version,
    }


class RelationForm(EditorForm):
    """Premises, a verb and a target. `cleaned_data` holds what `relate` takes."""

    premise = AnnotationsField(error_messages={"required": "Choose what gives the reason."})
    together = AnnotationsField(required=False)
    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in VERBS],
        error_messages={
            "required": "Choose: supports, attacks or undercuts.",
            "invalid_choice": "Choose: supports, attacks or undercuts.",
        },
    )
    target = TargetField(error_messages={"required": "Choose what it bears on."})

    def __init__(
        self,
        reading: Reading,
        data: QueryDict | dict[str, Any] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        for name in ("premise", "together", "target"):
            self.fields[name].reading = reading  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        verb, target = cleaned.get("verb"), cleaned.get("target")
        if verb == "undercuts" and isinstance(target, Annotation):
            self.add_error("target", "An undercut attacks a step. Choose one of the steps.")
        if self.errors or verb is None:
            return cleaned
        premises = [*cleaned["premise"], *cleaned["together"]]
        return {"premises": premises, "kind": VERBS[verb], "target": target}


class JoinForm(EditorForm):
    """A premise that joins a relation, or leaves it."""

    premise = AnnotationField(error_messages={"required": "Choose what works together with it."})

    def __init__(self, reading: Reading, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["premise"].reading = reading  # type: ignore[attr-defined]


class AssumeForm(EditorForm):
    """What must be true for a step, in one line."""

    gist = OneLine(
        max_length=GIST_LENGTH,
        error_messages=too_long(GIST_LENGTH) | {"required": "Say in one line what must be true."},
    )
