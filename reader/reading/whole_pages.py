"""Whole pages kept ready for anonymous readers: one small query, then bytes.

The edition that readers were last shown something new by names all that a page shows, so a page is
never out of date: its key is.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from reader.articles.models import Article
from reader.web.compression import compress, encoding_for

KEPT_STATES = {"", "view=text", "view=map", "view=outline", "view=margin"}
# What "Copy link" gives: it is the plain page, but where something has to be said of the words.
COPIED = re.compile(r"r=[0-9]{1,6}&focus=[A-Z][a-z]?[0-9]{1,6}")
QUALITY = 10  # 70 ms, paid once for each edition


def kept_page(
    request: HttpRequest, article: Article, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page from the shelf, or made and put there; 304 where the browser has it already."""
    encoding = encoding_for(request)
    state = _state(request)
    key = f"page:{article.pk}:{article.shown_edition}:{_release()}:{state}:{encoding}"
    headers = _headers(article, key, encoding)
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    shelf = caches["pages"]
    body = shelf.get(key)
    if body is None:
        body = compress(make().content, encoding, QUALITY)
        shelf.set(key, body)
    return HttpResponse(body, headers=headers)


def may_be_kept(request: HttpRequest, article: Article) -> bool:
    """What everyone sees alike, in a state that many ask for."""
    alike = not article.is_private and not request.user.is_authenticated
    return alike and _state(request) in KEPT_STATES


def _headers(article: Article, key: str, encoding: str) -> dict[str, str]:
    shared = "public, max-age=0, s-maxage=30" if article.is_public else "private, max-age=0"
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": shared,
        "ETag": f'W/"{key}"',
        "Vary": "Accept-Encoding, Cookie, HX-Request",
    }
    return headers | {"Content-Encoding": encoding} if encoding else headers


def _state(request: HttpRequest) -> str:
    state: str = request.META.get("QUERY_STRING", "")
    return "" if COPIED.fullmatch(state) else state


def _release() -> str:
    """Another release brings other templates and other addresses of the static files."""
    return f"{settings.VERSION}:{getattr(staticfiles_storage, 'manifest_hash', '')}"
