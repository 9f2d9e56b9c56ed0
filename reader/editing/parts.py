"""What an editor gets back: the parts of the reading page that a change touched, and a notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import reswap, retarget, trigger_client_event

from reader.accounts.models import User
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.annotations.undoing import entries_of, next_undo
from reader.articles.models import Article
from reader.editing.acting import article_to_mark, proposes
from reader.editing.mending_lists import passages_page
from reader.editing.side_lists import focus_after
from reader.reading.pages import reading_page
from reader.web.htmx import HtmxRequest, is_swap, query_of_page, render_part, render_parts

NOTICES = "#notices"
SIDE_COUNT, PROPOSAL_COUNT = "editing/_side_count.html", "editing/_proposal_count.html"
ARGUMENT = (
    "reading/_argument.html",
    "reading/_rail.html",
    "reading/_cards.html",
    SIDE_COUNT,
    PROPOSAL_COUNT,
)
QUEUE = "editing/_passages.html"
ALONE = (QUEUE,)
# What each part of the page is called in news of a change.
SHOWN = {
    "text": "reading/_text.html",
    "argument": "reading/_argument.html",
    "cards": "reading/_cards.html",
}
WITH_TEXT = ("reading/_text.html", "reading/_count.html", *ARGUMENT)


class EditorRequest(HtmxRequest):
    """A request to a view behind the editors' gate: whoever comes through is signed in."""

    user: User


@dataclass(frozen=True)
class Notice:
    """One sentence, and whether what it tells of is undone or done again with one click.

    `more` is the address of what it speaks of, `more_words` the text of the link to it.
    """

    words: str
    undo: bool = True
    redo: bool = False
    is_problem: bool = False
    more: str = ""
    more_words: str = ""


@dataclass(frozen=True)
class After:
    """How the page stands after a change: whose card is open, with which form, what has focus.

    `opened` and `closed` are the numbers of annotations; any other form that is open stays.
    """

    label: str = ""
    focus: str = "article"
    opened: int = 0
    closed: int = 0
    form: dict[str, Any] | None = None


def on_card(annotation: Annotation, closed: bool = False) -> After:
    """The card is open, its form is not; who came by keyboard goes on from its Edit button."""
    number = annotation.number
    return After(annotation.label, f"edit-{number}", closed=number if closed else 0)


def changed(
    request: EditorRequest,
    slug: str,
    notice: Notice,
    after: After,
    parts: Sequence[str] = WITH_TEXT,
    status: int = 200,
    pasted: Mapping[int, str] | None = None,
) -> HttpResponse:
    """The parts as they are now; without script, the page that was sent from, or the reading page.

    Sent from the queue of passages, that is among the parts; on a page of its own it is the only one.
    """
    article = article_to_mark(request, slug)
    at = request.POST.get("at")
    if article.round_id:  # nobody proposes anything on a sheet
        parts = [part for part in parts if part != PROPOSAL_COUNT]
    elif proposes(request, article):  # the queue and its count are for editors
        parts = [part for part in parts if part != SIDE_COUNT]
        at = "list" if at == "list" else None
    if at == "passages":
        after, parts = _in_queue(request, article, after, parts, pasted)
    if not is_swap(request):
        if at == "passages":
            messages.success(request, notice.words)
        return redirect(_address(article, after, at))
    request.GET = QueryDict(query_of_page(request))
    context = {
        "article": article,
        "page": None if parts == ALONE else reading_page(request, article),
        "notice": notice,
        "undo": next_undo(entries_of(article, request.user)) if notice.undo else None,
        "opened": after.opened,
        "closed": after.closed,
        **(after.form or {}),
    }
    response = render_parts(request, ["editing/_notice.html", *parts], context, status)
    reswap(retarget(response, NOTICES), "innerHTML")
    _tell_edition(response, article, parts)
    _tell(response, "parts:changed")
    if after.label:
        _tell(response, "passage:choose", label=after.label, **{"from": "text"})
    return _tell(response, "focus:move", to=after.focus)


def number_sent(digits: str | None) -> int:
    """A place in a list, or 0 for what is none."""
    is_number = digits and digits.isascii() and digits.isdecimal() and len(digits) < 7
    return int(digits or "") if is_number else 0


def _in_queue(
    request: EditorRequest,
    article: Article,
    after: After,
    parts: Sequence[str],
    pasted: Mapping[int, str] | None,
) -> tuple[After, Sequence[str]]:
    """The queue without the row that is done with, and the focus on the next one."""
    start = number_sent(request.POST.get("from"))
    queue = passages_page(article, reading_of(article), start, pasted)
    is_alone = "alone" in request.POST
    focus = focus_after(queue, number_sent(request.POST.get("place")))
    form = (after.form or {}) | queue | {"whole": is_alone}
    return After(focus=focus, form=form), ALONE if is_alone else (*parts, QUEUE)


def _address(article: Article, after: After, at: str | None) -> str:
    if at == "list":
        return reverse("annotation_list", args=[article.slug])
    if at == "passages":
        start = (after.form or {}).get("start")
        query = f"?from={start}" if start else ""
        return f"{reverse('passage_list', args=[article.slug])}{query}#{after.focus}"
    place = f"#c-{after.label}" if after.label else ""
    return f"{article.get_absolute_url()}{place}"


def shown(
    request: EditorRequest, page: str, form: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A form in its card, or on a page of its own. What is wrong with it, or its first field, has focus."""
    response = render_part(request, page, form, context, status)
    return _tell(response, "focus:move", within=context["slot"])


def refused(
    request: EditorRequest,
    page: str,
    context: dict[str, Any],
    problems: Sequence[str],
    more: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """Say why not where the notices are, and leave everything else on the page as it is."""
    notice = Notice(" ".join(dict.fromkeys(problems)), False, False, True, *more)
    return render_part(request, page, "editing/_notice.html", context | {"notice": notice}, 422)


def _tell_edition(response: HttpResponse, article: Article, parts: Sequence[str]) -> None:
    """News of this edition need not fetch these parts again."""
    names = [name for name, template in SHOWN.items() if template in parts]
    detail = {"edition": article.edition, "parts": names}
    trigger_client_event(response, "edition:shown", detail, after="settle")


def _tell(response: HttpResponse, event: str, **detail: str) -> HttpResponse:
    """Events reach the page in the order in which they are told, once the new parts are in place."""
    return trigger_client_event(response, event, detail, after="settle")
