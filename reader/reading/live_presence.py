"""Who is on an article's page: rows that every process reads, and each keeps for its own streams.

Only those who may discuss an article are named, and only to each other. Readers are counted.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from reader.accounts.models import User
from reader.articles.models import MAY_DISCUSS, Article, Membership
from reader.reading.models import Presence

FRESH = timedelta(seconds=60)
RENEWED = timedelta(seconds=15)  # asking again within that time writes nothing
MOST_PAGES = 20  # of one person on one article
KEY = re.compile(r"[A-Za-z0-9_-]{4,24}")
DOING = re.compile(r"(annotation [1-9][0-9]{0,8})?")


@dataclass(frozen=True)
class Person:
    user: int
    name: str
    initials: str
    username: str
    doing: str

    def told(self, me: int | None) -> dict[str, Any]:
        return {
            "name": self.name,
            "initials": self.initials,
            "username": self.username,
            "doing": self.doing,
            "me": self.user == me,
        }


@dataclass(frozen=True)
class Here:
    """Who is there at one time."""

    people: tuple[Person, ...] = ()
    readers: int = 0

    def told(self, me: int | None) -> dict[str, Any]:
        people = [person.told(me) for person in self.people]
        return {"people": people, "readers": self.readers}


@dataclass(frozen=True)
class Row:
    """What a process keeps of one of its streams, or of all its readers of an article."""

    article: int
    stream: str
    user: int | None = None
    readers: int = 0


def here_on(articles: Collection[int]) -> dict[int, Here]:
    """In one query."""
    rows: dict[int, list[Presence]] = {article: [] for article in articles}
    for row in _fresh().filter(article__in=articles).order_by("seen_at", "pk"):
        rows[row.article_id].append(row)
    return {article: _here(of) for article, of in rows.items()}


def stream_of(user: User, key: str) -> str:
    """The name under which a page of somebody is kept: nobody can take another's. "" for a bad key."""
    return f"{user.pk}-{key}" if KEY.fullmatch(key) else ""


def keep(rows: Iterable[Row], gone: Collection[str] = ()) -> None:
    """Write down who is there, all at once. What they are doing stays as it is."""
    now = timezone.now()
    with transaction.atomic():
        Presence.objects.filter(stream__in=gone).delete()
        Presence.objects.bulk_create(
            [
                Presence(
                    article_id=row.article,
                    stream=row.stream,
                    user_id=row.user,
                    readers=row.readers,
                    seen_at=now,
                )
                for row in rows
            ],
            update_conflicts=True,
            unique_fields=["stream"],
            update_fields=["article", "readers", "seen_at"],
        )


def forget_stale() -> None:
    Presence.objects.filter(seen_at__lt=timezone.now() - FRESH).delete()


def note(article: Article, user: User, stream: str, doing: str) -> None:
    """What somebody is doing on one of their pages."""
    pages = Presence.objects.filter(article=article, user=user)
    changes = {"doing": doing, "seen_at": timezone.now()}
    if not pages.filter(stream=stream).update(**changes) and pages.count() < MOST_PAGES:
        defaults = {"article": article, "user": user, **changes}
        Presence.objects.update_or_create(stream=stream, defaults=defaults)


def note_asking(article: Article, user: User, stream: str) -> None:
    """A page that asks instead of holding a stream is there as long as it goes on asking."""
    since = timezone.now() - RENEWED
    if not Presence.objects.filter(stream=stream, seen_at__gt=since).exists():
        forget_stale()
        doing = Presence.objects.filter(stream=stream).values_list("doing", flat=True).first()
        note(article, user, stream, doing or "")


def _fresh() -> QuerySet[Presence]:
    working = Membership.objects.filter(
        article=OuterRef("article"), user=OuterRef("user"), part__in=MAY_DISCUSS
    )
    is_known = Q(user=None) | Q(Exists(working), user__is_active=True)
    since = timezone.now() - FRESH
    return Presence.objects.filter(is_known, seen_at__gt=since).select_related("user")


def _here(rows: Iterable[Presence]) -> Here:
    people: dict[int, Person] = {}
    readers = 0
    for row in rows:
        readers += row.readers
        if row.user is not None:
            known = people.get(row.user.pk)
            doing = row.doing or (known.doing if known else "")
            user = row.user
            people[user.pk] = Person(user.pk, user.name, user.initials, user.username, doing)
    named = sorted(people.values(), key=lambda person: (person.name.casefold(), person.user))
    return Here(tuple(named), readers)
