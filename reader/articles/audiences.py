"""The gate, asked for many people at once: streams stay open, and are asked about again and again."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from reader.accounts.models import User
from reader.articles.models import Article


class Reach(IntEnum):
    """How far somebody comes who once was let in."""

    GONE = 0  # may no longer read it
    ANEW = 1  # is not who they were: should ask again, as whoever they are now
    READS = 2
    DISCUSSES = 3


@dataclass(frozen=True)
class Viewer:
    """A person in a session, or with neither a stranger. `proof` changes with the password."""

    user: int | None = None
    session: str = ""
    proof: str = ""


class _EachPerson:
    """Stands for every row of a query over people where the gate expects one person.

    The gate compares its key in a query within its own, so two levels below the people.
    """

    is_authenticated = True
    pk = OuterRef(OuterRef("pk"))


def viewer_of(request: HttpRequest) -> Viewer:
    if not isinstance(request.user, User):
        return Viewer()
    key, proof = request.session.session_key or "", request.user.get_session_auth_hash()
    return Viewer(request.user.pk, key, proof)


def reaches_of(article: int, viewers: Collection[Viewer]) -> dict[Viewer, Reach]:
    """In three queries at most, however many they are."""
    strangers = Article.objects.readable_by(AnonymousUser()).filter(pk=article).exists()
    people = _people(article, {viewer.user for viewer in viewers} - {None})
    sessions = _sessions({viewer.session for viewer in viewers} - {""})
    return {
        viewer: _reach(viewer, strangers, people.get(viewer.user), viewer.session in sessions)
        for viewer in viewers
    }


def _reach(viewer: Viewer, strangers: bool, person: Any, is_in_session: bool) -> Reach:
    if viewer.user is None:
        return Reach.READS if strangers else Reach.GONE
    if not (person and is_in_session and person.get_session_auth_hash() == viewer.proof):
        return Reach.ANEW if strangers else Reach.GONE
    if person.discusses:
        return Reach.DISCUSSES
    return Reach.READS if person.reads else Reach.GONE


def _people(article: int, keys: set[Any]) -> dict[Any, Any]:
    if not keys:
        return {}
    each, articles = cast(User, _EachPerson()), Article.objects
    rows = User.objects.filter(pk__in=keys, is_active=True).annotate(
        reads=Exists(articles.readable_by(each).filter(pk=article)),
        discusses=Exists(articles.discussable_by(each).filter(pk=article)),
    )
    return {row.pk: row for row in rows.only("pk", "password")}


def _sessions(keys: set[str]) -> set[str]:
    if not keys:
        return set()
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))
