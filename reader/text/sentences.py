"""Plain text cut into the sentences of its paragraphs."""

import re
from collections.abc import Collection, Iterable, Iterator

from reader.text.rendering import Block

Span = tuple[int, int]

PROSE = {"p", "li", "dd", "blockquote", "figcaption"}
# The end of a sentence: its sign, the number of a footnote, whatever closes with it, and white
# space. Of a run of signs only the first is tried, and nothing is given back: long runs take linear
# time.
END = re.compile(r"(?<![.!?…])[.!?…]++(?:(?<=[^\W\d_][.!?])\d{1,3})?+[\"'”’»“)\]]*+(?=\s)")
LAST_WORD = re.compile(r"[\w.]+\Z")
LINE = re.compile(r"[^\n]+")
LONGEST_WORD = 24


def paragraphs_in(text: str, blocks: Iterable[Block]) -> Iterator[Span]:
    """The stretches of running text among the blocks, without headings, tables and code.

    The blocks come as they begin, an outer one before those inside. Without any, every line is one.
    """
    open_blocks: list[Block] = []
    at, is_divided = 0, False
    for block in blocks:
        is_divided = True
        while open_blocks and open_blocks[-1].end <= block.start:
            closed = open_blocks.pop()
            yield from _prose(closed, at, closed.end)
            at = max(at, closed.end)
        if open_blocks:
            yield from _prose(open_blocks[-1], at, block.start)
        open_blocks.append(block)
        at = block.start
    while open_blocks:
        closed = open_blocks.pop()
        yield from _prose(closed, at, closed.end)
        at = max(at, closed.end)
    if not is_divided:
        yield from (line.span() for line in LINE.finditer(text))


def sentences_in(
    text: str, start: int, end: int, abbreviations: Collection[str] = (), ordinals: bool = False
) -> Iterator[Span]:
    """The sentences of text[start:end], in code points, each without white space around it.

    A full stop after an abbreviation (in lower case, without its last stop) ends none, nor after a
    single letter, nor, with `ordinals`, after a number of one or two digits.
    """
    begin = start
    for sign in END.finditer(text, start, end):
        if text[sign.start()] == "." and _goes_on(text, begin, sign, abbreviations, ordinals):
            continue
        yield from _trimmed(text, begin, sign.end())
        begin = sign.end()
    yield from _trimmed(text, begin, end)


def _prose(block: Block, start: int, end: int) -> Iterator[Span]:
    if block.tag in PROSE and start < end:
        yield start, end


def _goes_on(
    text: str,
    begin: int,
    sign: re.Match[str],
    abbreviations: Collection[str],
    ordinals: bool,
) -> bool:
    if text[sign.end() : sign.end() + 2].strip()[:1].islower():
        return True
    found = LAST_WORD.search(text[max(begin, sign.start() - LONGEST_WORD) : sign.start()])
    word = found[0].casefold() if found else ""
    is_ordinal = ordinals and word.isdigit() and len(word) < 3
    return is_ordinal or (len(word) == 1 and word.isalpha()) or word in abbreviations


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
