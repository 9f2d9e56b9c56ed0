"""Turn an article's Markdown into the HTML and the plain text that readers see."""

import re
from dataclasses import dataclass

from reader.text.confining import convert_confined
from reader.text.limits import LONGEST_SOURCE
from reader.text.markup import Markup, id_of, is_closing, name_of, split
from reader.text.refusing import RenderRefused

__all__ = ["Block", "RenderRefused", "Rendered", "blocks_of", "render"]

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TEXT_BLOCK_TAGS = HEADING_TAGS | {"p", "li", "blockquote", "pre", "td", "th", "dt", "dd", "caption"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Block:
    """A block-level element with text[start:end], in code points; only headings have an id."""

    tag: str
    start: int
    end: int
    id: str = ""


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, its plain text (exactly the browser's textContent), and its blocks in order."""

    html: str
    text: str
    blocks: tuple[Block, ...]


def render(source: str, *, remote_images: bool = False) -> Rendered:
    """Render Markdown to safe HTML; raw HTML in the source shows as text.

    Only a caller whose site shows images of other hosts passes `remote_images`. Raises
    RenderRefused, with a message for the author, when the text is too long, is no proper text, or
    asks for more time, memory or room than allowed. Takes about a tenth of a second, most of it for
    the process that does the work.
    """
    source = _cleaned(source)
    html = convert_confined(source, remote_images=remote_images) if source.strip() else ""
    markup = split(html)
    return Rendered(html, markup.text, _blocks(markup))


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of HTML that `render` made, as they begin; an outer one before those inside."""
    return _blocks(split(html))


def _cleaned(source: str) -> str:
    if len(source) > LONGEST_SOURCE:
        raise RenderRefused(
            f"The text is {len(source):,} characters long, and at most {LONGEST_SOURCE:,} can be "
            "shown. Divide it into several articles."
        )
    if lone := SURROGATE.search(source):
        raise RenderRefused(
            f"Line {source.count(chr(10), 0, lone.start()) + 1} holds half a character (a lone "
            f"surrogate, U+{ord(lone[0]):04X}). Delete it there, and type the character anew."
        )
    return CONTROLS.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))


def _blocks(markup: Markup) -> tuple[Block, ...]:
    found: list[Block | None] = []
    open_blocks: list[tuple[int, str, int]] = []
    for index, tag in enumerate(markup.tags):
        if name_of(tag) not in TEXT_BLOCK_TAGS:
            continue
        if is_closing(tag):
            place, opening, start = open_blocks.pop()
            found[place] = _block(opening, start, markup.starts[index + 1])
        else:
            open_blocks.append((len(found), tag, markup.starts[index + 1]))
            found.append(None)
    return tuple(block for block in found if block)


def _block(opening: str, start: int, end: int) -> Block:
    name = name_of(opening)
    return Block(name, start, end, id_of(opening) if name in HEADING_TAGS else "")
