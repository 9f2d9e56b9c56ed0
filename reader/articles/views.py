from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reader.articles.access import signed_in
from reader.articles.browsing import MAPPED, SORTS, WHOSE, Browsing
from reader.articles.forms import DetailsForm, TextForm
from reader.articles.importing import Kind
from reader.articles.library import library
from reader.articles.publishing import create_article
from reader.articles.reviews import Preview, Review, kept_switches, preview_of, review_of
from reader.text.rendering import RenderRefused
from reader.web.htmx import HtmxRequest, is_swap, render_part, render_parts

CHOICES = {"whose": WHOSE, "mapped": MAPPED, "sorts": SORTS}


@require_safe
def article_list(request: HtmxRequest) -> HttpResponse:
    browsing, number = Browsing.of(request.GET), request.GET.get("page", "1")
    context = {"library": library(request.user, browsing, number), "choices": CHOICES}
    response = render_part(request, "articles/list.html", "articles/_rows.html", context)
    # The form sends empty fields too; the address bar shows what is set.
    response.headers["HX-Replace-Url"] = f"{request.path}{browsing.href()}"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def article_new(request: HtmxRequest) -> HttpResponse:
    """GET shows the empty form; POST saves what the review has shown."""
    if request.method == "GET":
        return _text_page(request, TextForm(), DetailsForm())
    text_form = TextForm(request.POST)
    if not text_form.is_valid():
        return _text_page(request, text_form, DetailsForm(request.POST), status=422)
    review = review_of(text_form, request.POST, is_final=True)
    if review.form.is_valid():
        details = review.form.cleaned_data
        try:
            return redirect(create_article(review.draft.markdown, by=signed_in(request), **details))
        except RenderRefused as refusal:
            return _review_page(request, review, Preview(problem=str(refusal)), status=422)
    return _review_page(request, review, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def article_review(request: HtmxRequest) -> HttpResponse:
    """What the text would become; nothing is saved. A switch asks for the parts that it changes."""
    if request.method == "GET":
        return redirect("article_new")
    text_form, details_form = TextForm(request.POST, request.FILES), DetailsForm(request.POST)
    # Details that are wrong in the review itself are complained about when it is saved.
    may_pass = "reviewed" in request.POST or details_form.is_valid()
    if not text_form.is_valid() or not may_pass:
        return _text_page(request, text_form, details_form, status=422)
    return _review_page(request, review_of(text_form, request.POST))


@login_required
@require_http_methods(["GET", "POST"])
def article_text(request: HtmxRequest) -> HttpResponse:
    """From the review back to the text, as it was typed or as the Markdown that it has become."""
    if request.method == "GET":
        return redirect("article_new")
    text, kept = request.POST.get("text", ""), list(kept_switches(request.POST))
    text_form = TextForm({"text": text})
    if "as_markdown" in request.POST and text_form.is_valid():
        text, kept = review_of(text_form, request.POST).draft.markdown, [("kind", Kind.MARKDOWN)]
    details_form = DetailsForm(initial=request.POST.dict())
    return _text_page(request, TextForm(initial={"text": text}), details_form, kept)


def _text_page(
    request: HtmxRequest,
    text_form: TextForm,
    details_form: DetailsForm,
    kept: Iterable[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = kept_switches(request.POST) if kept is None else kept
    context = {"form": text_form, "details": details_form, "kept": list(kept)}
    return render(request, "articles/new.html", context, status=status)


def _review_page(
    request: HtmxRequest, review: Review, preview: Preview | None = None, status: int = 200
) -> HttpResponse:
    preview = preview or preview_of(review)
    context = {"review": review, "form": review.form, "preview": preview}
    if is_swap(request):
        changed = [f"articles/_{part}.html" for part in sorted(review.changes)]
        return render_parts(request, ["articles/_preview.html", *changed], context, status)
    return render_part(request, "articles/review.html", "articles/_preview.html", context, status)
