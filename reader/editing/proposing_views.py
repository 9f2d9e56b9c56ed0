"""What the addresses for marking and connecting do for whoever may only propose it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation, Status
from reader.annotations.proposing import (
    own_proposal,
    propose_annotation,
    propose_relation,
    propose_removal,
    propose_wording,
)
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.pages import (
    annotation_or_404,
    closes_circle,
    list_page,
    relation_or_404,
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
from reader.editing.places import after, connecting, connecting_refused, premise_asked
from reader.editing.proposal_forms import (
    ProposedMarkForm,
    ProposedRelationForm,
    ProposedWordingForm,
    RemovalForm,
)
from reader.web.htmx import is_swap

MARKING = "editing/proposing.html"
WORDING = ("editing/annotation.html", "editing/_annotation_form.html")
TOLD = "The editors are told."


def mark(request: EditorRequest, article: Article) -> HttpResponse:
    reading = reading_of(article, with_proposed=True)
    if request.method != "POST":
        return render(request, MARKING, _marking_page(article, reading))
    form = ProposedMarkForm(article, reading, request.POST)
    if form.is_valid():
        try:
            proposal = propose_annotation(article, by=request.user, **form.cleaned_data)
            return _open(request, article, proposal.annotation)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return refused(request, MARKING, _marking_page(article, reading, form), form.problems)


def _marking_page(
    article: Article, reading: Reading, form: ProposedMarkForm | None = None
) -> dict[str, Any]:
    form = form or ProposedMarkForm(article, reading)
    return list_page(article, reading, form) | {"proposes": True}


def _open(request: EditorRequest, article: Article, new: Annotation | None) -> HttpResponse:
    """The card of what is proposed, with the form that gives it better words."""
    reading = reading_of(article, with_proposed=True)
    annotation = reading.by_number.get(new.number) if new else None
    if annotation is None:  # it has been answered this very moment
        return changed(request, article.slug, Notice("Proposed.", undo=False), After())
    notice = Notice(f"Proposed as {annotation.label}. {TOLD}", undo=False)
    form = _wording_page(article, reading, annotation, ProposedWordingForm(reading, annotation))
    label, number = annotation.label, annotation.number
    where = After(label, f"gist-{number}", opened=number, form=form)
    return changed(request, article.slug, notice, where)


def reword(request: EditorRequest, article: Article, number: int) -> HttpResponse:
    reading = reading_of(article, with_proposed=True)
    annotation = annotation_or_404(reading, number)
    if request.method != "POST":
        form = ProposedWordingForm(reading, annotation, own=own_proposal(annotation, request.user))
        return shown(request, *WORDING, _wording_page(article, reading, annotation, form))
    form = ProposedWordingForm(reading, annotation, request.POST)
    if form.is_valid():
        try:
            propose_wording(annotation, by=request.user, **form.cleaned_data)
            return _reworded(request, article, annotation)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    context = _wording_page(article, reading, annotation, form)
    return shown(request, *WORDING, context, 422)


def _reworded(request: EditorRequest, article: Article, annotation: Annotation) -> HttpResponse:
    now = article.annotations.get(pk=annotation.pk)
    is_new = now.status == Status.PROPOSED
    words = (
        f"{now.label} saved, as you propose it." if is_new else f"Proposed for {now.label}. {TOLD}"
    )
    notice = Notice(words, undo=False)
    parts = WITH_TEXT if is_new else ARGUMENT
    return changed(request, article.slug, notice, on_card(now, closed=True), parts)


def _wording_page(
    article: Article, reading: Reading, annotation: Annotation, form: ProposedWordingForm
) -> dict[str, Any]:
    page = wording_page(article, reading, annotation, form)
    return page | {"proposes": True, "suggestion": None}


def relate(request: EditorRequest, article: Article, initial: dict[str, Any]) -> HttpResponse:
    reading = reading_of(article, with_proposed=True)
    if request.method == "POST":
        return _relate(request, article, reading)
    annotation = premise_asked(request, reading)
    chosen = {"premise": [annotation.label]} if annotation else {}
    form = ProposedRelationForm(reading, initial={"verb": "supports"} | chosen | initial)
    return connecting(request, article, reading, annotation, form, proposes=True)


def _relate(request: EditorRequest, article: Article, reading: Reading) -> HttpResponse:
    form = ProposedRelationForm(reading, request.POST)
    if form.is_valid():
        told = dict(form.cleaned_data)
        why = told.pop("why")
        circle = " It would close a circle." if closes_circle(reading, **told) else ""
        try:
            proposal = propose_relation(article, by=request.user, why=why, **told)
            return _related(request, article, proposal.relation, told["premises"][0], circle)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return connecting_refused(request, article, reading, form, proposes=True)


def _related(
    request: EditorRequest,
    article: Article,
    relation: Relation | None,
    premise: Annotation,
    circle: str,
) -> HttpResponse:
    reading = reading_of(article, with_proposed=True)
    number = relation.number if relation else 0
    words = f"Proposed: {words_of(reading, number, premise.number)}.{circle}"
    notice = Notice(f"{words} {TOLD}", undo=False)
    return changed(request, article.slug, notice, after(request, premise), ARGUMENT)


def remove_annotation(request: EditorRequest, article: Article, number: int) -> HttpResponse:
    annotation = annotation_or_404(reading_of(article, with_proposed=True), number)
    where = on_card(annotation)
    return _remove(request, article, annotation, f"to withdraw {annotation.label}", where)


def remove_relation(request: EditorRequest, article: Article, number: int) -> HttpResponse:
    reading = reading_of(article, with_proposed=True)
    relation = relation_or_404(reading, number)
    words = f"to take back: {words_of(reading, number)}"
    return _remove(request, article, relation, words, After(focus=""))


def _remove(
    request: EditorRequest,
    article: Article,
    thing: Annotation | Relation,
    words: str,
    where: After,
) -> HttpResponse:
    form = RemovalForm(request.POST)
    if form.is_valid():
        try:
            propose_removal(thing, by=request.user, why=form.cleaned_data["why"])
            notice = Notice(f"Proposed {words}. {TOLD}", undo=False)
            return changed(request, article.slug, notice, where, ARGUMENT)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    if not is_swap(request):
        return redirect(reverse("proposal_list", args=[article.slug]))
    reading = reading_of(article, with_proposed=True)
    return refused(request, MARKING, _marking_page(article, reading), form.problems)
