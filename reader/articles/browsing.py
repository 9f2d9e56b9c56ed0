"""What somebody wants to see of the library: all of it stands in the address."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict

from reader.accounts.models import User
from reader.articles.models import Article, ArticleQuerySet, Part, Visibility
from reader.text.languages import COMMON, is_code
from reader.text.searching import Term, terms_of

LONGEST_SEARCH = 100
STANDING = ("accepted",)
WHOSE = {"mine": "Mine", "shared": "Shared with me", "public": "Public"}
MAPPED = {"yes": "With a map", "no": "Without a map"}
BEST, CHANGED, TITLE, NEWEST = "best", "changed", "title", "newest"
SORTS = {BEST: "Best match", CHANGED: "Last changed", TITLE: "Title", NEWEST: "Newest"}
ORDERS: dict[str, list[Any]] = {
    CHANGED: ["-changed_at", "-pk"],
    TITLE: [Lower("title"), "pk"],
    NEWEST: ["-pk"],
}


@dataclass(frozen=True)
class Browsing:
    """Words and filters; empty ones ask for nothing. What an address names wrongly is left out."""

    words: str = ""
    whose: str = ""
    mapped: str = ""
    language: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        language = query.get("language", "")
        return cls(
            words=_one_line(query.get("q", "")),
            whose=_known(query.get("whose", ""), WHOSE),
            mapped=_known(query.get("map", ""), MAPPED),
            language=language if is_code(language) else "",
            sort=_known(query.get("sort", ""), SORTS),
        )

    @property
    def terms(self) -> tuple[Term, ...]:
        return terms_of(self.words)

    @property
    def order(self) -> str:
        """Without words nothing matches better than anything else."""
        if not self.words:
            return CHANGED if self.sort in ("", BEST) else self.sort
        return self.sort or BEST

    def href(self, page: int = 1) -> str:
        pairs = {
            "q": self.words,
            "whose": self.whose,
            "map": self.mapped,
            "language": self.language,
            "sort": self.sort,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{query}" if query else ""

    def wider(self) -> list[tuple[str, "Browsing"]]:
        """Each filter that is set, in words, and the same without it; last, the words alone."""
        named = [
            (f"“{self.words}”", "words", self.words),
            (f"“{WHOSE.get(self.whose, '')}”", "whose", self.whose),
            (f"“{MAPPED.get(self.mapped, '')}”", "mapped", self.mapped),
            (f"“{language_name(self.language)}”", "language", self.language),
        ]
        wider = [(words, replace(self, **{field: ""})) for words, field, value in named if value]
        alone = type(self)(words=self.words, sort=self.sort)
        return [*wider, ("all filters", alone)] if len(wider) > 1 + bool(self.words) else wider


def wanted(browsing: Browsing, user: User | AnonymousUser) -> ArticleQuerySet:
    """What one may find and the filters let through; the words are looked for in these alone."""
    articles = Article.objects.listed_for(user)
    if browsing.whose:
        articles = articles.filter(_whose(browsing.whose, user))
    if browsing.mapped:
        has_map = Q(pk__in=Article.objects.filter(annotations__status__in=STANDING).values("pk"))
        articles = articles.filter(has_map if browsing.mapped == "yes" else ~has_map)
    if browsing.language:
        articles = articles.filter(language=browsing.language)
    return articles


def languages_for(user: User | AnonymousUser) -> list[tuple[str, str]]:
    """The languages of what one may find, by name."""
    codes = Article.objects.listed_for(user).order_by().values_list("language", flat=True)
    return sorted(((c, language_name(c)) for c in codes.distinct()), key=lambda pair: pair[1])


def language_name(code: str) -> str:
    return COMMON.get(code, code)


def _whose(whose: str, user: User | AnonymousUser) -> Q:
    if whose == "public":
        return Q(visibility=Visibility.PUBLIC)
    own = Q(memberships__user=user.pk, memberships__part=Part.OWNER)
    others = Q(memberships__user=user.pk) & ~Q(memberships__part=Part.OWNER)
    chosen = Article.objects.filter(own if whose == "mine" else others)
    return Q(pk__in=chosen.order_by().values("pk"))


def _known(value: str, values: dict[str, str]) -> str:
    return value if value in values else ""


def _one_line(words: str) -> str:
    shown = (sign if sign.isprintable() else " " for sign in words[:LONGEST_SEARCH])
    return " ".join("".join(shown).split())
