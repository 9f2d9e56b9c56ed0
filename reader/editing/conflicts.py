"""Two people changed the same words: both versions side by side, and what becomes of a choice."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString, mark_safe

from reader.text.comparing import compare_words
from reader.text.merging import Part

# More than these are decided together: nobody compares hundreds of places one by one.
MOST_ASKED = 100
REST = "part-rest"
# What may follow on the next line; other lines are paragraphs, which an empty line keeps apart.
NEXT_LINE = re.compile(r"\s*(?:[-+*>|#]|\d{1,9}[.)]\s)")


class Keep(StrEnum):
    BOTH = "both"
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Clash:
    """One place: what it was, and what each made of it, with the words that changed marked."""

    name: str
    base: str
    mine: SafeString
    theirs: SafeString


def clashes_of(parts: Sequence[Part]) -> list[Clash]:
    """Those that are decided one by one."""
    return [
        Clash(
            name, part.base.strip(), _marked(part.base, part.mine), _marked(part.base, part.theirs)
        )
        for name, part in _named(parts)
        if name and name != REST
    ]


def joined(parts: Sequence[Part], chosen: Mapping[str, str]) -> str:
    """The whole text as it was chosen. Where nobody chose, both stay: nothing that was typed goes."""
    pieces: list[str] = []
    last = ""
    for number, (name, part) in enumerate(_named(parts)):
        after = parts[number + 1].mine if number + 1 < len(parts) else ""
        piece = _chosen(part, chosen.get(name, ""), last, after) if name else part.text
        pieces.append(piece)
        last = piece[-1:] or last
    return "".join(pieces)


def _named(parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """Each part with the name of the field that decides it; what merged by itself has none."""
    count = 0
    for part in parts:
        count += part.is_conflict
        name = f"part-{count}" if count <= MOST_ASKED else REST
        yield (name if part.is_conflict else ""), part


def _chosen(part: Part, keep: str, before: str, after: str) -> str:
    if keep == Keep.MINE:
        return part.mine
    if keep == Keep.THEIRS:
        return part.theirs
    return part.mine + _seam(part, before, after) + part.theirs


def _seam(part: Part, before: str, after: str) -> str:
    """What keeps two versions apart that follow one another: as lines, or in one line."""
    mine, theirs = part.mine, part.theirs
    if not mine or not theirs:
        return ""
    ends_line = mine.endswith("\n") or after[:1] in ("", "\n")
    if before not in ("", "\n") or not ends_line:
        return "" if mine[-1].isspace() or theirs[0].isspace() else " "
    there = len(mine) - len(mine.rstrip("\n")) + len(theirs) - len(theirs.lstrip("\n"))
    return "\n" * ((1 if NEXT_LINE.match(theirs) else 2) - there)


def _marked(base: str, version: str) -> SafeString:
    return mark_safe(compare_words(base.strip(), version.strip()))
