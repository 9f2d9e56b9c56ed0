"""Rounds compared and put together; the pages of rounds themselves are in round_views."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from reader.annotations.adopting import Taking, adopt
from reader.annotations.adopting_relations import adopt_relations
from reader.annotations.verdicts import leave_out
from reader.articles.access import (
    article_to_read,
    may_annotate,
    may_discuss,
    round_to_adjudicate,
    round_to_compare,
    signed_in,
)
from reader.articles.history import ChangeRefused
from reader.reading.arguments import argument_of
from reader.reading.moments import present
from reader.reading.two_readings import is_shown, people_of
from reader.review.adjudication_forms import BondForm, MergeForm, RowForm
from reader.review.adjudication_pages import Comparison, comparison_of
from reader.review.adjudication_tables import TABLES
from reader.web.htmx import HtmxRequest, is_swap, render_part, render_parts

PAGE = "review/compare.html"
ROW, BONDS = "review/_compared_row.html", "review/_compared_bonds.html"
PROGRESS = "review/_compared_progress.html"


@require_safe
def round_compare(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    comparison = comparison_of(round_to_compare(request, slug, number), request.GET.dict())
    return render(request, PAGE, _context(request, comparison))


@require_safe
def article_readings(request: HttpRequest, slug: str) -> HttpResponse:
    """Where editors who read it apart differ, for every reader, if its owner lets them know."""
    article = article_to_read(request, slug)
    if not is_shown(article):
        raise Http404
    cards = argument_of(present(article)).cards
    people = people_of(article) if may_discuss(request, article) else {}
    context = {
        "article": article,
        "cards": [card for card in cards if card.readings],
        "several": len({d.round for card in cards for d in card.readings}) > 1,
        "people": people.items(),
    }
    return render(request, "review/readings.html", context)


@require_safe
def round_table(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Rows or figures as comma-separated values."""
    comparison = comparison_of(round_to_compare(request, slug, number), request.GET.dict())
    if name not in TABLES:
        raise Http404
    response = HttpResponse(TABLES[name](comparison), content_type="text/csv; charset=utf-8")
    filename = f"{slug}-round-{number}-{name}.csv"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


@require_POST
def round_adopt(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """One row: from A, from B, both, or left out."""
    comparison = _to_adjudicate(request, slug, number)
    form = RowForm(comparison, request.POST)
    if not form.is_valid():
        return _refused(request, comparison, _problem(form), request.POST.get("row", ""))
    row, round, by = form.cleaned_data["row"], comparison.round, signed_in(request)
    sources = [source for source in (row.mine, row.theirs) if source]

    def act() -> None:
        if form.cleaned_data["choice"] == "out":
            leave_out(round, sources, by)
        else:
            adopt(round, form.cleaned_data["takings"], by)

    return _answered(request, comparison, act, row.key)


@require_POST
def round_adopt_agreed(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """Everything that both read alike and nobody has decided about, in the words of A."""
    comparison = _to_adjudicate(request, slug, number)
    takings = [
        Taking(line.row.mine, (line.row.theirs,))
        for line in comparison.open_agreed
        if line.row.mine and line.row.theirs
    ]
    by = signed_in(request)
    return _answered(request, comparison, lambda: adopt(comparison.round, takings, by))


@require_http_methods(["GET", "HEAD", "POST"])
def round_merge(request: HtmxRequest, slug: str, number: int, row: str) -> HttpResponse:
    comparison = _to_adjudicate(request, slug, number)
    found = comparison.rows.get(row)
    if found is None or not (found.mine and found.theirs):
        raise Http404
    form = MergeForm(comparison, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            adopt(comparison.round, [form.taking], signed_in(request))
            return _decided(request, comparison, row)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, comparison) | {"form": form, "line": comparison.line(row)}
    status = 422 if form.is_bound else 200
    part = "review/_compared_merge.html"
    response = render_part(request, "review/merge.html", part, context, status)
    return reswap(retarget(response, f"#row-{row} .agreement-verdict"), "innerHTML")


@require_POST
def round_connect(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """One relation."""
    comparison = _to_adjudicate(request, slug, number)
    form = BondForm(comparison, request.POST)
    if not form.is_valid():
        return _refused(request, comparison, _problem(form))
    bond, by = form.cleaned_data["bond"], signed_in(request)

    def act() -> None:
        if form.cleaned_data["choice"] == "out":
            leave_out(comparison.round, bond.sources, by)
        else:
            is_of_b = form.cleaned_data["choice"] == "b"
            sources = bond.sources[::-1] if is_of_b else bond.sources
            adopt_relations(comparison.round, [sources], by)

    return _answered(request, comparison, act)


@require_POST
def round_connect_ready(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """Every relation whose ends have been adopted."""
    comparison = _to_adjudicate(request, slug, number)
    by = signed_in(request)
    groups = [bond.sources for bond in comparison.ready]
    return _answered(request, comparison, lambda: adopt_relations(comparison.round, groups, by))


def _to_adjudicate(request: HttpRequest, slug: str, number: int) -> Comparison:
    return comparison_of(round_to_adjudicate(request, slug, number), request.GET.dict())


def _context(request: HttpRequest, comparison: Comparison) -> dict[str, object]:
    article = comparison.article
    return {
        "article": article,
        "round": comparison.round,
        "comparison": comparison,
        "adjudicates": may_annotate(request, article),
    }


def _answered(
    request: HtmxRequest, comparison: Comparison, act: Callable[[], object], row: str = ""
) -> HttpResponse:
    try:
        act()
    except ChangeRefused as refusal:
        return _refused(request, comparison, str(refusal), row)
    return _decided(request, comparison, row)


def _decided(request: HtmxRequest, comparison: Comparison, row: str) -> HttpResponse:
    """The row as it is now, and what else on the page depends on it; without script the page again."""
    if not is_swap(request):
        messages.success(request, "Done. The history says what was decided, and can undo it.")
        place = f"row-{row}" if row else "relations"
        return redirect(f"{_address(comparison)}#{place}")
    context = _context(request, comparison_of(comparison.round, request.GET.dict()))
    if not row:
        return render_parts(request, (BONDS, PROGRESS), context)
    context["line"] = context["comparison"].line(row)  # type: ignore[attr-defined]
    return render_parts(request, (ROW, BONDS, PROGRESS), context)


def _refused(
    request: HtmxRequest, comparison: Comparison, words: str, row: str = ""
) -> HttpResponse:
    context = _context(request, comparison) | {"refusal": words, "refused": row}
    if row in comparison.rows:
        context["line"] = comparison.line(row)
        return render_part(request, PAGE, ROW, context, 422)
    return render_part(request, PAGE, BONDS, context, 422)


def _address(comparison: Comparison) -> str:
    round = comparison.round
    address = reverse("round_compare", args=[round.article.slug, round.number])
    return f"{address}?{comparison.here}"


def _problem(form: Form) -> str:
    return " ".join(dict.fromkeys(str(words) for of in form.errors.values() for words in of))
