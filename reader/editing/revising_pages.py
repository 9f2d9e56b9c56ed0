"""The page on which a text is revised: what is typed, what it would become, what it would do."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reader.accounts.models import User
from reader.annotations.models import Fate
from reader.annotations.revising import (
    BaseGone,
    Effect,
    Effects,
    MergeConflict,
    Saved,
    foresee,
    head_of,
    merged_source,
)
from reader.articles.models import Article, Revision
from reader.editing.conflicts import MOST_ASKED, Clash, clashes_of
from reader.text.comparing import compare_words
from reader.text.counting import count_words
from reader.text.decoding import MAX_CHARACTERS
from reader.text.following import anchors_of
from reader.text.highlighting import highlight
from reader.text.languages import direction_of, minutes_to_read
from reader.text.merging import Part
from reader.text.rendering import Rendered, blocks_of, render


@dataclass(frozen=True)
class Typed:
    """What stands in the fields."""

    source: str
    base: int
    summary: str = ""
    is_unsaved: bool = True


@dataclass(frozen=True)
class News:
    """A passage that somebody should look at once the text is saved, and where it is in the preview."""

    label: str
    role: str
    gist: str
    fate: Fate
    place: str
    words: SafeString


@dataclass(frozen=True)
class Preview:
    """The article as readers would see it, and what that would do to its passages.

    `anchors` are pairs of a place in the source and the block that begins there; `more` says how
    many words more there are than in the saved text; `waiting` are passages that nobody has looked
    at since an earlier revision.
    """

    html: SafeString
    anchors: str
    line: str
    news: tuple[News, ...]
    waiting: int
    words: int
    more: int
    minutes: int
    meanwhile: str

    @property
    def count(self) -> str:
        return f"{self.words:,}"

    @property
    def difference(self) -> str:
        return f"+{self.more:,}" if self.more > 0 else f"−{-self.more:,}" if self.more else ""


@dataclass(frozen=True)
class Conflict:
    """Both changed the same words: what is to be decided, and what decided itself."""

    theirs: Revision
    base: Revision
    who: str
    clashes: Sequence[Clash]
    rest: int
    merged: int


def head_typed(article: Article) -> Typed:
    head = head_of(article)
    return Typed(head.source, head.number, is_unsaved=False)


def editor_page(
    article: Article,
    typed: Typed,
    preview: Preview | None,
    problems: Sequence[str] = (),
    shows_preview: bool = False,
) -> dict[str, Any]:
    return {
        "article": article,
        "direction": direction_of(article.language),
        "typed": typed,
        "preview": preview,
        "problems": problems,
        "shows_preview": shows_preview,
        "most": MAX_CHARACTERS,
    }


def preview_of(article: Article, typed: Typed, by: User) -> Preview:
    """Takes as long as saving; raises RenderRefused, as saving would."""
    head = head_of(article)
    source, meanwhile = _with_others(article, typed, by)
    is_saved = source == head.source
    rendered = Rendered(head.html, head.text, blocks_of(head.html)) if is_saved else render(source)
    effects = foresee(article, rendered.text)
    words = count_words(rendered.text)
    return Preview(
        html=mark_safe(_highlighted(rendered.html, effects.standing)),
        anchors=json.dumps(anchors_of(typed.source, rendered.text, rendered.blocks)),
        line=_line(effects),
        news=tuple(_news_of(effects.standing)),
        waiting=sum(not effect.is_news for effect in effects.doubtful),
        words=words,
        more=words - count_words(head.text),
        minutes=minutes_to_read(len(rendered.text), article.language),
        meanwhile=meanwhile,
    )


def conflict_page(
    article: Article, typed: Typed, conflict: MergeConflict, by: User
) -> dict[str, Any]:
    parts = conflict.parts
    count = sum(part.is_conflict for part in parts)
    return {
        "article": article,
        "typed": typed,
        "conflict": Conflict(
            theirs=conflict.theirs,
            base=conflict.base,
            who=who_saved(conflict.theirs, by),
            clashes=clashes_of(parts),
            rest=max(0, count - MOST_ASKED),
            merged=sum(_is_change(part) for part in parts),
        ),
    }


def saved_words(saved: Saved, base: int, by: User) -> str:
    """What is said where saving leads to."""
    number, line = saved.revision.number, _line(saved.effects)
    if not saved.is_new:
        is_again = saved.revision.author_id == by.pk and base < number
        said = "Saved as revision {}." if is_again else "Revision {} has this text already."
        return said.format(number)
    words = [f"Saved as revision {number}: {line}." if line else f"Saved as revision {number}."]
    if other := saved.merged_with:
        who = who_saved(other, by)
        words.append(
            f"{who} had saved revision {other.number} meanwhile; both changes are in the text."
        )
    return " ".join(words)


def who_saved(revision: Revision, by: User) -> str:
    """As the beginning of a sentence."""
    return "You" if revision.author_id == by.pk else str(revision.author.name)


def revision_of(article: Article, number: int | None) -> Revision | None:
    if number is None:
        return None
    return article.revisions.select_related("author").filter(number=number).first()


def _with_others(article: Article, typed: Typed, by: User) -> tuple[str, str]:
    """The text together with what others have saved since it was begun, and a sentence on that."""
    head = head_of(article)
    if typed.base == head.number or typed.source == head.source:
        return typed.source, ""
    who = who_saved(head, by)
    try:
        merged = merged_source(article, typed.source, typed.base)
    except BaseGone:
        return typed.source, f"Revision {typed.base}, upon which this was written, does not exist."
    except MergeConflict:
        asks = "When you save, you will be asked which words to keep."
        return typed.source, f"{who} changed the same words in revision {head.number}. {asks}"
    return (
        merged,
        f"{who} saved revision {head.number} meanwhile. This shows both changes together.",
    )


def _is_change(part: Part) -> bool:
    return not part.is_conflict and part.text != part.base


def _highlighted(html: str, effects: Iterable[Effect]) -> str:
    found = [(effect, _span(effect)) for effect in effects if not effect.after.is_lost]
    doubtful = {span: str(effect.fate) for effect, span in found if effect.after.is_doubtful}
    return highlight(html, [span for _, span in found], fates=doubtful)


def _span(effect: Effect) -> tuple[int, int, str, str]:
    annotation, after = effect.annotation, effect.after
    return after.start, after.end, annotation.label, annotation.role


def _news_of(effects: Iterable[Effect]) -> Iterator[News]:
    """In the order of the text. The ids of first marks are counted as highlighting counts them."""
    counts: Counter[str] = Counter()
    for effect in sorted(effects, key=lambda effect: (effect.after.start, -effect.after.end)):
        label = effect.annotation.label
        counts[label] += not effect.after.is_lost
        if effect.after.is_doubtful and effect.is_news:
            yield _news(effect, f"p-{label}-{counts[label]}" if counts[label] > 1 else f"p-{label}")


def _line(effects: Effects) -> str:
    """41 stay, 2 edited, 1 lost: without those that wait since an earlier revision."""
    fresh = [e for e in effects.standing if e.is_news or not e.after.is_doubtful]
    return Effects(tuple(fresh)).words


def _news(effect: Effect, place: str) -> News:
    annotation, after = effect.annotation, effect.after
    return News(
        label=annotation.label,
        role=annotation.role,
        gist=annotation.gist,
        fate=effect.fate,
        place="" if after.is_lost else place,
        words=mark_safe(compare_words(after.old_quote, "" if after.is_lost else after.quote)),
    )
