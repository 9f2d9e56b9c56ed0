"""How wide words are in the map's face, so that the server can break them into lines.

The advance widths of Source Sans 3 (static/fonts/source-sans-3.woff2) in thousandths of the type
size, at the two weights that the map uses. They were read from the font with fontTools, which is
not needed to serve; tests/reading/test_lettering.py compares them with the font. Letters with
accents are as wide as without. What the face lacks is estimated.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

GLYPHS = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÆÐ×ØÞßæð÷øþıŒœʻʼˆ˚˜–—‘’‚“”„•…′″‹›⁄€™↑↓−∕"
)
REGULAR = """
    200 289 426 497 497 824 609 249 303 303 418 497 249 311 249 350 497 497 497 497 497 497 497
    497 497 497 249 249 497 497 497 425 847 543 588 571 615 527 494 617 652 263 479 579 486 727
    647 664 566 664 569 534 536 645 515 786 513 476 539 303 350 303 497 500 542 504 553 456 555
    496 292 504 544 246 247 495 255 829 547 542 555 555 347 419 338 544 467 719 446 467 425 303
    241 303 497 289 497 497 497 497 241 497 542 744 345 429 497 423 542 331 497 367 367 542 562
    560 249 542 367 365 429 781 808 796 425 822 639 497 664 583 576 778 544 497 542 555 247 847
    839 257 257 542 542 542 480 800 249 249 249 426 426 426 304 948 249 426 271 271 86 497 637
    619 619 497 86
"""
BOLD = """
    200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513
    513 513 513 275 275 513 513 513 444 875 558 597 576 625 538 510 628 663 282 494 597 502 745
    657 674 582 674 592 545 546 655 536 800 541 501 540 324 344 324 513 500 549 516 563 462 564
    507 317 520 558 262 263 522 271 843 560 549 564 564 373 431 361 556 495 748 481 495 443 324
    255 324 513 315 513 513 513 513 255 513 549 747 352 455 513 443 549 348 513 372 372 549 578
    599 275 549 372 369 455 795 827 807 444 834 651 513 674 600 604 780 552 513 549 564 262 859
    830 280 280 549 549 549 480 800 275 275 275 482 482 482 325 964 275 482 282 282 91 513 660
    618 618 513 91
