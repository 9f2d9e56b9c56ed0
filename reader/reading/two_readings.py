"""Where editors who read the article apart differ: said to readers where its owner lets them know.

Nothing of a sheet is told but roles and relations, of passages that stand in the article as well.
Readers are letters, in the order in which they came into the round: names are for those who take part.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reader.accounts.models import User
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Passage
from reader.annotations.pairing import Pairing, spans_of
from reader.annotations.rounds import sheets_of
from reader.argument.roles import RelationKind
from reader.articles.models import Article, Round
from reader.text.carrying import Carrier

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VERBS = {RelationKind.SUPPORT: "supports {}", RelationKind.ATTACK: "attacks {}"}


@dataclass(frozen=True)
class Saying:
    """What some of them say: a role, or what it does to another annotation."""

    letters: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Difference:
    """An annotation of the article about which they differ."""

    number: int
    round: int
    sayings: tuple[Saying, ...]

    @property
    def title(self) -> str:
        several = len(self.sayings)
        return "Two readings" if several == 2 else f"{several} readings"


@dataclass(frozen=True)
class Read:
    """One sheet: its reading, and which of its annotations each of the article's is."""

    letter: str
    reading: Reading
    same: Mapping[int, int]

    @cached_property
    def kinds(self) -> dict[tuple[int, int], RelationKind]:
        """What bears on what by itself or together with others, in numbers of the article."""
        ours = {theirs: number for number, theirs in self.same.items()}
        return {
            (ours[int(premise)], ours[int(step.target)]): step.kind
            for step in self.reading.graph.relations
            for premise in step.premises
            if step.target in ours and premise in ours and step.target is not None
        }


def is_shown(article: Article) -> bool:
    return article.rounds.filter(is_shown=True, closed_at__isnull=False).exists()


def differences_of(article: Article, reading: Reading) -> dict[int, tuple[Difference, ...]]:
    """By the number of the article's annotation. One small query where nothing is shown."""
    rounds = article.rounds.filter(is_shown=True, closed_at__isnull=False)
    found: dict[int, list[Difference]] = {}
    for round in rounds.select_related("revision"):
        for difference in _differences(article, round, reading):
            found.setdefault(difference.number, []).append(difference)
    return {number: tuple(differences) for number, differences in found.items()}


def people_of(article: Article) -> dict[int, list[tuple[str, User]]]:
    """Who is which letter in each round that is shown; only for those who take part."""
    rounds = article.rounds.filter(is_shown=True, closed_at__isnull=False)
    return {
        round.number: [
            (letter, sheet.editor) for letter, sheet in zip(LETTERS, sheets_of(round), strict=False)
        ]
        for round in rounds
    }


def _differences(article: Article, round: Round, reading: Reading) -> Iterator[Difference]:
    reads = _reads(article, round, reading)
    for annotation in reading.annotations:
        roles = _sayings(
            (read.letter, read.reading.by_number[read.same[annotation.number]].role)
            for read in reads
            if annotation.number in read.same
        )
        if len(roles) > 1:
            yield Difference(annotation.number, round.number, roles)
    order = reading.graph.order
    pairs = {pair for read in reads for pair in read.kinds}
    for premise, target in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])):
        label = reading.by_number[target].label
        both = [read for read in reads if premise in read.same and target in read.same]
        ties = _sayings((r.letter, _tie(r.kinds.get((premise, target)), label)) for r in both)
        if len(ties) > 1:
            yield Difference(premise, round.number, ties)


def _tie(kind: RelationKind | None, label: str) -> str:
    return VERBS[kind].format(label) if kind else f"does not bear on {label}"


def _sayings(said: Iterable[tuple[str, str]]) -> tuple[Saying, ...]:
    """Who says the same is named together."""
    letters: dict[str, list[str]] = {}
    for letter, words in said:
        letters.setdefault(words, []).append(letter)
    return tuple(Saying(tuple(of), words) for words, of in letters.items())


def _reads(article: Article, round: Round, reading: Reading) -> list[Read]:
    assert article.head is not None, "an article is never without a text"
    carrier = Carrier(round.revision.text, article.head.text)
    adopted = _adopted(round)
    reads = []
    for letter, sheet in zip(LETTERS, sheets_of(round), strict=False):
        theirs = _carried(reading_of(sheet.article), carrier)
        alike = Pairing(article.head.text, reading, theirs).same
        same = {int(ours): int(number) for ours, number in alike.items()}
        same |= {n: of for (key, n), of in adopted.items() if key == sheet.article.pk}
        # What was withdrawn since says nothing.
        stands = {n: of for n, of in same.items() if n in reading.by_number}
        reads.append(Read(letter, theirs, stands))
    return reads


def _adopted(round: Round) -> dict[tuple[int, int], int]:
    """Which annotation of a sheet became which of the article's, by sheet and number."""
    rows = round.verdicts.standing().exclude(annotation=None)
    return {
        (article, number): source
        for article, number, source in rows.values_list(
            "source_annotation__article", "annotation__number", "source_annotation__number"
        )
    }


def _carried(reading: Reading, carrier: Carrier) -> Reading:
    """With its passages where they are in the newest text."""
    if carrier.old_text == carrier.new_text:
        return reading
    passages = {
        annotation.number: [
            Passage(start=found.start, end=found.end)
            for found in carrier.carry(spans_of(reading, annotation))
            if found.start < found.end
        ]
        for annotation in reading.annotations
    }
    return replace(reading, passages=passages)
