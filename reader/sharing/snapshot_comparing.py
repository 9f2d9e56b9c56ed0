"""What differs between two states of one article, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reader.annotations.graphs import Reading
from reader.annotations.history_words import FIELDS
from reader.annotations.models import Annotation
from reader.annotations.rewinding import article_at, reading_told, two_states
from reader.annotations.saying import Sayer
from reader.annotations.states import State
from reader.articles.models import Article, Change, Revision
from reader.reading.comparisons import Counts, counted
from reader.text.comparing import compare_words

DETAILS = ("title", "byline", "written_on", "language", "source_url")
IN_WORDS = ("gist", "note")  # compared word by word, as the passages are


@dataclass(frozen=True)
class Side:
    """One of the two: a snapshot, or the article as it stands."""

    name: str
    edition: int
    revision: Revision
    day: datetime
    href: str


@dataclass(frozen=True)
class FieldRow:
    """One field, before and after in one: safe HTML with <del> and <ins>."""

    field: str
    words: SafeString


@dataclass(frozen=True)
class Changed:
    """An annotation or a relation that both states have, and what of it differs."""

    name: str
    gist: str
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True)
class Named:
    """An annotation or a relation that only one of the two has."""

    name: str
    gist: str = ""


@dataclass(frozen=True)
class Group:
    """Annotations, or relations: what came, what went, what is another now."""

    title: str
    added: tuple[Named, ...]
    withdrawn: tuple[Named, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.withdrawn or self.changed)


class Comparison:
    """Both states, read off the log; a fixed number of queries."""

    def __init__(self, article: Article, before: Side, after: Side) -> None:
        self.article, self.before, self.after = article, before, after
        self.old_states, self.new_states = two_states(article, before.edition, after.edition)
        self.old = reading_told(article, before.edition, self.old_states)
        self.new = reading_told(article, after.edition, self.new_states)
        self.sayer = _sayer(article, self.new)
        self.sayer_before = _sayer(article, self.old)

    @cached_property
    def text(self) -> Counts | None:
        """None where both have the same text."""
        old, new = self.before.revision, self.after.revision
        return None if old.pk == new.pk else counted(old, new)

    @cached_property
    def details(self) -> tuple[FieldRow, ...]:
        """Title, author, date, language, source."""
        old = article_at(self.article, self.before.edition)
        new = article_at(self.article, self.after.edition)
        pairs = ((name, getattr(old, name), getattr(new, name)) for name in DETAILS)
        return tuple(
            _row(FIELDS[name], was or "", now or "") for name, was, now in pairs if was != now
        )

    @cached_property
    def annotations(self) -> Group:
        old, new = self.old.by_number, self.new.by_number
        return Group(
            "Annotations",
            tuple(Named(new[n].label, new[n].gist) for n in sorted(new.keys() - old.keys())),
            tuple(Named(old[n].label, old[n].gist) for n in sorted(old.keys() - new.keys())),
            tuple(self._changed_annotations(sorted(old.keys() & new.keys()))),
        )

    @cached_property
    def relations(self) -> Group:
        old = {relation.number for relation in self.old.relations}
        new = {relation.number for relation in self.new.relations}
        return Group(
            "Relations",
            tuple(Named(self._relation(self.sayer, self.new_states, n)) for n in sorted(new - old)),
            tuple(
                Named(self._relation(self.sayer_before, self.old_states, n))
                for n in sorted(old - new)
            ),
            tuple(self._changed_relations(sorted(old & new))),
        )

    @property
    def is_same(self) -> bool:
        return not (self.text or self.details or self.annotations or self.relations)

    def _changed_annotations(self, numbers: Iterable[int]) -> Iterator[Changed]:
        for number in numbers:
            old, new = self.old.by_number[number], self.new.by_number[number]
            rows = [
                *self._differences(f"annotation {number}"),
                *_word_rows(old, new),
                *_passages(_quotes(self.old, number), _quotes(self.new, number)),
            ]
            if rows:
                yield Changed(new.label, new.gist, tuple(rows))

    def _changed_relations(self, numbers: Iterable[int]) -> Iterator[Changed]:
        for number in numbers:
            if rows := tuple(self._differences(f"relation {number}")):
                yield Changed(self._relation(self.sayer, self.new_states, number), "", rows)

    def _differences(self, name: str) -> Iterator[FieldRow]:
        """What the history would say, were all that happened in between one change."""
        apart = {"passages", *IN_WORDS}
        before, after = (
            {key: value for key, value in states[name].items() if key not in apart}
            for states in (self.old_states, self.new_states)
        )
        change = Change(
            article=self.article, object=name, before={name: before}, after={name: after}
        )
        for difference in self.sayer.differences(change):
            yield _row(difference.field, difference.before, difference.after)

    @staticmethod
    def _relation(sayer: Sayer, states: Mapping[str, State], number: int) -> str:
        return sayer.name(f"relation {number}", states[f"relation {number}"])


def _sayer(article: Article, reading: Reading) -> Sayer:
    """Says things with the letters that annotations had at that time."""
    sayer = Sayer(article)
    sayer.labels.update({number: a.label for number, a in reading.by_number.items()})
    return sayer


def _word_rows(old: Annotation, new: Annotation) -> Iterator[FieldRow]:
    for name in IN_WORDS:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield FieldRow(FIELDS[name], _compared(was, now))


def _passages(old: list[str], new: list[str]) -> Iterator[FieldRow]:
    """Words that only moved, or were only wrapped anew, are the same."""
    if sorted(quote.split() for quote in old) != sorted(quote.split() for quote in new):
        yield FieldRow(FIELDS["passages"], _compared(" … ".join(old), " … ".join(new)))


def _quotes(reading: Reading, number: int) -> list[str]:
    return [passage.quote for passage in reading.passages[number]]


def _compared(old: str, new: str) -> SafeString:
    return mark_safe(compare_words(old, new))


def _row(title: str, before: object, after: object) -> FieldRow:
    old = format_html("<del>{}</del>", before) if before else ""
    new = format_html("<ins>{}</ins>", after) if after else ""
    return FieldRow(title, conditional_escape(format_html("{} {}", old, new)))
