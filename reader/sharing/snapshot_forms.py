from django import forms

from reader.articles.forms import OneLine, WholeText
from reader.articles.models import SNAPSHOT_NAME_LENGTH, SNAPSHOT_NOTE_LENGTH


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
        max_length=SNAPSHOT_NOTE_LENGTH,
        error_messages={"max_length": f"A note has at most {SNAPSHOT_NOTE_LENGTH:,} characters."},
    )

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).strip()
