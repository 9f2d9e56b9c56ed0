"""What became of an annotation's words since the revision at which somebody linked to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.safestring import SafeString, mark_safe

from reader.annotations.models import Fate, Passage, Status
from reader.annotations.placing import Entry
from reader.argument.roles import Role, label_of
from reader.articles.models import Article, Change
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


def stood_in(article: Article, number: int, revision: int) -> bool:
    """Whether it has words there at all: quickly, to leave the rest alone where there are none."""
    here = Passage.objects.filter(revision__number=revision, annotation__number=number).found()
    return here.filter(annotation__article=article).exists()


def since(article: Article, number: int, revision: int, edition: int) -> Since | None:
    """None where its words are the same, wherever they moved to; without words none could change.

    `edition` is the one of that revision in which they were seen.
    """
    name = f"annotation {number}"
    told = article.changes.filter(seq__lte=edition).order_by("-seq")
    then = _whole(told, name).values_list(KeyTransform(name, "after"), flat=True).first()
    if then is None or then["status"] != Status.ACCEPTED:
        return None
    before = _quotes(article, revision, _newest_entries(told, name))
    if not before:
        return None
    annotation = article.annotations.get(number=number)
    if annotation.status != Status.ACCEPTED:
        label = label_of(Role(then["role"]), number)
        return Since(label, revision, is_withdrawn=True)
    now = [row.quote for row in annotation.passages.filter(revision=article.head_id).found()]
    gone, came = _without(before, now), _without(now, before)
    old, new = " … ".join(gone), " … ".join(came)
    return Since(annotation.label, revision, old, new, is_lost=not now) if old or new else None


def last_seen(article: Article, number: int, seen: Mapping[int, int]) -> tuple[int, str] | None:
    """The newest of these revisions in which an annotation stood, and what it was called there.

    `seen` are numbers of revisions, each with the edition in which it was seen last. It is the end
    that counts: what was withdrawn by then is not told.
    """
    name = f"annotation {number}"
    told = _whole(article.changes.order_by("-seq"), name)
    left = sorted(seen.items())
    for seq, state in told.values_list("seq", KeyTransform(name, "after")).iterator():
        while left and left[-1][1] >= seq:
            revision, _ = left.pop()
            if state["status"] == Status.ACCEPTED:
                return revision, label_of(Role(state["role"]), number)
        if not left:
            return None
    return None


def _whole(changes: QuerySet[Change], name: str) -> QuerySet[Change]:
    """Those that tell all of a thing. A new text, of which there may be many, tells only of places."""
    return changes.exclude(verb="revise").filter(**{f"after__{name}__has_key": "status"})


def _newest_entries(told: QuerySet[Change], name: str) -> list[Entry]:
    states = told.filter(after__has_key=name).values_list(KeyTransform(name, "after"), flat=True)
    entries: list[Entry] = states[0]["passages"]
    return entries


def _quotes(article: Article, revision: int, entries: Iterable[Entry]) -> list[str]:
    text = article.revisions.values_list("text", flat=True).get(number=revision)
    return [
        text[start:end]
        for number, start, end, *how in entries
        if number == revision and how[:1] != [Fate.LOST]
    ]


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
