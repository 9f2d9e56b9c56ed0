"""One revision's HTML taken apart into blocks and words, for a comparison with another revision."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from reader.text.aligning import UNSPACED
from reader.text.markup import Markup, escaped, is_block, is_closing, name_of, split

# Signs that belong to the letter or picture before them: accents, vowel signs, joiners, skin tones.
MARKS = (
    r"\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b"
    r"\u08d3-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u0a01-\u0a03"
    r"\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    r"\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57"
    r"\u0d81-\u0d83\u0dca-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    r"\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u102b-\u103e\u1056-\u1059"
    r"\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u135d-\u135f\u17b4-\u17d3"
    r"\u180b-\u180d\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a"
    r"\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
LETTER = rf"[^\W_{UNSPACED}]"
# A word; a character of a script without spaces; a flag; any other sign. Each with its marks.
WORD = re.compile(
    rf"{LETTER}(?:{LETTER}|[{MARKS}]|['’](?={LETTER})|(?<=\d)[.,](?=\d))*+"
    rf"|[{UNSPACED}][{MARKS}]*+"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|\S(?:[{MARKS}](?:(?<=\u200d)[^\w\s])?)*+"
)
# What tells two elements of one kind apart, and nothing else.
NAMES = re.compile(r'\s(?:id|aria-label)="[^"]*"')
ONCE_ONLY = re.compile(r'\s(?:id="[^"]*"|href="#[^"]*")')
NO_TAG = -1
SENTENCE_ENDS = set(".!?…。！？؟।")
CLAUSE_ENDS = set(",;:–—、，；：")
VOID = {"br", "hr", "img"}


@dataclass
class Node:
    """A block element, or (without a name) a stretch of text between the tags of blocks.

    `first` to `last` are its words. A block has the places of its tags; a stretch goes from the text
    node after the tag `opening` to the one before the tag `closing`.
    """

    name: str
    opening: int
    first: int
    closing: int = 0
    last: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def is_wordless(self) -> bool:
        return self.first == self.last

    @property
    def inside(self) -> "Node":
        """All that it holds as one stretch, whatever blocks there are in it."""
        return Node("", self.opening, self.first, self.closing, self.last)


class Dissected:
    """The words of a text in order, where they stand, what surrounds them, and the blocks.

    Pictures and rules count among the words: `tags` has the place of their tag, else NO_TAG. `begins`
    holds the words before which a line ends for certain.
    """

    def __init__(self, html: str) -> None:
        self.markup: Markup = split(html)
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.tags: list[int] = []
        self.blocks_around: list[str] = []
        self.formats_around: list[str] = []
        self.begins: set[int] = set()
        self.top: list[Node] = _Scan(self).nodes()
        sizes = (
            len(word) if tag == NO_TAG else 1
            for word, tag in zip(self.words, self.tags, strict=True)
        )
        self.sums = list(accumulate(sizes, initial=0))
        self.in_lines = [
            f"\n{word}" if n in self.begins else word for n, word in enumerate(self.words)
        ]

    @property
    def whole(self) -> Node:
        return Node("", -1, 0, len(self.markup.tags), len(self.words))

    def is_word(self, n: int) -> bool:
        return self.tags[n] == NO_TAG and self.words[n][0].isalnum()

    def letters(self, first: int, last: int) -> int:
        """How many letters these words have; a picture counts as one."""
        return self.sums[last] - self.sums[first]

    def key(self, node: Node) -> tuple[str, str]:
        """Equal for blocks of the same words in the same lines; without any, of the same name."""
        words = " ".join(self.in_lines[node.first : node.last])
        return "" if words else node.name, words

    def quality(self, first: int) -> Callable[[int, int], int]:
        """How well a piece of the words from the first one on begins: a line, a sentence, a clause."""

        def of(start: int, end: int) -> int:
            n = first + start
            if n >= len(self.words) or n in self.begins:
                return 3
            if "<pre" in self.blocks_around[n]:
                return 2 * ("\n" in self.gap(n))
            before = self.words[n - 1]
            return 2 * (before in SENTENCE_ENDS) + (before in CLAUSE_ENDS)

        return of

    def html(self, first: int, last: int) -> str:
        """Words without the elements they stand in; pictures stay."""
        pieces: list[str] = []
        for n in range(first, last):
            word = self.words[n] if self.tags[n] != NO_TAG else escaped(self.words[n])
            pieces += (escaped(self.gap(n)) if n > first else ""), word
        return "".join(pieces)

    def gap(self, n: int) -> str:
        """The white space between a word and the one before it; a space stands for other borders."""
        if not 0 < n < len(self.words):
            return ""
        gap = self.markup.text[self.ends[n - 1] : self.starts[n]]
        return gap or (" " if n in self.begins else "")


class _Scan:
    """The way through the tags of a text. `around` are the open ones: blocks and formats apart."""

    def __init__(self, found: Dissected) -> None:
        self.found, self.tags, self.starts = found, found.markup.tags, found.markup.starts
        self.root = Node("", -1, 0)
        self.open = [self.root]
        self.leaf_tag, self.leaf_word = -1, 0
        self.stretch, self.formats = 0, [(0, "")]
        self.around: list[tuple[str, str]] = [("", "")]
        self.crossed: set[int] = set()

    def nodes(self) -> list[Node]:
        for place, tag in enumerate(self.tags):
            name = name_of(tag)
            if name in VOID:
                self._void(place, tag, name)
            elif is_block(tag):
                self._block(place, tag, name)
            else:
                self._format(place, tag)
        self._end_leaf(len(self.tags))
        return self.root.children

    def _void(self, place: int, tag: str, name: str) -> None:
        if name == "hr":
            self._end_leaf(place)
        self._end_stretch(place)
        first = len(self.found.words)
        if name != "br":
            self._add(plain_tag(tag), place)
        if name == "hr":
            self.open[-1].children.append(Node(name, place, first, place, first + 1))
            self.leaf_tag, self.leaf_word = place, first + 1

    def _block(self, place: int, tag: str, name: str) -> None:
        self._end_leaf(place)
        blocks, formats = self.around[-1]
        if formats:
            self.crossed.update(id(node) for node in self.open[1:2])
        if not is_closing(tag):
            self.around.append((blocks + NAMES.sub("", tag), formats))
            self.open.append(Node(name, place, len(self.found.words)))
        else:
            self.around.pop()
            self._close(place)
        self.leaf_tag, self.leaf_word = place, len(self.found.words)

    def _close(self, place: int) -> None:
        node = self.open.pop()
        node.closing, node.last = place, len(self.found.words)
        if id(node) in self.crossed:
            node.children = [node.inside]
        self.open[-1].children.append(node)

    def _format(self, place: int, tag: str) -> None:
        blocks, formats = self.around[-1]
        if is_closing(tag):
            self.around.pop()
        else:
            self.around.append((blocks, formats + NAMES.sub("", tag)))
        self.formats.append((self.starts[place + 1], self.around[-1][1]))

    def _end_leaf(self, place: int) -> None:
        """What stood since the last tag of a block is a stretch, if it is more than white space."""
        self._end_stretch(place)
        last = len(self.found.words)
        if last > self.leaf_word or place > self.leaf_tag + 1:
            leaf = Node("", self.leaf_tag, self.leaf_word, place, last)
            self.open[-1].children.append(leaf)

    def _end_stretch(self, place: int) -> None:
        """Words never go on beyond a block, a picture or the end of a line."""
        found, end = self.found, self.starts[place + 1]
        if end > self.stretch:
            self._read(end)
        self.stretch, self.formats = end, [(end, self.around[-1][1])]
        found.begins.add(len(found.words))

    def _read(self, end: int) -> None:
        found, text = self.found, self.found.markup.text
        spans = [match.span() for match in WORD.finditer(text, self.stretch, end)]
        found.words += [text[start:stop] for start, stop in spans]
        found.starts += [start for start, _ in spans]
        found.ends += [stop for _, stop in spans]
        found.tags += [NO_TAG] * len(spans)
        found.blocks_around += [self.around[-1][0]] * len(spans)
        found.formats_around += self._formats_at([start for start, _ in spans])

    def _formats_at(self, places: Sequence[int]) -> list[str]:
        borders = [start for start, _ in self.formats]
        if len(borders) == 1:
            return [self.formats[0][1]] * len(places)
        return [self.formats[bisect_right(borders, place) - 1][1] for place in places]

    def _add(self, tag: str, place: int) -> None:
        """A picture or a rule."""
        found, (blocks, formats) = self.found, self.around[-1]
        found.words.append(tag)
        found.starts.append(self.starts[place + 1])
        found.ends.append(self.starts[place + 1])
        found.tags.append(place)
        found.blocks_around.append(blocks)
        found.formats_around.append(formats)


def plain_tag(tag: str) -> str:
    """Without what a page can hold only once: ids, and links to them."""
    if ' id="' in tag or ' href="#' in tag:
        return ONCE_ONLY.sub("", tag)
    return tag.replace(' role="region"', ' role="group"')
