"""Say after which scheme a relation argues."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.naming import set_scheme
from reader.argument.roles import RelationKind
from reader.argument.schemes import SCHEMES, Scheme, scheme_of
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article
from reader.editing.fields import find_annotation
from reader.editing.pages import annotation_or_404, relation_or_404, words_of
from reader.editing.parts import ARGUMENT, EditorRequest, Notice, changed, on_card, shown
from reader.editing.side_forms import SchemeForm

FORM = ("editing/scheme.html", "editing/_scheme_form.html")


@require_http_methods(["GET", "HEAD", "POST"])
def relation_scheme(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """`at` names the annotation in whose card the form is."""
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    relation = relation_or_404(reading, number)
    sent = request.POST if request.method == "POST" else request.GET
    first = int(reading.graph.relation(number).premises[0])
    at = find_annotation(reading, sent.get("at", "")) or annotation_or_404(reading, first)
    if request.method == "POST":
        return _name(request, article, reading, relation, at)
    return shown(request, *FORM, _page(article, reading, relation, at, SchemeForm(relation)))


def _name(
    request: EditorRequest, article: Article, reading: Reading, relation: Relation, at: Annotation
) -> HttpResponse:
    form = SchemeForm(relation, request.POST)
    if form.is_valid():
        try:
            set_scheme(relation, by=request.user, **form.cleaned_data)
            scheme = scheme_of(form.cleaned_data["scheme"])
            words = f"Argues by {scheme.name.lower()}." if scheme else "The scheme is taken away."
            after = on_card(at, closed=True)
            return changed(request, article.slug, Notice(words), after, ARGUMENT)
        except ChangeOvertaken as overtaken:
            return _overtaken(request, article, at, form, str(overtaken))
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return shown(request, *FORM, _page(article, reading, relation, at, form), 422)


def _overtaken(
    request: EditorRequest, article: Article, at: Annotation, form: SchemeForm, words: str
) -> HttpResponse:
    """409: what was chosen stays chosen, beside who was faster; saved again, it replaces that."""
    reading = reading_of(article)
    relation = relation_or_404(reading, form.relation.number)
    again = request.POST.copy()
    again["version"] = str(relation.version)
    form = SchemeForm(relation, again)
    form.add_error(None, words)
    return shown(request, *FORM, _page(article, reading, relation, at, form), 409)


def _page(
    article: Article, reading: Reading, relation: Relation, at: Annotation, form: SchemeForm
) -> dict[str, Any]:
    kind = RelationKind(relation.kind)
    unknown = relation.scheme if relation.scheme and not scheme_of(relation.scheme) else ""
    return {
        "article": article,
        "annotation": at,
        "relation": relation,
        "words": words_of(
            reading, relation.number, at.number if _is_premise(reading, relation, at) else None
        ),
        "form": form,
        "slot": f"form-{at.number}",
        "families": _families(kind),
        "unknown": unknown,
    }


def _is_premise(reading: Reading, relation: Relation, at: Annotation) -> bool:
    return at.number in reading.graph.relation(relation.number).premises


def _families(kind: RelationKind) -> list[tuple[str, list[Scheme]]]:
    """Those made for this kind of relation alone first, those for the other last; all are there."""
    parts: list[list[Scheme]] = [[], [], []]
    for scheme in SCHEMES:
        parts[0 if scheme.fits == (kind,) else 1 if scheme.suits(kind) else 2].append(scheme)
    return [
        (family, list(schemes))
        for part in parts
        for family, schemes in groupby(part, lambda scheme: scheme.family)
    ]
