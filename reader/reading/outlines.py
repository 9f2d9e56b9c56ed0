"""The argument as nested lists with the relations in words: for screen readers, and without script."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.annotations.graphs import Reading
from reader.argument.forest import LinkKind, link_kind
from reader.argument.graph import Relation
from reader.argument.outline import Branch, outline_of, walk
from reader.reading.cards import Cards
from reader.reading.words import bearing_words, end_of, leaning_words


@dataclass(frozen=True)
class Also:
    """A further relation of an item that stands elsewhere in the outline."""

    kind: LinkKind
    words: str
    label: str


@dataclass(frozen=True)
class Item:
    """One line of the outline; `opens` begins a list before it, `closes` ends so many after it."""

    label: str
    role: str
    role_name: str
    gist: str
    target: str
    is_detached: bool
    is_proposed: bool
    kind: LinkKind | None
    words: str
    also: tuple[Also, ...]
    opens: bool
    closes: range
    ends: bool


def outline_items(reading: Reading, cards: Cards) -> tuple[Item, ...]:
    """The outline flattened, so that a template can draw any depth without recursion."""
    return tuple(_Outline(reading, cards).items())


class _Outline:
    def __init__(self, reading: Reading, cards: Cards) -> None:
        self.reading, self.cards, self.graph = reading, cards, reading.graph

    def items(self) -> Iterator[Item]:
        walked = list(walk(outline_of(self.graph)))
        depths = [depth for _, depth in walked]
        for (branch, depth), before, after in zip(
            walked, [-1, *depths], [*depths[1:], -1], strict=False
        ):
            yield self._item(branch, opens=depth > before, up=depth - after)

    def _item(self, branch: Branch, opens: bool, up: int) -> Item:
        annotation = self.reading.by_number[int(branch.id)]
        is_in_text = bool(self.reading.passages[annotation.number])
        return Item(
            label=annotation.label,
            role=annotation.role,
            role_name=self.cards.role_name(annotation),
            gist=annotation.gist,
            target=f"{'p' if is_in_text else 'c'}-{annotation.label}",
            is_detached=annotation.number in self.reading.detached,
            is_proposed=annotation.number in self.reading.proposed,
            kind=branch.kind,
            words=self._words(branch),
            also=tuple(self._also(branch)),
            opens=opens,
            closes=range(max(up, 0)),
            ends=up >= 0,
        )

    def _words(self, branch: Branch) -> str:
        if branch.relation is None:
            return (
                leaning_words(self.graph.node(branch.id), self.cards.label) if branch.kind else ""
            )
        relation = self.graph.relation(branch.relation)
        return self._bearing(relation, branch)

    def _bearing(self, relation: Relation, branch: Branch) -> str:
        words = bearing_words(self.graph, relation, branch.id, self.cards.label)
        is_proposed = relation.id in self.reading.proposed_steps
        return f"{words} (proposed)" if is_proposed else words

    def _also(self, branch: Branch) -> Iterator[Also]:
        for number in branch.cross:
            relation = self.graph.relation(number)
            words = self._bearing(relation, branch)
            yield Also(
                link_kind(relation), f"also {words}", self.cards.label(end_of(self.graph, relation))
            )
