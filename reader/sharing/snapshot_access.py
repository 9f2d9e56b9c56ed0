"""The gate of snapshots: whoever may see the text of one may see it. A refusal looks like absence."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from reader.annotations.models import Snapshot
from reader.articles.access import article_to_read, revision_numbers
from reader.articles.models import Article


def snapshot_to_read(request: HttpRequest, slug: str, number: int) -> tuple[Article, Snapshot]:
    article = article_to_read(request, slug)
    rows = article.snapshots.select_related("author", "revision")
    snapshot = get_object_or_404(rows, number=number)
    if snapshot.revision.number not in revision_numbers(request, article):
        raise Http404
    return article, snapshot


def snapshot_by_key(request: HttpRequest, key: str) -> Snapshot:
    """By its address that never changes: for those who would find the article in lists."""
    listed = Article.objects.listed_for(request.user)
    rows = Snapshot.objects.select_related("article", "revision")
    snapshot = get_object_or_404(rows, key=key, article__in=listed)
    if snapshot.revision.number not in revision_numbers(request, snapshot.article):
        raise Http404
    return snapshot
