"""Where on the page something is connected, and where its editor goes on after that."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.articles.models import Article
from reader.editing.fields import find_annotation
from reader.editing.forms import RelationForm
from reader.editing.pages import relation_page
from reader.editing.parts import After, EditorRequest, on_card, shown
from reader.web.htmx import is_swap, render_part

BAR, STEP = "bar", "step"
# Dragged from the map, from the code map, or from a code in the text: that has the focus again.
DRAGGED = {"node": "n", "key": "k", "code": "r", STEP: "n"}
REFUSAL = "editing/_refusal.html"
PAGE, FORM, LINKING = (
    "editing/relation.html",
    "editing/_relation_form.html",
    "editing/_link_form.html",
)


def place_of(request: EditorRequest) -> str:
    """The card, unless the form says otherwise."""
    sent = request.POST if request.method == "POST" else request.GET
    place = sent.get("place", "")
    return place if place in (BAR, *DRAGGED) else ""


def after(request: EditorRequest, annotation: Annotation) -> After:
    """Whoever drags goes on dragging: no card opens over the map. Another form that is open stays."""
    place = place_of(request)
    if place in DRAGGED:
        return After(focus=f"{DRAGGED[place]}-{annotation.label}")
    return on_card(annotation, closed=place != BAR)


def premise_asked(request: EditorRequest, reading: Reading) -> Annotation | None:
    """What the address says is to be connected: ?premise=C1"""
    code = request.GET.get("premise", "")
    annotation = find_annotation(reading, code)
    if code and annotation is None:
        raise Http404
    return annotation


def connecting(
    request: EditorRequest,
    article: Article,
    reading: Reading,
    annotation: Annotation | None,
    form: RelationForm,
    proposes: bool,
) -> HttpResponse:
    """The form in its card, in the bar, or on a page of its own."""
    context = relation_page(article, reading, annotation, form) | {"proposes": proposes}
    status = 422 if form.is_bound else 200
    if place_of(request) == BAR:
        return shown(request, PAGE, LINKING, context | {"slot": "link-bar"}, status)
    return shown(request, PAGE, FORM, context, status)


def connecting_refused(
    request: EditorRequest, article: Article, reading: Reading, form: RelationForm, proposes: bool
) -> HttpResponse:
    premises = request.POST.getlist("premise")
    annotation = find_annotation(reading, premises[0]) if premises else None
    if is_brief(request):
        return refused_briefly(request, form.problems)
    return connecting(request, article, reading, annotation, form, proposes)


def is_brief(request: EditorRequest) -> bool:
    """Whether the form has room for a sentence only, and keeps what was chosen by itself."""
    return is_swap(request) and place_of(request) in DRAGGED


def refused_briefly(request: EditorRequest, problems: Sequence[str]) -> HttpResponse:
    return render_part(request, REFUSAL, REFUSAL, {"problems": problems}, 422)
