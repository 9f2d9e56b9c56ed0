"""Take our own sanitised HTML apart into tags and text, and tell which text a browser shows for it.

The sanitiser's output is well formed and escapes every angle bracket that is no tag, in attribute
values too. That is why a regular expression may split it; HTML from anywhere else must pass through
the sanitiser first.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from itertools import accumulate, pairwise

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?([a-z0-9]+)")
IDENTIFIER = re.compile(r'\sid="([^"]*)"')

# Code points of HTML; the parts of longer texts are not worth the memory.
LONGEST_KEPT = 1_000_000

# Elements at whose borders browsers show no white space.
BLOCK_NAMES = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "div", "hr"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
PLAIN_BLOCK_TAGS = {f"<{slash}{name}>" for name in BLOCK_NAMES for slash in ("", "/")}


@dataclass(frozen=True)
class Markup:
    """Tags and text nodes: node i stands between tag i - 1 and tag i, so there is one node more.

    `raw` holds the text nodes as written, with entities; `texts` as a browser reads them. A text
    node may be empty.
    """

    raw: list[str]
    tags: list[str]

    @cached_property
    def texts(self) -> list[str]:
        return [unescape(raw) if "&" in raw else raw for raw in self.raw]

    @cached_property
    def starts(self) -> list[int]:
        """Where each text node begins in `text`, in code points, and last where the text ends."""
        return list(accumulate(map(len, self.texts), initial=0))

    @cached_property
    def text(self) -> str:
        """What a browser gives as textContent of the element that holds this HTML."""
        return "".join(self.texts)

    @cached_property
    def links(self) -> dict[int, int]:
        """For each text node inside a link the place of the link's opening tag."""
        ends = [at for at, tag in enumerate(self.tags) if tag.startswith(("<a ", "<a>", "</a>"))]
        return {
            node: opening
            for opening, closing in pairwise(ends)
            if self.tags[opening] != "</a>"
            for node in range(opening + 1, closing + 1)
        }

    def __str__(self) -> str:
        pieces = [""] * (len(self.raw) + len(self.tags))
        pieces[::2], pieces[1::2] = self.raw, self.tags
        return "".join(pieces)


def split(html: str) -> Markup:
    """The tags and text nodes of sanitised HTML; putting them together again gives the same HTML.

    The last few are kept: a page's contents, text and highlights are all made of one HTML, and its
    highlights again with every change of an annotation. So nobody may change what this returns.
    """
    return _kept(html) if len(html) <= LONGEST_KEPT else _split(html)


def forget() -> None:
    """Keep nothing of earlier texts."""
    _kept.cache_clear()


def text_of(html: str) -> str:
    """The plain text of sanitised HTML: exactly the textContent of the element that holds it."""
    return split(html).text


def name_of(tag: str) -> str:
    """The element's name, of an opening as of a closing tag."""
    found = NAME.match(tag)
    return found[1] if found else ""


def id_of(tag: str) -> str:
    found = IDENTIFIER.search(tag)
    return unescape(found[1]) if found else ""


def escaped(text: str) -> str:
    """Text as the sanitiser writes it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def is_closing(tag: str) -> bool:
    return tag.startswith("</")


def is_block(tag: str) -> bool:
    return tag in PLAIN_BLOCK_TAGS or name_of(tag) in BLOCK_NAMES


def _split(html: str) -> Markup:
    pieces = TAG.split(html)
    raw, tags = pieces[::2], pieces[1::2]
    if "<pre" in html:
        _give_first_newlines_to_pre(raw, tags)
    return Markup(raw, tags)


_kept = lru_cache(maxsize=8)(_split)


def _give_first_newlines_to_pre(raw: list[str], tags: list[str]) -> None:
    """Browsers drop a newline that follows <pre> at once: it belongs to the tag, not to the text."""
    for index, tag in enumerate(tags):
        if tag.startswith("<pre") and raw[index + 1].startswith("\n"):
            tags[index], raw[index + 1] = tag + "\n", raw[index + 1][1:]
