"""Links that somebody made at an earlier revision: what is said to whoever comes by one of them."""

from django.http import HttpRequest

from reader.annotations.permanence import Since, last_seen, since, stood_in
from reader.argument.roles import number_of
from reader.articles.access import last_editions
from reader.articles.models import Article

LONGEST_NUMBER = 6


def said_since(request: HttpRequest, article: Article, label: str) -> Since | None:
    """What became of an annotation's words since the revision that the address names with r.

    Nothing of what this person could not see then; nothing where there is nothing to say.
    """
    number, revision = number_of(label), int(link_of(request).get("r", 0))
    if number is None or not stood_in(article, number, revision):
        return None
    edition = last_editions(request, article).get(revision)
    return None if edition is None else since(article, number, revision, edition)


def last_seen_by(request: HttpRequest, article: Article, label: str) -> tuple[int, str] | None:
    """The newest revision in which this person could see an annotation last, and its label there."""
    number = number_of(label)
    if number is None:
        return None
    return last_seen(article, number, last_editions(request, article))


def link_of(request: HttpRequest) -> dict[str, str]:
    """The revision at which a link was copied, as an address names it."""
    number = request.GET.get("r", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return {"r": number} if is_number else {}