"""

ELLIPSIS = "…"
FULL, EMOJI = 1000, 1250
OTHER = {400: 550, 600: 620}  # faces that step in for other scripts
EMOJI_BLOCKS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")  # two of them make one flag


class _Advances(dict[str, int]):
    """Widths by character, in thousandths of the type size."""

    def __init__(self, numbers: str, other: int) -> None:
        super().__init__(zip(GLYPHS, map(int, numbers.split()), strict=True))
        self.other = other

    def __missing__(self, character: str) -> int:
        if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
            return 0
        if EMOJI_BLOCKS.match(character):
            return EMOJI // 2 if REGIONAL.match(character) else EMOJI
        if unicodedata.east_asian_width(character) in "WF":
            return FULL
        base = unicodedata.normalize("NFKD", character)[0]
        return self.get(base, self.other)


ADVANCES = {400: _Advances(REGULAR, OTHER[400]), 600: _Advances(BOLD, OTHER[600])}

# Chinese and Japanese may break between any two characters, but no line may begin with a closing
# mark or end with an opening one. Words may also break after a hyphen, a dash or a slash.
WIDE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
OPENING = "（［｛「『【〈《〔"
CLOSING = "、。，．・：；！？）］｝」』】〉》〕…‥ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ\u3099\u309a"
SPACES = re.compile(r"[^\S\u00a0\u202f\u2060]+")
PARTS = re.compile(
    f"[{OPENING}]*[{WIDE}][{CLOSING}\ufe00-\ufe0f]*|[^{WIDE}]*?[-‐–—/](?=\\w)|[^{WIDE}]+"
)


class _Part(NamedTuple):
    """What must stay on one line, how wide it is, and how wide the space before it."""

    text: str
    width: float
    space: float


def text_width(text: str, size: float, weight: int = 400) -> float:
    """In pixels, for a type size in pixels. Kerning is left out: it only ever narrows a little."""
    return sum(map(ADVANCES[weight].__getitem__, text)) * size / 1000


def is_right_to_left(text: str) -> bool:
    """By the first letter that runs either way, as browsers tell for `dir=auto`."""
    ways = (unicodedata.bidirectional(character) for character in text)
    return next((way in ("R", "AL") for way in ways if way in ("L", "R", "AL")), False)


def wrap(text: str, size: float, width: float, lines: int = 4, weight: int = 400) -> list[str]:
    """Break a text into at most so many lines of a width in pixels, about equally long.

    What does not fit ends in an ellipsis. A word too long for a line is broken anywhere. Characters
    keep their order, so right-to-left text stays as it is.
    """
    parts = list(_parts(text, size, width, weight))
    starts = _breaks(parts, width)
    if len(starts) > lines:
        return _cut(parts, starts[: lines + 1], width, text_width(ELLIPSIS, size, weight))
    if len(starts) > 1:
        starts = _breaks(parts, _narrowest(parts, width, len(starts)))
    ends = [*starts[1:], len(parts)]
    return [_joined(parts[start:end]) for start, end in zip(starts, ends, strict=True)]


def _parts(text: str, size: float, width: float, weight: int) -> Iterator[_Part]:
    space = text_width(" ", size, weight)
    for word in SPACES.split(text.strip()):
        before = space
        for found in PARTS.findall(word):
            measured = text_width(found, size, weight)
            pieces = [found] if measured <= width else _pieces(found, size, width, weight)
            for piece in pieces:
                yield _Part(piece, text_width(piece, size, weight), before)
                before = 0.0


def _pieces(word: str, size: float, width: float, weight: int) -> list[str]:
    """A word cut so that every piece fits, and nothing that belongs to one character is torn."""
    pieces = [""]
    for cluster in _clusters(word):
        if pieces[-1] and text_width(pieces[-1] + cluster, size, weight) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _clusters(word: str) -> Iterator[str]:
    """Characters with the marks that stand on them; emoji that are joined stay so."""
    cluster = ""
    for character in word:
        joins = character == "\u200d" or cluster.endswith("\u200d")
        tone = "\U0001f3fb" <= character <= "\U0001f3ff"
        flag = len(cluster) == 1 and REGIONAL.match(cluster) and REGIONAL.match(character)
        if not cluster or joins or tone or flag or unicodedata.category(character)[0] == "M":
            cluster += character
            continue
        yield cluster
        cluster = character
    yield cluster


def _breaks(parts: list[_Part], width: float) -> list[int]:
    """With which part each line begins, filling one after the other."""
    starts = [0]
    used = -parts[0].space if parts else 0.0
    for number, part in enumerate(parts):
        used += part.space + part.width
        if used > width and number > starts[-1]:
            starts.append(number)
            used = part.width
    return starts


def _narrowest(parts: list[_Part], width: float, count: int) -> float:
    """The least width, to a pixel, in which the text still takes no more lines."""
    low, high = max(part.width for part in parts), width
    while high - low > 1:
        middle = (low + high) / 2
        if len(_breaks(parts, middle)) > count:
            low = middle
        else:
            high = middle
    return high


def _cut(parts: list[_Part], starts: list[int], width: float, ellipsis: float) -> list[str]:
    """Full lines, the last one shortened until an ellipsis fits behind it."""
    *whole, start, end = starts
    spans = [parts[a:b] for a, b in zip(whole, starts[1:], strict=False)]
    last = parts[start:end]
    room = width - ellipsis + last[0].space
    fitting = sum(1 for used in accumulate(p.space + p.width for p in last) if used <= room)
    ending = _joined(last[:fitting]) or last[0].text[: max(1, len(last[0].text) - 2)]
    return [*map(_joined, spans), ending.rstrip(" ,;:.–—-") + ELLIPSIS]


def _joined(parts: list[_Part]) -> str:
    return "".join([" " * (part.space > 0) + part.text for part in parts]).strip(" ")
