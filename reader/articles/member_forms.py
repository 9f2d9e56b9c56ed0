"""Forms about people: whoever is named must be a member of the article that the form is for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reader.accounts.models import User
from reader.articles.forms import OneLine
from reader.articles.inviting import DAYS, PARTS
from reader.articles.membering import NOT_THERE
from reader.articles.models import Article, Part

LINK, MAIL = "link", "mail"
WAYS = {LINK: "A link", MAIL: "An e-mail"}


class MemberField(OneLine):
    """A member by the name of their account."""

    article: Article

    def clean(self, value: Any) -> User:
        name = super().clean(value)
        members = self.article.memberships.select_related("user")
        membership = members.filter(user__username=name).first()
        if membership is None:
            raise ValidationError(NOT_THERE)
        return membership.user


class MemberForm(forms.Form):
    """Who is meant."""

    person = MemberField(error_messages={"required": "Choose a person."})

    def __init__(self, article: Article, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, MemberField)
        person.article = article


class PartForm(MemberForm):
    part = forms.ChoiceField(choices=Part.choices)


class HandOverForm(MemberForm):
    """`stay` is the part that whoever hands over keeps; nothing: they leave."""

    stay = forms.ChoiceField(choices=[*Part.choices, ("", "Leave")], required=False)

    def clean_stay(self) -> Part | None:
        stay = self.cleaned_data["stay"]
        return Part(stay) if stay else None


class InvitationForm(forms.Form):
    way = forms.ChoiceField(choices=list(WAYS.items()))
    email = OneLine(max_length=254, required=False)
    part = forms.ChoiceField(choices=[(part, part.label) for part in PARTS])
    days = forms.TypedChoiceField(choices=list(DAYS.items()), coerce=int)

    def clean(self) -> dict[str, Any]:
        """The address counts for an e-mail alone: a link is for whoever has it."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == LINK:
            self.errors.pop("email", None)
            cleaned["email"] = ""
        elif "email" not in self.errors:
            self._check_email(cleaned)
        return cleaned

    def _check_email(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["email"] = forms.EmailField().clean(cleaned.get("email", ""))
        except ValidationError:
            self.add_error("email", "Write the address as name@example.org.")
