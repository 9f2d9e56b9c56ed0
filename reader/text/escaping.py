"""Words as Markdown that shows exactly these words, whatever signs they contain."""

import re

# Brackets need no more than the opening one escaped; underscores inside words are no emphasis.
SIGNS = re.compile(
    r"(?P<link>\bhttps?://[^\s<>\\\"'`\[\]{}|^*]+)"
    r"|(?P<escape>[\\`*\[]|_(?<![^\W_]_)|_(?![^\W_]))"
    r"|(?P<angle><(?=\S))"
    r"|(?P<entity>&(?=#?[A-Za-z0-9]+;))"
)
LINE_START = re.compile(r"(?P<number>\d+)\.(?=\s|$)|[#>]|[+-](?=\s|$)|[:=~|-](?=[\s:=~|-]|$)")
TRAILING = ".,;:!?…»”’"
BACKSLASHED = "#>+-"


def escaped(words: str) -> str:
    """Markdown for these words where they stand inside a line. Web addresses become links."""
    return SIGNS.sub(_inline, words)


def escaped_line(words: str) -> str:
    """Markdown for a line of a paragraph: nothing in it begins a list, a heading or a table."""
    words = words.strip()
    start = LINE_START.match(words)
    if not start:
        return escaped(words)
    if start["number"]:
        return f"{start['number']}\\.{escaped(words[start.end() :])}"
    sign = words[0]
    shown = f"\\{sign}" if sign in BACKSLASHED else f"&#{ord(sign)};"
    return shown + escaped(words[1:])


def escaped_lines(lines: tuple[str, ...]) -> str:
    """Markdown that keeps the line breaks, as in an address or a poem."""
    return "  \n".join(escaped_line(line) for line in lines)


def escaped_cell(words: str) -> str:
    return escaped(words).replace("|", "&#124;")


def fenced(lines: tuple[str, ...]) -> str:
    """Lines shown as they are, in type of one width; the fence is longer than any run of its sign."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((fence, *lines, fence))


def _inline(sign: re.Match[str]) -> str:
    if sign["link"]:
        return _link(sign["link"])
    if sign["angle"]:
        return "&lt;"
    return "&amp;" if sign["entity"] else f"\\{sign[0]}"


def _link(address: str) -> str:
    """A web address as a link, without the full stop of its sentence or the bracket around it."""
    end, spare = len(address), address.count(")") - address.count("(")
    while end and (address[end - 1] in TRAILING or (address[end - 1] == ")" and spare > 0)):
        end -= 1
        spare -= address[end] == ")"
    linked, rest = address[:end], address[end:]
    return f"<{linked}>{rest}" if linked[linked.find("://") + 3 :] else escaped_address(address)


def escaped_address(address: str) -> str:
    return address.replace("_", "\\_")
