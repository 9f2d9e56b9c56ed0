"""What can be done to a relation: premises join and leave, and what it takes for granted is said."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.relating import assume, join, part
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.fields import find_annotation
from reader.editing.forms import AssumeForm, EditorForm, JoinForm, MarkForm
from reader.editing.pages import (
    annotation_or_404,
    list_page,
    relation_or_404,
    step_page,
    words_of,
)
from reader.editing.parts import ARGUMENT, EditorRequest, Notice, changed, refused, shown
from reader.editing.places import STEP, after, is_brief, place_of, refused_briefly

PAGE, TOOLS = "editing/step.html", "editing/_step.html"
JOINING, ASSUMING = "editing/_joining_form.html", "editing/_assuming_form.html"
LIST = "editing/annotations.html"
WITH_COUNT = ("reading/_count.html", *ARGUMENT)


@require_http_methods(["GET", "HEAD", "POST"])
def relation_join(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """The relation and its tools; `at` names the premise from whose card one more is added."""
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    relation = relation_or_404(reading, number)
    at = _seen_from(request, reading, relation)
    if request.method == "POST":
        return _join(request, article, reading, relation, at)
    if place_of(request) == STEP:
        return shown(request, PAGE, TOOLS, step_page(article, reading, relation, at) | _slots())
    return _shown(request, article, reading, relation, at, JOINING)


def _seen_from(request: EditorRequest, reading: Reading, relation: Relation) -> Annotation:
    sent = request.POST if request.method == "POST" else request.GET
    return find_annotation(reading, sent.get("at", "")) or _first_premise(reading, relation)


def _first_premise(reading: Reading, relation: Relation) -> Annotation:
    premises = reading.graph.relation(relation.number).premises
    return annotation_or_404(reading, int(premises[0]))


def _slots(slot: str = STEP) -> dict[str, str]:
    return {"slot": slot, "place": STEP}


def _shown(
    request: EditorRequest,
    article: Article,
    reading: Reading,
    relation: Relation,
    at: Annotation,
    form: str,
    status: int = 200,
    **bound: EditorForm,
) -> HttpResponse:
    """One form of the step: in its card, in the panel of the map, or on the step's own page."""
    context: dict[str, Any] = step_page(article, reading, relation, at) | bound
    name = "join" if form == JOINING else "assume"
    is_panel = place_of(request) == STEP
    slots = _slots(f"{STEP}-{name}") if is_panel else {"slot": f"form-{at.number}"}
    return shown(request, PAGE, form, context | slots, status)


def _join(
    request: EditorRequest, article: Article, reading: Reading, relation: Relation, at: Annotation
) -> HttpResponse:
    form = JoinForm(reading, request.POST)
    if form.is_valid():
        try:
            join(relation, form.cleaned_data["premise"], by=request.user)
            return _told(request, article, relation, at)
        except ChangeRefused as refusal:
            form.add_error("premise", str(refusal))
    if is_brief(request) and place_of(request) != STEP:
        return refused_briefly(request, form.problems)
    return _shown(request, article, reading, relation, at, JOINING, 422, joining=form)


def _told(
    request: EditorRequest, article: Article, relation: Relation, at: Annotation
) -> HttpResponse:
    words = f"{words_of(reading_of(article), relation.number, at.number)}."
    return changed(request, article.slug, Notice(words), after(request, at), ARGUMENT)


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
            return _told(request, article, relation, _seen_from(request, reading, relation))
        except ChangeRefused as refusal:
            form.add_error("premise", str(refusal))
    context = list_page(article, reading, MarkForm(article, reading))
    return refused(request, LIST, context, form.problems)


@require_http_methods(["GET", "HEAD", "POST"])
def relation_assume(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """What must be true for this step? The answer is an unstated premise of it."""
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    relation = relation_or_404(reading, number)
    at = _seen_from(request, reading, relation)
    if request.method == "POST":
        return _assume(request, article, reading, relation, at)
    return _shown(request, article, reading, relation, at, ASSUMING)


def _assume(
    request: EditorRequest, article: Article, reading: Reading, relation: Relation, at: Annotation
) -> HttpResponse:
    form = AssumeForm(request.POST)
    if form.is_valid():
        try:
            new = assume(relation, form.cleaned_data["gist"], by=request.user)
            return _assumed(request, article, relation, new, at)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, article, reading, relation, at, ASSUMING, 422, assuming=form)


def _assumed(
    request: EditorRequest, article: Article, relation: Relation, new: Annotation, at: Annotation
) -> HttpResponse:
    words = f"{words_of(reading_of(article), relation.number, new.number)}."
    return changed(request, article.slug, Notice(words), after(request, at), WITH_COUNT)
