"""Which block of a rendered text comes from where in its Markdown."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from reader.text.aligning import ABSENT, TOKEN, in_order
from reader.text.rendering import Block

Anchor = tuple[int, int]

LINE_END = re.compile("\n")


def anchors_of(source: str, text: str, blocks: Iterable[Block]) -> list[Anchor]:
    """Where in the source (in code points) the line begins that a block begins in, and which block.

    Blocks are numbered as they come in `blocks`. Both numbers rise: what begins on the line of an
    earlier block, and what has no words of the source in that order, is left out. Takes
    O(n log n) time in the number of words.
    """
    written, shown = _words(source), _words(text)
    places = in_order([word for _, word in shown], [word for _, word in written])
    begins = [start for start, _ in shown]
    lines = [0, *(found.end() for found in LINE_END.finditer(source))]
    anchors: list[Anchor] = []
    last = ABSENT
    for number, block in enumerate(blocks):
        words = range(bisect_left(begins, block.start), bisect_left(begins, block.end))
        first = next((places[n] for n in words if places[n] != ABSENT), ABSENT)
        line = bisect_right(lines, written[first][0]) - 1 if first != ABSENT else ABSENT
        if line > last:
            anchors.append((lines[line], number))
            last = line
    return anchors


def _words(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found[0]) for found in TOKEN.finditer(text)]
