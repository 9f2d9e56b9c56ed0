"""How many notifications wait: one small query, and none for whoever is not signed in."""

from django import template
from django.contrib.auth.models import AnonymousUser

from reader.accounts.models import User
from reader.annotations.notifying import MOST_COUNTED, count_unseen

register = template.Library()


@register.simple_tag
def unseen_news(person: User | AnonymousUser | None) -> str:
    """ "" for none, "7", "99+"."""
    count = count_unseen(person) if isinstance(person, User) else 0
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
