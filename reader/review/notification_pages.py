"""The page of notifications: one page of them, grouped by article."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from reader.accounts.models import User
from reader.annotations.comment_models import Notification
from reader.annotations.notifying import MOST_COUNTED, count_unseen, news_for, unseen_for
from reader.review.notification_news import NewsOf, news_by_article

PER_PAGE = 30


@dataclass(frozen=True)
class NotificationPage:
    page: Page[Notification]
    is_unread_only: bool
    unseen: int
    until: int

    @cached_property
    def groups(self) -> list[NewsOf]:
        numbers = [row.pk for row in self.page.object_list]
        return news_by_article(Notification.objects.filter(pk__in=numbers))

    @property
    def unseen_words(self) -> str:
        return f"{MOST_COUNTED}+" if self.unseen > MOST_COUNTED else str(self.unseen)

    @property
    def newer(self) -> str:
        return self.address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def older(self) -> str:
        return self.address(self.page.next_page_number()) if self.page.has_next() else ""

    def address(self, number: int) -> str:
        asked = {"unread": "1" if self.is_unread_only else "", "page": str(number)}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def notification_page(person: User, asked: Mapping[str, str]) -> NotificationPage:
    is_unread_only = bool(asked.get("unread"))
    news = unseen_for(person) if is_unread_only else news_for(person)
    page = Paginator(news, PER_PAGE).get_page(asked.get("page", "1"))
    newest = news_for(person).first()
    return NotificationPage(page, is_unread_only, count_unseen(person), newest.pk if newest else 0)
