"""The list of a text's revisions: who changed it, when, and by how much."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from reader.articles.models import Article, Revision
from reader.reading.comparisons import Counts, counts_of

PER_PAGE = 30
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class RevisionRow:
    """One revision; `before` is the next older one that this person may see."""

    revision: Revision
    before: Revision | None
    counts: Counts | None
    is_current: bool


@dataclass(frozen=True)
class RevisionList:
    rows: tuple[RevisionRow, ...]
    page: Page[Revision]
    editable: bool

    @property
    def can_compare(self) -> bool:
        return self.page.paginator.count > 1


def revision_list_of(
    article: Article, revisions: QuerySet[Revision], page: str, editable: bool
) -> RevisionList:
    """The newest first. `revisions` are those that this person may see."""
    newest_first = revisions.order_by("-number").select_related("author")
    light = newest_first.defer("source", "html", "text")
    shown = Paginator(light, PER_PAGE).get_page(page)
    found = [*shown.object_list, *light[shown.end_index() : shown.end_index() + 1]]
    counts = counts_of([(old, new) for new, old in pairwise(found)], revisions)
    rows = tuple(
        RevisionRow(
            revision=revision,
            before=before,
            counts=counts.get(revision.number),
            is_current=revision.pk == article.head_id,
        )
        for revision, before in zip(found, [*found[1:], None], strict=True)
    )
    return RevisionList(rows[:PER_PAGE], shown, editable)


def chosen_pair(asked: Mapping[str, str]) -> tuple[int, int] | None:
    """The numbers of two revisions that somebody wants to compare: from one, to the other."""
    numbers = [asked.get(name, "") for name in ("from", "to")]
    if not all(NUMBER.fullmatch(number) for number in numbers):
        return None
    return int(numbers[0]), int(numbers[1])
