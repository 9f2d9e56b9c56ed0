"""Mark passages in an article's HTML, however they overlap, nest or cross its elements.

A passage becomes one <mark> for every stretch of text that it has to itself between tags. Where
passages overlap, the one that began later lies inside, so that the line of each is drawn. An empty
link, the code, stands before each passage.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import chain, repeat

from reader.text.markup import Markup, escaped, is_block, split
from reader.text.passages import NO_FATES, Passage, Span, passages_of

# Stands for the next passage when there is none: it begins beyond every text.
NO_PASSAGE = Passage(sys.maxsize, sys.maxsize, "", "")


def highlight(html: str, spans: Iterable[Span], *, fates: Mapping[Span, str] = NO_FATES) -> str:
    """Wrap spans of the plain text in <mark> elements; the plain text stays what it was.

    A span is (start, end, label, role), offsets in code points of `Rendered.text`, in any order,
    any number of them with the same label. Spans that reach beyond the text are cut to it, white
    space at their ends is left out, and spans without a word, reversed ones, and exact doubles are
    ignored. `fates` gives the marks of some spans a data-fate, such as "edited". Takes HTML that
    `render` made.
    """
    markup = split(html)
    passages = passages_of(markup.text, spans, fates)
    return _Walk(markup, passages).highlighted() if passages else html


class _Walk:
    """The way through those text nodes that passages cover, from each passage to the next.

    `coming` is the next passage to begin; `carried` are those that go on beyond the node just done,
    in the order in which they began. Plain loops over local names here: this is the part whose
    speed readers of long texts feel.
    """

    def __init__(self, markup: Markup, passages: list[Passage]) -> None:
        self.raw, self.tags = list(markup.raw), list(markup.tags)
        self.texts, self.starts = markup.texts, markup.starts
        self.links = markup.links
        self.codes_before: dict[int, list[str]] = {}
        self.later = chain(passages, repeat(NO_PASSAGE))
        self.coming = next(self.later)
        self.carried: list[Passage] = []

    def highlighted(self) -> str:
        while self.coming is not NO_PASSAGE:
            node = bisect_right(self.starts, self.coming.start) - 1
            self._cut(node)
            while self.carried:
                node = self._cover(node + 1)
                self._cut(node)
        for link, codes in self.codes_before.items():
            self.tags[link] = "".join(codes) + self.tags[link]
        return str(Markup(self.raw, self.tags))

    def _cover(self, node: int) -> int:
        """Mark text nodes as a whole, up to the one in which a passage ends or begins."""
        raw, texts, starts = self.raw, self.texts, self.starts
        openings = "".join([passage.middle for passage in self.carried])
        closings = "</mark>" * len(self.carried)
        bound = min([self.coming.start, *[passage.end - 1 for passage in self.carried]])
        while starts[node + 1] <= bound:
            if raw[node] and not (texts[node].isspace() and self._is_between_blocks(node)):
                raw[node] = openings + raw[node] + closings
            node += 1
        return node

    def _is_between_blocks(self, node: int) -> bool:
        """White space at a block's border: browsers show none, and parsers move it out of tables."""
        if node == 0 or node == len(self.tags):
            return True
        return is_block(self.tags[node - 1]) or is_block(self.tags[node])

    def _cut(self, node: int) -> None:
        """Mark a text node in which passages begin or end.

        Open passages lie in `stack`, each with the place where its piece closes; no inner one
        closes after an outer one. A piece that must close with an outer one, though its passage
        goes on, waits to be opened again.
        """
        at, end = self.starts[node], self.starts[node + 1]
        text, entities, origin = self.texts[node], "&" in self.raw[node], at
        pieces: list[str] = []
        codes = self._codes_outside(node) if node in self.links else pieces
        stack: list[tuple[int, Passage]] = []
        waiting, coming, until = self.carried, self.coming, end
        while at < end:
            while coming.start == at:
                codes.append(coming.code())
                waiting.append(coming)
                coming = next(self.later)
            for passage in waiting:
                until = passage.end if passage.end < until else until
                stack.append((until, passage))
                pieces.append(
                    passage.middle
                    if until < passage.end and passage.middle
                    else passage.opening(until)
                )
            stop = until if until < coming.start else coming.start
            piece = text[at - origin : stop - origin]
            pieces.append(escaped(piece) if entities else piece)
            waiting = _close(stack, stop, pieces) if stop == until else []
            at, until = stop, stack[-1][0] if stack else end
        self.coming, self.carried = coming, waiting
        self.raw[node] = "".join(pieces)

    def _codes_outside(self, node: int) -> list[str]:
        """Links cannot nest, so codes for the text of a link of the author's go before that link."""
        return self.codes_before.setdefault(self.links[node], [])


def _close(stack: list[tuple[int, Passage]], at: int, pieces: list[str]) -> list[Passage]:
    """Close the marks that must close here; returns those passages that go on, in their order."""
    cut: list[Passage] = []
    while stack and stack[-1][0] == at:
        passage = stack.pop()[1]
        pieces.append("</mark>")
        if passage.end > at:
            cut.insert(0, passage)
    return cut
