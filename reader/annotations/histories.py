"""The history of an article, entry by entry, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from reader.annotations.models import Annotation
from reader.annotations.saying import Difference, Sayer
from reader.annotations.undoing import is_undoable
from reader.articles.models import Article, Change

PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One change as the history page shows it."""

    change: Change
    words: str
    differences: tuple[Difference, ...]
    can_be_undone: bool
    was_undone: bool

    @property
    def revisions(self) -> tuple[int, int] | None:
        """The text before and after, where a new one was saved."""
        if self.change.verb != "revise":
            return None
        before, after = self.change.before["article"], self.change.after["article"]
        return before["revision"], after["revision"]


def changes_of(article: Article, number: int | None = None, actor: str = "") -> QuerySet[Change]:
    """The log, newest first: of one annotation, or of one person, where asked for."""
    changes = article.changes.select_related("actor", "undoes__undoes__undoes").order_by("-seq")
    if number is not None:
        changes = changes.filter(after__has_key=f"annotation {number}")
    return changes.filter(actor__username=actor) if actor else changes


def entries(article: Article, changes: list[Change], holds: Mapping[int, bool]) -> list[Entry]:
    """Changes as they are shown; `holds` says which of them are still in effect."""
    sayer = Sayer(article)
    sayer.quotes.read(changes)
    return [
        Entry(
            change,
            sayer.words(change),
            tuple(sayer.differences(change)),
            change.undoes is None and is_undoable(change) and holds.get(change.seq, True),
            not holds.get(change.seq, True),
        )
        for change in changes
    ]


def numbers_in(change: Change) -> list[int]:
    """The annotations that a change touched."""
    names = (name.partition(" ") for name in change.after)
    return [int(number) for kind, _, number in names if kind == "annotation"]


def standing_label(article: Article, change: Change) -> str:
    """Where to look after a change: the first annotation it touched that stands."""
    found = article.annotations.standing().filter(number__in=numbers_in(change)).first()
    return found.label if isinstance(found, Annotation) else ""
