"""The library: the articles that somebody may find, and what a list says of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length, Substr

from reader.accounts.models import User
from reader.argument.roles import Role
from reader.articles.browsing import BEST, ORDERS, STANDING, Browsing, languages_for, wanted
from reader.articles.models import Article, Membership
from reader.articles.searching import found_in
from reader.articles.snippets import snippets_of
from reader.text.languages import direction_of, minutes_to_read
from reader.text.searching import Piece, Term, marked

PAGE_LENGTH = 24
OPENING = 420


@dataclass(frozen=True)
class Entry:
    """An article as the list shows it: never its whole text. `part` is that of whoever looks."""

    article: Article
    minutes: int
    opening: str
    roles: tuple[tuple[Role, int], ...]
    title: tuple[Piece, ...]
    byline: tuple[Piece, ...]
    snippet: tuple[Piece, ...] = ()
    part: str = ""

    @property
    def direction(self) -> str:
        return direction_of(self.article.language)

    @cached_property
    def marked(self) -> int:
        return sum(count for _, count in self.roles)


@dataclass(frozen=True)
class Library:
    """`wider` says, where nothing was found, what each filter hides: its words, where, how many."""

    browsing: Browsing
    entries: tuple[Entry, ...]
    page: "Page[int]"
    languages: list[tuple[str, str]]
    wider: tuple[tuple[str, str, int], ...] = ()
    deleted: int = 0

    @property
    def previous(self) -> str:
        return self.browsing.href(self.page.number - 1)

    @property
    def next(self) -> str:
        return self.browsing.href(self.page.number + 1)


def library(
    user: User | AnonymousUser, browsing: Browsing | None = None, number: str | int = 1
) -> Library:
    """One page of what is wanted, the best match or the newest change first."""
    browsing = browsing or Browsing()
    page = Paginator(found_by(browsing, user), PAGE_LENGTH).get_page(number)
    chosen = list(page.object_list)
    entries = entries_of(wanted(browsing, user).filter(pk__in=chosen), browsing.terms, user)
    return Library(
        browsing=browsing,
        entries=_in_order(chosen, entries),
        page=page,
        languages=languages_for(user),
        wider=() if chosen else tuple(_wider(browsing, user)),
        deleted=Article.objects.deleted_by_owner(user).count() if user.is_authenticated else 0,
    )


def found_by(browsing: Browsing, user: User | AnonymousUser) -> list[int]:
    """The keys of all that is wanted, in order."""
    articles = wanted(browsing, user)
    if not browsing.words:
        return list(articles.order_by(*ORDERS[browsing.order]).values_list("pk", flat=True))
    worth = found_in(articles, browsing.terms)
    if browsing.order == BEST:
        return sorted(worth, key=lambda pk: (-worth[pk], -pk))
    ordered = articles.order_by(*ORDERS[browsing.order]).values_list("pk", flat=True)
    return [pk for pk in ordered if pk in worth]


def entries_of(
    articles: QuerySet[Article],
    terms: Sequence[Term] = (),
    user: User | AnonymousUser | None = None,
) -> tuple[Entry, ...]:
    """What a list says of each of these articles, in a fixed number of queries."""
    shown = articles.annotate(
        characters=Length("head__text"), opening=Substr("head__text", 1, OPENING)
    ).defer("source_url")
    found = list(shown)
    roles = _roles_of(found)
    entries = [_entry(article, roles[article.pk], terms) for article in found]
    snippets = snippets_of([article.pk for article in found], terms)
    parts = _parts_in(found, user)
    return tuple(
        replace(e, snippet=snippets.get(e.article.pk, ()), part=parts.get(e.article.pk, ""))
        for e in entries
    )


def _in_order(chosen: Sequence[int], entries: Iterable[Entry]) -> tuple[Entry, ...]:
    by_key = {entry.article.pk: entry for entry in entries}
    return tuple(by_key[pk] for pk in chosen if pk in by_key)


def _wider(browsing: Browsing, user: User | AnonymousUser) -> Iterable[tuple[str, str, int]]:
    for words, wider in browsing.wider():
        if count := len(found_by(wider, user)):
            yield words, wider.href(), count


def _roles_of(articles: Iterable[Article]) -> dict[int, list[tuple[Role, int]]]:
    """How many annotations of each role stand in each article, in one query."""
    chosen = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by()
    standing = Q(annotations__status__in=STANDING)
    counted = chosen.values_list("pk", "annotations__role").annotate(
        count=Count("annotations", filter=standing)
    )
    roles: dict[int, list[tuple[Role, int]]] = defaultdict(list)
    for pk, role, count in counted:
        if count:
            roles[pk].append((Role(role), count))
    return roles


def _parts_in(articles: Iterable[Article], user: User | AnonymousUser | None) -> dict[int, str]:
    if user is None or not user.is_authenticated:
        return {}
    memberships = Membership.objects.filter(article__in=list(articles), user=user.pk)
    return {m.article_id: m.get_part_display().lower() for m in memberships}


def _entry(article: Article, roles: list[tuple[Role, int]], terms: Sequence[Term]) -> Entry:
    order = list(Role)
    return Entry(
        article=article,
        minutes=minutes_to_read(getattr(article, "characters", 0) or 0, article.language),
        opening=" ".join((getattr(article, "opening", "") or "").split()),
        roles=tuple(sorted(roles, key=lambda pair: order.index(pair[0]))),
        title=marked(article.title, terms),
        byline=marked(article.byline, terms),
    )
