"""An article that moved is found under its old addresses, by those who may find it at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from reader.articles.addresses import address_now

Handler = Callable[[HttpRequest], HttpResponseBase]


def moved_articles(get_response: Handler) -> Handler:
    """Only where nothing was found: an article at an address is never hidden by an older one.

    A form that is sent from a page which is still open keeps its method and its body.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 404:
            return response
        address = address_now(request.get_full_path(), request.user)
        if not address:
            return response
        has_body = request.method not in ("GET", "HEAD")
        # Kept by nobody: the article may take an address back.
        headers = {"Cache-Control": "private, no-store"}
        return HttpResponsePermanentRedirect(address, preserve_request=has_body, headers=headers)

    return middleware
