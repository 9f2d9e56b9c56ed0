"""A person's page: what they have published here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from reader.accounts.models import User
from reader.articles.library import Entry, entries_of
from reader.articles.models import MAY_ANNOTATE, Article, Membership

MOST_MAPS = 100


@dataclass(frozen=True)
class PersonPage:
    person: User
    entries: tuple[Entry, ...]
    marked: int
    is_own: bool


def with_pages(people: Iterable[User], visitor: User | AnonymousUser) -> set[int]:
    """The numbers of those whose page exists for this visitor: the same rule, asked once for all."""
    active = [person.pk for person in people if person.is_active]
    publishing = Membership.objects.filter(
        user__in=active, part__in=MAY_ANNOTATE, article__in=Article.objects.published()
    )
    found = set(publishing.values_list("user", flat=True))
    return found | {number for number in active if number == visitor.pk}


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
