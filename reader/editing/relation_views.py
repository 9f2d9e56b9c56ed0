"""Connect annotations, take relations back and bring them back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reader.annotations.changes import restore, withdraw
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.relating import relate
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing import proposing_views
from reader.editing.acting import article_to_mark, proposes
from reader.editing.forms import VERBS, MarkForm, RelationForm
from reader.editing.pages import (
    closes_circle,
    list_page,
    relation_or_404,
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
)
from reader.editing.places import after, connecting, connecting_refused, premise_asked
from reader.editing.suggesting import suggestion_for
from reader.web.htmx import is_swap

LIST = "editing/annotations.html"
CIRCLE = " That closes a circle; “Worth a look” in the outline shows it."


@require_http_methods(["GET", "HEAD", "POST"])
def relation_new(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_mark(request, slug)
    if proposes(request, article):
        return proposing_views.relate(request, article, _wanted(request))
    reading = reading_of(article)
    if request.method == "POST":
        return _relate(request, article, reading)
    annotation = premise_asked(request, reading)
    form = RelationForm(reading, initial=_likely(reading, annotation) | _wanted(request))
    return connecting(request, article, reading, annotation, form, proposes=False)


def _likely(reading: Reading, annotation: Annotation | None) -> dict[str, Any]:
    if annotation is None:
        return {"verb": "supports"}
    likely = suggestion_for(reading, annotation)
    verb, target = (likely.verb, likely.target.label) if likely else ("supports", "")
    return {"premise": [annotation.label], "verb": verb, "target": target}


def _wanted(request: EditorRequest) -> dict[str, str]:
    """The address may say more: ?verb=undercuts&target=relation-3"""
    wanted = {name: request.GET[name] for name in ("verb", "target") if name in request.GET}
    return {name: value for name, value in wanted.items() if name != "verb" or value in VERBS}


def _relate(request: EditorRequest, article: Article, reading: Reading) -> HttpResponse:
    form = RelationForm(reading, request.POST)
    if form.is_valid():
        circle = CIRCLE if closes_circle(reading, **form.cleaned_data) else ""
        try:
            relation = relate(article, by=request.user, **form.cleaned_data)
            return _related(request, article, relation, form.cleaned_data["premises"][0], circle)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return connecting_refused(request, article, reading, form, proposes=False)


def _related(
    request: EditorRequest, article: Article, relation: Relation, premise: Annotation, circle: str
) -> HttpResponse:
    words = f"{words_of(reading_of(article), relation.number, premise.number)}.{circle}"
    return changed(request, article.slug, Notice(words), after(request, premise), ARGUMENT)


@require_POST
def relation_withdraw(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_mark(request, slug)
    if proposes(request, article):
        return proposing_views.remove_relation(request, article, number)
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
        reading = reading_of(article)
        context = list_page(article, reading, MarkForm(article, reading))
        return refused(request, LIST, context, [str(refusal)])
    notice = Notice(f"{words_of(reading_of(article), number)}.")
    return changed(request, slug, notice, on_card(relation.premises.all()[0]), ARGUMENT)
