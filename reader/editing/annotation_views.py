"""Mark passages, say them in other words, withdraw them and bring them back."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from reader.annotations.changes import (
    WordingClash,
    annotate,
    recast,
    restore,
    reword,
    withdraw,
)
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.relating import relate
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing import proposing_views
from reader.editing.acting import article_to_mark, proposes
from reader.editing.forms import AnnotationForm, MarkForm, RelationForm
from reader.editing.listing import listing_page
from reader.editing.overtaking import (
    clash_page,
    others_words,
    proposed,
    taken,
    withdrawn_or_404,
    withdrawn_page,
)
from reader.editing.pages import (
    annotation_or_404,
    list_page,
    wording_page,
    words_of,
)
from reader.editing.parts import (
    ARGUMENT,
    WITH_TEXT,
    After,
    EditorRequest,
    Notice,
    changed,
    on_card,
    refused,
    shown,
)
from reader.editing.standings import places_page
from reader.editing.suggesting import marked_already
from reader.web.htmx import is_swap, render_part

LIST = "editing/annotations.html"
FORM = ("editing/annotation.html", "editing/_annotation_form.html")


@require_http_methods(["GET", "HEAD", "POST"])
def annotation_list(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_mark(request, slug)
    if proposes(request, article):
        return proposing_views.mark(request, article)
    if request.method == "POST":
        return _mark(request, article)
    return render(request, LIST, listing_page(article, request.user, request.GET))


def _mark(request: EditorRequest, article: Article) -> HttpResponse:
    reading = reading_of(article)
    form = MarkForm(article, reading, request.POST)
    if form.is_valid():
        try:
            twin = marked_already(reading, form.cleaned_data["role"], form.cleaned_data["spans"])
            if twin and request.POST.get("twin") != "also":
                return _meet(request, article, twin, form)
            new = annotate(article, by=request.user, **form.cleaned_data)
            return _open(request, article, new.number, f"Marked as {new.label}.", is_new=True)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return refused(request, LIST, list_page(article, reading, form), form.problems)


def _meet(
    request: EditorRequest, article: Article, twin: Annotation, form: MarkForm
) -> HttpResponse:
    """Just these words are marked already: open that, give it the role, or ask what is meant."""
    role = form.cleaned_data["role"]
    if twin.role == role or request.POST.get("twin") == "open":
        return _open(request, article, twin.number, f"{twin.label} marks these words already.")
    if request.POST.get("twin") == "recast":
        (now,) = recast([twin], role, by=request.user)
        words = f"{twin.label} is {now.label} now."
        return _open(request, article, twin.number, words, is_new=True)
    context = list_page(article, form.reading, form) | {"twin": twin, "role": role}
    response = render_part(request, LIST, "editing/_twin.html", context, 422)
    reswap(retarget(response, "#twin"), "innerHTML")
    return trigger_client_event(response, "focus:move", {"within": "twin"}, after="settle")


def _open(
    request: EditorRequest, article: Article, number: int, words: str, is_new: bool = False
) -> HttpResponse:
    """The card of an annotation with the form that gives it better words."""
    reading = reading_of(article)
    annotation = reading.by_number.get(number)
    if annotation is None:  # somebody has withdrawn it this very moment
        return changed(request, article.slug, Notice(words, undo=is_new), After())
    form = wording_page(article, reading, annotation, AnnotationForm(reading, annotation))
    after = After(annotation.label, f"gist-{number}", opened=number, form=form)
    return changed(request, article.slug, Notice(words, undo=is_new), after)


@require_http_methods(["GET", "HEAD", "POST"])
def annotation_edit(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_mark(request, slug)
    if proposes(request, article):
        return proposing_views.reword(request, article, number)
    reading = reading_of(article)
    if request.method == "POST":
        annotation = reading.by_number.get(number) or withdrawn_or_404(article, number)
        return _reword(request, article, reading, annotation)
    annotation = annotation_or_404(reading, number)
    form = AnnotationForm(reading, annotation)
    return shown(request, *FORM, _page(article, reading, annotation, form))


def _page(
    article: Article, reading: Reading, annotation: Annotation, form: AnnotationForm
) -> dict[str, Any]:
    page = wording_page(article, reading, annotation, form)
    return page | places_page(reading, annotation)


def _reword(
    request: EditorRequest, article: Article, reading: Reading, annotation: Annotation
) -> HttpResponse:
    is_gone = annotation.is_withdrawn
    if "take" in request.POST and not is_gone:
        return _take(request, article, reading, annotation)
    form = AnnotationForm(reading, annotation, request.POST)
    if (not is_gone or "back" in request.POST) and form.is_valid():
        try:
            return _reworded(request, article, annotation, form.cleaned_data)
        except WordingClash as clash:
            return _overtaken(request, article, clash)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    if is_gone:
        return shown(request, *FORM, withdrawn_page(article, reading, annotation, form), 409)
    return shown(request, *FORM, _page(article, reading, annotation, form), 422)


def _reworded(
    request: EditorRequest, article: Article, annotation: Annotation, wording: dict[str, Any]
) -> HttpResponse:
    with transaction.atomic():
        if "back" in request.POST:
            restore(annotation, by=request.user)
        saved = reword(annotation, by=request.user, **wording)
        others = others_words(saved, annotation, wording["version"], request.user)
        relation = _connect(request, article, saved)
    words = f"{saved.label} saved{others}."
    if saved.label != annotation.label:
        words = f"{annotation.label} is {saved.label} now{others and f', saved{others}'}."
    if relation:
        words += f" {words_of(reading_of(article), relation.number)}."
    # The text shows codes and roles alone: other words leave it as it is.
    is_same = saved.label == annotation.label and not others and not annotation.is_withdrawn
    parts = ARGUMENT if is_same else WITH_TEXT
    return changed(request, article.slug, Notice(words), on_card(saved, closed=True), parts)


def _connect(request: EditorRequest, article: Article, annotation: Annotation) -> Relation | None:
    """The relation that was offered beside the form, where the editor took it: supports C1."""
    verb, _, target = request.POST.get("connect", "").partition(" ")
    if not verb:
        return None
    wanted = {"premise": [annotation.label], "verb": verb, "target": target}
    form = RelationForm(reading_of(article), wanted)
    if not form.is_valid():
        raise ChangeRefused(form.problems[0])
    return relate(article, by=request.user, **form.cleaned_data)


def _overtaken(request: EditorRequest, article: Article, clash: WordingClash) -> HttpResponse:
    """409: in the fields both wordings together, or mine where both changed the same, beside theirs."""
    reading = reading_of(article)
    theirs = clash.annotation
    form = AnnotationForm(reading, theirs, proposed(request.POST, clash, reading))
    if theirs.number not in reading.by_number:  # somebody has withdrawn it this very moment
        return shown(request, *FORM, withdrawn_page(article, reading, theirs, form), 409)
    page = _page(article, reading, theirs, form)
    return shown(request, *FORM, page | clash_page(theirs, form, clash), 409)


def _take(
    request: EditorRequest, article: Article, reading: Reading, annotation: Annotation
) -> HttpResponse:
    """The form again, with theirs in the field that was asked for. Nothing is saved by that."""
    form = AnnotationForm(reading, annotation, taken(request.POST, annotation))
    page = _page(article, reading, annotation, form)
    return shown(request, *FORM, page | clash_page(annotation, form))


@require_POST
def annotation_withdraw(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_mark(request, slug)
    if proposes(request, article):
        return proposing_views.remove_annotation(request, article, number)
    annotation = annotation_or_404(reading_of(article), number)
    withdraw(annotation, by=request.user)
    if not is_swap(request) and request.POST.get("at") != "passages":
        return redirect(f"{reverse('annotation_list', args=[slug])}#withdrawn")
    return changed(request, slug, Notice(f"{annotation.label} withdrawn."), After())


@require_POST
def annotation_restore(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    annotation = get_object_or_404(article.annotations, number=number)
    restore(annotation, by=request.user)
    return changed(request, slug, Notice(f"{annotation.label} is back."), on_card(annotation))
