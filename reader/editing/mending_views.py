"""Edited and lost passages: confirmed, marked anew, or given up, beside the article and on a page."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from reader.annotations.graphs import reading_of
from reader.annotations.mending import confirm, let_go, remark
from reader.annotations.models import Annotation
from reader.annotations.revising import head_of
from reader.annotations.undoing import entries_of, next_undo
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article
from reader.editing.mending_forms import ConfirmForm, PassageForm, RemarkForm, SeenForm
from reader.editing.mending_lists import passages_page
from reader.editing.pages import annotation_or_404
from reader.editing.parts import (
    QUEUE,
    After,
    EditorRequest,
    Notice,
    changed,
    number_sent,
    on_card,
    refused,
)
from reader.text.quoting import gist_of
from reader.web.htmx import is_swap, render_part

PAGE = "editing/passages.html"


@require_http_methods(["GET", "HEAD", "POST"])
def passage_list(request: EditorRequest, slug: str) -> HttpResponse:
    """What revisions left to look at; sent, the edited passages of the rows that were seen are confirmed."""
    article = article_to_annotate(request, slug)
    if request.method == "POST":
        return _confirm_all(request, article)
    page = passages_page(article, reading_of(article), number_sent(request.GET.get("from")))
    return render_part(request, PAGE, QUEUE, page | {"undoable": _has_mended(request, article)})


def _has_mended(request: EditorRequest, article: Article) -> bool:
    """Whether one's own last change came after the text: a text is not undone, but another restored."""
    last = next_undo(entries_of(article, request.user))
    return last is not None and last > head_of(article).edition


def _confirm_all(request: EditorRequest, article: Article) -> HttpResponse:
    form = ConfirmForm(article, request.POST)

    def mend() -> tuple[str, After]:
        confirm(*form.cleaned_data["passage"], by=request.user)
        return f"{len(form.cleaned_data['passage'])} confirmed.", After()

    return _mended(request, article, form, mend)


@require_POST
def passage_confirm(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    annotation = annotation_or_404(reading_of(article), number)
    form = ConfirmForm(article, request.POST, annotation)

    def mend() -> tuple[str, After]:
        (held,) = confirm(*form.cleaned_data["passage"], by=request.user)
        return f"The words of {held.label} are confirmed.", on_card(held)

    return _mended(request, article, form, mend)


@require_POST
def passage_remark(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """Other words of the text, instead of those that were edited or lost."""
    article = article_to_annotate(request, slug)
    annotation = annotation_or_404(reading_of(article), number)
    form = RemarkForm(annotation, article, request.POST)

    def mend() -> tuple[str, After]:
        start, end = form.cleaned_data["span"]
        held = remark(**form.cleaned_data, by=request.user)
        words = article.head.text[start:end] if article.head else ""
        return f"{held.label} marks “{gist_of(words, 60)}” now.", on_card(held)

    return _mended(request, article, form, mend, number)


@require_POST
def passage_let_go(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    annotation = annotation_or_404(reading_of(article), number)
    form = PassageForm(annotation, article, request.POST)

    def mend() -> tuple[str, After]:
        held = let_go(form.cleaned_data["passage"], by=request.user)
        return _given_up(held), on_card(held)

    return _mended(request, article, form, mend)


def _given_up(annotation: Annotation) -> str:
    if annotation.passages.filter(revision=annotation.article.head_id).exists():
        return f"The lost words of {annotation.label} are given up; its other passages stay."
    return f"{annotation.label} is unstated now: it stands nowhere in the text."


def _mended(
    request: EditorRequest,
    article: Article,
    form: SeenForm,
    mend: Callable[[], tuple[str, After]],
    number: int = 0,
) -> HttpResponse:
    """The page without the row; 409 and the page as it is now, where somebody else was faster."""
    if form.is_valid():
        try:
            words, after = mend()
            return changed(request, article.slug, Notice(words), after)
        except ChangeOvertaken as overtaken:
            form.is_overtaken = True
            form.add_error(None, str(overtaken))
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    pasted = {number: quote} if (quote := request.POST.get("quote", "")) and number else {}
    if form.is_overtaken and is_swap(request):
        notice = Notice(" ".join(form.problems), undo=False, is_problem=True)
        return changed(request, article.slug, notice, After(), status=409, pasted=pasted)
    start = number_sent(request.POST.get("from"))
    page = passages_page(article, reading_of(article), start, pasted)
    return refused(request, PAGE, page, form.problems)
