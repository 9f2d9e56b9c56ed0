"""Small views that end in every way a view can end."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import Context, Engine
from django.urls import include, path

from reader.web.htmx import HtmxRequest, render_part, render_parts

WORDS = "Trees cool streets. " * 200


def page_or_part(request: HtmxRequest) -> HttpResponse:
    return render_part(request, "500.html", "web/_error.html", {"sentence": "Part & page"})


def several(request: HtmxRequest) -> HttpResponse:
    return render_parts(request, ["web/_error.html", "web/_error.html"], {"sentence": "Twice"})


def text(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORDS, content_type="text/plain; charset=utf-8")


def tagged(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORDS, headers={"ETag": '"7"', "Cache-Control": "public, max-age=60"})


def ready(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ready-made", headers={"Content-Encoding": "br"})


def file(request: HttpRequest) -> HttpResponseBase:
    return FileResponse(iter([b"one", b"two"]), content_type="text/plain")


def embed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("", headers={"Content-Security-Policy": "frame-ancestors *"})


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as the test wants it")


def form(request: HttpRequest) -> HttpResponse:
    token = Engine().from_string("{% csrf_token %}").render(Context({"csrf_token": "x"}))
    return HttpResponse(f"{request.POST.get('word', token)} from {request.META['REMOTE_ADDR']}")


handler400 = "reader.web.errors.bad_request"
handler403 = "reader.web.errors.forbidden"
handler404 = "reader.web.errors.not_found"
handler500 = "reader.web.errors.server_error"
urlpatterns = [
    path(f"{view.__name__}/", view)
    for view in (page_or_part, several, text, tagged, ready, file, embed, forbid, crash, form)
]
# The frame of every page links to the site.
urlpatterns += [path("", include("reader.urls"))]
