"""Accept what is proposed, but not quite: in other words, or between other ends."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from reader.annotations.answering import amend, amend_relation
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation, Proposal, ProposalKind, Relation
from reader.annotations.proposals import NAMES, merge_of
from reader.annotations.reconciling import WORDING, Merge
from reader.annotations.states import wording_of
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.forms import EditorForm
from reader.editing.pages import relation_page, wording_page
from reader.editing.parts import EditorRequest, shown
from reader.editing.proposal_forms import AmendForm, AmendRelationForm
from reader.editing.proposal_pages import proposal_or_404
from reader.editing.proposal_views import done
from reader.reading.offers import offers_of

PAGE, FORM = "editing/amending.html", "editing/_amend_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_amend(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    proposal = proposal_or_404(article, number)
    if proposal.kind == ProposalKind.REMOVAL:
        raise Http404
    if isinstance(proposal.thing, Relation):
        return _relation(request, article, proposal, proposal.thing)
    return _wording(request, article, proposal, proposal.thing)


def _wording(
    request: EditorRequest, article: Article, proposal: Proposal, annotation: Annotation
) -> HttpResponse:
    reading, merge = reading_of(article), _merge(proposal, annotation)
    form = AmendForm(reading, annotation, merge.fields, _sent(request))
    if form.is_valid():
        try:
            held = amend(proposal, request.user, **form.cleaned_data)
            return done(request, article, held, "Accepted in other words")
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    page = wording_page(article, reading_of(article, with_proposed=True), annotation, form)
    clashes = " and ".join(NAMES[field] for field in WORDING if field in merge.clashes)
    others = [other for other in reading.annotations if other.pk != annotation.pk]
    return _shown(request, proposal, page | {"clashes": clashes, "others": others})


def _relation(
    request: EditorRequest, article: Article, proposal: Proposal, relation: Relation
) -> HttpResponse:
    reading = reading_of(article, with_proposed=True)
    form = AmendRelationForm(reading, relation, _sent(request))
    if form.is_valid():
        try:
            held = amend_relation(proposal, request.user, **form.cleaned_data)
            return done(request, article, held, "Accepted, amended")
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    page = relation_page(article, reading, None, form)
    own = f"relation-{relation.number}"
    steps = [step for step in page["steps"] if step.value != own]
    return _shown(request, proposal, page | {"steps": steps})


def _sent(request: EditorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _shown(request: EditorRequest, proposal: Proposal, page: dict[str, Any]) -> HttpResponse:
    (offer,) = offers_of([proposal], request.user)
    form: EditorForm = page["form"]
    context = page | {"offer": offer, "slot": f"form-{offer.card}"}
    return shown(request, PAGE, FORM, context, 422 if form.is_bound else 200)


def _merge(proposal: Proposal, annotation: Annotation) -> Merge:
    if proposal.kind == ProposalKind.WORDING:
        return merge_of(proposal, annotation)
    return Merge(wording_of(annotation), frozenset())
