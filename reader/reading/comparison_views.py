from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from reader.articles.access import may_annotate, revisions_to_read
from reader.reading.comparisons import VIEWS, comparison_page
from reader.reading.revision_lists import chosen_pair, revision_list_of


@require_safe
def revision_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The revisions that this person may see; two that are chosen lead on to their comparison."""
    article, revisions = revisions_to_read(request, slug)
    if pair := chosen_pair(request.GET):
        return redirect("revision_compare", slug, *pair)
    editable = may_annotate(request, article)
    listed = revision_list_of(article, revisions, request.GET.get("page", "1"), editable)
    return render(request, "reading/revisions.html", {"article": article, "list": listed})


@require_safe
def revision_compare(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    article, revisions = revisions_to_read(request, slug)
    texts = revisions.select_related("author").defer("source", "text")
    before, after = (get_object_or_404(texts, number=number) for number in (old, new))
    view = request.GET.get("view", "")
    page = comparison_page(article, before, after, view if view in VIEWS else "")
    return render(request, "reading/compare.html", {"article": article, "page": page})
