from collections.abc import Iterable
from typing import Any

from django import forms

from reader.accounts.models import User
from reader.annotations.rounds import (
    FEWEST_PEOPLE,
    MOST_PEOPLE,
    TOO_FEW,
    TOO_MANY,
    people_for_rounds,
)
from reader.articles.forms import OneLine, WholeText
from reader.articles.models import ROUND_INSTRUCTIONS_LENGTH, Article


class RoundForm(forms.Form):
    """Who takes part in a new round, and what they are asked to do."""

    people = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose who takes part.",
            "invalid_choice": "Somebody you chose may not annotate the article any more. Choose again.",
        }
    )
    instructions = WholeText(
        max_length=ROUND_INSTRUCTIONS_LENGTH,
        error_messages={
            "max_length": f"Instructions have at most {ROUND_INSTRUCTIONS_LENGTH:,} characters."
        },
    )

    def __init__(self, article: Article, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {person.username: person for person in people_for_rounds(article)}
        people = self.fields["people"]
        assert isinstance(people, forms.MultipleChoiceField)
        people.choices = [(name, person.name) for name, person in self.known.items()]

    @property
    def invitees(self) -> list[tuple[User, bool]]:
        """Everybody who can be chosen, and whether they are."""
        chosen = set(self["people"].value() or [])
        return [(person, name in chosen) for name, person in self.known.items()]

    @property
    def is_possible(self) -> bool:
        return len(self.known) >= FEWEST_PEOPLE

    def clean_people(self) -> list[User]:
        chosen = [self.known[name] for name in self.cleaned_data["people"]]
        if len(chosen) < FEWEST_PEOPLE:
            raise forms.ValidationError(TOO_FEW)
        if len(chosen) > MOST_PEOPLE:
            raise forms.ValidationError(TOO_MANY)
        return chosen

    def clean_instructions(self) -> str:
        return str(self.cleaned_data["instructions"]).strip()


class SeatForm(forms.Form):
    """One of these people, by the name of their account."""

    person = OneLine(error_messages={"required": "Choose a person."})

    def __init__(self, people: Iterable[User], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {person.username: person for person in people}

    def clean_person(self) -> User:
        person = self.known.get(self.cleaned_data["person"])
        if person is None:
            raise forms.ValidationError("Choose a person from the list.")
        return person
