from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from reader.articles.access import article_to_discuss, article_to_read, may_discuss, signed_in
from reader.articles.audiences import viewer_of
from reader.articles.models import Article
from reader.reading.live import follower
from reader.reading.live_news import MOST_MISSED, news_since
from reader.reading.live_presence import DOING, here_on, note, note_asking, stream_of
from reader.reading.live_streams import STREAMS, Ticket

RETRY_AFTER = 30  # seconds


@require_GET
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """The news of an article, as a stream or, for ?ask, those so far.

    What is left in the environment makes the server hold the answer open. Other servers hold none:
    204 tells a browser to ask no more.
    """
    article = article_to_read(request, slug)
    if "ask" in request.GET:
        return JsonResponse(_asked(request, article))
    tickets = request.META.get(STREAMS)
    if tickets is None:
        return HttpResponse(status=204)
    ticket = _ticket(request, article)
    if not follower.has_room(ticket.holder):
        return HttpResponse(status=503, headers={"Retry-After": RETRY_AFTER})
    tickets.append(ticket)
    headers = {"Cache-Control": "private, no-store, no-transform", "X-Accel-Buffering": "no"}
    return HttpResponse(content_type="text/event-stream", headers=headers)


@require_POST
def presence(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody is doing on a page of theirs."""
    article, user = article_to_discuss(request, slug), signed_in(request)
    stream = stream_of(user, request.POST.get("stream", ""))
    doing = request.POST.get("doing", "")
    if not stream or not DOING.fullmatch(doing):
        return HttpResponse("Not a page, or nothing one can do there.\n", status=422)
    note(article, user, stream, doing)
    follower.look_at(article.pk)
    return HttpResponse(status=204)


def _ticket(request: HttpRequest, article: Article) -> Ticket:
    viewer = viewer_of(request)
    address = request.META.get("REMOTE_ADDR", "")
    last = _number(request.headers.get("Last-Event-ID"))
    return Ticket(
        article=article.pk,
        viewer=viewer,
        holder=f"address {address}" if viewer.user is None else f"person {viewer.user}",
        since=_number(request.GET.get("since")) if last is None else last,
        page=_page_of(request),
    )


def _asked(request: HttpRequest, article: Article) -> Mapping[str, Any]:
    """Too many changes are told as a reset, as on the stream."""
    since = _number(request.GET.get("since"))
    discusses = may_discuss(request, article)
    missed = 0 if since is None else article.edition - since
    is_reset = not 0 <= missed <= MOST_MISSED
    news = news_since(article, article.edition - missed) if missed and not is_reset else []
    if discusses and (page := _page_of(request)):
        note_asking(article, signed_in(request), page)
    return {
        "edition": news[-1].seq if news else article.edition,
        "changes": [each.told(discusses) for each in news],
        "reset": is_reset,
        "presence": _here(request, article) if discusses else None,
    }


def _here(request: HttpRequest, article: Article) -> Mapping[str, Any]:
    return here_on([article.pk])[article.pk].told(request.user.pk)


def _page_of(request: HttpRequest) -> str:
    """The page that a signed-in person asks from, if it names itself well."""
    if not request.user.is_authenticated:
        return ""
    return stream_of(signed_in(request), request.GET.get("stream", ""))


def _number(digits: str | None) -> int | None:
    is_number = digits and digits.isascii() and digits.isdecimal() and len(digits) < 10
    return int(digits or "") if is_number else None
