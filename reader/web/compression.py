"""Fewer bytes on the wire: brotli where the browser takes it, else gzip."""

import gzip
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponseBase]
WORTH_IT = 1_000  # bytes: below this, headers outweigh what is saved
TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")


def compressed(get_response: Handler) -> Handler:
    """Compress texts that were made for this request; what a view compressed itself passes."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and _is_compressible(response):
            compress_response(response, encoding_for(request))
        return response

    return middleware


def encoding_for(request: HttpRequest) -> str:
    """The best encoding that the browser names: "br", "gzip", or "" for none."""
    wanted = request.headers.get("Accept-Encoding", "").lower().replace(" ", "").split(",")
    names = [item.partition(";")[0] for item in wanted if not item.endswith((";q=0", ";q=0.0"))]
    return next((encoding for encoding in ("br", "gzip") if encoding in names), "")


def compress(data: bytes, encoding: str, quality: int = 4) -> bytes:
    """Quality 4 costs about as much as gzip; 9 pays for bytes that are kept and sent often."""
    if encoding == "br":
        smaller: bytes = brotli.compress(data, quality=quality)
        return smaller
    return gzip.compress(data, compresslevel=min(quality + 2, 9), mtime=0) if encoding else data


def compress_response(response: HttpResponse, encoding: str) -> None:
    patch_vary_headers(response, ["Accept-Encoding"])
    if not encoding:
        return
    response.content = compress(response.content, encoding)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))
    if (etag := response.headers.get("ETag", "")) and not etag.startswith("W/"):
        response.headers["ETag"] = f"W/{etag}"


def _is_compressible(response: HttpResponse) -> bool:
    return (
        not response.has_header("Content-Encoding")
        and len(response.content) >= WORTH_IT
        and response.headers.get("Content-Type", "").startswith(TEXTS)
    )
