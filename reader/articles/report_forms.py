from django import forms
from django.core.exceptions import ValidationError

from reader.argument.roles import number_of
from reader.articles.forms import OneLine, WholeText
from reader.articles.models import Article
from reader.articles.report_models import Offence
from reader.articles.reporting import Complaint

LONGEST = 2_000


class ReportForm(forms.Form):
    """What is wrong with this article, in the words of whoever reads it."""

    offence = forms.ChoiceField(
        choices=Offence.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what comes nearest.",
            "invalid_choice": "Choose one of these.",
        },
    )
    about = OneLine(max_length=20, required=False)
    words = WholeText(max_length=LONGEST)

    def __init__(self, article: Article, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.article = article

    def clean_about(self) -> str:
        """The code of one annotation that stands in this article, or nothing."""
        about: str = self.cleaned_data["about"]
        number = number_of(about)
        if about and not (number and _numbers_in(self.article).filter(number=number).exists()):
            raise ValidationError("There is no such annotation. Empty: the whole article.")
        return about

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("offence") == Offence.OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", "Say in a few words what is wrong.")
        return cleaned

    @property
    def complaint(self) -> Complaint:
        told = self.cleaned_data
        return Complaint(Offence(told["offence"]), told["words"].strip(), told["about"])


def _numbers_in(article: Article):  # type: ignore[no-untyped-def]  # a model of the layer above
    return article.annotations.filter(status="accepted")
