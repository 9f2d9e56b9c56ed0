"""The history page: a page of the log, by what it can be narrowed, and what it can bring back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from reader.accounts.models import User
from reader.annotations.histories import PER_PAGE, Entry, changes_of, entries
from reader.annotations.models import Annotation, Status
from reader.annotations.saying import Sayer
from reader.annotations.undoing import entries_of, in_effect
from reader.argument.roles import number_of
from reader.articles.models import Article, Change


def _about(*kinds: str) -> Q:
    """What touched first an annotation, a relation, …"""
    return Q(*(Q(object__startswith=f"{kind} ") for kind in kinds), _connector=Q.OR)


def _did(*verbs: str) -> Q:
    """What was done by these verbs, undone and done again included."""
    paths = ("verb", "undoes__verb", "undoes__undoes__verb")
    return Q(*(Q(**{f"{path}__in": verbs}) for path in paths), _connector=Q.OR)


WORDED = _did("reword", "recast")
REVISED = Q(verb="revise") | _about("snapshot")
# By what kind of thing was done the log is narrowed: how it is asked for, what it is called.
KINDS: dict[str, tuple[str, Q]] = {
    "marking": ("Marking", _about("annotation", "dismissal") & ~WORDED),
    "wording": ("Wording and roles", WORDED),
    "relations": ("Relations", _about("relation")),
    "text": ("The text", REVISED),
    "talk": ("Talk", _about("comment")),
    "proposals": ("Proposals", _about("proposal") | _did("propose")),
    "rounds": ("Independent rounds", _about("round", "verdict")),
    "people": ("People", _about("member", "invitation")),
    "article": ("The article itself", Q(object="article") & ~REVISED),
}

RESTORED = {"annotation": "annotation_restore", "relation": "relation_restore"}


@dataclass(frozen=True)
class Gone:
    """Something that a change took off the page, that is still gone, and can be brought back."""

    kind: str
    number: int
    words: str

    @property
    def address(self) -> str:
        """The name of the URL that brings it back."""
        return RESTORED[self.kind]


@dataclass(frozen=True)
class Row:
    entry: Entry
    gone: tuple[Gone, ...]


@dataclass(frozen=True)
class History:
    rows: list[Row]
    page: Page[Change]
    annotation: Annotation | None
    actor: User | None
    kind: str
    actors: list[User]
    annotations: list[Annotation]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind, title) for kind, (title, _) in KINDS.items()]

    def address(self, number: int) -> str:
        of = self.annotation.label if self.annotation else ""
        by = self.actor.username if self.actor else ""
        page = "" if number == 1 else str(number)
        asked = {"of": of, "by": by, "kind": self.kind, "page": page}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def newer(self) -> str:
        return self.address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def older(self) -> str:
        return self.address(self.page.next_page_number()) if self.page.has_next() else ""


def history_page(article: Article, user: User, asked: Mapping[str, str]) -> History | None:
    """What is asked for: `of` an annotation, `by` a person, of a `kind`; the page with a `change`.

    None where there is no such thing.
    """
    annotations = list(article.annotations.all())
    actors = list(User.objects.filter(pk__in=article.changes.values("actor")).order_by("username"))
    of, by, kind = asked.get("of", ""), asked.get("by", ""), asked.get("kind", "")
    annotation = next((a for a in annotations if a.number == number_of(of)), None)
    actor = next((person for person in actors if person.username == by), None)
    if (of and annotation is None) or (by and actor is None) or (kind and kind not in KINDS):
        return None
    changes = changes_of(article, annotation.number if annotation else None, by)
    if kind:
        changes = changes.filter(KINDS[kind][1])
    page = Paginator(changes, PER_PAGE).get_page(_page_with(changes, asked))
    shown = entries(article, list(page.object_list), in_effect(entries_of(article, user)))
    return History(_rows(article, shown), page, annotation, actor, kind, actors, annotations)


def _page_with(changes: QuerySet[Change], asked: Mapping[str, str]) -> str:
    """The page that is asked for, or the one that holds a change."""
    seq = asked.get("change", "")
    if not (seq.isascii() and seq.isdecimal() and len(seq) < 10):
        return asked.get("page", "1")
    return str(changes.filter(seq__gt=int(seq)).count() // PER_PAGE + 1)


def _rows(article: Article, shown: list[Entry]) -> list[Row]:
    # What can be undone comes back by that.
    taken = {e.change.seq: {} if e.can_be_undone else _taken_off(e.change) for e in shown}
    gone = _still_gone(article, {name for states in taken.values() for name in states})
    sayer = Sayer(article)
    return [
        Row(entry, tuple(_gone(sayer, *item) for item in states.items() if item[0] in gone))
        for entry, states in zip(shown, taken.values(), strict=True)
    ]


def _gone(sayer: Sayer, name: str, state: Mapping[str, Any]) -> Gone:
    kind, _, number = name.partition(" ")
    return Gone(kind, int(number), sayer.name(name, state))


def _taken_off(change: Change) -> dict[str, Mapping[str, Any]]:
    """The annotations and relations that stood before a change and not after it, as they were."""
    return {
        name: after
        for name, after in change.after.items()
        if name.partition(" ")[0] in RESTORED
        and (after or {}).get("status") == Status.WITHDRAWN
        and (change.before.get(name) or {}).get("status") == Status.ACCEPTED
    }


def _still_gone(article: Article, names: set[str]) -> set[str]:
    found = set()
    for kind, rows in (("annotation", article.annotations), ("relation", article.relations)):
        numbers = [int(name.split()[1]) for name in names if name.startswith(f"{kind} ")]
        gone = rows.filter(number__in=numbers, status=Status.WITHDRAWN) if numbers else rows.none()
        found |= {f"{kind} {number}" for number in gone.values_list("number", flat=True)}
    return found
