"""Links that somebody made at an earlier revision: what is said to whoever comes by one of them."""

from django.http import HttpRequest

from reader.annotations.permanence import Since, last_seen, since
from reader.argument.roles import number_of
from reader.articles.access import revision_numbers
from reader.articles.models import Article

LONGEST_NUMBER = 6


def said_since(request: HttpRequest, article: Article, label: str) -> Since | None:
    """What became of an annotation's words since the revision that the address names with r.

    Nothing of a text that this person may not see; nothing where there is nothing to say.
    """
    number, revision = number_of(label), link_of(request).get("r")
    if number is None or revision is None:
        return None
    said = since(article, number, int(revision))
    return said if said and said.revision in revision_numbers(request, article) else None


def last_seen_by(request: HttpRequest, article: Article, label: str) -> tuple[int, str] | None:
    """The newest revision at whose end an annotation stood that stands no more, and its label there."""
    number = number_of(label)
    if number is None:
        return None
    return last_seen(article, number, revision_numbers(request, article))


def link_of(request: HttpRequest) -> dict[str, str]:
    """The revision at which a link was copied, as an address names it."""
    number = request.GET.get("r", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return {"r": number} if is_number else {}
