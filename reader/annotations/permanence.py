"""What became of an annotation's words since the revision at which somebody linked to it."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from reader.annotations.models import Passage, Status
from reader.annotations.states import State
from reader.argument.roles import Role, label_of
from reader.articles.models import Article
from reader.text.aligning import TOKEN
from reader.text.comparing import compare_words

LONGEST_SHOWN = 600


@dataclass(frozen=True)
class Since:
    """The words of an annotation at an earlier revision, and what they have become."""

    label: str
    revision: int
    old: str = ""
    new: str = ""
    is_lost: bool = False
    is_withdrawn: bool = False

    @property
    def words(self) -> SafeString:
        """Old and new in one, with <del> and <ins>; all of it escaped."""
        return mark_safe(compare_words(_shortened(self.old), _shortened(self.new)))


def since(article: Article, number: int, revision: int) -> Since | None:
    """None where its words are the same, wherever they moved to; without words none could change."""
    here = Q(revision__number=revision) | Q(revision=article.head_id)
    of_it = Passage.objects.filter(here, annotation__article=article, annotation__number=number)
    found = list(of_it.with_places().select_related("annotation"))
    before = [row.quote for row in found if row.revision.number == revision and not row.is_lost]
    now = [row.quote for row in found if row.revision_id == article.head_id and not row.is_lost]
    if not before:
        return None
    annotation = found[0].annotation
    if annotation.is_withdrawn:
        return Since(annotation.label, revision, is_withdrawn=True)
    gone, came = _without(before, now), _without(now, before)
    old, new = " … ".join(gone), " … ".join(came)
    return Since(annotation.label, revision, old, new, is_lost=not now) if old or new else None


def last_seen(article: Article, number: int, among: Container[int]) -> tuple[int, str] | None:
    """The newest of these revisions at whose end an annotation stood, and what it was called there."""
    seen = dict(_seen(article, number))
    revision = max((number for number in seen if number in among), default=None)
    return (revision, seen[revision]) if revision else None


def _seen(article: Article, number: int) -> Iterator[tuple[int, str]]:
    """Every revision at whose end it stood, with its label."""
    name = f"annotation {number}"
    told = article.changes.filter(after__has_key=name).order_by("seq")
    states = list(told.values_list("seq", "after"))
    revisions = list(article.revisions.values_list("number", "edition").order_by("number"))
    ends = [edition for _, edition in revisions[1:]] + [article.edition + 1]
    for (revision, _), end in zip(revisions, ends, strict=True):
        state: State = {}
        for after in (after for seq, after in states if seq < end):
            state = state | after[name]
        if state and state["status"] != Status.WITHDRAWN:
            yield revision, label_of(Role(state["role"]), number)


def _without(quotes: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those that are not among the others; white space makes no difference."""
    there = Counter(map(_words, others))
    left = []
    for quote in quotes:
        if there[_words(quote)]:
            there[_words(quote)] -= 1
        else:
            left.append(quote)
    return left


def _words(quote: str) -> tuple[str, ...]:
    return tuple(TOKEN.findall(quote))


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else words[:LONGEST_SHOWN].rstrip() + " …"
