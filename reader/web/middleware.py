"""What every answer carries, whichever view gave it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from reader.web.htmx import is_ours

Handler = Callable[[HttpRequest], HttpResponseBase]
PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb")
)


def safety_headers(get_response: Handler) -> Handler:
    """Set what a view has not set itself: an embed may name its frame, a public page its caching."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "private, no-store")
        if "HX-Request" in request.headers and not is_ours(response):
            # Else htmx would put a download, a reader's file or an error into the page as HTML.
            response.headers["HX-Reswap"] = "none"
        return response

    return middleware


def utf8_only(get_response: Handler) -> Handler:
    """Browsers send UTF-8; forms said to be in another charset break wherever they are first read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() != "utf-8":
            raise BadRequest("Forms must be sent as UTF-8.")
        return get_response(request)

    return middleware


def content_security_policy(frame_ancestors: str = "'none'") -> str:
    """Nothing inline, nothing from elsewhere. Embeds name other ancestors."""
    return (
        "default-src 'none';"
        " script-src 'self';"
        " style-src 'self';"
        " img-src 'self' data:;"
        " font-src 'self';"
        " connect-src 'self';"
        " form-action 'self';"
        " base-uri 'none';"
        f" frame-ancestors {frame_ancestors}"
    )
