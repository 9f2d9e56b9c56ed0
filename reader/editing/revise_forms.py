import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reader.annotations.revising import WITHOUT_TEXT
from reader.articles.forms import OneLine, WholeText
from reader.text.decoding import MAX_CHARACTERS

LONGEST_SUMMARY = 200
NO_BASE = (
    "The page did not say upon which revision this was written. It now counts as written upon the "
    "newest: look at it again before you save."
)


def too_long(length: int) -> str:
    return f"The text has {length:,} characters; the most we take is {MAX_CHARACTERS:,}."


class RevisionNumber(forms.CharField):
    def clean(self, value: Any) -> int:
        digits = str(value or "").strip()
        if not re.fullmatch(r"[0-9]{1,9}", digits):
            raise ValidationError(NO_BASE)
        return int(digits)


class ReviseForm(forms.Form):
    """A text, the revision that it was written upon, and what changed, in one line.

    `theirs` is the other revision, where somebody has decided between two.
    """

    source = WholeText()
    base = RevisionNumber(required=False)
    summary = OneLine(
        max_length=LONGEST_SUMMARY,
        required=False,
        error_messages={
            "max_length": "“What changed” has %(show_value)d characters; it may have %(limit_value)d."
        },
    )
    theirs = forms.IntegerField(required=False, min_value=1, max_value=2_000_000_000)

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if not source.strip():
            raise ValidationError(WITHOUT_TEXT)
        return source

    @property
    def wording(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in ("source", "base", "summary")}

    @property
    def problems(self) -> list[str]:
        return [str(words) for field in self.errors.values() for words in field]

    @property
    def number(self) -> int | None:
        """The revision that the text was written upon, if it was named."""
        return self.cleaned_data.get("base")
