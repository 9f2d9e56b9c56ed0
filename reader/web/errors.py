"""What a reader sees when something is wrong: one sentence and a way back, as page or as part.

Nothing here reads the form that was sent: reading it may be what failed.
"""

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return _answer(request, 413, "That is more than Crux takes at once.")
    return _answer(request, 400, "Your browser sent something that Crux could not read.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "You may not do this here.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "There is nothing here, or nothing that you may see.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "Nothing was saved, because this form is older than your sign-in or cookies are switched"
        " off. Copy what you typed, load the page again and send it from there.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """No request context: what failed may be the database, and pages ask it who is signed in."""
    template = "web/_error.html" if _is_swap(request) else "500.html"
    sentence = "Something broke on our side. It has been noted; please try again."
    return HttpResponse(render_to_string(template, {"sentence": sentence}), status=500)


def _answer(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    page = f"{400 if status == 413 else status}.html"
    template = "web/_error.html" if _is_swap(request) else page
    return render(request, template, {"sentence": sentence}, status=status)


def _is_swap(request: HttpRequest) -> bool:
    """By the bare header: after an early failure no middleware has looked at the request."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
