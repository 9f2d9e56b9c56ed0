"""The pages about rounds. What is marked in them stands on the sheets, which are pages of their own."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reader.accounts.models import User
from reader.annotations.rounds import (
    add_to_round,
    close_round,
    drop_from_round,
    open_round,
    people_for_rounds,
    say_done,
    sheets_of,
    show_readings,
)
from reader.articles.access import (
    article_to_discuss,
    article_to_manage,
    may_manage,
    round_to_manage,
    round_to_see,
    sheet_to_fill,
    signed_in,
)
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Round
from reader.review.round_forms import RoundForm, SeatForm
from reader.review.round_pages import round_entries, round_page


@require_http_methods(["GET", "HEAD", "POST"])
def round_list(request: HttpRequest, slug: str) -> HttpResponse:
    """GET for all who work on the article; owners open a round here."""
    if request.method == "POST":
        return _open(request, article_to_manage(request, slug))
    article = article_to_discuss(request, slug)
    return _list(request, article, RoundForm(article))


@require_safe
def round_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _page(request, round_to_see(request, slug, number))


@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET says what closing does: it cannot be taken back."""
    round = round_to_manage(request, slug, number)
    if request.method == "POST":
        done = f"Round {number} is closed: everybody’s sheet can be compared now."
        return _answer(request, round, lambda: close_round(round, signed_in(request)), done)
    if round.closed_at is not None:
        return _onwards(round)
    context = {"article": round.article, "page": round_page(request, round)}
    return render(request, "review/round_close.html", context)


@require_POST
def round_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    round = round_to_manage(request, slug, number)
    people = people_for_rounds(round.article)
    return _with_person(request, round, people, add_to_round, "{} takes part now.")


@require_POST
def round_drop(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    round = round_to_manage(request, slug, number)
    people = [sheet.editor for sheet in sheets_of(round)]
    return _with_person(request, round, people, drop_from_round, "{} takes no part any more.")


@require_POST
def round_leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One's own sheet is put away; an owner can bring it back by adding the person again."""
    round, by = round_to_see(request, slug, number), signed_in(request)
    sheet_to_fill(request, slug, number)
    return _answer(request, round, lambda: drop_from_round(round, by, by), "You have left it.")


@require_POST
def round_done(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Whoever takes part says that they are done, or go on after all."""
    sheet = sheet_to_fill(request, slug, number)
    round, is_done = round_to_see(request, slug, number), "go-on" not in request.POST
    words = "You have said that you are done." if is_done else "You go on marking."
    back = sheet if "on-sheet" in request.POST else None
    return _answer(
        request, round, lambda: say_done(sheet, is_done, signed_in(request)), words, back
    )


@require_POST
def round_shown(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Whether readers of the article see where two readings differ."""
    round, is_shown = round_to_manage(request, slug, number), "hide" not in request.POST
    words = "Readers see both readings now." if is_shown else "Readers see one reading only."
    return _answer(
        request, round, lambda: show_readings(round, is_shown, signed_in(request)), words
    )


def _open(request: HttpRequest, article: Article) -> HttpResponse:
    form = RoundForm(article, request.POST)
    if form.is_valid():
        try:
            round = open_round(article, **form.cleaned_data, by=signed_in(request))
            messages.success(request, f"Round {round.number} is open. Everybody in it is told.")
            return _onwards(round)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _list(request, article, form, status=422)


def _list(
    request: HttpRequest, article: Article, form: RoundForm, status: int = 200
) -> HttpResponse:
    owner = may_manage(request, article)
    context = {
        "article": article,
        "entries": round_entries(request, article),
        "owner": owner,
        "form": form if owner else None,
    }
    return render(request, "review/rounds.html", context, status=status)


def _with_person(
    request: HttpRequest,
    round: Round,
    people: Iterable[User],
    verb: Callable[[Round, User, User], None],
    words: str,
) -> HttpResponse:
    form = SeatForm(people, request.POST)
    if not form.is_valid():
        return _page(request, round, str(form.errors["person"][0]), status=422)
    person: User = form.cleaned_data["person"]
    return _answer(
        request, round, lambda: verb(round, person, signed_in(request)), words.format(person.name)
    )


def _answer(
    request: HttpRequest,
    round: Round,
    change: Callable[[], object],
    words: str,
    back: Article | None = None,
) -> HttpResponse:
    """Back to the round, or to the sheet, with a word of what was done; or the round with what is wrong."""
    try:
        change()
    except ChangeRefused as refusal:
        return _page(request, round, str(refusal), status=422)
    messages.success(request, words)
    return redirect(back) if back else _onwards(round)


def _onwards(round: Round) -> HttpResponse:
    return redirect("round_detail", round.article.slug, round.number)


def _page(request: HttpRequest, round: Round, refusal: str = "", status: int = 200) -> HttpResponse:
    round = round_to_see(request, round.article.slug, round.number)
    context = {
        "article": round.article,
        "page": round_page(request, round),
        "refusal": refusal,
    }
    return render(request, "review/round.html", context, status=status)
