"""How much is said about one thing, out of the counts of a page."""

from django import template

from reader.annotations.threads import NONE, Amount, TalkCounts
from reader.text.comments import plain_words

register = template.Library()
register.filter("plain_words", plain_words)


@register.filter
def said_of(talk: TalkCounts | None, number: int) -> Amount:
    """Of an annotation."""
    return talk.annotations.get(number, NONE) if talk else NONE


@register.filter
def said_of_step(talk: TalkCounts | None, number: int) -> Amount:
    """Of a relation."""
    return talk.relations.get(number, NONE) if talk else NONE
