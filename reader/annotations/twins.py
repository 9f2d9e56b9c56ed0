"""What stands in an article already where something of a round would be adopted."""

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Prefetch

from reader.annotations.models import Annotation, Passage
from reader.annotations.placing import Span
from reader.articles.models import Article, Round
from reader.text.carrying import Carrier

Key = tuple[str, str, frozenset[Span]]


class Worded(Protocol):
    @property
    def role(self) -> str: ...
    @property
    def gist(self) -> str: ...


class Twins:
    """Annotations by what would make another one their double: the same role on the same words.

    Spans are asked for in the text of the round; they are compared in the newest one.
    """

    def __init__(self, article: Article, round: Round) -> None:
        assert article.head is not None, "an article is never without a text"
        self.head, self.revision = article.head, round.revision
        self.carrier = Carrier(self.revision.text, self.head.text)
        here = Passage.objects.filter(revision=self.head).found()
        standing = article.annotations.standing().select_related("article")
        rows = standing.prefetch_related(Prefetch("passages", queryset=here))
        self._known = {_key(a, [(p.start, p.end) for p in a.passages.all()]): a for a in rows}

    def of(self, wording: Worded, spans: Iterable[Span]) -> Annotation | None:
        return self._known.get(self._carried(wording, spans))

    def add(self, annotation: Annotation, spans: Iterable[Span]) -> None:
        self._known[self._carried(annotation, spans)] = annotation

    def _carried(self, wording: Worded, spans: Iterable[Span]) -> Key:
        return _key(wording, [(c.start, c.end) for c in self.carrier.carry(spans)])


def _key(wording: Worded, spans: Iterable[Span]) -> Key:
    """What the text never says is told apart by what it is said to be."""
    places = frozenset(spans)
    return str(wording.role), "" if places else wording.gist, places
