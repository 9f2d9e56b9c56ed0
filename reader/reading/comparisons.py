"""Two revisions compared: made once for each pair, for a revision never changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, zip_longest

from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from django.db.models.functions import Length

from reader.articles.models import Article, Revision
from reader.text.comparing import Comparison, Note, Row, compare
from reader.text.languages import direction_of
from reader.web.shelves import kept_awhile

Pair = tuple[Revision, Revision]  # the old and the new

VIEWS = {"inline": "In one text", "side": "Side by side"}
# As many unchanged blocks are shown around a change; more are folded away, if there are some more.
CONTEXT = 1
LEAST_FOLDED = 2
# Characters of HTML that a list of revisions compares in one go. The rest comes when asked again.
MOST_AT_ONCE = 2_000_000

NOTES = {
    Note.LINK: "A link leads elsewhere.",
    Note.FORMAT: "Words look different: their format changed.",
    Note.BLOCK: "It became another kind of block: a heading, a paragraph, a list.",
    Note.SPACING: "White space in the code changed.",
}


@dataclass(frozen=True)
class Counts:
    """Words that came and went."""

    added: int
    removed: int


@dataclass(frozen=True)
class Line:
    """What stands beside each other: a block before, after, and in one."""

    before: str
    after: str
    both: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Lines that changed have a number, from 1; unchanged ones have 0 and may be folded."""

    lines: tuple[Line, ...]
    number: int = 0
    is_folded: bool = False


@dataclass(frozen=True)
class ComparisonPage:
    old: Revision
    new: Revision
    counts: Counts
    stretches: tuple[Stretch, ...]
    changes: int
    direction: str
    view: str
    views: tuple[tuple[str, str], ...]


def comparison_page(article: Article, old: Revision, new: Revision, view: str) -> ComparisonPage:
    """`view` is one of VIEWS, or "": then the width of the window decides."""
    found = compared(old, new)
    stretches = tuple(stretches_of(found.rows))
    return ComparisonPage(
        old=old,
        new=new,
        counts=_counts(found),
        stretches=stretches,
        changes=sum(stretch.number > 0 for stretch in stretches),
        direction=direction_of(article.language),
        view=view,
        views=tuple(VIEWS.items()),
    )


def compared(old: Revision, new: Revision) -> Comparison:
    return kept_awhile(f"texts:{old.pk}:{new.pk}", lambda: compare(old.html, new.html))


def counted(old: Revision, new: Revision) -> Counts:
    shelf, key = caches["counts"], _key(old, new)
    kept: Counts | None = shelf.get(key)
    if kept is None:
        kept = _counts(compared(old, new))
        shelf.set(key, kept)
    return kept


def counts_of(pairs: Sequence[Pair], revisions: QuerySet[Revision]) -> dict[int, Counts]:
    """By the newer's number. Texts are fetched for those pairs alone that were never compared.

    Of very long texts some counts may be missing: the next one who asks gets more of them.
    """
    shelf = caches["counts"]
    keys = {_key(*pair): pair for pair in pairs}
    known: dict[str, Counts] = shelf.get_many(list(keys))
    missing = [pair for key, pair in keys.items() if key not in known]
    made = {_key(*pair): counts for pair, counts in _made_at_once(missing, revisions)}
    shelf.set_many(made)
    return {keys[key][1].number: counts for key, counts in {**known, **made}.items()}


def stretches_of(rows: Iterable[Row]) -> Iterator[Stretch]:
    groups = [(changed, list(group)) for changed, group in groupby(rows, lambda r: r.is_changed)]
    number = 0
    for place, (is_changed, group) in enumerate(groups):
        if is_changed:
            number += 1
            yield Stretch(tuple(_changed_lines(group)), number)
        else:
            after = CONTEXT if place else 0
            before = CONTEXT if place + 1 < len(groups) else 0
            yield from _unchanged([_line(row) for row in group], after, before)


def _unchanged(lines: list[Line], after: int, before: int) -> Iterator[Stretch]:
    """Lines after a change and before the next one stay in view."""
    end = len(lines) - before
    if end - after < LEAST_FOLDED:
        yield Stretch(tuple(lines))
        return
    for start, stop, is_folded in ((0, after, False), (after, end, True), (end, len(lines), False)):
        if start < stop:
            yield Stretch(tuple(lines[start:stop]), is_folded=is_folded)


def _changed_lines(rows: Iterable[Row]) -> Iterator[Line]:
    """What went stands beside what came, where neither has a partner."""
    for is_pair, group in groupby(rows, lambda row: bool(row.old and row.new)):
        if is_pair:
            yield from map(_line, group)
            continue
        alone = list(group)
        gone, come = [r for r in alone if r.old], [r for r in alone if r.new]
        for old, new in zip_longest(gone, come):
            before, after = old.old if old else "", new.new if new else ""
            yield Line(before, after, "\n".join(r.inline for r in (old, new) if r))


def _line(row: Row) -> Line:
    return Line(row.old, row.new, row.inline, tuple(NOTES[note] for note in row.notes))


def _made_at_once(
    pairs: Sequence[Pair], revisions: QuerySet[Revision]
) -> Iterator[tuple[Pair, Counts]]:
    if not pairs:
        return
    chosen = _affordable(pairs, revisions)
    html = dict(_of_pairs(chosen, revisions).values_list("number", "html"))
    for old, new in chosen:
        yield (old, new), _counts(compare(html[old.number], html[new.number]))


def _affordable(pairs: Sequence[Pair], revisions: QuerySet[Revision]) -> list[Pair]:
    """The first of them, and as many more as take no longer than a reader waits."""
    measured = _of_pairs(pairs, revisions).annotate(size=Length("html"))
    sizes = dict(measured.values_list("number", "size"))
    ends = accumulate(sizes[old.number] + sizes[new.number] for old, new in pairs)
    starts = (0, *ends)
    return [pair for pair, start in zip(pairs, starts, strict=False) if start < MOST_AT_ONCE]


def _of_pairs(pairs: Sequence[Pair], revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    return revisions.filter(number__in={revision.number for pair in pairs for revision in pair})


def _counts(found: Comparison) -> Counts:
    return Counts(found.added, found.removed)


def _key(old: Revision, new: Revision) -> str:
    return f"counts:{old.pk}:{new.pk}:{settings.VERSION}"
