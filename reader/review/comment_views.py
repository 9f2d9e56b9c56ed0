"""Talk about an annotation, a step or the article: threads, answers, and what becomes of them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from reader.accounts.models import User
from reader.annotations import commenting
from reader.annotations.comment_models import Comment
from reader.annotations.threads import counts_of
from reader.articles.access import article_to_talk_about, signed_in
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article
from reader.review.comment_forms import CommentForm, EditForm
from reader.review.comment_pages import (
    address_of,
    comment_or_404,
    list_page,
    talk_page,
    thing_of,
    thread_page,
)
from reader.web.htmx import HtmxRequest, is_swap, path_of_page, render_part, render_parts

LIST, THREADS, TALK = "review/comments.html", "review/_talk_list.html", "review/_talk.html"
PAGE, THREAD, EDITING = "review/thread.html", "review/_thread.html", "review/_comment_form.html"
COUNTS = "review/_talk_counts.html"


@require_http_methods(["GET", "HEAD", "POST"])
def comment_list(request: HtmxRequest, slug: str) -> HttpResponse:
    """Threads on a page, which asks for them again with ?show; those about one thing as a part of its card."""
    article = article_to_talk_about(request, slug)
    if request.method == "POST":
        return _comment(request, article)
    return _listed(request, article, CommentForm())


def _listed(
    request: HtmxRequest, article: Article, form: CommentForm, status: int = 200
) -> HttpResponse:
    by = signed_in(request)
    if is_swap(request) and "show" not in request.GET:
        about = request.POST.get("about") or request.GET.get("about", "")
        context = talk_page(article, by, thing_of(article, about), form)
        context |= {"sent": f"new-{about}" if request.method == "POST" else ""}
        return _with_counts(request, TALK, context, status)
    query = request.GET.copy()
    if request.method == "POST":
        query["about"] = request.POST.get("about", "")
    return render_part(request, LIST, THREADS, list_page(article, by, query, form), status)


def _comment(request: HtmxRequest, article: Article) -> HttpResponse:
    about = thing_of(article, request.POST.get("about", ""))
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            body = form.cleaned_data["body"]
            new = commenting.comment(article, body, signed_in(request), about)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not is_swap(request):
                return redirect(address_of(article, new))
            return _focused(_listed(request, article, CommentForm()), f"comment-{new.number}")
    return _listed(request, article, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_thread(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """The thread of a comment; ?edit has the form that changes it. POST changes it."""
    article = article_to_talk_about(request, slug)
    comment = comment_or_404(article, number)
    if request.method == "POST":
        return _edit(request, article, comment)
    if "edit" not in request.GET or comment.author != request.user:
        return _shown(request, article, comment, open="whole" in request.GET)
    form = EditForm(initial={"body": comment.body, "version": comment.version})
    context = thread_page(article, signed_in(request), comment)
    context |= {"editing": comment.number, "edited": comment, "edit_form": form}
    return _focused(render_part(request, PAGE, EDITING, context), f"comment-edit-{number}")


def _edit(request: HtmxRequest, article: Article, comment: Comment) -> HttpResponse:
    form = EditForm(request.POST)
    opened: dict[str, Any] = {"editing": comment.number, "edited": comment, "edit_form": form}
    if not form.is_valid():
        return _shown(request, article, comment, 422, **opened)
    try:
        commenting.edit(comment, by=signed_in(request), **form.cleaned_data)
    except ChangeOvertaken as refusal:
        return _overtaken(request, article, comment, form, str(refusal))
    except ChangeRefused as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, article, comment, 422, **opened)
    return _changed(request, article, comment, comment, sent=f"comment-edit-{comment.number}")


def _overtaken(
    request: HtmxRequest, article: Article, comment: Comment, form: EditForm, words: str
) -> HttpResponse:
    """409: what is typed stays in the field, under what is saved now."""
    now = comment_or_404(article, comment.number)
    opened = {"editing": now.number, "edited": now, "edit_form": form.at(now.version)}
    return _shown(request, article, now, 409, theirs=now, why=words, **opened)


@require_POST
def comment_reply(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_talk_about(request, slug)
    comment = comment_or_404(article, number)
    form = CommentForm(request.POST)
    root = comment.root
    if form.is_valid():
        try:
            new = commenting.reply(comment, form.cleaned_data["body"], signed_in(request))
            return _changed(request, article, comment, new, sent=f"reply-{root.number}")
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, article, comment, 422, reply_form=form, sent=f"reply-{root.number}")


@require_POST
def comment_withdraw(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    return _act(request, slug, number, commenting.take_back)


@require_POST
def comment_restore(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    return _act(request, slug, number, commenting.bring_back)


@require_POST
def comment_resolve(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    return _act(request, slug, number, commenting.resolve)


@require_POST
def comment_reopen(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    return _act(request, slug, number, commenting.reopen)


def _act(
    request: HtmxRequest, slug: str, number: int, verb: Callable[[Comment, User], Comment]
) -> HttpResponse:
    article = article_to_talk_about(request, slug)
    comment = comment_or_404(article, number)
    try:
        verb(comment, signed_in(request))
    except ChangeRefused as refusal:
        return _shown(request, article, comment, 422, problem=str(refusal))
    return _changed(request, article, comment, comment)


def _changed(
    request: HtmxRequest, article: Article, comment: Comment, focus: Comment, sent: str = ""
) -> HttpResponse:
    """The thread as it is now, and how much is said; without script, its page."""
    if not is_swap(request):
        return redirect(address_of(article, focus))
    response = _shown(request, article, comment, sent=sent)
    return _focused(response, f"comment-{focus.number}")


def _shown(
    request: HtmxRequest, article: Article, comment: Comment, status: int = 200, **forms: Any
) -> HttpResponse:
    context = thread_page(article, signed_in(request), comment, **forms)
    if is_swap(request):
        return _with_counts(request, THREAD, context, status)
    return render_part(request, PAGE, THREAD, context, status)


def _with_counts(
    request: HtmxRequest, part: str, context: dict[str, Any], status: int
) -> HttpResponse:
    """What was read is no longer unread: the cards and the bar say so, too, where there are any."""
    comments = reverse("comment_list", args=[context["article"].slug])
    if path_of_page(request).startswith(comments):
        return render_parts(request, [part], context, status)
    talk = counts_of(context["article"], signed_in(request))
    return render_parts(request, [part, COUNTS], context | {"talk": talk}, status)


def _focused(response: HttpResponse, to: str) -> HttpResponse:
    return trigger_client_event(response, "talk:focus", {"to": to}, after="settle")
