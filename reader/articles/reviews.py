"""The import review: what a text would become, with switches, before anything is saved.

Its state travels in its own form. What we guess (title, author, kind ...) is sent along, so that a
field which still holds our guess follows when the guess changes, and one that somebody typed in stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from reader.articles.forms import OTHER, ReviewForm, TextForm
from reader.articles.importing import Draft, Kind, draft_of
from reader.text.languages import direction_of, is_code
from reader.text.rendering import RenderRefused, render
from reader.text.structuring import Finding, Step

FIELDS = ("title", "byline", "source_url", "written_on", "language")
SWITCHES = ("offered", "idle", "on")
SAMPLES = 12
WORDS = {
    Step.TITLE: ("Take the title from the first line", ""),
    Step.REPEATED_TITLE: ("Remove the repeated title", ""),
    Step.BYLINE: ("Take author and date from the lines below the title", ""),
    Step.HEADINGS: ("1 heading", "{} headings"),
    Step.TABLES: ("1 table", "{} tables"),
    Step.QUOTATIONS: ("1 quotation", "{} quotations"),
    Step.LISTS: ("1 list", "{} lists"),
    Step.BREAKS: ("1 break between parts", "{} breaks between parts"),
    Step.AUTHOR: ("Author, and a closing note about them", ""),
}
KINDS = {
    Kind.PLAIN: ("Plain text", "Structure is proposed; signs such as * and # stay as they are."),
    Kind.MARKDOWN: ("Markdown", "Signs mean what they mean in Markdown; nothing is changed."),
}


@dataclass(frozen=True)
class Choice:
    """One switch: what it does, where in the text (line, words), and whether it is on."""

    value: str
    label: str
    hint: str = ""
    places: tuple[tuple[int, str], ...] = ()
    is_on: bool = True


@dataclass(frozen=True)
class Review:
    """`changes` names the parts of the page that differ from those it was sent from.

    `idle` are steps that are off and have nothing to do at the moment: as Markdown the text offers
    fewer, and when it is plain text again they are still off.
    """

    text: str
    draft: Draft
    form: ReviewForm
    steps: tuple[Choice, ...]
    idle: tuple[str, ...]
    kinds: tuple[Choice, ...]
    guesses: dict[str, str]
    changes: frozenset[str]

    @property
    def language(self) -> str:
        chosen = str(self.form["language"].value() or "")
        code = str(self.form["language_code"].value() or "") if chosen == OTHER else chosen
        return code if is_code(code) else "en"

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass(frozen=True)
class Preview:
    """The article as readers would see it, or why it cannot be shown."""

    html: str = ""
    problem: str = ""


def review_of(text_form: TextForm, post: QueryDict, is_final: bool = False) -> Review:
    """The review of a text that `text_form` found to be one; a final one complains about details."""
    text = str(text_form.cleaned_data["text"])
    asked = {*_known(post, "offered"), *_known(post, "idle")}
    off = {Step(value) for value in asked - set(_known(post, "on"))}
    draft = draft_of(text, _kind(post) or text_form.kind, off)
    guesses = {name: _written(getattr(draft.details, name)) for name in FIELDS}
    details = {name: _detail(post, name, guesses[name]) for name in FIELDS}
    details["language_code"] = post.get("language_code", "")
    steps = tuple(_step(finding, off, draft.kind) for finding in draft.proposal.findings)
    idle = tuple(sorted(off - {step.value for step in steps}))
    return Review(
        text=text,
        draft=draft,
        form=ReviewForm(details) if is_final else ReviewForm(initial=details),
        steps=steps,
        idle=idle,
        kinds=tuple(Choice(kind, *KINDS[kind], is_on=draft.kind is kind) for kind in KINDS),
        guesses=guesses | {"kind": post.get("guessed_kind") or draft.kind},
        changes=frozenset(_changes(post, guesses, {step.value for step in steps})),
    )


def preview_of(review: Review) -> Preview:
    """Rendered as a reader will see it; takes as long as saving will."""
    try:
        return Preview(html=render(review.draft.markdown).html)
    except RenderRefused as refusal:
        return Preview(problem=str(refusal))


def kept_switches(post: QueryDict) -> Iterator[tuple[str, str]]:
    """What the first page carries for the review, when somebody comes back to it."""
    yield from ((name, value) for name in SWITCHES for value in _known(post, name))
    guessed = (f"guessed_{name}" for name in FIELDS)
    yield from ((name, post.get(name, "")) for name in guessed if name in post)
    if (kind := _kind(post)) and kind != post.get("guessed_kind"):
        yield "kind", kind


def _kind(post: QueryDict) -> Kind | None:
    kind = post.get("kind", "")
    return Kind(kind) if kind in list(Kind) else None


def _known(post: QueryDict, name: str) -> list[str]:
    return [value for value in post.getlist(name) if value in list(Step)]


def _detail(post: QueryDict, name: str, guess: str) -> str:
    """What was typed, or our guess where the field holds nothing but the last one."""
    typed = post.get(name, "")
    return guess if typed == post.get(f"guessed_{name}", "") else typed


def _written(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _changes(post: QueryDict, guesses: dict[str, str], steps: set[str]) -> Iterator[str]:
    if any(post.get(f"guessed_{name}", "") != guess for name, guess in guesses.items()):
        yield "details"
    if set(_known(post, "offered")) != steps:
        yield "steps"


def _step(finding: Finding, off: set[Step], kind: Kind) -> Choice:
    one, several = WORDS[finding.step]
    if finding.step is Step.TITLE and kind is Kind.MARKDOWN:
        one = "Take the title from the first heading"
    label = several.format(finding.count) if several and finding.count > 1 else one
    hint = f"and {finding.count - SAMPLES} more" if finding.count > SAMPLES else ""
    return Choice(finding.step, label, hint, finding.places[:SAMPLES], finding.step not in off)
