"""Quotations in plain text: words in quotation marks, and who said them."""

import re
from collections.abc import Collection, Sequence

from reader.text.dividing import Part
from reader.text.paragraphs import Paragraph

SHORTEST = 120
LONGEST_NAME = 120
MOST_OF = 0.6
MARKS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "「": "」", "『": "』", "”": "”"}
OPENING = tuple(MARKS)
ATTRIBUTION = re.compile(r"(?:—|–|―|--?)\s*[^\W\d_].*")
# Where so many paragraphs begin with a quotation mark, people talk: it is a story.
MOST_TALK = 0.25


def quotations_among(parts: Sequence[Part], taken: Collection[int]) -> set[int]:
    """The places of paragraphs that are set apart as quotations, and of the names below them."""
    found: set[int] = set()
    open_to_it = [place for place in range(len(parts)) if place not in taken]
    for place in open_to_it:
        if _has_name_below(parts, place) and place + 1 not in taken:
            found |= {place, place + 1}
    attributed = {place for place in open_to_it if _is_attributed(parts[place])}
    spoken = sum(_begins_with_mark(part) for part in parts)
    return found | (attributed if spoken <= max(2, len(parts) * MOST_TALK) else set())


def _has_name_below(parts: Sequence[Part], place: int) -> bool:
    if place + 1 >= len(parts) or not _begins_with_mark(parts[place]):
        return False
    below = parts[place + 1]
    return isinstance(below, Paragraph) and below.is_line and _is_name_line(below.text)


def _is_attributed(part: Part) -> bool:
    """Whether a paragraph is mostly one quotation, and the rest says whose it is."""
    if not isinstance(part, Paragraph) or not _begins_with_mark(part):
        return False
    if part.verse:
        return _is_name_line(part.lines[-1].words)
    text = part.text
    closing = MARKS[text[0]]
    end = max(text.rfind(mark) for mark in closing)
    quoted, rest = text[1:end], text[end + 1 :].strip()
    is_one = not any(mark in quoted for mark in {text[0], *closing})
    return (
        is_one and len(quoted) >= max(SHORTEST, MOST_OF * len(text)) and any(map(str.isalpha, rest))
    )


def _begins_with_mark(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.lines[0].words.startswith(OPENING)


def _is_name_line(words: str) -> bool:
    return len(words) <= LONGEST_NAME and ATTRIBUTION.fullmatch(words) is not None
