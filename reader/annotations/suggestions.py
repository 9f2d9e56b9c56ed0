"""Passages of an article that may play a part in its argument, and are not marked yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches

from reader.annotations.graphs import Reading
from reader.annotations.models import Dismissal
from reader.annotations.remarks import standing_dismissals
from reader.articles.models import Article, Revision
from reader.text.cues import Candidate, candidates, outside
from reader.text.rendering import blocks_of

ABOUT = "cue"


@dataclass(frozen=True)
class Suggestion:
    """A candidate with its words: those before the cue, the cue, and those after it."""

    candidate: Candidate
    before: str
    cue: str
    after: str
    about: str

    @property
    def quote(self) -> str:
        return self.before + self.cue + self.after


@dataclass(frozen=True)
class Suggestions:
    open: tuple[Suggestion, ...]
    dismissed: tuple[tuple[Suggestion, Dismissal], ...]


def suggestions_of(article: Article, reading: Reading) -> Suggestions:
    """What the cues find in the head revision outside the marked passages, in the order of the text."""
    head = article.head
    assert head is not None, "an article is never without a text"
    marked = [(p.start, p.end) for passages in reading.passages.values() for p in passages]
    found = [_suggestion(head.text, c) for c in outside(_candidates(article, head), marked)]
    gone = standing_dismissals(article)
    return Suggestions(
        open=tuple(suggestion for suggestion in found if suggestion.about not in gone),
        dismissed=tuple(_dismissed(found, gone).values()),
    )


def _candidates(article: Article, head: Revision) -> tuple[Candidate, ...]:
    """From the shelf where it can be: a revision never changes."""
    key = f"candidates:{head.pk}:{article.language}:{settings.VERSION}"
    shelf = caches["pages"]
    kept: tuple[Candidate, ...] | None = shelf.get(key)
    if kept is None:
        kept = candidates(head.text, article.language, blocks_of(head.html))
        shelf.set(key, kept)
    return kept


def _suggestion(text: str, candidate: Candidate) -> Suggestion:
    return Suggestion(
        candidate,
        before=text[candidate.start : candidate.cue_start],
        cue=candidate.cue,
        after=text[candidate.cue_end : candidate.end],
        about=_about(text, candidate),
    )


def _about(text: str, candidate: Candidate) -> str:
    """Names a suggestion for good by its cue and its words, wherever edits move them."""
    words = " ".join(text[candidate.start : candidate.end].casefold().split())
    cue = " ".join(candidate.cue.casefold().split())
    return f"{ABOUT} {cue[:60]} {sha256(words.encode()).hexdigest()[:32]}"


def _dismissed(
    found: list[Suggestion], gone: Mapping[str, Dismissal]
) -> dict[str, tuple[Suggestion, Dismissal]]:
    """Each once, though the same words may stand in several places."""
    return {s.about: (s, gone[s.about]) for s in found if s.about in gone}
