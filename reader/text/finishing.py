"""What we add to sanitised HTML: lower heading levels, heading ids, frames that scroll."""

import re
import unicodedata
from collections.abc import Iterator

from reader.text.markup import Markup, split

HEADINGS = {f"<h{level}>": level for level in range(1, 7)}
HEADING_ENDS = {f"</h{level}>" for level in range(1, 7)}
HEADING_PREFIX = "s-"
LONGEST_SLUG = 60
IN_PAGE_LINK = re.compile(r'(?<= href=")#uc-([^"]+)')


def finish(html: str) -> str:
    """Move headings below the page's own h1, give them ids, frame tables and code; add no text."""
    markup = split(html)
    tags = list(markup.tags)
    ids = _heading_ids(markup)
    shift = 1 if "<h1>" in tags else 0
    for opening, closing in _headings(markup):
        level = min(6, HEADINGS[tags[opening]] + shift)
        tags[opening], tags[closing] = f'<h{level} id="{ids[opening]}">', f"</h{level}>"
    _lead_to_headings(tags, set(ids.values()))
    _frame(tags)
    return str(Markup(markup.raw, tags))


def slug_of(words: str) -> str:
    """Letters, marks and digits of any script in lower case with hyphens, or "section"."""
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in words.lower())
    slug = "-".join(unicodedata.normalize("NFC", "".join(kept)).split())
    return slug[:LONGEST_SLUG].rstrip("-") or "section"


def _headings(markup: Markup) -> Iterator[tuple[int, int]]:
    """The places of every heading's opening and closing tag."""
    opened: list[int] = []
    for index, tag in enumerate(markup.tags):
        if tag in HEADINGS:
            opened.append(index)
        elif tag in HEADING_ENDS:
            yield opened.pop(), index


def _heading_ids(markup: Markup) -> dict[int, str]:
    """A unique id for the heading that opens at each place."""
    ids: dict[int, str] = {}
    used: dict[str, int] = {}
    for opening, closing in _headings(markup):
        slug = unique = slug_of(_words(markup, opening, closing))
        while unique in used:
            used[slug] += 1
            unique = f"{slug}-{used[slug]}"
        used[unique] = 1
        ids[opening] = HEADING_PREFIX + unique
    return ids


def _words(markup: Markup, opening: int, closing: int) -> str:
    """A heading's text without the numbers of its footnotes."""
    words, inside_reference = [], False
    for index in range(opening, closing):
        if markup.tags[index].startswith('<sup id="uc-fnref'):
            inside_reference = True
        elif markup.tags[index] == "</sup>":
            inside_reference = False
        words.append("" if inside_reference else markup.texts[index + 1])
    return "".join(words)


def _lead_to_headings(tags: list[str], ids: set[str]) -> None:
    """`[Costs](#costs)` leads to the heading "Costs"; other names stay apart from our ids."""

    def to_heading(link: re.Match[str]) -> str:
        heading = HEADING_PREFIX + link[1].lower()
        return f"#{heading}" if heading in ids else link[0]

    for index, tag in enumerate(tags):
        if ' href="#uc-' in tag:
            tags[index] = IN_PAGE_LINK.sub(to_heading, tag)


def _frame(tags: list[str]) -> None:
    """Tables and code may scroll, so the keyboard must reach them; each region needs a name."""
    tables = 0
    for index, tag in enumerate(tags):
        if tag == "<table>":
            tables += 1
            tags[index] = _table_frame(tables) + tag
        elif tag == "</table>":
            tags[index] = tag + "</div>"
        elif tag.startswith("<pre>"):
            tags[index] = tag.replace("<pre>", '<pre tabindex="0">')


def _table_frame(number: int) -> str:
    name = "Table" if number == 1 else f"Table {number}"
    return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{name}">'
