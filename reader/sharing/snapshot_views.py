from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from reader.annotations.rewinding import article_at
from reader.articles.access import (
    article_to_revise,
    may_annotate,
    signed_in,
    snapshot_by_key,
    snapshot_to_read,
    snapshots_to_read,
)
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Snapshot
from reader.articles.snapshots import is_for_all, snapshots_of, take_snapshot
from reader.reading.moments import Moment
from reader.reading.pages import reading_page
from reader.reading.views import map_of_moment
from reader.sharing.citing import Citation
from reader.sharing.snapshot_comparing import Comparison, Side
from reader.sharing.snapshot_forms import SnapshotForm
from reader.web.htmx import HtmxRequest

FORMATS = {
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}


@require_http_methods(["GET", "HEAD", "POST"])
def snapshot_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be cited; whoever edits adds to it."""
    if request.method == "POST":
        return _take(request, article_to_revise(request, slug))
    article, snapshots = snapshots_to_read(request, slug)
    if address := _comparison_asked_for(request, article):
        return redirect(address)
    return _list(request, article, snapshots, SnapshotForm())


@require_safe
def snapshot_page(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    article, snapshot = snapshot_to_read(request, slug, number)
    moment = _moment(article, snapshot)
    context = {
        "article": moment.article,
        "page": reading_page(request, article, moment=moment),
        "snapshot": snapshot,
        "citation": _citation(request, moment.article, snapshot),
        "is_for_all": is_for_all(snapshot),
    }
    return render(request, "sharing/snapshot.html", context)


@require_safe
def snapshot_map(request: HtmxRequest, slug: str, number: int) -> HttpResponse:
    article, snapshot = snapshot_to_read(request, slug, number)
    return map_of_moment(request, article, _moment(article, snapshot))


@require_safe
def snapshot_citation(request: HttpRequest, slug: str, number: int, format: str) -> HttpResponse:
    """A file for a reference manager."""
    article, snapshot = snapshot_to_read(request, slug, number)
    if format not in FORMATS:
        raise Http404
    citation = _citation(request, article_at(article, snapshot.edition), snapshot)
    words = citation.bibtex if format == "bib" else citation.csl
    name = f'attachment; filename="{citation.id}.{format}"'
    headers = {"Content-Disposition": name}
    return HttpResponse(words, content_type=FORMATS[format], headers=headers)


@require_safe
def snapshot_compare(request: HttpRequest, slug: str, a: int, b: int) -> HttpResponse:
    article, before = snapshot_to_read(request, slug, a)
    _, after = snapshot_to_read(request, slug, b)
    return _compared(request, article, _side(article, before), _side(article, after))


@require_safe
def snapshot_since(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What has changed since a snapshot until now."""
    article, snapshot = snapshot_to_read(request, slug, number)
    head = article.head
    assert head is not None, "an article is never without a text"
    now = Side(
        "As it stands", article.edition, head, article.changed_at, article.get_absolute_url()
    )
    return _compared(request, article, _side(article, snapshot), now)


@require_safe
def snapshot_address(request: HttpRequest, key: str) -> HttpResponse:
    """The address in a citation. It leads to wherever the article is, for those who find it there."""
    snapshot = snapshot_by_key(request, key)
    address = reverse("snapshot_page", args=[snapshot.article.slug, snapshot.number])
    return redirect(address)


def _take(request: HttpRequest, article: Article) -> HttpResponse:
    form = SnapshotForm(request.POST)
    if form.is_valid():
        try:
            taken = take_snapshot(article, **form.cleaned_data, by=signed_in(request))
            return redirect("snapshot_page", article.slug, taken.number)
        except ChangeRefused as refusal:
            form.add_error("name", str(refusal))
    return _list(request, article, snapshots_of(article), form, status=422)


def _list(
    request: HttpRequest,
    article: Article,
    snapshots: Iterable[Snapshot],
    form: SnapshotForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "article": article,
        "snapshots": snapshots,
        "form": form if may_annotate(request, article) else None,
    }
    return render(request, "sharing/snapshots.html", context, status=status)


def _comparison_asked_for(request: HttpRequest, article: Article) -> str:
    """What the form of the list names: the numbers of two snapshots."""
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 9 for number in asked):
        return ""
    a, b = sorted(map(int, asked))
    return reverse("snapshot_compare", args=[article.slug, a, b])


def _compared(request: HttpRequest, article: Article, before: Side, after: Side) -> HttpResponse:
    comparison = Comparison(article, before, after)
    context = {"article": article, "comparison": comparison}
    return render(request, "sharing/comparison.html", context)


def _side(article: Article, snapshot: Snapshot) -> Side:
    href = reverse("snapshot_page", args=[article.slug, snapshot.number])
    name = f"Snapshot {snapshot.number}: {snapshot.name}"
    return Side(name, snapshot.edition, snapshot.revision, snapshot.created_at, href)


def _moment(article: Article, snapshot: Snapshot) -> Moment:
    return Moment(
        article=article_at(article, snapshot.edition),
        edition=snapshot.edition,
        address=reverse("snapshot_page", args=[article.slug, snapshot.number]),
        past=snapshot.revision,
        name=f"snapshot {snapshot.number}",
    )


def _citation(request: HttpRequest, article: Article, snapshot: Snapshot) -> Citation:
    """`article` as it was then."""
    address = reverse("snapshot_address", args=[snapshot.key])
    return Citation(
        key=snapshot.key,
        author=article.byline,
        title=article.title,
        number=snapshot.number,
        name=snapshot.name,
        day=localtime(snapshot.created_at).date(),
        url=request.build_absolute_uri(address),
        language=article.language,
    )
