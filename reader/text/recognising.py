"""Whether a text is written in Markdown, and the title that it begins with if so."""

import re
from html import unescape

# What hardly anybody types but in Markdown, and what may be chance when it comes once.
STRONG = re.compile(
    r"^\#{1,6}[ ]\S"  # heading
    r"|^(?:`{3}|~{3})"  # fenced code
    r"|\]\((?:https?://|mailto:|/|\#)"  # link
    r"|^\[[^\]\n]{1,80}\]:[ ]"  # reference or footnote
    r"|\[\^[^\]\s]{1,40}\]"  # footnote mark
    r"|\*\*[^*\s][^*\n]{0,200}\*\*"  # strong
    r"|^\|?[ ]*:?-{3,}:?[ ]*\|[ :|-]*$",  # table
    re.MULTILINE | re.VERBOSE,
)
WEAK = re.compile(
    r"(?<![\w*])\*[^*\s](?:[^*\n]{0,200}[^*\s])?\*(?![\w*])"  # emphasis
    r"|(?<!\w)_[^_\s](?:[^_\n]{0,200}[^_\s])?_(?!\w)"
    r"|`[^`\n]{1,200}`"  # code
    r"|^>[ ]\S",  # quotation
    re.MULTILINE | re.VERBOSE,
)
CHANCE = 2

HEADING = re.compile(
    r"\s*(?:#[ \t]+(?P<marked>[^\n]*)|(?P<underlined>[^\n#>|`\s][^\n]*)\n={3,}[ \t]*)(?:\n|\Z)"
)
LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
MARKS = re.compile(r"\\([^\w\s])|[*`]+|(?<!\w)_+|_+(?!\w)")


def looks_like_markdown(text: str) -> bool:
    """Whether there are signs in a text that only Markdown explains."""
    if STRONG.search(text):
        return True
    weak = WEAK.finditer(text)
    return sum(1 for _, _ in zip(range(CHANCE), weak, strict=False)) == CHANCE


def first_heading(text: str) -> tuple[str, int]:
    """The words of the first-rank heading that Markdown begins with, and where the rest begins.

    ("", 0) where it begins with something else.
    """
    found = HEADING.match(text)
    if not found:
        return "", 0
    marked = (found["marked"] or "").rstrip(" \t").rstrip("#")
    return _bare(marked or found["underlined"] or ""), found.end()


def _bare(words: str) -> str:
    """A heading's words without the signs for links, emphasis and code."""
    return unescape(MARKS.sub(lambda sign: sign[1] or "", LINK.sub(r"\1", words))).strip()
