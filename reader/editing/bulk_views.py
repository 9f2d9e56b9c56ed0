"""Change many annotations at once: one change, one undo."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reader.annotations.changes import recast, restore, withdraw
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.listing import listing_page, wanted_of
from reader.editing.parts import EditorRequest
from reader.editing.reshaping_forms import ChosenForm, RecastForm


@require_POST
def annotations_recast(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    form = RecastForm(article, request.POST)
    if form.is_valid():
        try:
            recast(form.cleaned_data["number"], form.cleaned_data["role"], by=request.user)
            return _back(request, slug)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _refused(request, article, form)


@require_POST
def annotations_withdraw(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    form = ChosenForm(article, request.POST)
    if form.is_valid():
        withdraw(*form.cleaned_data["number"], by=request.user)
        return _back(request, slug)
    return _refused(request, article, form)


@require_POST
def annotations_restore(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    form = ChosenForm(article, request.POST)
    if form.is_valid():
        restore(*form.cleaned_data["number"], by=request.user)
        return _back(request, slug)
    return _refused(request, article, form)


def _back(request: EditorRequest, slug: str) -> HttpResponse:
    """To the list as it was filtered."""
    query = wanted_of(request.GET).query
    address = reverse("annotation_list", args=[slug])
    return redirect(f"{address}?{query}" if query else address)


def _refused(request: EditorRequest, article: Article, form: ChosenForm) -> HttpResponse:
    """The list with why not, and with everything still chosen."""
    page = listing_page(article, request.user, request.GET)
    page |= {"problems": form.problems, "chosen": request.POST.getlist("number")}
    page |= {"chosen_role": request.POST.get("role", "")}
    return render(request, "editing/annotations.html", page, status=422)
