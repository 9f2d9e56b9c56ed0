"""Rounds compared and put together; the pages of rounds themselves are in round_views."""

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from reader.annotations.adopting import adopt
from reader.annotations.adopting_relations import adopt_relations
from reader.annotations.verdicts import last_decision, leave_out, take_back
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
from reader.review.adjudication_forms import BondForm, MergeForm, RowForm, takings_of
from reader.review.adjudication_pages import Comparison, comparison_of, states_in
from reader.review.adjudication_tables import TABLES
from reader.web.htmx import HtmxRequest, is_swap, render_part, render_parts

PAGE, PROGRESS = "review/compare.html", "review/_compared_progress.html"
ROW, BOND = "review/_compared_row.html", "review/_compared_bond.html"
OTHERS = "review/_compared_others.html"


@require_safe
def round_compare(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """The page; for a page that is open already, what somebody has decided meanwhile."""
    comparison = comparison_of(round_to_compare(request, slug, number), request.GET.dict())
    if is_swap(request):
        return _shown(request, comparison, PROGRESS, oob=True)
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
    """One row: from A, from B, both, as what stands for the other one, or left out."""
    comparison = _to_adjudicate(request, slug, number)
    form = RowForm(comparison, request.POST)
    if not form.is_valid():
        return _refused(request, comparison, _problem(form), row=request.POST.get("row", ""))
    chosen, round, by = form.cleaned_data, comparison.round, signed_in(request)

    def act() -> None:
        if chosen["left_out"]:
            leave_out(round, chosen["left_out"], by)
        else:
            adopt(round, chosen["takings"], by)

    return _answered(request, comparison, act, row=chosen["row"].key)


@require_POST
def round_adopt_agreed(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """All that both read alike, in the words of A; or all that the article has already."""
    comparison = _to_adjudicate(request, slug, number)
    ledger, by = comparison.ledger, signed_in(request)
    if "known" in request.POST:
        chosen = [(line, line.twins[0].letter.lower()) for line in ledger.known]
    else:
        chosen = [(line, "same" if line.became else "a") for line in ledger.open_agreed]
    takings = [taking for line, choice in chosen for taking in takings_of(line, choice)]
    return _answered(request, comparison, lambda: adopt(comparison.round, takings, by))


@require_http_methods(["GET", "HEAD", "POST"])
def round_merge(request: HtmxRequest, slug: str, number: int, row: str) -> HttpResponse:
    comparison = _to_adjudicate(request, slug, number)
    line = comparison.ledger.line(row)
    if line is None or len(line.there) < 2:
        raise Http404
    form = MergeForm(comparison, line.row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            adopt(comparison.round, [form.taking], signed_in(request))
            return _decided(request, comparison, row=row)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, comparison) | {"form": form, "line": line}
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
        return _refused(request, comparison, _problem(form), bond=request.POST.get("bond", ""))
    bond, by = form.cleaned_data["bond"], signed_in(request)

    def act() -> None:
        if form.cleaned_data["choice"] == "out":
            leave_out(comparison.round, bond.sources, by)
        else:
            is_of_b = form.cleaned_data["choice"] == "b"
            sources = bond.sources[::-1] if is_of_b else bond.sources
            adopt_relations(comparison.round, [sources], by)

    return _answered(request, comparison, act, bond=bond.key)


@require_POST
def round_connect_ready(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """Every relation whose ends have been adopted."""
    comparison = _to_adjudicate(request, slug, number)
    by = signed_in(request)
    groups = [bond.sources for bond in comparison.ledger.ready]
    return _answered(request, comparison, lambda: adopt_relations(comparison.round, groups, by))


@require_POST
def round_undo(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    """One's own last decision, if nothing else was done since."""
    comparison = _to_adjudicate(request, slug, number)
    before = comparison.states
    try:
        take_back(comparison.round, signed_in(request))
    except ChangeRefused as refusal:
        return _refused(request, comparison, str(refusal))
    now = comparison.again()
    undone = next((item.place for item in now.altered(before)), "")
    if not is_swap(request):
        return redirect(f"{_address(now)}#{undone or 'passages'}")
    response = _shown(request, now, PROGRESS)
    return trigger_client_event(response, "decision:undone", {"place": undone}, after="settle")


def _to_adjudicate(request: HttpRequest, slug: str, number: int) -> Comparison:
    return comparison_of(round_to_adjudicate(request, slug, number), request.GET.dict())


def _context(request: HttpRequest, comparison: Comparison) -> dict[str, object]:
    article = comparison.article
    adjudicates = may_annotate(request, article)
    return {
        "article": article,
        "round": comparison.round,
        "comparison": comparison,
        "adjudicates": adjudicates,
        "has_decided": adjudicates and last_decision(article, signed_in(request)) is not None,
    }


def _answered(
    request: HtmxRequest,
    comparison: Comparison,
    act: Callable[[], object],
    row: str = "",
    bond: str = "",
) -> HttpResponse:
    try:
        act()
    except ChangeRefused as refusal:
        return _refused(request, comparison, str(refusal), row, bond)
    return _decided(request, comparison, row, bond)


def _decided(
    request: HtmxRequest, comparison: Comparison, row: str = "", bond: str = ""
) -> HttpResponse:
    """What was decided about as it is now, and how far that is; without script the page again."""
    if not (row or bond) or not is_swap(request):
        place = f"row-{row}" if row else f"bond-{bond}" if bond else "passages"
        return redirect(f"{_address(comparison)}#{place}")
    now = comparison.again()
    if row:
        return _shown(request, now, ROW, PROGRESS, but=row, line=now.ledger.line(row))
    return _shown(request, now, BOND, PROGRESS, but=bond, bond=now.ledger.bond(bond))


def _shown(
    request: HtmxRequest, now: Comparison, *parts: str, but: str = "", **more: object
) -> HttpResponse:
    """These parts, and all other rows that the page does not have as they are by now.

    One decision may concern several: a step can be adopted once what it attacks has been.
    """
    since = states_in(request.POST.get("had") or request.GET.get("had", ""))
    others = [item for item in now.altered(since) if item.key != but]
    context = _context(request, now) | {"others": others} | more
    response = render_parts(request, (*parts, OTHERS), context)
    told = {"edition": now.article.edition}
    return trigger_client_event(response, "decisions:shown", told, after="settle")


def _refused(
    request: HtmxRequest, comparison: Comparison, words: str, row: str = "", bond: str = ""
) -> HttpResponse:
    """In the row that it is about; without script above all rows, of which not all are shown."""
    context = _context(request, comparison) | {"refusal": words}
    line, found = comparison.ledger.line(row), comparison.ledger.bond(bond)
    if is_swap(request) and (line or found):
        part = ROW if line else BOND
        context |= {"line": line, "bond": found, "refused": row if line else bond}
        return render_parts(request, (part, PROGRESS), context, 422)
    response = render_part(request, PAGE, PROGRESS, context, 422)
    return reswap(retarget(response, "#agreement-progress"), "outerHTML")


def _address(comparison: Comparison) -> str:
    round = comparison.round
    address = reverse("round_compare", args=[round.article.slug, round.number])
    return f"{address}?{comparison.here}"


def _problem(form: Form) -> str:
    return " ".join(dict.fromkeys(str(words) for of in form.errors.values() for words in of))
