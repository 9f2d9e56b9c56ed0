import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator

from reader.articles.importing import Kind, draft_of, kind_of_file, text_of_file
from reader.articles.models import Article, Visibility
from reader.text.decoding import MAX_BYTES, NotText, tidy
from reader.text.front_matter import FrontMatterRefused, date_in
from reader.text.languages import COMMON, canonical, is_code
from reader.text.searching import folded

OTHER = "other"
EMPTY = "Write or paste a text, or choose a file."
MEANINGS = {
    Visibility.PRIVATE: "Only you and the people you work with on it can open it.",
    Visibility.UNLISTED: "Whoever has its address can read it. The address cannot be guessed, and no list shows it.",
    Visibility.PUBLIC: "Everyone can read it, and it stands in the library.",
}

SEEN = ("title", "byline", "source_url", "written_on", "language", "slug", "visibility")

# Titles and names run in the direction of their own first letters.
AUTO = forms.TextInput(attrs={"dir": "auto"})


class OneLine(forms.CharField):
    """White space of any kind becomes one space."""

    def to_python(self, value: Any) -> str:
        try:
            return " ".join(tidy(str(value or "")).split())
        except NotText as refusal:
            raise ValidationError(str(refusal)) from refusal


class WholeText(forms.CharField):
    """A text as it was typed, with one kind of line end."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=False, **options)

    def to_python(self, value: Any) -> str:
        try:
            return tidy(str(value or ""))
        except NotText as refusal:
            raise ValidationError(str(refusal)) from refusal


class Day(forms.DateField):
    """A date in any of the usual ways of writing it; browsers send 2025-03-12."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        day = date_in(str(value)[:60])
        if day is None:
            raise ValidationError("Write the date as 2025-03-12.")
        return day


class DetailsForm(forms.Form):
    """What is known about a text. `language` names a common one, or tells to look at the code."""

    title = OneLine(max_length=200, required=False, widget=AUTO)
    byline = OneLine(max_length=200, required=False, widget=AUTO, label="Author")
    source_url = forms.URLField(
        max_length=500, required=False, label="Source", assume_scheme="https"
    )
    written_on = Day(required=False, label="Date")
    language = forms.CharField(max_length=35, required=False, widget=forms.Select)
    language_code = OneLine(
        max_length=35, required=False, label="Its code", help_text="Such as pt-BR or zh-Hant."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source_url"].validators = [URLValidator(["http", "https"])]
        language = self.fields["language"]
        languages = _languages(str(self["language"].value() or ""))
        unknown = [] if language.required else [("", "As the text shows")]
        language.widget.choices = [*unknown, *languages]

    def clean(self) -> dict[str, Any]:
        details = super().clean() or {}
        code = details.pop("language_code", "")
        chosen = details.get("language", "")
        language = code if chosen == OTHER else chosen
        if language and not is_code(language):
            field = "language_code" if chosen == OTHER else "language"
            self.add_error(field, "Write the code of a language, such as en or pt-BR.")
        elif chosen == OTHER and not code and "language_code" not in self.errors:
            self.add_error("language_code", "Which language? Write its code, such as pt-BR.")
        details["language"] = canonical(language)
        return details


class TextForm(forms.Form):
    """A text, typed or in a file. Cleaned, `text` is what came from either.

    `kind` is what the name of the file says about it.
    """

    text = WholeText(
        help_text="Markdown or plain text. In plain text the title, headings, tables and the author are found.",
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Or take it from a file",
        help_text="Markdown (.md) or plain text (.txt), up to 3 MB.",
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,text/markdown,text/plain"}),
    )
    kind: Kind | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if self.errors:
            return cleaned
        if file and text.strip():
            self.add_error(
                "file", "There is a text above already: empty it, or leave out the file."
            )
        elif file:
            cleaned["text"] = self._text_in(file)
        elif not text.strip():
            self.add_error("text", EMPTY)
        if not self.errors:
            self._check(cleaned["text"])
        return cleaned

    def _text_in(self, file: "UploadedFile[bytes]") -> str:
        """The file's text, which from here on stands in the form as if it had been pasted."""
        name = file.name or "The file"
        self.kind = kind_of_file(name)
        try:
            if (file.size or 0) > MAX_BYTES:
                raise NotText(f"“{name}” has more than {MAX_BYTES // 1_000_000} MB.")
            text = text_of_file(file.read(), name)
        except NotText as refusal:
            self.add_error("file", str(refusal))
            return ""
        self.data = {**self.data, "text": text}
        return text

    def _check(self, text: str) -> None:
        try:
            draft_of(text, self.kind)
        except (NotText, FrontMatterRefused) as refusal:
            self.add_error("text", str(refusal))


class ReviewForm(DetailsForm):
    """The details that an article will have. It needs a title now."""

    title = OneLine(
        max_length=200, widget=AUTO, error_messages={"required": "Give the article a title."}
    )
    language = forms.CharField(max_length=35, widget=forms.Select)


class SlugField(OneLine):
    """The last part of an address. Spaces and capitals are put right; anything else is named."""

    def to_python(self, value: Any) -> str:
        slug = super().to_python(value).replace(" ", "-").lower()
        if slug and not re.fullmatch(r"[a-z0-9]+(?:[-_]+[a-z0-9]+)*", slug):
            raise ValidationError("Use small letters from a to z, digits and hyphens.")
        return slug


class SettingsForm(ReviewForm):
    slug = SlugField(max_length=120, required=False, label="Address")
    visibility = forms.ChoiceField(choices=Visibility.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in SEEN:
            self.fields[name].show_hidden_initial = True

    @property
    def seen(self) -> list[str]:
        """What was set when the page was opened, as hidden inputs."""
        return [self[name].as_hidden(only_initial=True) for name in SEEN]

    @property
    def wanted(self) -> dict[str, Any]:
        """Only what the editor has changed: the rest stays as it is, whoever has set it meanwhile."""
        changed = {"language" if name == "language_code" else name for name in self.changed_data}
        changed |= {name for name in SEEN if self.add_initial_prefix(name) not in self.data}
        return {name: value for name, value in self.cleaned_data.items() if name in changed}

    @property
    def visibilities(self) -> list[tuple[Visibility, str, bool]]:
        """Each of them, one sentence on what it means, and whether it is chosen."""
        chosen = self["visibility"].value()
        return [(v, MEANINGS[v], v == chosen) for v in Visibility]


class DeleteForm(forms.Form):
    """Typing the title shows that this article is meant, and no other."""

    title = OneLine(max_length=1_000, label="The title of the article")

    def __init__(self, article: Article, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.article = article
        self.fields["title"].error_messages["required"] = "Type the title to delete the article."

    def clean_title(self) -> str:
        typed: str = self.cleaned_data["title"]
        if folded(typed) != folded(self.article.title):
            raise ValidationError("This is not the title of the article.")
        return typed


def _languages(current: str) -> list[tuple[str, str]]:
    """The common languages by name; the current one too, where it is none of them."""
    names = sorted(COMMON.items(), key=lambda pair: pair[1])
    own = (
        [(current, current)]
        if is_code(current) and current not in COMMON and current != OTHER
        else []
    )
    return [*own, *names, (OTHER, "Another language …")]
