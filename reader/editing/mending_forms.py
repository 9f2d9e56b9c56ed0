"""Forms that settle what a revision left to look at."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from reader.annotations.models import Annotation, Fate, Passage
from reader.articles.models import Article
from reader.editing.fields import Listed
from reader.editing.forms import LARGEST, EditorForm
from reader.editing.selections import spans_of

KEY = re.compile(r"[0-9]{1,18}")
REVISED = "The text was revised meanwhile. Look at the words as they are now."
SETTLED = "This passage has been settled meanwhile."
OPEN_AGAIN = "Open the list again: this does not say which {} it is about."


class SeenForm(EditorForm):
    """Sent by whoever saw one revision of the text: another has other words."""

    revision = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": OPEN_AGAIN.format("revision")},
    )

    def __init__(self, article: Article, data: QueryDict) -> None:
        super().__init__(data)
        self.article = article
        self.is_overtaken = False

    def clean_revision(self) -> int:
        seen: int = self.cleaned_data["revision"]
        if self.article.head and self.article.head.number != seen:
            self.is_overtaken = True
            raise ValidationError(REVISED)
        return seen


class ConfirmForm(SeenForm):
    """The edited passages whose new words were seen, by their primary keys."""

    passage = Listed(error_messages={"required": OPEN_AGAIN.format("passages")})

    def __init__(
        self, article: Article, data: QueryDict, annotation: Annotation | None = None
    ) -> None:
        super().__init__(article, data)
        self.annotation = annotation

    def clean_passage(self) -> list[Passage]:
        keys = {int(key) for key in self.cleaned_data["passage"] if KEY.fullmatch(key)}
        found = list(self._edited().filter(pk__in=keys))
        if len(found) < len(set(self.cleaned_data["passage"])):
            self.is_overtaken = True
            raise ValidationError(SETTLED)
        return found

    def _edited(self) -> QuerySet[Passage]:
        rows = Passage.objects.filter(
            annotation__article=self.article, revision=self.article.head_id, fate=Fate.EDITED
        )
        of_one = rows.filter(annotation=self.annotation) if self.annotation else rows
        return of_one.select_related("annotation__article")


class PassageForm(SeenForm):
    """One edited or lost passage of an annotation, by its primary key."""

    passage = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": OPEN_AGAIN.format("passage")},
    )

    def __init__(self, annotation: Annotation, article: Article, data: QueryDict) -> None:
        super().__init__(article, data)
        self.annotation = annotation

    def clean_passage(self) -> Passage:
        here = self.annotation.passages.filter(revision=self.article.head_id).doubtful()
        rows = here.select_related("annotation__article")
        found = rows.filter(pk=self.cleaned_data["passage"]).first()
        if found is None:
            self.is_overtaken = True
            raise ValidationError(SETTLED)
        return found


class RemarkForm(PassageForm):
    """The words that it marks from now on. `cleaned_data` holds what `remark` takes."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        assert isinstance(self.data, QueryDict), "only sent forms are cleaned"
        spans = spans_of(self.article, self.data)
        if len(spans) != 1:
            raise ValidationError("Select the words that it marks from now on.")
        return {"passage": cleaned["passage"], "span": spans[0]}
