"""The words of the passages that the log names: annotations/placing.py says how it names them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Substr

from reader.annotations.models import Fate
from reader.annotations.placing import Entry
from reader.articles.models import Article, Change

Place = tuple[int, int, int]  # the number of a revision, start and end
CARRIED = (Fate.KEPT, Fate.MOVED)


class LoggedWords:
    """Reads of each revision no more than the stretch in which the words stand, and forgets that."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._quotes: dict[Place, str] = {}

    def __getitem__(self, entry: Entry) -> str:
        return self._quotes.get(_place(entry), "")

    def read(self, changes: Iterable[Change]) -> None:
        """All words that these changes tell of, in one query."""
        told = (entry for change in changes for entry in _told(change))
        asked: dict[int, list[Place]] = {}
        for place in {_place(entry) for entry in told} - self._quotes.keys():
            asked.setdefault(place[0], []).append(place)
        for number, first, stretch in _stretches(self.article, asked):
            for place in asked[number]:
                self._quotes[place] = stretch[place[1] - first : place[2] - first]


def is_carried(change: Change, name: str) -> bool:
    """Whether a new text has left all words of an annotation as they were, wherever it moved them to."""
    if change.verb != "revise":
        return False
    were, are = _entries(change.before.get(name)), _entries(change.after[name])
    is_sure = not any(_fate(entry) in (Fate.EDITED, Fate.LOST) for entry in were)
    return is_sure and len(were) == len(are) and all(_fate(e) in CARRIED for e in are)


def is_lost(entry: Entry) -> bool:
    return _fate(entry) == Fate.LOST


def _told(change: Change) -> Iterator[Entry]:
    for name, after in change.after.items():
        were, are = _entries(change.before.get(name)), _entries(after)
        if were != are and not is_carried(change, name):
            yield from (*were, *are)


def _entries(state: Mapping[str, Any] | None) -> list[Entry]:
    return (state or {}).get("passages") or []


def _stretches(
    article: Article, asked: Mapping[int, list[Place]]
) -> Iterator[tuple[int, int, str]]:
    """Of each revision the text from the first place to the last, with its number and its start."""
    if not asked:
        return
    starts = {number: min(start for _, start, _ in of) for number, of in asked.items()}
    ends = {number: max(end for *_, end in of) for number, of in asked.items()}
    cases = [
        When(number=number, then=Substr("text", start + 1, ends[number] - start))
        for number, start in starts.items()
    ]
    stretch = Case(*cases, default=Value(""), output_field=TextField())
    found = article.revisions.filter(number__in=asked).annotate(stretch=stretch).order_by()
    for number, words in found.values_list("number", "stretch").iterator():
        yield number, starts[number], words


def _fate(entry: Entry) -> str:
    return entry[3] if len(entry) > 3 else Fate.SET


def _place(entry: Entry) -> Place:
    """Of lost words where they stood last."""
    number, start, end = entry[4] if is_lost(entry) and len(entry) > 4 else entry[:3]
    return number, start, end
