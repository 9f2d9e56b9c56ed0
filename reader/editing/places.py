"""Where on the page something is connected, and where its editor goes on after that."""

from collections.abc import Sequence

from django.http import HttpResponse

from reader.annotations.models import Annotation
from reader.editing.parts import After, EditorRequest, on_card
from reader.web.htmx import is_swap, render_part

BAR, STEP = "bar", "step"
# Dragged from the map, from the code map, or from a code in the text: that has the focus again.
DRAGGED = {"node": "n", "key": "k", "code": "r", STEP: "n"}
REFUSAL = "editing/_refusal.html"


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


def is_brief(request: EditorRequest) -> bool:
    """Whether the form has room for a sentence only, and keeps what was chosen by itself."""
    return is_swap(request) and place_of(request) in DRAGGED


def refused_briefly(request: EditorRequest, problems: Sequence[str]) -> HttpResponse:
    return render_part(request, REFUSAL, REFUSAL, {"problems": problems}, 422)
