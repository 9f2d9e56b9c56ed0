"""Who should know of a change; and what of it they have not seen yet.

A notification is a pointer to a change and holds no words. It exists for somebody only as long as
that person may discuss the article: whoever asks, asks through `news_for`.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Manager, QuerySet
from django.utils import timezone

from reader.accounts.models import User
from reader.annotations.comment_models import Notification, Occasion
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Change

MOST_COUNTED = 99
# What one person may tell those who work on an article in that time.
MOST_AT_ONCE, AT_ONCE = 60, timedelta(minutes=10)
FLOOD = "That is a lot in a short time. Wait a few minutes before you go on."


def notify(change: Change, people: Iterable[User], occasion: Occasion) -> None:
    """Tell each person once of a change, but not whoever made it. Of several occasions the first counts."""
    told = {person.pk for person in people if person.is_active} - {change.actor_id}
    rows = [Notification(user_id=pk, change=change, occasion=occasion) for pk in sorted(told)]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def refuse_flood(said: Manager[Any], by: User) -> None:
    """`said`: the comments or the proposals of an article. Each of them may be news to many."""
    since = timezone.now() - AT_ONCE
    if said.filter(author=by, created_at__gt=since).count() >= MOST_AT_ONCE:
        raise ChangeRefused(FLOOD)


def told_of(article: Article, name: str, occasion: Occasion) -> set[int]:
    """Who has been told on such an occasion of what the log calls comment 5, by their keys."""
    rows = Notification.objects.filter(change__article=article, change__object=name)
    return set(rows.filter(occasion=occasion).values_list("user", flat=True))


def news_for(person: User) -> QuerySet[Notification]:
    """The newest first. What happened in an article that one may not discuss any more is not there."""
    articles = Article.objects.discussable_by(person)
    return Notification.objects.filter(user=person, change__article__in=articles)


def unseen_for(person: User) -> QuerySet[Notification]:
    return news_for(person).filter(seen_at=None)


def count_unseen(person: User) -> int:
    """Up to one more than is ever shown: the page of somebody long away costs no more."""
    return unseen_for(person).order_by()[: MOST_COUNTED + 1].count()


def see(news: QuerySet[Notification]) -> None:
    """The first time counts."""
    news.filter(seen_at=None).update(seen_at=timezone.now())


def see_all(person: User, until: int | None = None) -> None:
    """Up to the newest that was on the page: what came since has not been seen."""
    news = unseen_for(person)
    see(news if until is None else news.filter(pk__lte=until))


def see_of(article: Article, names: Iterable[str], by: User) -> None:
    """Whoever reads of it in its place needs no news of it. `names`: as in the log, comment 5."""
    see(Notification.objects.filter(user=by, change__article=article, change__object__in=names))
