"""The boxes of the map: what stands in them, and how tall that makes them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reader.argument.forest import LinkKind, link_kind
from reader.argument.graph import ArgumentGraph, Id, Relation
from reader.argument.outline import Branch
from reader.argument.placement import Box, MapKind, number_of
from reader.argument.roles import Role
from reader.reading.lettering import is_right_to_left, text_width, wrap
from reader.reading.map_edges import MARKS
from reader.reading.words import (
    Labels,
    bearing_words,
    borne_words,
    end_of,
    leaning_words,
    undercut_words,
)

TYPE, LEADING, BOLD = 13, 17, 600
INSIDE, END = 14, 11  # from the left and right side of a box to its words
GLYPH = 17  # room for the role's shape before its name
HEAD, GIST, BELOW = 19, 37, 11  # baselines of the first two lines, and room under the last
BAR, RADIUS = 5, 7
APART = 7  # between words of the first line
LINES = {MapKind.TREE: 5, MapKind.RAILS: 6}
TIE, TIE_GAP, TIE_TYPE, TIE_ROOM = 24, 4, 12, 32
ARROW = 8  # least room between arrows
FOLD_INSIDE = 5  # so far a tab reaches into its box
UNSTATED, DETACHED, PROPOSED = "unstated", "not in text", "proposed"
BROKEN = 18  # room for the broken link before the word
GONE = "Its words are no longer in the text"
SHORT = {"Counterclaim": "Counter"}


@dataclass(frozen=True, slots=True)
class Part:
    """Words of the first line: role, code, unstated. They end at x where `at_end`.

    A glyph stands before them at `glyph_x`, where there is one.
    """

    name: str
    words: str
    x: str
    y: str = str(HEAD)
    at_end: bool = False
    glyph_x: str = ""
    glyph_y: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A further relation of a node, in words that lead to its other end."""

    relation: Id
    kind: LinkKind
    words: str
    label: str
    x: str
    y: str
    width: str

    @property
    def sign(self) -> str:
        return MARKS[self.kind]


@dataclass(frozen=True, slots=True)
class Fold:
    """Hides or shows what hangs under a node."""

    href: str
    words: str
    name: str
    x: str
    y: str
    width: str


@dataclass(frozen=True, slots=True)
class MapNode:
    """A box. All lengths are written out; those of its parts count from its corner."""

    label: str
    role: Role
    href: str
    name: str
    parts: tuple[Part, ...]
    lines: tuple[str, ...]
    gist_x: str
    x: str
    y: str
    width: str
    height: str
    bar: str
    is_main: bool
    is_implicit: bool
    is_detached: bool
    is_proposed: bool
    is_right_to_left: bool
    ties: tuple[Tie, ...]
    fold: Fold | None


