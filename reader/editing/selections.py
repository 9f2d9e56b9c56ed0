"""Words of an article that a form sends, and where they stand in it now."""

from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.changes import place_of
from reader.annotations.models import QUOTE_LENGTH
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.fields import as_in_text, passages_of
from reader.text.spans import Span

MOST_PASSAGES = 20


def spans_of(article: Article, data: QueryDict) -> list[Span]:
    """The passages that are sent as `start`, `end` and `quote`, each as often as there are passages.

    What has moved since is found again by its words; ValidationError where that fails.
    """
    starts, ends, quotes = (data.getlist(name) for name in ("start", "end", "quote"))
    passages = passages_of(starts, ends, [as_in_text(quote) for quote in quotes])
    if len(passages) > MOST_PASSAGES:
        raise ValidationError(f"One annotation marks at most {MOST_PASSAGES} passages.")
    return [_place(article, *passage) for passage in passages]


def _place(article: Article, start: int, end: int, quote: str) -> Span:
    if not quote.strip():
        raise ValidationError("Nothing is selected but white space. Select some words.")
    if len(quote) > QUOTE_LENGTH:
        raise ValidationError(
            f"A passage has at most {QUOTE_LENGTH:,} characters; these are {len(quote):,}."
            " Select less of the text."
        )
    try:
        return place_of(article, start, end, quote)
    except ChangeRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
