"""Look at what is proposed; accept, amend, decline it or take it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reader.annotations.answering import accept, decline, take_back
from reader.annotations.graphs import reading_of
from reader.annotations.models import Proposal
from reader.annotations.notifying import see_of
from reader.articles.access import article_to_annotate, article_to_discuss
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.acting import article_to_mark, proposes
from reader.editing.parts import After, EditorRequest, Notice, changed, refused
from reader.editing.proposal_forms import DeclineForm
from reader.editing.proposal_pages import proposal_list_of, proposal_or_404
from reader.reading.offers import Offer, offers_of
from reader.web.htmx import is_swap

LIST, ONE = "editing/proposals.html", "editing/proposal.html"
FORM = ("editing/amending.html", "editing/_amend_form.html")


@require_safe
def proposal_list(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_discuss(request, slug)
    return render(request, LIST, _list(request, article))


@require_safe
def proposal_page(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_discuss(request, slug)
    return render(request, ONE, _one(request, article, proposal_or_404(article, number)))


@require_POST
def proposal_accept(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    proposal = proposal_or_404(article, number)
    with_ends = request.POST.get("ends") == "with"

    def act() -> Proposal:
        return accept(proposal, request.user, with_ends)

    return _answered(request, article, proposal, act, "Accepted")


@require_POST
def proposal_decline(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_annotate(request, slug)
    proposal = proposal_or_404(article, number)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _refused(request, article, proposal, form.problems)

    def act() -> Proposal:
        return decline(proposal, request.user, form.cleaned_data["reason"])

    return _answered(request, article, proposal, act, "Declined")


@require_POST
def proposal_take_back(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_mark(request, slug)
    proposal = proposal_or_404(article, number)
    if proposal.author_id != request.user.pk:
        raise Http404

    def act() -> Proposal:
        return take_back(proposal, request.user)

    return _answered(request, article, proposal, act, "Taken back")


def _answered(
    request: EditorRequest,
    article: Article,
    proposal: Proposal,
    act: Callable[[], Proposal],
    words: str,
) -> HttpResponse:
    try:
        held = act()
    except ChangeRefused as refusal:
        return _refused(request, article, proposal, [str(refusal)])
    return done(request, article, held, words)


def done(request: EditorRequest, article: Article, proposal: Proposal, words: str) -> HttpResponse:
    fresh = proposal_or_404(article, proposal.number)
    (offer,) = offers_of([fresh], request.user)
    sentence = f"{words}: {offer.words}."
    if not is_swap(request):
        messages.success(request, sentence)
        return redirect(reverse("proposal_list", args=[article.slug]))
    is_there = reading_of(article, with_proposed=True).by_number.get(offer.card)
    label = is_there.label if is_there else ""
    after = After(label, f"c-{label}" if label else "article", closed=offer.card)
    notice = Notice(sentence, undo=not proposes(request, article))
    return changed(request, article.slug, notice, after)


def _refused(
    request: EditorRequest, article: Article, proposal: Proposal, problems: list[str]
) -> HttpResponse:
    return refused(request, ONE, _one(request, article, proposal), problems)


def _list(request: EditorRequest, article: Article) -> dict[str, Any]:
    by = request.GET.get("by", "")[:150]
    listed = proposal_list_of(article, request.user, by)
    _see(request, article, *listed.waiting, *listed.answered)
    return {"article": article, "list": listed, "answers": not proposes(request, article)}


def _one(request: EditorRequest, article: Article, proposal: Proposal) -> dict[str, Any]:
    (offer,) = offers_of([proposal], request.user)
    _see(request, article, offer)
    return {"article": article, "offer": offer, "answers": not proposes(request, article)}


def _see(request: EditorRequest, article: Article, *offers: Offer) -> None:
    see_of(article, [f"proposal {offer.number}" for offer in offers], request.user)
