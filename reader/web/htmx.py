"""The one place that tells an htmx swap from a visit."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


class Part(HttpResponse):
    """HTML of our own templates: the only answer that htmx may put into a page."""


def is_ours(response: HttpResponseBase) -> bool:
    return isinstance(response, Part)


def is_swap(request: HtmxRequest) -> bool:
    """Whether htmx wants a part; a boosted link or a restored history entry wants the page."""
    htmx = request.htmx
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def query_of_page(request: HtmxRequest) -> str:
    """The query of the page from which a swap is asked for: its view, its kind of map, its folds."""
    return _page(request).query


def path_of_page(request: HtmxRequest) -> str:
    return _page(request).path


def _page(request: HtmxRequest) -> SplitResult:
    try:
        return urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # a header that is no address
        return urlsplit("")


def render_part(
    request: HtmxRequest, page: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render the whole page for a visit and one part of it for a swap."""
    template = part if is_swap(request) else page
    return _answer(render_to_string(template, context, request), status)


def render_parts(
    request: HtmxRequest, parts: Sequence[str], context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render several parts in one answer to a swap.

    The first goes where htmx was told to put it. The others are given `oob`, on which their root
    element carries hx-swap-oob, so that each finds its own place by its id.
    """
    first, *others = parts
    html = [render_to_string(first, context, request)]
    html += [render_to_string(part, context | {"oob": True}, request) for part in others]
    return _answer("\n".join(html), status)


def _answer(html: str, status: int) -> HttpResponse:
    response = Part(html, status=status)
    # Browsers keep page and part under one URL; without Vary, Back shows the bare part.
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response
