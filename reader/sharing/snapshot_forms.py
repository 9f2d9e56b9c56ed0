from django import forms

from reader.annotations.models import NOTE_LENGTH, SNAPSHOT_NAME_LENGTH
from reader.articles.forms import OneLine, WholeText


class SnapshotForm(forms.Form):
    """Names the article as it stands now, for good."""

    name = OneLine(
        max_length=SNAPSHOT_NAME_LENGTH,
        error_messages={
            "required": "Give it a name, such as: As submitted.",
            "max_length": f"A name has at most {SNAPSHOT_NAME_LENGTH} characters.",
        },
    )
    note = WholeText(
        max_length=NOTE_LENGTH,
        error_messages={"max_length": f"A note has at most {NOTE_LENGTH:,} characters."},
    )

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).strip()
