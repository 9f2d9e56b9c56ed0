"""The gate of snapshots: whoever could read the article in that state may see it, for good.

A refusal looks like absence.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from reader.annotations.models import Snapshot
from reader.annotations.snapshots import snapshots_of, taken_in
from reader.articles.access import article_to_read
from reader.articles.models import Article
from reader.articles.revisions import Editions, is_open, open_editions


def snapshot_to_read(request: HttpRequest, slug: str, number: int) -> tuple[Article, Snapshot]:
    article = article_to_read(request, slug)
    return article, _of_times(article, number, open_editions(article, request.user))


def two_to_read(
    request: HttpRequest, slug: str, a: int, b: int
) -> tuple[Article, Snapshot, Snapshot]:
    article = article_to_read(request, slug)
    times = open_editions(article, request.user)
    return article, _of_times(article, a, times), _of_times(article, b, times)


def snapshots_seen(request: HttpRequest, article: Article) -> list[Snapshot]:
    """Without their texts, the newest first."""
    return taken_in(open_editions(article, request.user), snapshots_of(article))


def is_for_all(snapshot: Snapshot) -> bool:
    """Whether its address opens for everyone while the article is public."""
    return is_open(snapshot.edition, open_editions(snapshot.article, AnonymousUser()))


def snapshot_by_key(request: HttpRequest, key: str) -> Snapshot:
    """By its address that never changes: for those who would find the article in lists."""
    listed = Article.objects.listed_for(request.user)
    rows = Snapshot.objects.select_related("article")
    snapshot = get_object_or_404(rows, key=key, article__in=listed)
    if not is_open(snapshot.edition, open_editions(snapshot.article, request.user)):
        raise Http404
    return snapshot


def _of_times(article: Article, number: int, times: list[Editions]) -> Snapshot:
    rows = article.snapshots.select_related("author", "revision")
    snapshot: Snapshot = get_object_or_404(rows, number=number)
    if not is_open(snapshot.edition, times):
        raise Http404
    return snapshot
