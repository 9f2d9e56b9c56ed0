"""Who should know of a change."""

from collections.abc import Iterable

from reader.accounts.models import User
from reader.annotations.comment_models import Notification, Occasion
from reader.articles.models import Change


def notify(change: Change, people: Iterable[User], occasion: Occasion) -> None:
    """Tell each person once of a change, but not whoever made it. Of several occasions the first counts."""
    told = {person.pk for person in people if person.is_active} - {change.actor_id}
    rows = [Notification(user_id=pk, change=change, occasion=occasion) for pk in sorted(told)]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
