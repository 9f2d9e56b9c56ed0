"""Forms that change where annotations stand, and several of them at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.argument.roles import Role, number_of
from reader.articles.models import Article
from reader.editing.fields import AnnotationField, Listed
from reader.editing.forms import LARGEST, ROLES, EditorForm
from reader.editing.selections import spans_of


class PlaceForm(EditorForm):
    """All places of an annotation. `cleaned_data` holds what `place` and `split` take."""

    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": "Open the card again: this does not say which version it saw."},
    )

    def __init__(self, article: Article, data: QueryDict) -> None:
        super().__init__(data)
        self.article = article

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        assert isinstance(self.data, QueryDict), "only sent forms are cleaned"
        cleaned["spans"] = spans_of(self.article, self.data)
        return cleaned


class SplitForm(PlaceForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned["spans"]:
            raise ValidationError("Select the words to cut out.")
        return cleaned


class MergeForm(EditorForm):
    """The annotation that another one swallows."""

    other = AnnotationField(error_messages={"required": "Choose what to merge with."})

    def __init__(self, reading: Reading, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["other"].reading = reading  # type: ignore[attr-defined]


class ChosenForm(EditorForm):
    """Several annotations of an article, withdrawn ones too, by number."""

    number = Listed(error_messages={"required": "Choose some annotations first."})

    def __init__(self, article: Article, data: QueryDict) -> None:
        super().__init__(data)
        self.article = article

    def clean_number(self) -> list[Annotation]:
        return chosen_in(self.article, self.cleaned_data["number"])


class RecastForm(ChosenForm):
    """The same, and the role that all of them get."""

    role = forms.ChoiceField(
        choices=ROLES,
        error_messages={
            "required": "Choose the role they get.",
            "invalid_choice": "Choose one of the roles.",
        },
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


def chosen_in(article: Article, codes: list[str]) -> list[Annotation]:
    """Each once; ValidationError where one of them is not in the article."""
    known = {annotation.number: annotation for annotation in article.annotations.all()}
    chosen = [known.get(_number(code)) for code in codes]
    found = [annotation for annotation in chosen if annotation]
    if len(found) < len(chosen):
        raise ValidationError("One of them is not in this article. Load the page again.")
    return list(dict.fromkeys(found))


def _number(code: str) -> int:
    return number_of(code) or 0
