"""What deserves a look and what may be marked, beside the article and on pages of their own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reader.annotations.changes import annotate
from reader.annotations.dismissing import dismiss, reinstate
from reader.annotations.graphs import reading_of
from reader.annotations.remarks import remarks_of
from reader.annotations.suggestions import ABOUT, suggestions_of
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.forms import MarkForm
from reader.editing.parts import (
    WITH_TEXT,
    After,
    EditorRequest,
    Notice,
    changed,
    number_sent,
    refused,
)
from reader.editing.side_forms import DismissalForm
from reader.editing.side_lists import (
    FINDINGS,
    SUGGESTIONS,
    findings_page,
    focus_after,
    suggestions_page,
)
from reader.web.htmx import is_swap, render_part

COUNT = "editing/_side_count.html"
TEMPLATES = {
    FINDINGS: ("editing/findings.html", "editing/_findings.html"),
    SUGGESTIONS: ("editing/suggestions.html", "editing/_suggestions.html"),
}
GONE = "This remark is not made any more."


@require_safe
def finding_list(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    return render_part(request, *TEMPLATES[FINDINGS], _page(article, FINDINGS))


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_list(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    if request.method == "POST":
        return _accept(request, article)
    page = _page(article, SUGGESTIONS, number_sent(request.GET.get("from")))
    return render_part(request, *TEMPLATES[SUGGESTIONS], page)


def _accept(request: EditorRequest, article: Article) -> HttpResponse:
    """Mark a suggested passage, and go on to the next suggestion."""
    form = MarkForm(article, reading_of(article), request.POST)
    if form.is_valid():
        try:
            new = annotate(article, by=request.user, **form.cleaned_data)
            notice = Notice(f"Marked as {new.label}.")
            return _gone_on(request, article, SUGGESTIONS, notice, WITH_TEXT)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _refused(request, article, SUGGESTIONS, form.problems)


@require_POST
def dismissal_new(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    form = DismissalForm(request.POST)
    side = SUGGESTIONS if form.data.get("about", "").startswith(f"{ABOUT} ") else FINDINGS
    if not form.is_valid():
        return _refused(request, article, side, form.problems)
    if not _is_made(article, form.cleaned_data["about"], side):
        return _refused(request, article, side, [GONE])
    dismiss(article, by=request.user, **form.cleaned_data)
    return _gone_on(request, article, side, Notice("Dismissed."))


@require_POST
def dismissal_withdraw(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """Make the remark again."""
    article = article_to_annotate(request, slug)
    dismissal = get_object_or_404(article.dismissals, number=number)
    reinstate(dismissal, by=request.user)
    side = SUGGESTIONS if dismissal.about.startswith(f"{ABOUT} ") else FINDINGS
    return _gone_on(request, article, side, Notice("The remark is back."))


def _is_made(article: Article, about: str, side: str) -> bool:
    reading = reading_of(article)
    if side == FINDINGS:
        return about in {finding.key for finding in remarks_of(article, reading).open}
    return about in {suggestion.about for suggestion in suggestions_of(article, reading).open}


def _page(article: Article, side: str, start: int = 0) -> dict[str, Any]:
    reading = reading_of(article)
    if side == FINDINGS:
        return findings_page(article, reading)
    return suggestions_page(article, reading, start)


def _gone_on(
    request: EditorRequest,
    article: Article,
    side: str,
    notice: Notice,
    parts: tuple[str, ...] = (COUNT,),
) -> HttpResponse:
    """The list without the row that is done with, and the focus on the next one."""
    article = article_to_annotate(request, article.slug)
    start, place = number_sent(request.POST.get("from")), number_sent(request.POST.get("place"))
    page = _page(article, side, start)
    focus = focus_after(page, place)
    if not is_swap(request):
        address = reverse(f"article_{side}", args=[article.slug])
        query = f"?from={page['start']}" if page.get("start") else ""
        return redirect(f"{address}{query}#{focus}")
    after = After(focus=focus, form=page)
    return changed(request, article.slug, notice, after, [*parts, TEMPLATES[side][1]])


def _refused(
    request: EditorRequest, article: Article, side: str, problems: list[str]
) -> HttpResponse:
    page = _page(article, side, number_sent(request.POST.get("from")))
    return refused(request, TEMPLATES[side][0], page, problems)
