"""Write a text's HTML again with marks around some of its words, and with words put in between."""

from bisect import bisect_left, bisect_right
from collections import defaultdict

from reader.text.dissecting import NO_TAG, Dissected, Node, plain_tag
from reader.text.markup import escaped

Span = tuple[int, int, str, str]  # from, to (code points), and the tags around


class Marks:
    """What is to be written around and between the words of one text.

    A mark over several text nodes becomes one element in each, so that it crosses no other.
    """

    def __init__(self, text: Dissected) -> None:
        self.text, self.markup = text, text.markup
        self.spans: defaultdict[int, list[Span]] = defaultdict(list)
        self.put: defaultdict[int, list[Span]] = defaultdict(list)
        self.tags: defaultdict[int, list[str]] = defaultdict(lambda: ["", "", "", ""])

    def mark(self, first: int, last: int, opening: str, closing: str) -> None:
        """Around the words from first to last, excluded; in rising order."""
        starts, texts = self.markup.starts, self.markup.texts
        start, end = self.text.starts[first], self.text.ends[last - 1]
        node = bisect_right(starts, start) - 1
        while start < end:
            until = min(end, starts[node + 1])
            if texts[node] and not texts[node].isspace():
                self.spans[node].append((start, until, opening, closing))
            start, node = max(start, until), node + 1
        for n in range(first, last):
            if self.text.tags[n] != NO_TAG:
                self.tags[self.text.tags[n]][1:3] = opening, closing

    def put_before(self, n: int, html: str) -> None:
        start = self.text.starts[n]
        if self.text.tags[n] != NO_TAG:
            self.tags[self.text.tags[n]][0] += html
        else:
            self.put[bisect_right(self.markup.starts, start) - 1].append((start, start, html, ""))

    def put_after(self, n: int, html: str) -> None:
        end = self.text.ends[n]
        if self.text.tags[n] != NO_TAG:
            self.tags[self.text.tags[n]][3] += html
        else:
            self.put[bisect_left(self.markup.starts, end) - 1].append((end, end, html, ""))

    def written(self, node: Node, with_put: bool = False) -> str:
        """The node with its marks, and, if asked for, with what was put between its words."""
        if node.opening == node.closing:
            return self._tag(node.opening, with_put)
        pieces = [self._text(node.opening + 1, with_put)]
        for place in range(node.opening + 1, node.closing):
            pieces += self._tag(place, with_put), self._text(place + 1, with_put)
        if not node.name:
            return "".join(pieces)
        tags = self.markup.tags
        return plain_tag(tags[node.opening]) + "".join(pieces) + tags[node.closing]

    def _tag(self, place: int, with_put: bool) -> str:
        tag = plain_tag(self.markup.tags[place])
        if place not in self.tags:
            return tag
        before, opening, closing, after = self.tags[place]
        marked = opening + tag + closing
        return before + marked + after if with_put else marked

    def _text(self, node: int, with_put: bool) -> str:
        spans = self.spans.get(node, [])
        if with_put and node in self.put:
            spans = sorted(spans + self.put[node], key=lambda span: span[:2])
        if not spans:
            return self.markup.raw[node]
        text, at = self.markup.text, self.markup.starts[node]
        pieces: list[str] = []
        for start, end, opening, closing in spans:
            pieces += escaped(text[at:start]), opening, escaped(text[start:end]), closing
            at = end
        return "".join(pieces) + escaped(text[at : self.markup.starts[node + 1]])
