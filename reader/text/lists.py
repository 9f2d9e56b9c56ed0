"""Lists in plain text: lines that begin with a bullet, or with numbers that count up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.text.escaping import escaped_line
from reader.text.paragraphs import Line, joined

DEEPEST = 3
BULLET = re.compile(r"(?P<indent>\s*)(?P<mark>[•‣◦▪▫●○■□∙·➤►▸→✓✔–*+-])\s+(?P<words>\S.*)")
NUMBER = re.compile(r"(?P<indent>\s*)\(?(?P<mark>\d{1,3})[.)]\s+(?P<words>\S.*)")


@dataclass
class Item:
    """`number` is 0 for a bullet; `indent` is that of the first line, in characters."""

    number: int
    indent: int
    words: list[str]


@dataclass
class PlainList:
    """The items of one list, and how many lines of the text it takes."""

    items: list[Item] = field(default_factory=list)
    height: int = 0

    def markdown(self) -> str:
        levels = _levels([item.indent for item in self.items])
        return "\n".join(_item(item, level) for item, level in zip(self.items, levels, strict=True))


def list_at(lines: Sequence[Line], start: int) -> PlainList | None:
    """The list of two items or more that begins in this line. Blank lines may stand between items."""
    found, index, blank = PlainList(), start, False
    while index < len(lines):
        line = lines[index]
        item = _item_in(line)
        if not line.words:
            blank = True
        elif item and _follows(found.items, item):
            found.items.append(item)
        elif not item and not blank and found.items and _goes_on(line, found.items[-1]):
            found.items[-1].words.append(line.words)
        else:
            break
        index += 1
        if line.words:
            blank, found.height = False, index - start
    return found if len(found.items) > 1 else None


def _item_in(line: Line) -> Item | None:
    match = NUMBER.match(line.typed) or BULLET.match(line.typed)
    if not match:
        return None
    number = int(match["mark"]) if match.re is NUMBER else 0
    return Item(number, len(match["indent"]), [match["words"].strip()])


def _follows(items: list[Item], item: Item) -> bool:
    """Whether an item belongs to the list so far: as deep and the next number, or deeper and a first."""
    if not items:
        return True
    before = next((i for i in reversed(items) if i.indent <= item.indent), None)
    if before is None:
        return False
    if before.indent < item.indent:
        return item.number < 2
    return item.number == (before.number + 1 if before.number else 0)


def _goes_on(line: Line, item: Item) -> bool:
    indent = len(line.typed) - len(line.typed.lstrip())
    return indent > item.indent or line.words[:1].islower()


def _levels(indents: list[int]) -> list[int]:
    """How deep each item stands, from the indents that are open above it."""
    levels, open_indents = [], [indents[0]]
    for indent in indents:
        while len(open_indents) > 1 and open_indents[-1] > indent:
            open_indents.pop()
        if indent > open_indents[-1]:
            open_indents.append(indent)
        levels.append(min(len(open_indents) - 1, DEEPEST))
    return levels


def _item(item: Item, level: int) -> str:
    mark = f"{item.number}." if item.number else "-"
    return f"{'    ' * level}{mark} {escaped_line(joined(item.words))}"
