"""Connect annotations, let further premises join, take relations back and bring them back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reader.annotations.changes import restore, withdraw
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.relating import join, part, relate
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.fields import find_annotation
from reader.editing.forms import JoinForm, MarkForm, RelationForm
from reader.editing.pages import (
    annotation_or_404,
    closes_circle,
    joining_page,
    list_page,
    relation_or_404,
    relation_page,
    words_of,
)
from reader.editing.parts import (
    ARGUMENT,
    After,
    EditorRequest,
    Notice,
    changed,
    on_card,
    refused,
    shown,
)
from reader.editing.suggesting import suggestion_for
from reader.web.htmx import is_swap

FORM = ("editing/relation.html", "editing/_relation_form.html")
JOINING = ("editing/joining.html", "editing/_joining_form.html")
LIST = "editing/annotations.html"
CIRCLE = " That closes a circle; “Worth a look” in the outline shows it."


@require_http_methods(["GET", "HEAD", "POST"])
def relation_new(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    if request.method == "POST":
        return _relate(request, article, reading)
    code = request.GET.get("premise", "")
    annotation = find_annotation(reading, code)
    if code and annotation is None:
        raise Http404
    form = RelationForm(reading, initial=_likely(reading, annotation))
    return shown(request, *FORM, relation_page(article, reading, annotation, form))


def _likely(reading: Reading, annotation: Annotation | None) -> dict[str, Any]:
    if annotation is None:
        return {"verb": "supports"}
    likely = suggestion_for(reading, annotation)
    verb, target = (likely.verb, likely.target.label) if likely else ("supports", "")
    return {"premise": [annotation.label], "verb": verb, "target": target}


def _relate(request: EditorRequest, article: Article, reading: Reading) -> HttpResponse:
    form = RelationForm(reading, request.POST)
    if form.is_valid():
        circle = CIRCLE if closes_circle(reading, **form.cleaned_data) else ""
        try:
            relation = relate(article, by=request.user, **form.cleaned_data)
            return _related(request, article, relation, form.cleaned_data["premises"][0], circle)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    premises = request.POST.getlist("premise")
    annotation = find_annotation(reading, premises[0]) if premises else None
    return shown(request, *FORM, relation_page(article, reading, annotation, form), 422)


def _related(
    request: EditorRequest, article: Article, relation: Relation, premise: Annotation, circle: str
) -> HttpResponse:
    words = f"{words_of(reading_of(article), relation.number, premise.number)}.{circle}"
    after = on_card(premise, closed=True)
    return changed(request, article.slug, Notice(words), after, ARGUMENT)


@require_http_methods(["GET", "HEAD", "POST"])
def relation_join(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """`at` names the premise from whose card one more is added."""
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    relation = relation_or_404(reading, number)
    sent = request.POST if request.method == "POST" else request.GET
    at = find_annotation(reading, sent.get("at", "")) or _first_premise(reading, relation)
    if request.method == "POST":
        return _join(request, article, reading, relation, at)
    form = JoinForm(reading)
    return shown(request, *JOINING, joining_page(article, reading, relation, at, form))


def _first_premise(reading: Reading, relation: Relation) -> Annotation:
    premises = reading.graph.relation(relation.number).premises
    return annotation_or_404(reading, int(premises[0]))


def _join(
    request: EditorRequest, article: Article, reading: Reading, relation: Relation, at: Annotation
) -> HttpResponse:
    form = JoinForm(reading, request.POST)
    if form.is_valid():
        premise = form.cleaned_data["premise"]
        try:
            join(relation, premise, by=request.user)
            return _joined(request, article, relation, premise, at)
        except ChangeRefused as refusal:
            form.add_error("premise", str(refusal))
    context = joining_page(article, reading, relation, at, form)
    return shown(request, *JOINING, context, 422)


def _joined(
    request: EditorRequest,
    article: Article,
    relation: Relation,
    premise: Annotation,
    at: Annotation,
) -> HttpResponse:
    words = f"{words_of(reading_of(article), relation.number, at.number)}."
    return changed(request, article.slug, Notice(words), on_card(at, closed=True), ARGUMENT)


@require_POST
def relation_part(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """One premise lets go of a step; the others go on without it."""
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    relation = relation_or_404(reading, number)
    form = JoinForm(reading, request.POST)
    if form.is_valid():
        try:
            part(relation, form.cleaned_data["premise"], by=request.user)
            words = f"{words_of(reading_of(article), number)}."
            after = on_card(_first_premise(reading_of(article), relation))
            return changed(request, slug, Notice(words), after, ARGUMENT)
        except ChangeRefused as refusal:
            form.add_error("premise", str(refusal))
    return _refused(request, article, reading, form.problems)


@require_POST
def relation_withdraw(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    relation = relation_or_404(reading, number)
    words = words_of(reading, number)
    withdraw(relation, by=request.user)
    if not is_swap(request):
        return redirect(f"{reverse('annotation_list', args=[slug])}#withdrawn")
    return changed(request, slug, Notice(f"Taken back: {words}."), After(focus=""), ARGUMENT)


@require_POST
def relation_restore(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    relation = get_object_or_404(article.relations, number=number)
    try:
        restore(relation, by=request.user)
    except ChangeRefused as refusal:
        return _refused(request, article, reading_of(article), [str(refusal)])
    reading = reading_of(article)
    notice = Notice(f"{words_of(reading, relation_or_404(reading, number).number)}.")
    return changed(request, slug, notice, on_card(_first_premise(reading, relation)), ARGUMENT)


def _refused(
    request: EditorRequest, article: Article, reading: Reading, problems: list[str]
) -> HttpResponse:
    context = list_page(article, reading, MarkForm(article, reading))
    return refused(request, LIST, context, problems)
