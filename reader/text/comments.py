"""What people write to each other: a small part of Markdown, made safe, in one pass over the words.

Of its own, because Markdown's reference implementation is quadratic for hostile input and would need
a process of its own for every comment. Every step here looks at each sign a bounded number of times.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from html import escape, unescape

import nh3

from reader.text.comment_marks import inline

LONGEST = 5_000  # code points
DEEPEST = 4  # quotes and lists inside one another

TAGS = {"p", "br", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote", "span"}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "ol": {"start"}, "span": set()},
    allowed_classes={"span": {"mention"}},
    url_schemes={"http", "https", "mailto"},
    generic_attribute_prefixes=set(),
    link_rel="nofollow ugc noopener noreferrer",
)

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
QUOTE = re.compile(r" {0,3}> ?")
ITEM = re.compile(r" {0,3}(?:[-*+]|(\d{1,9})[.)])(?: |$)")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

BLOCK = re.compile(r"</?(?:p|br|pre|ul|ol|li|blockquote)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
MENTION = re.compile(r'<span class="mention">@([^<]*)</span>')


def render_comment(body: str, names: Collection[str] = ()) -> str:
    """Safe HTML of a comment: paragraphs, emphasis, code, links, lists and quotes; no raw HTML.

    `names` are the usernames of those who can be mentioned: @name of one of them, in whatever case,
    becomes <span class="mention">. What is no Markdown shows as it was typed. More than LONGEST code
    points are cut off; the forms refuse them before.
    """
    words = CONTROLS.sub("", body[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    known = {name.casefold(): name for name in names}
    return CLEANER.clean(_blocks(words.expandtabs(4).split("\n"), known))


def mentioned_in(html: str) -> set[str]:
    """The usernames that HTML made by `render_comment` mentions; nobody can type such a span."""
    return {unescape(name) for name in MENTION.findall(html)}


def plain_words(html: str) -> str:
    """What HTML made by `render_comment` says, on one line: for excerpts. It is not escaped."""
    return " ".join(unescape(TAG.sub("", BLOCK.sub(" ", html))).split())


def _blocks(lines: list[str], names: Mapping[str, str], depth: int = 0) -> str:
    pieces: list[str] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        made, at = _block(lines, at, names, depth)
        pieces.append(made)
    return "\n".join(pieces)


def _block(lines: list[str], at: int, names: Mapping[str, str], depth: int) -> tuple[str, int]:
    """The block that begins at a line that is not empty, and the line after it."""
    if fence := FENCE.match(lines[at]):
        return _code(lines, at, fence[1])
    if depth < DEEPEST and QUOTE.match(lines[at]):
        return _quote(lines, at, names, depth)
    if depth < DEEPEST and ITEM.match(lines[at]):
        return _list(lines, at, names, depth)
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _begins(lines[end], depth):
        end += 1
    return f"<p>{inline(_joined(lines[at:end]), names)}</p>", end


def _begins(line: str, depth: int) -> bool:
    """Whether a line ends the paragraph before it."""
    return bool(FENCE.match(line) or (depth < DEEPEST and (QUOTE.match(line) or ITEM.match(line))))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line.strip() for line in lines)


def _code(lines: list[str], at: int, fence: str) -> tuple[str, int]:
    """Up to a fence as long as the first; without one, up to the end."""
    end = at + 1
    while end < len(lines) and not (
        lines[end].strip().startswith(fence) and not lines[end].strip(f" {fence[0]}")
    ):
        end += 1
    words = escape("\n".join(lines[at + 1 : end]))
    return f"<pre><code>{words}\n</code></pre>", end + 1


def _quote(lines: list[str], at: int, names: Mapping[str, str], depth: int) -> tuple[str, int]:
    end = at
    while end < len(lines) and QUOTE.match(lines[end]):
        end += 1
    inner = [QUOTE.sub("", line, count=1) for line in lines[at:end]]
    return f"<blockquote>{_blocks(inner, names, depth + 1)}</blockquote>", end


def _list(lines: list[str], at: int, names: Mapping[str, str], depth: int) -> tuple[str, int]:
    """Items of one kind; what is indented under an item belongs to it."""
    first = ITEM.match(lines[at])
    is_numbered = bool(first and first[1])
    items: list[list[str]] = []
    while at < len(lines):
        mark = ITEM.match(lines[at])
        if items and lines[at].startswith("  ") and lines[at].strip():
            items[-1].append(lines[at][min(_indent(lines[at]), 3 if is_numbered else 2) :])
        elif mark and bool(mark[1]) == is_numbered:
            items.append([lines[at][mark.end() :]])
        elif not _goes_on(lines, at, is_numbered):
            break
        at += 1
    made = "".join(f"<li>{_item(item, names, depth)}</li>" for item in items)
    start = f' start="{int(first[1])}"' if first and first[1] and int(first[1]) != 1 else ""
    return (f"<ol{start}>{made}</ol>" if is_numbered else f"<ul>{made}</ul>"), at


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _goes_on(lines: list[str], at: int, is_numbered: bool) -> bool:
    """One empty line may stand between two items."""
    if lines[at].strip() or at + 1 >= len(lines):
        return False
    mark = ITEM.match(lines[at + 1])
    return bool(mark and bool(mark[1]) == is_numbered)


def _item(lines: list[str], names: Mapping[str, str], depth: int) -> str:
    """Its words without a paragraph around them, then what is nested in it."""
    end = 1
    while end < len(lines) and not _begins(lines[end], depth + 1):
        end += 1
    return inline(_joined(lines[:end]), names) + _blocks(lines[end:], names, depth + 1)
