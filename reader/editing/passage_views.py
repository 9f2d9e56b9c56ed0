"""Change where annotations stand: borders, further passages, one made of two, two of one."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation
from reader.annotations.reshaping import merge, place, split
from reader.articles.access import article_to_annotate
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article
from reader.editing.fields import find_annotation
from reader.editing.forms import AnnotationForm
from reader.editing.merging import merging_page, merging_words
from reader.editing.pages import annotation_or_404, wording_page
from reader.editing.parts import After, EditorRequest, Notice, changed, on_card, refused, shown
from reader.editing.reshaping_forms import MergeForm, PlaceForm, SplitForm
from reader.editing.standings import outdated_page, places_at, places_page
from reader.web.htmx import is_swap, render_part

PAGE = "editing/annotation.html"
MERGING = ("editing/merging.html", "editing/_merging_form.html")


@require_POST
def annotation_place(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """All the places where an annotation stands from now on; none makes it unstated."""
    article = article_to_annotate(request, slug)
    annotation = annotation_or_404(reading_of(article), number)
    form = PlaceForm(article, request.POST)
    if form.is_valid():
        try:
            placed = place(annotation, by=request.user, **form.cleaned_data)
            after = _settled(request, on_card(placed), number)
            return changed(request, slug, Notice(_standing(article, placed)), after)
        except ChangeOvertaken:
            return _outdated(request, article, number, form)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _refused(request, article, annotation, form)


def _settled(request: EditorRequest, after: After, number: int) -> After:
    """What was sent again from beside another's version is settled: that form goes, others stay."""
    if "again" not in request.POST:
        return after
    return replace(after, form=(after.form or {}) | {"settled": number})


def _standing(article: Article, annotation: Annotation) -> str:
    passages = annotation.passages.filter(revision=article.head_id).found()
    quotes = [" ".join(passage.quote.split()) for passage in passages]
    if not quotes:
        return f"{annotation.label} is unstated now: it stands nowhere in the text."
    return f"{annotation.label} marks “{_shortened(' … '.join(quotes))}” now."


@require_POST
def annotation_split(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """The words that are sent become an annotation of their own."""
    article = article_to_annotate(request, slug)
    annotation = annotation_or_404(reading_of(article), number)
    form = SplitForm(article, request.POST)
    if form.is_valid():
        try:
            new = split(annotation, by=request.user, **form.cleaned_data)
            return _cut_out(request, article, new, annotation)
        except ChangeOvertaken:
            return _outdated(request, article, number, form, is_split=True)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
    return _refused(request, article, annotation, form)


def _cut_out(
    request: EditorRequest, article: Article, new: Annotation, old: Annotation
) -> HttpResponse:
    reading = reading_of(article)
    notice = Notice(f"{new.label} is cut out of {old.label}.")
    annotation = reading.by_number.get(new.number)
    if annotation is None:  # somebody has withdrawn it this very moment
        return changed(request, article.slug, notice, After())
    form = wording_page(article, reading, annotation, AnnotationForm(reading, annotation))
    after = After(annotation.label, f"gist-{new.number}", opened=new.number, form=form)
    return changed(request, article.slug, notice, _settled(request, after, old.number))


@require_http_methods(["GET", "HEAD", "POST"])
def annotation_merge(request: EditorRequest, slug: str, number: int) -> HttpResponse:
    """`?other=P2` says what merging with it will do."""
    article = article_to_annotate(request, slug)
    reading = reading_of(article)
    annotation = annotation_or_404(reading, number)
    if request.method == "POST":
        return _merge(request, article, reading, annotation)
    other = find_annotation(reading, request.GET.get("other", ""))
    page = merging_page(article, reading, annotation, MergeForm(reading))
    if other and other != annotation:
        page |= {"chosen": other.label, "says": merging_words(reading, annotation, other)}
    if "preview" in request.GET and is_swap(request):
        return render_part(request, MERGING[0], "editing/_merging_words.html", page)
    return shown(request, *MERGING, page)


def _merge(
    request: EditorRequest, article: Article, reading: Reading, annotation: Annotation
) -> HttpResponse:
    form = MergeForm(reading, request.POST)
    if form.is_valid():
        other = form.cleaned_data["other"]
        try:
            kept = merge(annotation, other, by=request.user)
            words = f"{other.label} is part of {kept.label} now."
            return changed(request, article.slug, Notice(words), on_card(kept, closed=True))
        except ChangeRefused as refusal:
            form.add_error("other", str(refusal))
    page = merging_page(article, reading, annotation, form, request.POST.get("other", ""))
    return shown(request, *MERGING, page, 422)


def _outdated(
    request: EditorRequest, article: Article, number: int, form: PlaceForm, is_split: bool = False
) -> HttpResponse:
    """409: the page as it stands now, and in the card what was wanted, to be sent once more."""
    wanted = places_at(article, form.cleaned_data["spans"])
    article.refresh_from_db()
    reading = reading_of(article)
    current = annotation_or_404(reading, number)
    page = outdated_page(article, reading, current, wanted, is_split)
    if not is_swap(request):
        wording = wording_page(article, reading, current, AnnotationForm(reading, current))
        return render(request, PAGE, wording | places_page(reading, current) | page, status=409)
    words = f"{page['by'].name} changed {current.label} meanwhile. Choose in its card."
    notice = Notice(words, undo=False, is_problem=True)
    after = After(current.label, f"again-{number}", form=page)
    return changed(request, article.slug, notice, after, status=409)


def _refused(
    request: EditorRequest, article: Article, annotation: Annotation, form: PlaceForm
) -> HttpResponse:
    reading = reading_of(article)
    page = wording_page(article, reading, annotation, AnnotationForm(reading, annotation))
    page |= places_page(reading, annotation) | {"pasted": request.POST.getlist("quote")[-1:]}
    return refused(request, PAGE, page, form.problems)


def _shortened(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
