"""Parts of the reading page as they are now, for pages that hear that others have changed them."""

from collections.abc import Iterator

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from reader.articles.access import article_to_read
from reader.reading.maps import WIDTH
from reader.reading.pages import ReadingPage, reading_page
from reader.reading.views import WIDE
from reader.web.htmx import HtmxRequest, query_of_page, render_part

PARTS = "reading/_parts.html"
# By the names that news of a change calls them. Talk, proposals and readings stand on the cards.
TEMPLATES = {
    "details": ("reading/_masthead.html",),
    "text": ("reading/_text.html", "reading/_count.html"),
    "argument": ("reading/_argument.html", "reading/_rail.html"),
    "cards": ("reading/_cards.html",),
    "talk": ("review/_talk_parts.html",),
    "proposals": ("reading/_cards.html", "review/_notification_bell.html"),
    "rounds": ("reading/_cards.html", "review/_notification_bell.html"),
    "sheet": ("reading/_cards.html", "review/_sheet_part.html"),
}


@require_safe
def article_parts(request: HtmxRequest, slug: str) -> HttpResponse:
    """Each finds its own place by its id. The edition is that of before they were made: at least that."""
    article = article_to_read(request, slug)
    asked = request.GET.get("of", "").split(",")
    width = WIDE if "wide" in request.GET else WIDTH
    request.GET = QueryDict(query_of_page(request))
    page = reading_page(request, article, width)
    context = {"article": article, "page": page, "parts": dict.fromkeys(_templates(asked, page))}
    response = render_part(request, PARTS, PARTS, context)
    response["X-Edition"] = str(article.edition)
    return trigger_client_event(
        response, "edition:shown", {"edition": article.edition}, after="settle"
    )


def _templates(asked: list[str], page: ReadingPage) -> Iterator[str]:
    for name, templates in TEMPLATES.items():
        if name in asked:
            yield from templates
    if page.editable:
        yield "editing/_side_count.html"
    if page.discusses:
        yield "editing/_proposal_count.html"
