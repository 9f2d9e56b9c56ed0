from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.commenting import EMPTY
from reader.annotations.models import COMMENT_LENGTH
from reader.articles.forms import WholeText

LARGEST = 2_147_483_647
AGAIN = "Open the comment again: the form does not say which wording it shows."


class CommentForm(forms.Form):
    """What somebody says; for a comment that is changed also the version they saw."""

    body = WholeText(
        max_length=COMMENT_LENGTH,
        error_messages={
            "max_length": f"Keep it to {COMMENT_LENGTH:,} characters; these are %(show_value)s."
        },
    )

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).strip("\n")
        if not body.strip():
            raise ValidationError(EMPTY)
        return body

    @property
    def problems(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]

    @property
    def words(self) -> str:
        """What is in the field: as it was typed, whatever was wrong with it."""
        return str(self["body"].value() or "")


class EditForm(CommentForm):
    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={
            "required": AGAIN,
            "invalid": AGAIN,
            "min_value": AGAIN,
            "max_value": AGAIN,
        },
    )

    def at(self, version: int) -> "EditForm":
        """The same words, for whoever has seen that version now."""
        data = QueryDict(mutable=True)
        data.update({"body": self.words, "version": str(version)})
        return EditForm(data)
