"""Form fields for words, codes and passages: whatever is sent, they answer with a sentence."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation, Relation
from reader.argument.roles import number_of

# All C0 controls but tab and line feed, and DEL: browsers neither show nor type them.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
STEP = re.compile(r"relation-([0-9]{1,9})")


def tidy(words: str) -> str:
    """The same words with one kind of line end and nothing that cannot be stored or seen."""
    return CONTROLS.sub("", as_in_text(words).replace("\r", "\n"))


def as_in_text(quote: str) -> str:
    """A quote keeps every sign it has in the article; forms alone turn its line ends into CR LF."""
    if SURROGATES.search(quote):
        raise ValidationError("This contains half of a character. Type it again.")
    return quote.replace("\r\n", "\n")


class Words(forms.CharField):
    """Several lines."""

    def to_python(self, value: Any) -> str:
        words = tidy(str(value or ""))
        return words.strip() if self.strip else words


class OneLine(Words):
    """White space of any kind becomes one space."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class Listed(forms.Field):
    """Every value that was sent under one name, but for empty ones."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return [words for item in value or () if (words := str(item).strip())]


class AnnotationField(forms.CharField):
    """One annotation of the reading by its code (C3) or number (3)."""

    reading: Reading

    def clean(self, value: Any) -> Annotation | None:
        code = super().clean(value)
        return annotation_of(self.reading, code) if code else None


class AnnotationsField(Listed):
    """Several of them, each once."""

    reading: Reading

    def clean(self, value: Any) -> list[Annotation]:
        found = [annotation_of(self.reading, code) for code in super().clean(value)]
        return list(dict.fromkeys(found))


class TargetField(forms.CharField):
    """What a relation bears on: an annotation (C3), or a relation (relation-4)."""

    reading: Reading

    def clean(self, value: Any) -> Annotation | Relation:
        code = super().clean(value)
        step = STEP.fullmatch(code)
        return relation_of(self.reading, step[1]) if step else annotation_of(self.reading, code)


def annotation_of(reading: Reading, code: str) -> Annotation:
    """The letter may be an old one: an annotation keeps its number when its role changes."""
    annotation = find_annotation(reading, code)
    if annotation is None:
        raise ValidationError(f"There is no annotation “{code[:20]}” in this article.")
    return annotation


def find_annotation(reading: Reading, code: str) -> Annotation | None:
    number = number_of(code.strip())
    return None if number is None else reading.by_number.get(number)


def relation_of(reading: Reading, number: str) -> Relation:
    found = (relation for relation in reading.relations if relation.number == int(number))
    if relation := next(found, None):
        return relation
    raise ValidationError("That step is not there any more.")


def passages_of(
    starts: Sequence[str], ends: Sequence[str], quotes: Sequence[str]
) -> list[tuple[int, int, str]]:
    """The passages that a form sends, one start, end and quote for each.

    Without offsets the quote alone has to tell where it stands; that is given as 0, 0.
    """
    if not any(starts) and not any(ends):
        return [(0, 0, quote) for quote in quotes if quote.strip()]
    if not len(starts) == len(ends) == len(quotes):
        raise ValidationError("Each passage needs a start, an end and its words. Select again.")
    sent = zip(starts, ends, quotes, strict=True)
    return [_passage(*passage) for passage in sent if any(words.strip() for words in passage)]


def _passage(start: str, end: str, quote: str) -> tuple[int, int, str]:
    if not start and not end:
        return 0, 0, quote
    return _offset(start), _offset(end), quote


def _offset(digits: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise ValidationError("That is no place in the text. Select again.")
    return int(digits)
