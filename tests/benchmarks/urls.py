"""The site, and beside it a view that does the least: one query, then the bytes of a page."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from reader.articles.models import Article


@cache
def page_bytes(slug: str) -> bytes:
    client = Client(SERVER_NAME="localhost")
    return client.get(f"/a/{slug}/", headers={"Accept-Encoding": "br"}).content


def bare(request: HttpRequest, slug: str) -> HttpResponse:
    article = Article.objects.get(slug=slug)
    return HttpResponse(page_bytes(article.slug), headers={"Content-Encoding": "br"})


urlpatterns = [path("bare/<slug:slug>/", bare), path("", include("reader.urls"))]
