"""Whole pages kept ready for anonymous readers: one small query, then bytes.

An article's edition names all that its page shows, so a page is never out of date: its key is.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from reader.articles.models import Article
from reader.web.compression import compress, encoding_for
from reader.web.modules import import_map_hash

KEPT_STATES = {"", "view=text", "view=map", "view=outline", "view=margin"}
QUALITY = 9  # paid once for each edition


def kept_page(
    request: HttpRequest, article: Article, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page from the shelf, or made and put there; 304 where the browser has it already."""
    encoding = encoding_for(request)
    key = f"page:{article.pk}:{article.edition}:{_release()}:{request.GET.urlencode()}:{encoding}"
    tag = f'W/"{key}"'
    if request.headers.get("If-None-Match") == tag:
        return _labelled(HttpResponseNotModified(), article, tag)
    body = cache.get(key)
    if body is None:
        body = compress(make().content, encoding, QUALITY)
        cache.set(key, body)
    response = HttpResponse(body)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return _labelled(response, article, tag)


def may_be_kept(request: HttpRequest, article: Article) -> bool:
    """What everyone sees alike, in a state that many ask for."""
    alike = not request.user.is_authenticated and not article.is_private
    return alike and request.GET.urlencode() in KEPT_STATES


def _labelled(response: HttpResponse, article: Article, tag: str) -> HttpResponse:
    shared = "public, max-age=0, s-maxage=30" if article.is_public else "private, max-age=0"
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = shared
    patch_vary_headers(response, ["Accept-Encoding", "Cookie", "HX-Request"])
    return response


def _release() -> str:
    """Another release brings other templates and other addresses of the static files."""
    return f"{settings.VERSION}:{import_map_hash()[-12:]}"