class Boxes:
    """Letters the nodes of one map; then draws each where it was placed."""

    def __init__(
        self,
        graph: ArgumentGraph,
        label: Labels,
        kind: MapKind,
        rooms: dict[Id, float],
        implicit: Collection[Id],
        detached: Collection[Id] = (),
        proposed: Collection[Id] = (),
    ) -> None:
        self.graph, self.label, self.kind = graph, label, kind
        self.rooms, self.implicit, self.detached = rooms, implicit, detached
        self.proposed = proposed
        self.main = {node.id for node in graph.main_claims}
        self._lines: dict[Id, tuple[str, ...]] = {}
        self._parts: dict[Id, tuple[Part, ...]] = {}
        self._ties: dict[Id, tuple[Tie, ...]] = {}

    def size(self, branch: Branch) -> tuple[float, float]:
        node, room = self.graph.node(branch.id), self.rooms[branch.id]
        weight = BOLD if node.id in self.main else 400
        found = wrap(node.text, TYPE, room - INSIDE - END, LINES[self.kind], weight)
        lines = self._lines[node.id] = tuple(filter(None, found))
        height = max(HEAD + LEADING * len(lines) + BELOW + 1, self._least_height(node.id))
        parts = self._parts[node.id] = tuple(self._first_line(node.id, room, height))
        if parts[-1].y != str(HEAD):
            height += LEADING
        ties, ties_height = self._laid_ties(branch, room, height)
        self._ties[node.id] = ties
        return room, height + ties_height

    def node(self, branch: Branch, box: Box, fold: Fold | None) -> MapNode:
        node = self.graph.node(branch.id)
        rtl = is_right_to_left(node.text)
        return MapNode(
            label=self.label(node.id),
            role=node.role,
            href=self._href(node.id),
            name=self._name(node.id),
            parts=self._parts[node.id],
            lines=self._lines[node.id],
            gist_x=number_of(box.width - END if rtl else INSIDE),
            x=number_of(box.x),
            y=number_of(box.y),
            width=number_of(box.width),
            height=number_of(box.height),
            bar=_bar(box.height),
            is_main=node.id in self.main,
            is_implicit=node.id in self.implicit,
            is_detached=node.id in self.detached,
            is_proposed=node.id in self.proposed,
            is_right_to_left=rtl,
            ties=self._ties[node.id],
            fold=fold,
        )

    def _href(self, node_id: Id) -> str:
        """To its words; to its card, where the text has none."""
        is_in_text = node_id not in self.implicit and node_id not in self.detached
        return f"#{'p' if is_in_text else 'c'}-{self.label(node_id)}"

    def _least_height(self, node_id: Id) -> float:
        """Room for the arrows that end at the right side of a tree's box."""
        if self.kind is MapKind.RAILS:
            return 0.0
        arrows = len(self.graph.relations_on(node_id)) + len(self.graph.rhetoric_on(node_id))
        return ARROW * (arrows + 1)

    def _first_line(self, node_id: Id, room: float, height: float) -> Iterator[Part]:
        role, code = self._role_word(node_id, room), self.label(node_id)
        role_end = INSIDE + GLYPH + text_width(role, TYPE, BOLD) + APART
        code_width = text_width(code, TYPE, BOLD)
        yield Part("role", role, str(INSIDE + GLYPH))
        if self.kind is MapKind.RAILS:
            yield Part("code", code, number_of(role_end))
            role_end, code_width = role_end + code_width + APART, 0
        else:
            yield Part("code", code, number_of(room - END), at_end=True)
        if any(node_id in some for some in (self.implicit, self.detached, self.proposed)):
            left = room - code_width - END - APART - role_end
            yield self._said(node_id, role_end, left, height - BELOW + LEADING - 2)

    def _said(self, node_id: Id, x: float, room: float, below: float) -> Part:
        """That it is proposed, or why it is not in the text: at x where there is room for it, else under the gist."""
        is_detached = node_id in self.detached and node_id not in self.proposed
        words, glyph = (DETACHED, BROKEN) if is_detached else (UNSTATED, 0)
        words = PROPOSED if node_id in self.proposed else words
        fits = glyph + text_width(words, TYPE) <= room
        x, y = (x, float(HEAD)) if fits else (float(INSIDE), below)
        name = "detached" if is_detached else words
        place = (number_of(x), number_of(y - 11)) if is_detached else ("", "")
        return Part(name, words, number_of(x + glyph), number_of(y), False, *place)

    def _role_word(self, node_id: Id, room: float) -> str:
        """The role's name, or its short form where the box is too narrow."""
        role = self.graph.node(node_id).role.capitalize()
        words = f"Main {role.lower()}" if node_id in self.main else role
        code = text_width(self.label(node_id), TYPE, BOLD)
        fits = INSIDE + GLYPH + text_width(words, TYPE, BOLD) + APART + code + END <= room
        return words if fits else SHORT.get(words, role)

    def _name(self, node_id: Id) -> str:
        """What a screen reader says: first what can be seen, then what the lines mean."""
        gist = self.graph.node(node_id).text.strip()
        seen = " ".join(part.words for part in self._parts[node_id])
        relations = "; ".join(self._relations_in_words(node_id))
        gone = GONE if node_id in self.detached else ""
        sentences = [seen, gist, gone, relations[:1].upper() + relations[1:]]
        return " ".join(_sentence(words) for words in sentences if words)

    def _relations_in_words(self, node_id: Id) -> Iterator[str]:
        graph, label = self.graph, self.label
        if words := leaning_words(graph.node(node_id), label):
            yield words
        for relation in graph.relations_from(node_id):
            yield bearing_words(graph, relation, node_id, label)
        for relation in graph.relations_on(node_id):
            yield borne_words(relation, label)
        for relation in graph.relations_from(node_id):
            for undercut in graph.undercuts_of(relation.id):
                yield undercut_words(graph, undercut, node_id, label)
        for rhetoric in graph.rhetoric_on(node_id):
            yield f"{label(rhetoric.id)} leans on it"

    def _laid_ties(self, branch: Branch, room: float, top: float) -> tuple[tuple[Tie, ...], float]:
        """Ties in rows under the gist, and how tall these are. A tree draws the curves instead."""
        if self.kind is MapKind.TREE or not branch.cross:
            return (), 0.0
        ties: list[Tie] = []
        left = float(INSIDE - 4)
        x, y = left, top - TIE_GAP
        for relation_id in branch.cross:
            relation = self.graph.relation(relation_id)
            words = f"also {bearing_words(self.graph, relation, branch.id, self.label)}"
            words = wrap(words, TIE_TYPE, room - 2 * left - TIE_ROOM, lines=1)[0]
            width = text_width(words, TIE_TYPE) + TIE_ROOM
            if x > left and x + width > room - left:
                x, y = left, y + TIE + TIE_GAP
            end = self.label(end_of(self.graph, relation))
            ties.append(_tie(relation, words, end, (x, y, width)))
            x += width + APART
        return tuple(ties), y + TIE + 2 * TIE_GAP - top


def _tie(relation: Relation, words: str, end: str, place: tuple[float, float, float]) -> Tie:
    x, y, width = map(number_of, place)
    return Tie(relation.id, link_kind(relation), words, end, x, y, width)


def fold_of(box: Box, kind: MapKind, hidden: int, below: int, label: str, href: str) -> Fold:
    """A small tab at the lower edge of a tree's box; in the first line of an outline's box."""
    words = f"+{hidden}" if hidden else f"hide {below}"
    verb = "show" if hidden else "hide"
    width = text_width(words, TIE_TYPE) + 14
    top = box.height - FOLD_INSIDE if kind is MapKind.TREE else 6
    return Fold(
        href=href,
        words=words,
        name=f"{words}: {verb} what hangs under {label}",
        x=number_of(box.width - width - 8),
        y=number_of(top),
        width=number_of(width),
    )


def _bar(height: float) -> str:
    """The role's bar: as the box's left side, with its corners."""
    return (
        f"M{BAR} 0H{RADIUS}A{RADIUS} {RADIUS} 0 0 0 0 {RADIUS}V{number_of(height - RADIUS)}"
        f"A{RADIUS} {RADIUS} 0 0 0 {RADIUS} {number_of(height)}H{BAR}Z"
    )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…", "。")) else f"{words}."
