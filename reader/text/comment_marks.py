"""The marks inside a paragraph of a comment: emphasis, code, links, mentions, line ends."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

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
END = ".,:;!?'\"*_~)"


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


def inline(text: str, names: Mapping[str, str], in_link: bool = False) -> str:
    """HTML of the words of one paragraph; inside a link no other links."""
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
        words = inline(mark["words"], {}, in_link=True)
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
