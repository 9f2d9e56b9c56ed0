"""Short forms of the side lists and of the schemes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.models import Relation
from reader.argument.schemes import scheme_of
from reader.editing.fields import OneLine
from reader.editing.forms import LARGEST, EditorForm, too_long

MOST_WHY, MOST_WORDS = 60, 138


class DismissalForm(EditorForm):
    """Why a remark need not be made again. `cleaned_data` holds what `dismiss` takes."""

    about = OneLine(
        max_length=200,
        error_messages={
            "required": "Open the list again: it does not say which remark this is.",
            "max_length": "Open the list again: there is no such remark.",
        },
    )
    why = OneLine(required=False, max_length=MOST_WHY, error_messages=too_long(MOST_WHY))
    reason = OneLine(required=False, max_length=MOST_WORDS, error_messages=too_long(MOST_WORDS))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = [cleaned.get("why"), cleaned.get("reason")]
        return {"about": cleaned.get("about"), "reason": ": ".join(filter(None, words))}


class SchemeForm(EditorForm):
    """The scheme of a relation, by an editor who saw one version of it; none takes it away."""

    scheme = OneLine(required=False, max_length=60, error_messages=too_long(60))
    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": "Open the form again: it does not say which version it shows."},
    )

    def __init__(self, relation: Relation, data: QueryDict | None = None) -> None:
        initial = {"scheme": relation.scheme, "version": relation.version}
        super().__init__(data, initial=initial)
        self.relation = relation

    def clean_scheme(self) -> str:
        key: str = self.cleaned_data["scheme"]
        if key and key != self.relation.scheme and scheme_of(key) is None:
            raise ValidationError("Choose one of the schemes.")
        return key
