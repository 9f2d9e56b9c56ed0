"""Undo, redo, and the history of everything that was done."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reader.annotations.graphs import reading_of
from reader.annotations.histories import standing_label
from reader.annotations.saying import Sayer
from reader.annotations.undoing import UndoRefused, redo, undo, undo_before
from reader.articles.access import article_to_annotate, article_to_trace, may_annotate
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Change
from reader.editing.forms import MarkForm
from reader.editing.histories import history_page
from reader.editing.pages import list_page
from reader.editing.parts import After, EditorRequest, Notice, changed, refused


@require_POST
def undo_change(request: EditorRequest, slug: str) -> HttpResponse:
    """One's own last change, or the one of that number."""
    article = article_to_annotate(request, slug)
    number = request.POST.get("seq", "")
    seq = int(number) if number.isdecimal() and len(number) < 10 else None
    if number and seq is None:
        return _refused(request, article, "That is no change. Choose one in the history.")
    try:
        return _undone(request, article, undo(article, request.user, seq))
    except ChangeRefused as refusal:
        before = undo_before(article, request.user, seq)
        return _refused(request, article, str(refusal), _in_the_way(article, refusal), before)


@require_POST
def redo_change(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_annotate(request, slug)
    try:
        return _undone(request, article, redo(article, request.user))
    except ChangeRefused as refusal:
        return _refused(request, article, str(refusal), _in_the_way(article, refusal))


@require_safe
def history(request: EditorRequest, slug: str) -> HttpResponse:
    """Of a sheet also when its round is closed, and nothing of it can be undone any more."""
    article = article_to_trace(request, slug)
    page = history_page(article, request.user, request.GET)
    if page is None:
        raise Http404
    context = {"article": article, "history": page, "acts": may_annotate(request, article)}
    return render(request, "editing/history.html", context)


def _undone(request: EditorRequest, article: Article, change: Change) -> HttpResponse:
    words = Sayer(article).words(change)
    undid = "Undone" if change.verb == "undo" else "Done again"
    is_undone = change.verb == "undo"
    notice = Notice(f"{undid}: {words.partition(': ')[2]}.", undo=not is_undone, redo=is_undone)
    return changed(request, article.slug, notice, After(standing_label(article, change), ""))


def _in_the_way(article: Article, refusal: ChangeRefused) -> tuple[str, str]:
    """Where the history tells of the later change that undoing would overwrite."""
    if not isinstance(refusal, UndoRefused) or refusal.since is None:
        return "", ""
    since = refusal.since
    address = reverse("article_history", args=[article.slug])
    words = f"{since.actor.name} {Sayer(article).words(since)}"
    return f"{address}?change={since.seq}#change-{since.seq}", f"See it in the history: {words}"


def _refused(
    request: EditorRequest,
    article: Article,
    words: str,
    more: tuple[str, str] = ("", ""),
    before: Change | None = None,
) -> HttpResponse:
    """Say why not. What was done before it is not undone unasked, but with the next u."""
    reading = reading_of(article)
    context = list_page(article, reading, MarkForm(article, reading))
    if before is not None:
        offer = f"Undo the one before it: {Sayer(article).words(before)}"
        context |= {"undo": before.seq, "undo_words": offer}
    return refused(request, "editing/annotations.html", context, [words], more)
