"""What people write to each other: a small part of Markdown, made safe, in one pass over the words.

Of its own, because Markdown's reference implementation is quadratic for hostile input and would need
a process of its own for every comment. Every step here looks at each sign a bounded number of times.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

import nh3

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

TICKS = re.compile(r"`+")
WORD = re.compile(r"\w")
# What is more than words. Every repetition is bounded or cannot go over another one's beginning.
MARKS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|!?\[(?P<words>[^\[\]\n]{1,500})\]\((?P<to>[^\s()<>]{1,500})\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,500})>"
    r"|(?P<bare>https?://[^\s<>\"`]{1,500})"
    r"|@(?P<name>[\w.+-]{1,150})"
    r"|(?P<run>\*{1,3}|_{1,3})"
    r"|(?P<line>\n)"
)
LINK = re.compile(
    r"(?:https?://[^/\\\s]|mailto:)[^\x00-\x20\x7f]*|/(?![/\\])[^\\\x00-\x20\x7f]*", re.I
)
MENTION = re.compile(r'<span class="mention">@([^<]*)</span>')
END = ".,:;!?'\"*_~)"


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
    return f"<p>{_inline(_joined(lines[at:end]), names)}</p>", end


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
    return _inline(_joined(lines[:end]), names) + _blocks(lines[end:], names, depth + 1)


@dataclass
class _Line:
    """The HTML of a paragraph, as it grows, and the emphasis that is open: (sign, length, place)."""

    pieces: list[str] = field(default_factory=list)
    open: list[tuple[str, int, int]] = field(default_factory=list)
    waiting: dict[tuple[str, int], int] = field(default_factory=dict)

    def begin(self, sign: str, length: int) -> None:
        self.open.append((sign, length, len(self.pieces)))
        self.waiting[sign, length] = self.waiting.get((sign, length), 0) + 1
        self.pieces.append(sign * length)

    def end(self, sign: str, length: int) -> None:
        """Close the last one of its kind; what was opened inside it and not closed stays as typed."""
        while self.open:
            opened, its_length, place = self.open.pop()
            self.waiting[opened, its_length] -= 1
            if (opened, its_length) == (sign, length):
                tag = "strong" if length == 2 else "em"
                self.pieces[place] = f"<{tag}>"
                self.pieces.append(f"</{tag}>")
                return


def _inline(text: str, names: Mapping[str, str], in_link: bool = False) -> str:
    line = _Line()
    closing = _ticks(text)
    at = 0
    while mark := MARKS.search(text, at):
        line.pieces.append(escape(text[at : mark.start()]))
        at = mark.end()
        if mark["ticks"]:
            at = _put_code(line, text, mark, closing)
        elif mark["run"]:
            _put_emphasis(line, text, mark)
        else:
            at = _put(line, text, mark, names, in_link)
    line.pieces.append(escape(text[at:]))
    return "".join(line.pieces)


def _ticks(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length: so that looking for the end costs nothing."""
    runs: dict[int, list[int]] = {}
    for run in TICKS.finditer(text):
        runs.setdefault(len(run[0]), []).append(run.start())
    return runs


def _put_code(line: _Line, text: str, mark: re.Match[str], closing: dict[int, list[int]]) -> int:
    length = len(mark["ticks"])
    places = closing.get(length, [])
    nearest = bisect_right(places, mark.start())
    if nearest >= len(places):
        line.pieces.append(mark["ticks"])
        return mark.end()
    words = text[mark.end() : places[nearest]].replace("\n", " ")
    if len(words) > 2 and words[0] == words[-1] == " ":
        words = words[1:-1]
    line.pieces.append(f"<code>{escape(words)}</code>")
    return places[nearest] + length


def _put_emphasis(line: _Line, text: str, mark: re.Match[str]) -> None:
    """Signs before a word open, signs after one close; snake_case stays what it is."""
    sign, left = mark["run"][0], len(mark["run"])
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    is_inside = sign == "_" and WORD.match(before) and WORD.match(after)
    if before.strip() and not is_inside:
        while left and (length := _closable(line, sign, left)):
            line.end(sign, length)
            left -= length
    if left and after.strip() and not is_inside and after != sign:
        for length in (2, 1) if left == 3 else (left,):
            line.begin(sign, length)
    else:
        line.pieces.append(sign * left)


def _closable(line: _Line, sign: str, most: int) -> int:
    """How long a run can be closed here: first the innermost, then any that is open."""
    if line.open and line.open[-1][0] == sign and line.open[-1][1] <= most:
        return line.open[-1][1]
    lengths: Iterator[int] = (n for n in (2, 1) if n <= most and line.waiting.get((sign, n)))
    return next(lengths, 0)


def _put(
    line: _Line, text: str, mark: re.Match[str], names: Mapping[str, str], in_link: bool
) -> int:
    """Everything that stands by itself. Returns where the words go on."""
    if mark["line"]:
        line.pieces.append("<br>\n")
    elif mark["escaped"]:
        line.pieces.append(escape(mark["escaped"]))
    elif mark["name"]:
        return _put_mention(line, text, mark, names)
    elif in_link:
        line.pieces.append(escape(mark[0]))
    elif mark["words"]:
        words = _inline(mark["words"], {}, in_link=True)
        line.pieces.append(_link(mark["to"], words) or escape(mark[0]))
    else:
        address = mark["auto"] or mark["bare"].rstrip(END)
        line.pieces.append(_link(address, escape(address)) or escape(mark[0]))
        return mark.end() if mark["auto"] else mark.start() + len(address)
    return mark.end()


def _put_mention(line: _Line, text: str, mark: re.Match[str], names: Mapping[str, str]) -> int:
    """The longest name that is known; an address of mail mentions nobody."""
    typed = mark["name"].rstrip(".-+") if mark["name"].casefold() not in names else mark["name"]
    name = names.get(typed.casefold())
    if name is None or WORD.match(text[mark.start() - 1 : mark.start()]):
        line.pieces.append("@")
        return mark.start() + 1
    line.pieces.append(f'<span class="mention">@{escape(name)}</span>')
    return mark.start() + 1 + len(typed)


def _link(address: str, words: str) -> str:
    """Only what leads to the web, to a mailbox or into this site; anything else stays as typed."""
    if not LINK.fullmatch(address):
        return ""
    return f'<a href="{escape(address)}">{words}</a>'
