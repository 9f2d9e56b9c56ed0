"""What an adjudicator sends about a row of the comparison."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.adopting import Taking, Wording, joined_note
from reader.annotations.models import GIST_LENGTH, Annotation
from reader.annotations.pairing import Row, spans_of
from reader.argument.roles import Role
from reader.articles.forms import OneLine
from reader.review.adjudication_pages import Comparison
from reader.review.adjudication_rows import Bond, Cell, Line
from reader.text.spans import Span, joined

GONE = "This row is not there any more. Load the page again."
CHOICES = ("a", "b", "both", "same", "out")
CHOOSE = "Choose what to adopt."


class RowForm(forms.Form):
    """A row and what is to become of it: `takings` are what `adopt` takes, `left_out` the rest."""

    row = forms.CharField(max_length=20, error_messages={"required": GONE, "max_length": GONE})
    choice = forms.ChoiceField(
        choices=[(choice, choice) for choice in CHOICES],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, comparison: Comparison, data: QueryDict) -> None:
        super().__init__(data)
        self.comparison = comparison

    def clean_row(self) -> Line:
        line = self.comparison.ledger.line(self.cleaned_data["row"])
        if line is None:
            raise ValidationError(GONE)
        return line

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        line, choice = cleaned.get("row"), cleaned.get("choice")
        if isinstance(line, Line) and choice:
            is_out = choice == "out"
            cleaned["takings"] = [] if is_out else takings_of(line, choice)
            cleaned["left_out"] = _annotations(line.left or line.there) if is_out else ()
            if not cleaned["takings"] and not cleaned["left_out"]:
                self.add_error("choice", CHOOSE)
        return cleaned


class BondForm(forms.Form):
    """A relation of the comparison, and whether it is adopted or left out."""

    bond = forms.CharField(max_length=20, error_messages={"required": GONE, "max_length": GONE})
    choice = forms.ChoiceField(
        choices=[("a", "a"), ("b", "b"), ("out", "out")],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, comparison: Comparison, data: QueryDict) -> None:
        super().__init__(data)
        self.comparison = comparison

    def clean_bond(self) -> Bond:
        bond = self.comparison.ledger.bond(self.cleaned_data["bond"])
        if bond is None:
            raise ValidationError(GONE)
        return bond


class MergeForm(forms.Form):
    """One annotation put together of two readings of a passage."""

    words = forms.ChoiceField(error_messages={"required": "Choose the words."})
    role = forms.ChoiceField(
        choices=[(role.value, role.capitalize()) for role in Role],
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."},
    )
    gist = OneLine(
        max_length=GIST_LENGTH,
        error_messages={
            "required": "Say it in one line.",
            "max_length": f"Keep it to {GIST_LENGTH} characters; these are %(show_value)s.",
        },
    )

    def __init__(self, comparison: Comparison, row: Row, data: QueryDict | None = None) -> None:
        assert row.mine and row.theirs, "only two annotations are merged"
        self.comparison, self.row = comparison, row
        self.mine, self.theirs = row.mine, row.theirs
        super().__init__(data, initial={"role": row.mine.role, "gist": row.mine.gist})
        self.fields["words"].choices = [  # type: ignore[attr-defined]
            (name, title) for name, title, _ in self.ways
        ]
        self.initial["words"] = self.ways[0][0] if self.ways else "none"

    @property
    def ways(self) -> list[tuple[str, str, list[Span]]]:
        """Which words it may stand on, each way once; nothing to choose for what is unsaid."""
        mine = joined(spans_of(self.comparison.pairing.mine, self.mine))
        theirs = joined(spans_of(self.comparison.pairing.theirs, self.theirs))
        every = [
            ("union", "All words of both", joined([*mine, *theirs])),
            ("shared", "Only words that both marked", _common(mine, theirs)),
            ("a", "As A marked", mine),
            ("b", "As B marked", theirs),
        ]
        seen: list[list[Span]] = []
        ways = []
        for name, title, spans in every:
            if spans not in seen:
                seen.append(spans)
                ways.append((name, title, spans))
        return ways

    @property
    def quotes(self) -> list[tuple[str, str, str]]:
        text = self.comparison.round.revision.text
        return [
            (name, title, " … ".join(text[start:end] for start, end in spans))
            for name, title, spans in self.ways
        ]

    @property
    def taking(self) -> Taking:
        """In the name of whoever's gist it is; of A's, where it is nobody's."""
        role, gist = Role(self.cleaned_data["role"]), self.cleaned_data["gist"]
        is_theirs = gist == self.theirs.gist != self.mine.gist
        source, other = (self.theirs, self.mine) if is_theirs else (self.mine, self.theirs)
        spans = next(s for name, _, s in self.ways if name == self.cleaned_data["words"])
        wording = Wording(role, gist, tuple(spans), joined_note(source, other))
        return Taking(source, (other,), wording)


def takings_of(line: Line, choice: str) -> list[Taking]:
    """Where both marked the same passage, the one that is taken stands for the other, too.

    What stands for one already may come to stand for the other; or the other is taken by itself.
    """
    if choice == "same":
        known = [cell.annotation for cell in line.there if cell.became]
        return [Taking(known[0], _annotations(line.left))] if known and line.left else []
    if choice == "both":
        return [Taking(cell.annotation) for cell in line.there]
    taken = [cell for cell in line.there if cell.letter.lower() == choice]
    others = [cell for cell in line.left if cell not in taken]
    return [Taking(cell.annotation, _annotations(others)) for cell in taken]


def _annotations(cells: Iterable[Cell]) -> tuple[Annotation, ...]:
    return tuple(cell.annotation for cell in cells)


def _common(mine: list[Span], theirs: list[Span]) -> list[Span]:
    common = [
        (max(start, other_start), min(end, other_end))
        for start, end in mine
        for other_start, other_end in theirs
    ]
    return joined((start, end) for start, end in common if start < end)
