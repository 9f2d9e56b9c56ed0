"""Which revisions of a text may be seen by those who may only read the article.

An article that is opened shows how it stands, not the drafts from before: whoever may not annotate
it sees the revisions that were its text at a time when it was not private, and the present one.
"""

from django.db.models import Q, QuerySet

from reader.articles.models import Article, Revision, Visibility

Editions = tuple[int, int]  # from and to, both included


def open_revisions(article: Article) -> QuerySet[Revision]:
    """In rising order. Asks for no text; two small queries."""
    return article.revisions.filter(Q(number__in=_opened(article)) | Q(pk=article.head_id))


def _opened(article: Article) -> list[int]:
    """The numbers of the revisions that were the article's text while it was open."""
    times = _open_editions(article)
    rows = list(article.revisions.values_list("number", "edition").order_by("number"))
    ends = [edition - 1 for _, edition in rows[1:]] + [article.edition]
    return [
        number
        for (number, first), last in zip(rows, ends, strict=True)
        if any(start <= last and first <= end for start, end in times)
    ]


def _open_editions(article: Article) -> list[Editions]:
    """During which editions it was not private, read off the log."""
    times: list[Editions] = []
    opened: int | None = None
    changes = article.changes.filter(object="article", verb__in=("create", "publish"))
    for seq, after in changes.order_by("seq").values_list("seq", "after"):
        visibility = (after.get("article") or {}).get("visibility", Visibility.PRIVATE)
        if visibility != Visibility.PRIVATE:
            opened = seq if opened is None else opened
        elif opened is not None:
            times.append((opened, seq - 1))
            opened = None
    return times if opened is None else [*times, (opened, article.edition)]
