"""What the pages and parts of the discussion show."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations import threads
from reader.annotations.comment_models import Comment
from reader.annotations.commenting import members_of
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.threads import Thread
from reader.articles.models import Article
from reader.reading.words import bearing_words
from reader.review.comment_forms import CommentForm

PER_PAGE = 20
MOST_KEPT = 60
ABOUT = re.compile(r"(annotation|relation)-([0-9]{1,9})")
SHOWN = {
    "open": "Open",
    "unread": "Unread",
    "mine": "Mine",
    "resolved": "Resolved",
    "all": "All",
}


@dataclass(frozen=True)
class Place:
    """What is discussed, how it is called and where it stands. `key` names it in addresses."""

    key: str
    name: str
    gist: str = ""
    role: str = ""
    href: str = ""


@dataclass(frozen=True)
class Placed:
    thread: Thread
    place: Place


def thing_of(article: Article, about: str) -> Annotation | Relation | None:
    """What annotation-3 or relation-2 names; None for the article as a whole. Withdrawn ones too."""
    if about in ("", "article"):
        return None
    match = ABOUT.fullmatch(about)
    if match is None:
        raise Http404
    kinds: dict[str, QuerySet[Any]] = {
        "annotation": article.annotations.all(),
        "relation": article.relations.all(),
    }
    thing = kinds[match[1]].filter(number=int(match[2])).first()
    if thing is None:
        raise Http404
    found: Annotation | Relation = thing
    return found


def comment_or_404(article: Article, number: int) -> Comment:
    rows = article.comments.select_related("author", "annotation", "relation", "parent")
    comment: Comment | None = rows.filter(number=number).first()
    if comment is None:
        raise Http404
    comment.article = article
    return comment


def talk_page(
    article: Article, person: User, thing: Annotation | Relation | None, form: CommentForm
) -> dict[str, Any]:
    """All threads about one thing, and the form that opens one. What is shown counts as read."""
    roots = threads.about(threads.threads_in(article, person), thing)
    found = threads.read(roots, person)
    return {
        "article": article,
        "place": _places_of(article)(thing),
        "threads": sorted(found, key=lambda thread: thread.is_resolved),
        "people": _others(article, person),
        "form": form,
    }


def list_page(
    article: Article, person: User, query: QueryDict, form: CommentForm
) -> dict[str, Any]:
    """The threads that the address asks for, with what each is about; and those that it says to keep."""
    shown = query.get("show", "") if query.get("show") in SHOWN else "open"
    speakers = list(
        User.objects.filter(pk__in=article.comments.values("author")).order_by("username")
    )
    by = next((user for user in speakers if user.username == query.get("by")), None)
    about = query.get("about", "")
    thing = thing_of(article, about)
    roots = _asked_for(article, person, shown, by)
    if about:
        roots = threads.about(roots, thing)
    page = Paginator(roots, PER_PAGE).get_page(query.get("page"))
    place_of = _places_of(article)
    kept = threads.numbered(threads.threads_in(article, person), _numbers_in(query.get("keep", "")))
    rows: dict[int, Any] = {row.pk: row for row in (*page.object_list, *kept)}
    order = sorted(rows.values(), key=lambda row: row.number if about else -row.last)
    found = threads.read(order, person)
    asked = {"about": about, "by": by.username if by else ""}
    return {
        "article": article,
        "placed": [Placed(t, place_of(t.root.annotation or t.root.relation)) for t in found],
        "place": place_of(thing),
        "about": about,
        "people": _others(article, person),
        "form": form,
        "speakers": speakers,
        "by": by,
        "shown": shown,
        "choices": [(name, title, _href(asked | {"show": name})) for name, title in SHOWN.items()],
        "page": page,
        "here": _href(asked | {"show": shown, "page": str(page.number)}),
        **_neighbours(page, asked | {"show": shown}),
    }


def thread_page(article: Article, person: User, comment: Comment, **forms: Any) -> dict[str, Any]:
    """The thread of a comment. `forms` may hold one that was sent: replying, or editing a comment."""
    root = comment.root
    (thread,) = threads.read([root], person)
    if not thread.said:
        raise Http404
    return {
        "article": article,
        "thread": thread,
        "place": _places_of(article)(thread.root.annotation or thread.root.relation),
        "people": _others(article, person),
        **forms,
    }


def _others(article: Article, person: User) -> list[User]:
    """Whom this person may want to name."""
    return [member for member in members_of(article) if member != person]


def _asked_for(article: Article, person: User, shown: str, by: User | None) -> QuerySet[Comment]:
    roots = threads.threads_in(article, person)
    if by is not None:
        roots = threads.with_words_of(roots, by)
    if shown == "unread":
        return threads.unread_by(roots, article, person)
    if shown == "mine":
        return threads.with_words_of(roots, person)
    return threads.in_state(roots, shown)


def _numbers_in(words: str) -> list[int]:
    """Of a page that loads its threads anew: the numbers of those that it shows."""
    digits = [n for n in words.split(",") if n.isascii() and n.isdecimal() and len(n) < 7]
    return [int(n) for n in digits[:MOST_KEPT]]


def _neighbours(page: Page[Comment], asked: dict[str, str]) -> dict[str, str]:
    newer = str(page.previous_page_number()) if page.has_previous() else ""
    older = str(page.next_page_number()) if page.has_next() else ""
    return {
        "newer": _href(asked | {"page": newer}) if newer else "",
        "older": _href(asked | {"page": older}) if older else "",
    }


def _href(asked: dict[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _places_of(article: Article) -> Callable[[Annotation | Relation | None], Place]:
    """Says of anything what it is called. What that takes is read once, and only if it is needed."""

    @cache
    def reading() -> Reading:
        return reading_of(article, with_proposed=True)

    @cache
    def talked_about() -> set[int]:
        return set(article.comments.exclude(annotation=None).values_list("annotation", flat=True))

    def place_of(thing: Annotation | Relation | None) -> Place:
        if thing is None:
            return Place("article", "The article as a whole", href=article.get_absolute_url())
        if isinstance(thing, Annotation):
            # What was withdrawn, and nobody talks about, is not told by asking for its number.
            is_told = not thing.is_withdrawn or thing.pk in talked_about()
            return _annotation_place(article, thing, is_told)
        return _relation_place(article, thing, reading())

    return place_of


def _annotation_place(article: Article, annotation: Annotation, is_told: bool) -> Place:
    gone = " (withdrawn)" if annotation.is_withdrawn else ""
    return Place(
        f"annotation-{annotation.number}",
        f"{annotation.label}{gone}",
        annotation.gist if is_told else "",
        annotation.role,
        ""
        if gone
        else f"{article.get_absolute_url()}?focus={annotation.label}#c-{annotation.label}",
    )


def _relation_place(article: Article, relation: Relation, reading: Reading) -> Place:
    key = f"relation-{relation.number}"
    step = next((step for step in reading.graph.relations if step.id == relation.number), None)
    if step is None:
        return Place(key, "A step that has been taken back")

    def label(number: object) -> str:
        return reading.by_number[int(str(number))].label

    first = step.premises[0]
    words = f"{label(first)} {bearing_words(reading.graph, step, first, label)}"
    return Place(
        key, words, href=f"{article.get_absolute_url()}?focus={label(first)}#c-{label(first)}"
    )


def address_of(article: Article, comment: Comment) -> str:
    """The page of a comment's thread, at the comment."""
    number = comment.root.number
    thread = reverse("comment_thread", args=[article.slug, number])
    return f"{thread}#comment-{comment.number}"
