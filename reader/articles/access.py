"""The only gate: who may read, annotate and manage an article. A refusal looks like absence: 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from reader.articles.models import Article


def article_to_read(request: HttpRequest, slug: str) -> Article:
    """Without its text: a page that is kept ready needs none."""
    return get_object_or_404(Article.objects.readable_by(request.user), slug=slug)


def article_to_annotate(request: HttpRequest, slug: str) -> Article:
    return get_object_or_404(Article.objects.annotatable_by(request.user).with_heads(), slug=slug)


def article_to_manage(request: HttpRequest, slug: str) -> Article:
    return get_object_or_404(Article.objects.manageable_by(request.user).with_heads(), slug=slug)


def may_annotate(request: HttpRequest, article: Article) -> bool:
    """Whether the page of an article that may be read also shows the editor's tools."""
    if not request.user.is_authenticated:
        return False
    return Article.objects.annotatable_by(request.user).filter(pk=article.pk).exists()


def may_manage(request: HttpRequest, article: Article) -> bool:
    if not request.user.is_authenticated:
        return False
    return Article.objects.manageable_by(request.user).filter(pk=article.pk).exists()
