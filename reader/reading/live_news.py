"""What a page is told of each change: the parts of it that are no longer as they were.

Whoever may only read learns of the argument and the text, and of everything else that a number has
passed, so that no number is missing.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reader.annotations.histories import numbers_in
from reader.annotations.saying import Sayer
from reader.articles.models import Article, Change
from reader.articles.showing import is_shown

MOST_MISSED = 500  # changes; a page that missed more loads its parts whole
IN_TEXT = ("role", "status", "passages")  # what the highlights show of an annotation
PARTS = ("text", "argument", "cards", "talk", "proposals", "rounds", "details", "sheet")
WHOLE = {"text", "argument", "cards", "details"}
PARTS_OF_KIND = {
    "relation": {"argument", "cards"},
    "dismissal": {"argument"},
    "comment": {"talk"},
    "proposal": {"proposals"},
    "round": {"rounds"},
    "verdict": {"rounds"},
}
OPEN_KINDS = {"annotation", "relation", "article", "snapshot", "round"}
# The matters of owners, or of editors: reviewers hear the same words as they.
UNTOLD = {"invitation", "dismissal"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class News:
    """One change, as told to those who work on the article and to those who only read it."""

    seq: int
    parts: tuple[str, ...]
    annotations: tuple[int, ...]
    open_parts: tuple[str, ...]
    open_annotations: tuple[int, ...]
    by: str
    words: str

    def told(self, discusses: bool) -> dict[str, Any]:
        parts, numbers = (
            (self.parts, self.annotations)
            if discusses
            else (self.open_parts, self.open_annotations)
        )
        return {
            "seq": self.seq,
            "parts": list(parts),
            "by": self.by if discusses else "",
            "words": self.words if discusses else "",
            "annotations": list(numbers),
        }

    @cached_property
    def for_those_at_work(self) -> bytes:
        return frame("change", self.told(True), self.seq)

    @cached_property
    def for_readers(self) -> bytes:
        return frame("change", self.told(False), self.seq)


def frame(event: str, data: Mapping[str, Any] | None, seq: int | None = None) -> bytes:
    """One event of a stream. JSON has no line ends of its own, so the data are one line."""
    number = "" if seq is None else f"id: {seq}\n"
    return f"{number}event: {event}\ndata: {json.dumps(data)}\n\n".encode()


def news_since(article: Article, seq: int) -> list[News]:
    """All changes after that one, in order; at most as many as a page may have missed."""
    changes = article.changes.filter(seq__gt=seq).order_by("seq")
    rows = changes.select_related("actor", "undoes__undoes__undoes")[:MOST_MISSED]
    sayer = Sayer(article)
    return [_news_of(change, sayer) for change in rows]


def parts_of(change: Change, names: Iterable[str]) -> tuple[str, ...]:
    """Which parts of the page show any of these things, in the page's order."""
    found = {part for name in names for part in _parts_of_thing(change, name)}
    return tuple(part for part in PARTS if part in found)


def open_names(change: Change) -> list[str]:
    """Of the things that a change touched those that every reader sees, or saw before it."""
    names = [name for name in change.after if name.partition(" ")[0] in OPEN_KINDS]
    return [name for name in names if is_shown(name, change.before.get(name), change.after[name])]


def _news_of(change: Change, sayer: Sayer) -> News:
    seen = open_names(change)
    # Nobody can mark anything on a sheet any more whose round is closed: its page puts its tools away.
    closes = ("sheet",) if change.verb == "close round" and change.article.round_id else ()
    is_new_text = change.verb == "revise"
    numbers = () if is_new_text else tuple(sorted(numbers_in(change)))
    return News(
        seq=change.seq,
        parts=parts_of(change, change.after),
        annotations=numbers,
        open_parts=closes or parts_of(change, seen),
        open_annotations=tuple(n for n in numbers if f"annotation {n}" in seen),
        by=change.actor.username,
        words=_said(change, sayer),
    )


def _said(change: Change, sayer: Sayer) -> str:
    if change.object.partition(" ")[0] in UNTOLD:
        return ""
    try:
        return f"{change.actor.name} {sayer.words(change)}."
    except Exception:
        # One odd entry must not keep everything after it from everybody.
        logger.exception("Cannot say change %s in words", change.pk)
        return ""


def _parts_of_thing(change: Change, name: str) -> set[str]:
    kind = name.partition(" ")[0]
    if kind == "annotation":
        is_in_text = any(field in IN_TEXT for field in _altered(change, name))
        return {"text", "argument", "cards"} if is_in_text else {"argument", "cards"}
    if kind == "article":
        return WHOLE if change.verb in ("create", "revise") else {"details"}
    return PARTS_OF_KIND.get(kind, {"details"})


def _altered(change: Change, name: str) -> Iterator[str]:
    before, after = change.before.get(name) or {}, change.after[name] or {}
    yield from (field for field in before | after if before.get(field) != after.get(field))
