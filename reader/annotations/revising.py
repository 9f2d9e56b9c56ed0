"""Save a new text and carry every annotation over to it, in one transaction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction

from reader.accounts.models import User
from reader.annotations.models import Annotation, Fate, Passage, Status
from reader.annotations.placing import Entry, entry_of, followed, in_order
from reader.articles.history import ChangeOvertaken, ChangeRefused, record
from reader.articles.membering import edited
from reader.articles.models import Article, Revision
from reader.text.carrying import Carrier
from reader.text.merging import Part, merge
from reader.text.rendering import render

WITHOUT_TEXT = (
    "This would leave the article without a text. To remove the article, delete it in its settings."
)
# So often does a save start again because somebody else's came in between.
MOST_TRIES = 5


class BaseGone(ChangeRefused):
    """What the text was written upon is no revision of this article."""


class MergeConflict(Exception):
    """Both changed the same words. Nothing is saved: a person has to choose."""

    def __init__(self, base: Revision, theirs: Revision, parts: tuple[Part, ...]) -> None:
        super().__init__(f"The text was changed at the same places in revision {theirs.number}.")
        self.base, self.theirs, self.parts = base, theirs, parts


@dataclass(frozen=True)
class Effect:
    """What a new text does to one passage: `after` is the passage there, not saved unless the text is."""

    annotation: Annotation
    before: Passage
    after: Passage

    @property
    def fate(self) -> Fate:
        return Fate(self.after.fate)

    @property
    def is_news(self) -> bool:
        """Whether it is other than it was before, and not only somewhere else."""
        return (self.before.is_doubtful, self.before.quote) != (
            self.after.is_doubtful,
            self.after.quote,
        )


@dataclass(frozen=True)
class Effects:
    """What a new text does to all passages, in the order of the text."""

    all: tuple[Effect, ...]

    @cached_property
    def standing(self) -> tuple[Effect, ...]:
        """Those of annotations that everybody sees."""
        return tuple(effect for effect in self.all if effect.annotation.status == Status.ACCEPTED)

    @cached_property
    def counts(self) -> Counter[Fate]:
        return Counter(effect.fate for effect in self.standing)

    @cached_property
    def doubtful(self) -> tuple[Effect, ...]:
        """What somebody should look at: edited and lost ones."""
        return tuple(effect for effect in self.standing if effect.after.is_doubtful)

    @property
    def words(self) -> str:
        """41 stay, 2 edited, 1 lost."""
        said = {
            "stays": self.counts[Fate.KEPT],
            "moved": self.counts[Fate.MOVED],
            "edited": self.counts[Fate.EDITED],
            "lost": self.counts[Fate.LOST],
        }
        if said["stays"] != 1:
            said = {"stay": said.pop("stays"), **said}
        return ", ".join(f"{number} {word}" for word, number in said.items() if number)


@dataclass(frozen=True)
class Saved:
    """`merged_with` is somebody else's revision that came in between; `is_new` is False where the
    text was there already."""

    revision: Revision
    effects: Effects
    merged_with: Revision | None = None
    is_new: bool = True


def revise(article: Article, source: str, base: int, summary: str, by: User) -> Saved:
    """Save Markdown that was written upon revision number `base`, and carry every passage over.

    What others have saved since then is merged. Rendering and comparing come first, outside the
    transaction, and start again if another save was faster. Raises RenderRefused, ChangeRefused and
    MergeConflict; then nothing is saved.
    """
    for _ in range(MOST_TRIES):
        seen = Article.objects.with_heads().get(pk=article.pk)
        head = head_of(seen)
        merged = merged_source(seen, source, base)
        if merged == head.source:
            return Saved(head, Effects(()), is_new=False)
        revision = _unsaved(seen, merged, summary, by)
        carrier = Carrier(head.text, revision.text)
        rows = _rows(head)
        effects = _effects(rows, carrier, revision)
        with transaction.atomic():
            held = edited(seen, by)
            if held.head_id == head.pk:
                if held.edition != seen.edition:  # passages may have changed meanwhile
                    rows = _rows(head)
                    effects = _effects(rows, carrier, revision)
                _save(held, revision, rows, effects)
                return Saved(revision, effects, None if head.number == base else head)
    raise ChangeOvertaken("Others keep saving this text at the same moment. Save again.")


def foresee(article: Article, text: str) -> Effects:
    """What saving this plain text would do to the passages; nothing is written."""
    head = head_of(article)
    rows = _rows(head)
    unsaved = Revision(article=article, number=head.number + 1, text=text)
    return _effects(rows, Carrier(head.text, text), unsaved) if rows else Effects(())


def head_of(article: Article) -> Revision:
    assert article.head is not None, "an article is never without a text"
    return article.head


def merged_source(article: Article, source: str, base: int) -> str:
    """The text together with what others have saved since revision `base`, upon which it was written.

    Raises BaseGone and MergeConflict.
    """
    head = head_of(article)
    if base == head.number or source == head.source:
        return source
    ground = article.revisions.filter(number=base).first()
    if ground is None:
        raise BaseGone(
            f"This text was written upon revision {base}, which does not exist. Compare it with "
            f"revision {head.number}, then save it again to replace that."
        )
    parts = merge(ground.source, source, head.source)
    if any(part.is_conflict for part in parts):
        raise MergeConflict(ground, head, parts)
    return "".join(part.text for part in parts)


def _unsaved(article: Article, source: str, summary: str, by: User) -> Revision:
    rendered = render(source)
    if not rendered.text.strip():
        raise ChangeRefused(WITHOUT_TEXT)
    return Revision(
        article=article,
        number=head_of(article).number + 1,
        source=source,
        html=rendered.html,
        text=rendered.text,
        summary=summary,
        author=by,
    )


def _save(article: Article, revision: Revision, rows: list[Passage], effects: Effects) -> None:
    revision.edition = article.edition + 1
    revision.save()
    Passage.objects.bulk_create(effect.after for effect in effects.all)
    before = {"article": {"revision": revision.number - 1}} | _states(rows)
    article.head = revision
    article.save(update_fields=["head"])
    after = {"article": {"revision": revision.number, "summary": revision.summary}} | _states(
        effect.after for effect in effects.all
    )
    record(article, "revise", revision.author, before, after)


def _states(passages: Iterable[Passage]) -> dict[str, dict[str, Any]]:
    """What the log keeps: of annotations only where they stand, for that is all that a text alters."""
    entries: dict[str, list[Entry]] = {}
    for passage in passages:
        name = f"annotation {passage.annotation.number}"
        entries.setdefault(name, []).append(entry_of(passage))
    return {name: {"passages": in_order(found)} for name, found in entries.items()}


def _rows(revision: Revision) -> list[Passage]:
    """Also those of withdrawn annotations: they may be brought back."""
    rows = Passage.objects.filter(revision=revision)
    return list(rows.with_places().select_related("annotation"))


def _effects(rows: list[Passage], carrier: Carrier, revision: Revision) -> Effects:
    pairs = followed(rows, carrier, revision)
    effects = [Effect(row.annotation, row, after) for row, after in pairs]
    effects.sort(key=lambda effect: (effect.after.start, effect.after.end))
    return Effects(tuple(effects))
