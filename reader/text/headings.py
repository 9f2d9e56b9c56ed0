"""Headings in plain text: short lines that stand alone above what they announce."""

from collections.abc import Collection, Sequence

from reader.text.dividing import Break, Part, Underlined
from reader.text.paragraphs import Paragraph, ends_sentence, width

WIDEST = 90
MOST_WORDS = 14
SUBSTANTIAL = 80
NEVER_LAST = ".,;:…。，；：、-–—"
MAY_BEGIN = "¿¡“”\"«„‘'「『《(["


def headings_among(parts: Sequence[Part], taken: Collection[int]) -> set[int]:
    """The places of the parts that are headings; `taken` are places that mean something else.

    A line is one if it looks like it and is followed by what it may announce, or by one lower
    heading that is. A text with more headings than anything else has none: it is a list or a poem.
    """
    underlined = {place for place, part in enumerate(parts) if isinstance(part, Underlined)}
    found: set[int] = set()
    for place in range(len(parts) - 2, -1, -1):
        if place in taken or place + 1 in taken or not _looks_like_one(parts[place]):
            continue
        lower = place + 1 in found | underlined and place + 2 not in found
        if lower or _is_substantial(parts[place + 1]):
            found.add(place)
    rest = len(parts) - len(found) - len(taken)
    return (found if len(found) <= rest else set()) | (underlined - set(taken))


def _looks_like_one(part: Part) -> bool:
    if not isinstance(part, Paragraph) or not part.is_line:
        return False
    text = part.text
    if width(text) > WIDEST or len(text.split()) > MOST_WORDS or text[-1] in NEVER_LAST:
        return False
    begins_well = text[0] in MAY_BEGIN or (text[0].isalnum() and not text[0].islower())
    return begins_well and "://" not in text and any(map(str.isalnum, text))


def _is_substantial(part: Part) -> bool:
    """Whether a part says enough to stand under a heading."""
    if isinstance(part, Break | Underlined):
        return False
    if not isinstance(part, Paragraph) or part.verse:
        return True
    return width(part.text) >= SUBSTANTIAL or (ends_sentence(part.text) and width(part.text) > 30)
