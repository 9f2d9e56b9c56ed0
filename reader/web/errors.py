"""What a reader sees when something is wrong: one sentence and a way back, as page or as part.

Nothing here reads the form that was sent: reading it may be what failed. Where the database is busy
the form has been read, and comes back to be sent again.
"""

import sys
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_AFTER = 5  # seconds
SECRET = "password"  # in the name of a field that no page repeats


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
    if _is_busy(sys.exc_info()[1]):
        return _busy(request)
    template = "web/_error.html" if _is_swap(request) else "500.html"
    sentence = "Something broke on our side. It has been noted; please try again."
    return HttpResponse(render_to_string(template, {"sentence": sentence}), status=500)


def _is_busy(error: BaseException | None) -> bool:
    """The database was held by others for too long, or is away. On SQLite other things are called so too."""
    if not isinstance(error, OperationalError):
        return False
    name = getattr(error.__cause__, "sqlite_errorname", "SQLITE_BUSY")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _busy(request: HttpRequest) -> HttpResponse:
    template = "web/_error.html" if _is_swap(request) else "503.html"
    is_change = request.method == "POST"
    sentence = "Crux has too much to do just now. Please try again in a moment."
    if is_change:
        sentence = "Crux has too much to do just now, and this was not saved. Please send it again."
    context: dict[str, Any] = {"sentence": sentence}
    if is_change and (fields := _fields_sent(request)):
        # Its token would set a cookie, which nobody gets who only reads.
        token = get_token(request)
        context |= {"fields": fields, "address": request.get_full_path(), "csrf_token": token}
    html = render_to_string(template, context)
    return HttpResponse(html, status=503, headers={"Retry-After": RETRY_AFTER})


def _fields_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed. A password is nowhere repeated, and a file cannot be."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    is_repeatable = not request.FILES and not any(SECRET in name for name, _ in pairs)
    return [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"] if is_repeatable else []


def _answer(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    page = f"{400 if status == 413 else status}.html"
    template = "web/_error.html" if _is_swap(request) else page
    return render(request, template, {"sentence": sentence}, status=status)


def _is_swap(request: HttpRequest) -> bool:
    """By the bare header: after an early failure no middleware has looked at the request."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
