"""Which past states of an article a person may see: those that they could read when it stood so.

An article that is opened shows how it stands, not the drafts from before. Time is counted in
editions, and all that is past (revisions, snapshots, old links) is asked of the same rule.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from reader.accounts.models import User
from reader.articles.models import MAY_ANNOTATE, Article, Revision, Visibility

Editions = tuple[int, int]  # from and to, both included

# What decides whether others than the members find an article at all.
OPENING = ("create", "publish", "hide", "lift")


def open_editions(article: Article, user: User | AnonymousUser) -> list[Editions]:
    """The editions in which this person could read the article, which may be read now.

    All of them for whoever may annotate it; for others when it was open, for members also since
    they joined, and the present one. At most three small queries.
    """
    part = _part_of(article, user)
    if part in MAY_ANNOTATE:
        return [(0, article.edition)]
    since = _joined(article, user) if part else article.edition
    return [*_open_to_all(article), (since, article.edition)]


def is_open(edition: int, times: Iterable[Editions]) -> bool:
    return _last_within(times, edition, edition) is not None


def open_revisions(article: Article, times: Iterable[Editions]) -> QuerySet[Revision]:
    """In rising order. Asks for no text."""
    if (0, article.edition) in (times := list(times)):
        return article.revisions.all()
    return article.revisions.filter(
        Q(number__in=last_open_editions(article, times)) | Q(pk=article.head_id)
    )


def last_open_editions(article: Article, times: Iterable[Editions]) -> dict[int, int]:
    """The numbers of the revisions that could be read in these times, each with the last such edition."""
    times = list(times)
    rows = list(article.revisions.values_list("number", "edition").order_by("number"))
    ends = [edition - 1 for _, edition in rows[1:]] + [article.edition]
    found = (
        (number, _last_within(times, first, last))
        for (number, first), last in zip(rows, ends, strict=True)
    )
    return {number: edition for number, edition in found if edition is not None}


def _last_within(times: Iterable[Editions], first: int, last: int) -> int | None:
    """The last edition from first to last that lies in one of these times."""
    ends = (min(last, end) for start, end in times if start <= last and first <= end)
    return max(ends, default=None)


def _part_of(article: Article, user: User | AnonymousUser) -> str | None:
    if not user.is_authenticated:
        return None
    return article.memberships.filter(user=user.pk).values_list("part", flat=True).first()


def _joined(article: Article, user: User | AnonymousUser) -> int:
    """When a member came in, the last time that they did; who is in no log was there from the start."""
    name = f"member {user.pk}"
    joining = article.changes.filter(Q(**{f"before__{name}": None}), object=name)
    return joining.order_by("-seq").values_list("seq", flat=True).first() or 0


def _open_to_all(article: Article) -> list[Editions]:
    """During which editions it was neither private nor hidden, read off the log."""
    times: list[Editions] = []
    opened: int | None = None
    visibility, is_hidden = str(Visibility.PRIVATE), False
    changes = article.changes.filter(object="article", verb__in=OPENING)
    for seq, after in changes.order_by("seq").values_list("seq", "after"):
        visibility = after["article"].get("visibility", visibility)
        is_hidden = after["article"].get("hidden", is_hidden)
        is_shown = visibility != Visibility.PRIVATE and not is_hidden
        if is_shown and opened is None:
            opened = seq
        elif not is_shown and opened is not None:
            times.append((opened, seq - 1))
            opened = None
    return times if opened is None else [*times, (opened, article.edition)]
