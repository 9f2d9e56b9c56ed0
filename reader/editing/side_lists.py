"""The lists beside the article: what deserves a look, and what may be marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.annotations.remarks import Remarks, remarks_of
from reader.annotations.suggestions import Suggestion, suggestions_of
from reader.argument.findings import Finding, FindingKind, Step
from reader.articles.models import Article
from reader.text.cue_lists import cue_list_of, languages
from reader.text.languages import COMMON

FINDINGS, SUGGESTIONS = "findings", "suggestions"
AT_ONCE = 30
SHOWN_BEFORE, SHOWN_AFTER = 90, 140
WHY = (
    "The text argues like this",
    "It is said elsewhere",
    "It does not matter here",
    "The remark is wrong",
)
STEPS = {
    Step.CONNECT: "Connect",
    Step.SUPPORT: "Add a reason",
    Step.ANSWER: "Add an answer",
    Step.EDIT: "Edit",
}


@dataclass(frozen=True)
class FindingRow:
    """One finding: the annotation to go to, and the form that helps, which opens in a card."""

    place: int
    finding: Finding
    annotation: Annotation
    helped: Annotation
    step: str
    href: str


@dataclass(frozen=True)
class Group:
    kind: FindingKind
    rows: list[FindingRow]


@dataclass(frozen=True)
class SuggestionRow:
    """One suggestion, its words cut to some around the cue."""

    place: int
    suggestion: Suggestion

    @property
    def before(self) -> str:
        words = self.suggestion.before
        if len(words) <= SHOWN_BEFORE:
            return words
        return "… " + words[-SHOWN_BEFORE:].partition(" ")[2]

    @property
    def after(self) -> str:
        words = self.suggestion.after
        if len(words) <= SHOWN_AFTER:
            return words
        return words[:SHOWN_AFTER].rpartition(" ")[0] + " …"


def findings_page(article: Article, reading: Reading) -> dict[str, Any]:
    remarks = remarks_of(article, reading)
    rows = list(_rows(article, reading, remarks))
    kinds = dict.fromkeys(row.finding.kind for row in rows)
    return {
        "article": article,
        "side": FINDINGS,
        "to_mend": len(reading.doubtful),
        "groups": [Group(kind, [r for r in rows if r.finding.kind is kind]) for kind in kinds],
        "total": len(rows),
        "dismissed": remarks.dismissed,
        "why": WHY,
        "is_empty": not reading.annotations,
    }


def suggestions_page(article: Article, reading: Reading, start: int = 0) -> dict[str, Any]:
    """A stretch of the list, from the one at place `start`, counted from 0."""
    found = suggestions_of(article, reading)
    start = max(0, min(start, len(found.open) - 1))
    shown = found.open[start : start + AT_ONCE]
    return {
        "article": article,
        "side": SUGGESTIONS,
        "to_mend": len(reading.doubtful),
        "rows": [SuggestionRow(place, s) for place, s in enumerate(shown, start)],
        "total": len(found.open),
        "start": start,
        "earlier": max(0, start - AT_ONCE) if start else None,
        "later": start + AT_ONCE if start + AT_ONCE < len(found.open) else None,
        "dismissed": found.dismissed,
        "has_cues": cue_list_of(article.language) is not None,
        "language_name": COMMON.get(article.language.split("-")[0].lower(), article.language),
        "known_languages": [COMMON.get(code, code) for code in languages()],
    }


def focus_after(context: dict[str, Any], place: int) -> str:
    """Where the focus goes when the row at a place is gone: to the next, or to the heading."""
    if "rows" in context:
        places = [row.place for row in context["rows"]]
    else:
        places = [row.place for group in context["groups"] for row in group.rows]
    at = min(place, max(places, default=-1))
    return f"side-{at}" if at in places else "side-title"


def _rows(article: Article, reading: Reading, remarks: Remarks) -> Iterator[FindingRow]:
    for place, finding in enumerate(remarks.open):
        first = reading.by_number[int(finding.ids[0])]
        # Rhetoric is not helped itself: what it leans on is.
        helped = reading.by_number[int(finding.ids[-1])] if finding.step is Step.SUPPORT else first
        step = STEPS.get(finding.step, "")
        yield FindingRow(place, finding, first, helped, step, _href(article, finding, helped))


def _href(article: Article, finding: Finding, helped: Annotation) -> str:
    connect = reverse("relation_new", args=[article.slug])
    asked: dict[Step, dict[str, str]] = {
        Step.CONNECT: {"premise": str(helped.number)},
        Step.SUPPORT: {"target": helped.label},
        Step.ANSWER: {"target": helped.label, "verb": "attacks"},
    }
    if finding.step in asked:
        return f"{connect}?{urlencode(asked[finding.step])}"
    if finding.step is Step.EDIT:
        return reverse("annotation_edit", args=[article.slug, helped.number])
    return ""
