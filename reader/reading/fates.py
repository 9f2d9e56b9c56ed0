"""What a card says of words that a revision has changed, or that the text no longer has."""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.models import Fate, Passage
from reader.text.comparing import compare_words


@dataclass(frozen=True)
class Lost:
    """Words as they were, and the revision that first had none of them.

    `anchor` is the id that the words had in the text, where no other passage has taken it.
    """

    quote: str
    since: int | None
    anchor: str


@dataclass(frozen=True)
class Edited:
    """The words before and after in one, as safe HTML, until an editor has said that they are meant."""

    words: str
    since: int | None


def lost_of(passages: Iterable[Passage], label: str, is_detached: bool) -> tuple[Lost, ...]:
    anchors = [f"p-{label}"] if is_detached else []
    return tuple(
        Lost(passage.quote, passage.doubtful_since, "".join(anchors[place : place + 1]))
        for place, passage in enumerate(passages)
    )


def edited_of(passages: Iterable[Passage]) -> tuple[Edited, ...]:
    return tuple(
        Edited(compare_words(passage.old_quote, passage.quote), passage.doubtful_since)
        for passage in passages
        if passage.fate == Fate.EDITED
    )
