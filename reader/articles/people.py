"""A person's page: what they have published here."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from reader.accounts.models import User
from reader.articles.library import Entry, entries_of
from reader.articles.models import Article

MOST_MAPS = 100


@dataclass(frozen=True)
class PersonPage:
    person: User
    entries: tuple[Entry, ...]
    marked: int
    is_own: bool


def person_page(username: str, visitor: User | AnonymousUser) -> PersonPage | None:
    """The public articles that somebody owns or edits, the newest change first.

    None for whoever has none, is not active or is not there: who has an account is nobody's business.
    One's own page always shows.
    """
    # What cannot be a name is not asked for: PostgreSQL breaks at a NUL.
    named = User.objects.filter(username=username, is_active=True)
    person = named.first() if username.isprintable() else None
    if person is None:
        return None
    entries = entries_of(Article.objects.published_by(person)[:MOST_MAPS])
    is_own = person == visitor
    if not entries and not is_own:
        return None
    return PersonPage(person, entries, sum(entry.marked for entry in entries), is_own)
