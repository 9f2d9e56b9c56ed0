"""States of text and map that somebody has named, to be cited. They never change and never go."""

import secrets
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max, QuerySet

from reader.accounts.models import User
from reader.articles.history import ChangeRefused, record
from reader.articles.membering import edited
from reader.articles.models import Article, Snapshot
from reader.articles.revisions import Editions, is_open, open_editions

# Without those that look alike: people type addresses from paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 12
MOST_SNAPSHOTS = 500


@transaction.atomic
def take_snapshot(article: Article, name: str, note: str, by: User) -> Snapshot:
    """Name the article as it stands at this moment, for good, and give it an address of its own."""
    article = edited(article, by)
    _refuse(article.snapshots.all(), name)
    number = (article.snapshots.aggregate(last=Max("number"))["last"] or 0) + 1
    head = article.head
    assert head is not None, "an article is never without a text"
    state = {"name": name, "note": note, "revision": head.number}
    about = f"snapshot {number}"
    change = record(article, "snapshot", by, {about: None}, {about: state})
    return Snapshot.objects.create(
        article=article,
        number=number,
        key=_free_key(),
        name=name,
        note=note,
        edition=change.seq,
        revision=head,
        author=by,
    )


def snapshots_of(article: Article) -> QuerySet[Snapshot]:
    """The newest first, with what a list says of them, but without their texts."""
    rows = article.snapshots.select_related("author", "revision").order_by("-number")
    return rows.defer("revision__source", "revision__html", "revision__text")


def taken_in(times: list[Editions], snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Those whose state could be read at the time."""
    return [snapshot for snapshot in snapshots if is_open(snapshot.edition, times)]


def is_for_all(snapshot: Snapshot) -> bool:
    """Whether its address opens for everyone while the article is public."""
    return is_open(snapshot.edition, open_editions(snapshot.article, AnonymousUser()))


def _refuse(others: QuerySet[Snapshot], name: str) -> None:
    names = {known.casefold() for known in others.values_list("name", flat=True)}
    if name.casefold() in names:
        raise ChangeRefused("A snapshot of this article has that name already. Choose another.")
    if len(names) >= MOST_SNAPSHOTS:
        raise ChangeRefused(f"This article has {MOST_SNAPSHOTS} snapshots: no more of them.")


def _free_key() -> str:
    key = "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))
    return _free_key() if Snapshot.objects.filter(key=key).exists() else key
