"""What an adjudicator sends about a row of the comparison."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from reader.annotations.adopting import Taking, Wording, joined_note
from reader.annotations.models import GIST_LENGTH, Annotation
from reader.annotations.pairing import Row, spans_of
from reader.argument.roles import Role
from reader.articles.forms import OneLine
from reader.review.adjudication_pages import Bond, Comparison
from reader.text.spans import Span, joined

GONE = "This row is not there any more. Load the page again."
CHOICES = ("a", "b", "both", "out")
CHOOSE = "Choose what to adopt."


class RowForm(forms.Form):
    """A row and what is to become of it. `cleaned_data["takings"]` is what `adopt` takes."""

    row = forms.CharField(max_length=20, error_messages={"required": GONE, "max_length": GONE})
    choice = forms.ChoiceField(
        choices=[(choice, choice) for choice in CHOICES],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, comparison: Comparison, data: QueryDict) -> None:
        super().__init__(data)
        self.comparison = comparison

    def clean_row(self) -> Row:
        row = self.comparison.rows.get(self.cleaned_data["row"])
        if row is None:
            raise ValidationError(GONE)
        return row

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        row, choice = cleaned.get("row"), cleaned.get("choice")
        if isinstance(row, Row) and choice and choice != "out":
            cleaned["takings"] = _takings(row, choice)
            if not cleaned["takings"]:
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
        bonds = {bond.key: bond for bond in self.comparison.bonds}
        bond = bonds.get(self.cleaned_data["bond"])
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


def _takings(row: Row, choice: str) -> list[Taking]:
    """Where both marked the same passage, the one that is taken stands for the other, too."""
    sides = {"a": (row.mine, row.theirs), "b": (row.theirs, row.mine)}
    if choice == "both":
        return [Taking(one) for one in (row.mine, row.theirs) if one]
    source, other = sides[choice]
    return [Taking(source, _also(other))] if source else []


def _also(other: Annotation | None) -> tuple[Annotation, ...]:
    return (other,) if other else ()


def _common(mine: list[Span], theirs: list[Span]) -> list[Span]:
    common = [
        (max(start, other_start), min(end, other_end))
        for start, end in mine
        for other_start, other_end in theirs
    ]
    return joined((start, end) for start, end in common if start < end)
