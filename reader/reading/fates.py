"""What a card says of words that a revision has changed, or that the text no longer has."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from reader.annotations.models import Fate, Passage
from reader.text.comparing import compare_words


@dataclass(frozen=True)
class Lost:
    """Words as they were, and the revision that first had none of them.

    `anchor` is the id that the words had in the text, where no other passage has taken it;
    `stood_in` is the key of the revision that they are from.
    """

    quote: str
    since: int | None
    anchor: str
    stood_in: int | None


@dataclass(frozen=True)
class Edited:
    """The words before and after in one, as safe HTML, until an editor has said that they are meant.

    `key` is that of the passage, which whoever confirms the words names: they have seen no others.
    """

    key: int
    words: str
    since: int | None


def lost_of(passages: Iterable[Passage], label: str, is_detached: bool) -> tuple[Lost, ...]:
    anchors = [f"p-{label}"] if is_detached else []
    return tuple(
        Lost(
            passage.quote,
            passage.doubtful_since,
            "".join(anchors[place : place + 1]),
            passage.origin_revision_id,
        )
        for place, passage in enumerate(passages)
    )


def without_drafts(lost: Iterable[Lost], revisions: Container[int | None]) -> tuple[Lost, ...]:
    """For somebody who may see these revisions: that words are gone, but not words of any other."""
    return tuple(one if one.stood_in in revisions else replace(one, quote="") for one in lost)


def edited_of(passages: Iterable[Passage]) -> tuple[Edited, ...]:
    return tuple(
        Edited(passage.pk, compare_words(passage.old_quote, passage.quote), passage.doubtful_since)
        for passage in passages
        if passage.fate == Fate.EDITED
    )
