"""Deleting an article: gone at once for everyone, gone for good only after a time of grace."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from reader.accounts.models import User
from reader.articles.history import locked, record
from reader.articles.membering import managed
from reader.articles.models import Article, ArticleQuerySet

GRACE = timedelta(days=30)


@transaction.atomic
def delete(article: Article, by: User) -> Article:
    """Nobody finds it from now on; its owners may restore it while the time of grace lasts."""
    article = managed(article, by)
    if article.deleted_at is None:
        _set_deleted_at(article, timezone.now(), "delete", by)
    return article


@transaction.atomic
def restore(article: Article, by: User) -> Article:
    """It is again what it was, at the same address."""
    article = managed(article, by)
    if article.deleted_at is not None:
        _set_deleted_at(article, None, "recover", by)
    return article


def last_day_of(article: Article) -> datetime | None:
    """Until when a deleted article can be restored."""
    return article.deleted_at + GRACE if article.deleted_at else None


def past_grace(now: datetime | None = None) -> ArticleQuerySet:
    limit = (now or timezone.now()) - GRACE
    return Article.objects.filter(deleted_at__lte=limit).order_by("deleted_at", "pk")


def purge(now: datetime | None = None) -> Iterator[Article]:
    """Remove for good what is past its grace, one article after the other."""
    for article in list(past_grace(now)):
        if _remove_if_past(article, now):
            yield article


@transaction.atomic
def remove_for_good(article: Article) -> None:
    """Rows that protect one another are taken apart first: what bears on others, then the others."""
    article = locked(article)
    for sheet in Article.objects.filter(round__article=article).order_by("pk"):
        remove_for_good(sheet)
    article.comments.exclude(parent=None).delete()
    article.comments.all().delete()
    article.proposals.all().delete()
    while (loose := article.relations.filter(bearing=None)).exists():
        loose.delete()
    article.annotations.update(leans_on=None)
    article.changes.update(undoes=None)
    article.head = None
    article.save(update_fields=["head"])
    Article.objects.filter(pk=article.pk).delete()


@transaction.atomic
def _remove_if_past(article: Article, now: datetime | None) -> bool:
    """Asked again of the row that is held: it may have been restored since the list was made."""
    still = past_grace(now).select_for_update().filter(pk=article.pk).first()
    if still is None:
        return False
    remove_for_good(still)
    return True


def _set_deleted_at(article: Article, when: datetime | None, verb: str, by: User) -> None:
    before, after = (
        {"article": {"deleted_at": day.isoformat(timespec="seconds") if day else None}}
        for day in (article.deleted_at, when)
    )
    article.deleted_at = when
    article.save(update_fields=["deleted_at"])
    record(article, verb, by, before, after)
