"""The library: the articles that somebody may find, and what a list says of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length, Substr

from reader.accounts.models import User
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.text.languages import direction_of, minutes_to_read

PAGE_LENGTH = 24
LONGEST_SEARCH = 100
OPENING = 420
# The annotations are a layer above; a list of articles asks for no more than how many stand.
STANDING = ~Q(annotations__status="withdrawn")


@dataclass(frozen=True)
class Entry:
    """An article as the list shows it: never its whole text."""

    article: Article
    minutes: int
    opening: str
    roles: tuple[tuple[Role, int], ...]

    @property
    def direction(self) -> str:
        return direction_of(self.article.language)

    @cached_property
    def marked(self) -> int:
        return sum(count for _, count in self.roles)


@dataclass(frozen=True)
class Library:
    entries: tuple[Entry, ...]
    page: "Page[Article]"
    words: str


def library(user: User | AnonymousUser, words: str = "", number: str | int = 1) -> Library:
    """One page of the articles whose title or author contains the words, the newest change first."""
    shown = (sign if sign.isprintable() else " " for sign in words[:LONGEST_SEARCH])
    words = " ".join("".join(shown).split())
    found = Article.objects.listed_for(user).matching(words)
    page = Paginator(found, PAGE_LENGTH).get_page(number)
    return Library(entries_of(page.object_list), page, words)


def entries_of(articles: QuerySet[Article]) -> tuple[Entry, ...]:
    """What a list says of each of these articles, in two queries."""
    shown = articles.annotate(
        characters=Length("head__text"), opening=Substr("head__text", 1, OPENING)
    ).defer("source_url")
    found = list(shown)
    roles = _roles_of(found)
    return tuple(_entry(article, roles[article.pk]) for article in found)


def _roles_of(articles: Iterable[Article]) -> dict[int, list[tuple[Role, int]]]:
    """How many annotations of each role stand in each article, in one query."""
    chosen = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by()
    counted = chosen.values_list("pk", "annotations__role").annotate(
        count=Count("annotations", filter=STANDING)
    )
    roles: dict[int, list[tuple[Role, int]]] = defaultdict(list)
    for pk, role, count in counted:
        if count:
            roles[pk].append((Role(role), count))
    return roles


def _entry(article: Article, roles: list[tuple[Role, int]]) -> Entry:
    order = list(Role)
    return Entry(
        article=article,
        minutes=minutes_to_read(getattr(article, "characters", 0) or 0, article.language),
        opening=" ".join((getattr(article, "opening", "") or "").split()),
        roles=tuple(sorted(roles, key=lambda pair: order.index(pair[0]))),
    )
