from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reader.argument.roles import number_of
from reader.articles.access import article_to_read, revision_to_read
from reader.articles.models import Article
from reader.reading.maps import WIDTH
from reader.reading.moments import Moment, moment_of, then_of
from reader.reading.old_links import last_seen_by, link_of, said_since
from reader.reading.pages import reading_page
from reader.reading.whole_pages import kept_page, may_be_kept
from reader.web.htmx import HtmxRequest, is_swap, render_part

WIDE = 1_320.0  # pixels for a map on a page of its own


@require_safe
def article_page(request: HtmxRequest, slug: str) -> HttpResponse:
    article = article_to_read(request, slug)
    said = said_since(request, article, request.GET.get("focus", ""))

    def make() -> HttpResponse:
        context = {"article": article, "page": reading_page(request, article, said=said)}
        return render(request, "reading/page.html", context)

    is_kept = said is None and may_be_kept(request, article)
    return kept_page(request, article, make) if is_kept else make()


@require_safe
def map_page(request: HtmxRequest, slug: str) -> HttpResponse:
    return map_of_moment(request, article_to_read(request, slug))


@require_safe
def revision_page(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """The page as this person could last see a revision; nothing on it can be changed."""
    article, revision, edition = revision_to_read(request, slug, number)
    moment = moment_of(article, revision, edition)
    then = then_of(article, revision, edition)
    page = reading_page(request, article, moment=moment, said=then)
    return render(request, "reading/page.html", {"article": moment.article, "page": page})


@require_safe
def revision_map(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    article, revision, edition = revision_to_read(request, slug, number)
    return map_of_moment(request, article, moment_of(article, revision, edition))


def map_of_moment(
    request: HtmxRequest, article: Article, moment: Moment | None = None
) -> HttpResponse:
    """The map alone. Other drawings of it are asked for as parts, by this page and the reading page."""
    is_wide = "wide" in request.GET or not is_swap(request)
    page = reading_page(request, article, WIDE if is_wide else WIDTH, moment)
    context = {"article": moment.article if moment else article, "page": page, "map": page.map}
    return render_part(request, "reading/map.html", "reading/_map.html", context)


@require_safe
def outline_page(request: HtmxRequest, slug: str) -> HttpResponse:
    article = article_to_read(request, slug)
    context = {"article": article, "page": reading_page(request, article)}
    return render(request, "reading/outline.html", context)


@require_safe
def annotation_page(request: HtmxRequest, slug: str, label: str) -> HttpResponse:
    """One annotation by itself. Its number finds it, whatever its role has become meanwhile."""
    article = article_to_read(request, slug)
    page = reading_page(request, article, said=said_since(request, article, label))
    number = number_of(label)
    card = next((card for card in page.cards if card.number == number), None)
    if card is None:
        return _withdrawn(request, article, label)
    if card.label != label:
        return redirect(reverse("annotation_page", args=[slug, card.label], query=link_of(request)))
    context = {"article": article, "page": page, "card": card}
    return render(request, "reading/annotation.html", context)


def _withdrawn(request: HttpRequest, article: Article, label: str) -> HttpResponse:
    """Not found, but with the way to where it stood, if that may be seen."""
    seen = last_seen_by(request, article, label)
    if seen is None:
        raise Http404
    context = {"article": article, "revision": seen[0], "label": seen[1]}
    return render(request, "reading/withdrawn.html", context, status=404)
