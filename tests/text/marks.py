"""Read highlighted HTML with the standard library's parser, which shares nothing with the code that
wrote it.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img"}


@dataclass
class Piece:
    """One <mark>: whose it is, the offsets of its text, and the passages it lies in, outermost
    first.
    """

    attributes: dict[str, str]
    start: int
    end: int
    within: list["Piece"]

    @property
    def label(self) -> str:
        return self.attributes["data-a"]

    @property
    def names(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


@dataclass
class Code:
    attributes: dict[str, str]
    at: int
    within: list[str]


@dataclass
class Reading(HTMLParser):
    """The text, and for each of its code points the labels of the marks around it."""

    text: str = ""
    labels: list[frozenset[str]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[Piece] = []
        self.after_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.ids += [attributes["id"]] if "id" in attributes else []
        if attributes.get("class") == "code":
            self.codes.append(Code(attributes, len(self.text), list(self.tags)))
        if tag == "mark":
            at = len(self.text)
            self.open.append(Piece(attributes, at, at, list(self.open)))
        if tag not in VOID:
            self.tags.append(tag)
        self.after_pre = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        assert self.tags.pop() == tag, "the tags are not well nested"
        if tag == "mark":
            piece = self.open.pop()
            piece.end = len(self.text)
            self.pieces.append(piece)

    def handle_data(self, data: str) -> None:
        data = data[1:] if self.after_pre and data.startswith("\n") else data
        self.after_pre = False
        self.text += data
        self.labels += [frozenset(piece.label for piece in self.open)] * len(data)


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    assert not reading.tags
    return reading
