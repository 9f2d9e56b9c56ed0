"""Revise an article's text: write, look at what that would do, save, and settle conflicts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from reader.annotations.revising import (
    BaseGone,
    MergeConflict,
    Saved,
    head_of,
    revise,
)
from reader.articles.access import article_to_revise
from reader.articles.history import ChangeRefused
from reader.articles.models import Article
from reader.editing.conflicts import joined
from reader.editing.parts import EditorRequest
from reader.editing.revise_forms import ReviseForm, too_long
from reader.editing.revising_pages import (
    Preview,
    Typed,
    conflict_page,
    editor_page,
    head_typed,
    preview_of,
    revision_of,
    saved_words,
)
from reader.text.decoding import MAX_CHARACTERS
from reader.text.merging import merge
from reader.text.rendering import RenderRefused
from reader.web.htmx import is_swap, render_part, render_parts

PAGE = "editing/revise.html"
REFUSAL = ("editing/_revise_problems.html", "editing/_revise_base.html")
EFFECTS = (
    "editing/_revise_effects.html",
    "editing/_revise_preview.html",
    "editing/_revise_count.html",
)
UNSHOWN = (EFFECTS[0], EFFECTS[2])  # the last preview stays, the number of its words would be wrong


@require_http_methods(["GET", "HEAD", "POST"])
def article_revise(request: EditorRequest, slug: str) -> HttpResponse:
    article = article_to_revise(request, slug)
    if request.method != "POST":
        return _editor(request, article, head_typed(article))
    form = ReviseForm(request.POST)
    if not form.is_valid():
        return _refused(request, article, _typed(article, form), form.problems)
    save = partial(revise, article, by=request.user, **form.wording)
    return _attempt(request, article, _typed(article, form), save)


@require_safe
def revision_restore(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """The editor with an old text in it: what it would do is seen before it is saved anew."""
    article = article_to_revise(request, slug)
    old = revision_of(article, number)
    if old is None:
        raise Http404
    typed = Typed(old.source, head_of(article).number, f"Revision {number} restored")
    return _editor(request, article, typed)


@require_http_methods(["GET", "HEAD", "POST"])
def revision_preview(request: EditorRequest, slug: str) -> HttpResponse:
    """What the text would become; nothing is saved. Without script, the page with all of it."""
    article = article_to_revise(request, slug)
    if request.method != "POST":
        return redirect("article_revise", slug)
    form = ReviseForm(request.POST)
    form.is_valid()
    typed = _decided(article, _typed(article, form), form)
    preview, problems = _tried(request, article, typed)
    problems = [str(words) for words in form.errors.get("source", [])] or problems
    status = 422 if problems else 200
    if not is_swap(request):
        context = editor_page(article, typed, preview, problems, shows_preview=True)
        return render(request, PAGE, context, status=status)
    context = editor_page(article, typed, None if problems else preview, problems)
    return render_parts(request, UNSHOWN if problems else EFFECTS, context, status)


def _attempt(
    request: EditorRequest, article: Article, typed: Typed, save: Callable[[], Saved]
) -> HttpResponse:
    try:
        return _saved(request, article, typed, save())
    except MergeConflict as conflict:
        return _asked(request, article, typed, conflict)
    except BaseGone as refusal:
        typed = replace(typed, base=head_of(article).number)
        return _refused(request, article, typed, [str(refusal)])
    except (ChangeRefused, RenderRefused) as refusal:
        return _refused(request, article, typed, [str(refusal)])


def _saved(request: EditorRequest, article: Article, typed: Typed, saved: Saved) -> HttpResponse:
    """On to the passages that somebody should look at, else back to the article."""
    messages.success(request, saved_words(saved, typed.base, request.user))
    doubtful = any(effect.is_news for effect in saved.effects.doubtful)
    page = "passage_list" if doubtful else "article_page"
    address = reverse(page, args=[article.slug])
    return HttpResponseClientRedirect(address) if is_swap(request) else redirect(address)


def _asked(
    request: EditorRequest, article: Article, typed: Typed, conflict: MergeConflict
) -> HttpResponse:
    """409: both versions, side by side with what they were made from."""
    context = conflict_page(article, typed, conflict, request.user)
    response = render_part(request, PAGE, "editing/_revise_conflict.html", context, 409)
    return reswap(retarget(response, "#main"), "innerHTML")


def _refused(
    request: EditorRequest, article: Article, typed: Typed, problems: list[str]
) -> HttpResponse:
    """422: everything stays in the fields. A swap leaves them as they are and says why not."""
    if is_swap(request):
        context = editor_page(article, typed, None, problems)
        return render_parts(request, REFUSAL, context, 422)
    return _editor(request, article, typed, problems)


def _editor(
    request: EditorRequest, article: Article, typed: Typed, problems: Sequence[str] = ()
) -> HttpResponse:
    preview, cannot = _tried(request, article, typed)
    shown = list(dict.fromkeys([*problems, *cannot]))
    context = editor_page(article, typed, preview, shown)
    return render(request, PAGE, context, status=422 if problems else 200)


def _tried(
    request: EditorRequest, article: Article, typed: Typed
) -> tuple[Preview | None, list[str]]:
    if (length := len(typed.source)) > MAX_CHARACTERS:
        return None, [too_long(length)]
    try:
        return preview_of(article, typed, request.user), []
    except RenderRefused as refusal:
        return None, [str(refusal)]


def _typed(article: Article, form: ReviseForm) -> Typed:
    """What was sent, as it was sent. What does not say its base counts as written upon the newest."""
    number = head_of(article).number if form.number is None else form.number
    source = form.cleaned_data.get("source") or form.data.get("source") or ""
    return Typed(str(source), number, str(form.data.get("summary") or ""))


def _decided(article: Article, typed: Typed, form: ReviseForm) -> Typed:
    """The text as it was decided between two versions; it is written upon the other one then."""
    theirs = revision_of(article, form.cleaned_data.get("theirs"))
    ground = revision_of(article, typed.base)
    if theirs is None or ground is None or "source" in form.errors:
        return typed
    parts = merge(ground.source, typed.source, theirs.source)
    return replace(typed, source=joined(parts, form.data), base=theirs.number)
