"""Markdown source cut into what two people can change without touching each other's words."""

import re
from collections.abc import Iterator
from itertools import groupby

LINE = re.compile(r"[^\n]*\n|[^\n]+")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# A line that goes on with nothing above it: an item, a quotation, a definition, indented code.
OPENING = re.compile(
    r"(?: {4}|\t)\s*|\s*(?:>|(?:[-+*:]|\d{1,9}[.)])(?=\s)|\*?\[[^\]\n]{1,200}\]:)\s*"
)
# What a line is, if not prose. One that is alone is a unit with its line end: a heading, a rule, a
# row of a table.
KIND = re.compile(
    r"(?P<gap>\s*\Z)|(?P<fence> {0,3}(?:`{3,}|~{3,}))"
    r"|(?P<alone>\s*(?:\#|\||[-=*_ \t]+$)|.*[^\\\n]\|)"
    rf"|(?P<opening>{OPENING.pattern})"
)
HARD_BREAK = ("  \n", "\\\n")

# How a sentence ends: its sign, a footnote, whatever closes with it, and white space. Nothing is
# given back, so that long runs of signs take linear time.
END = re.compile(
    r"(?<![.!?…؟۔।])(?:[!?…؟۔।]|(?<!\b[^\W\d_])\.)[.!?…]*+"
    r"(?:\[\^[^\]\s]{1,40}\])*+[\"'”’»“)\]*_]*+(?=\s)|[。！？]++"
)
SPACE = re.compile(r"\s*")


def units_of(source: str) -> list[str]:
    """Sentences, lines, and the white space between them; joined they are the source again.

    A sentence may go over several lines. Code, tables and headings are cut by line. The white space
    between two sentences or paragraphs is a unit of its own, as is the sign that ends a sentence
    where no space follows it: it parts what stands before from what stands after.
    """
    units: list[str] = []
    for (kind, _), lines in groupby(_kinds(source), lambda item: item[0]):
        texts = [line for _, line in lines]
        if kind == "alone":
            units += texts
        elif kind == "gap":
            units.append("".join(texts))
        else:
            units += _sentences("".join(texts))
    return units


def _kinds(source: str) -> Iterator[tuple[tuple[str, int], str]]:
    """Each line with its kind, and the number of the stretch of prose that it belongs to."""
    fence, stretch = "", 0
    for line in LINE.findall(source):
        found = KIND.match(line)
        kind = found.lastgroup if found else "prose"
        if fence or kind == "fence":
            yield ("alone", 0), line
            fence = _fence_after(fence, line)
        elif kind in ("gap", "alone"):
            yield (kind, 0), line
        else:
            stretch += kind == "opening"
            yield ("prose", stretch), line
            stretch += line.endswith(HARD_BREAK)


def _fence_after(fence: str, line: str) -> str:
    """What a line leaves open of code: the signs that began it, or nothing."""
    found = FENCE.match(line)
    if not found:
        return fence
    if not fence:
        return found[1]
    closes = found[1].startswith(fence) and not line[found.end() :].strip()
    return "" if closes else fence


def _sentences(text: str) -> Iterator[str]:
    opening = OPENING.match(text)
    at, last = 0, len(text.rstrip())
    for sign in END.finditer(text, opening.end() if opening else 0, last):
        if text[sign.start()] in "。！？":
            yield from filter(None, (text[at : sign.start()], sign[0]))
            at = sign.end()
        elif (space := SPACE.match(text, sign.end())) and not text[space.end()].islower():
            yield from (text[at : sign.end()], space[0])
            at = space.end()
    yield from filter(None, (text[at:last], text[last:]))
