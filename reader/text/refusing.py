"""What an author is told when a text cannot be rendered."""

import re

from reader.text.limits import CPU_SECONDS, LONGEST_HTML, MEMORY_BYTES, WALL_SECONDS, Outcome

MARKS = re.compile(r"[^\w\s]")
PARAGRAPH = re.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", re.DOTALL)


class RenderRefused(Exception):
    """The text cannot be rendered. The message is written for its author."""


def too_slow(source: str) -> RenderRefused:
    return RenderRefused(
        f"The text was given up after {CPU_SECONDS:g} seconds of work. Long runs of brackets, "
        f"backticks, asterisks or unclosed links do this. {_where(source)}"
    )


def too_late() -> RenderRefused:
    return RenderRefused(
        f"The text was not ready after {WALL_SECONDS:g} seconds. The server may be busy: "
        "try again in a minute."
    )


def crowded() -> RenderRefused:
    return RenderRefused("Too many texts are being prepared just now. Try again in a minute.")


def ended(source: str, status: int) -> RenderRefused:
    """For an exit status of the process; a negative one is the signal that killed it."""
    if status == Outcome.TOO_DEEP:
        reason = "Lists, quotations or emphasis are nested too deeply. Nest them less."
    elif status == Outcome.TOO_LARGE:
        reason = (
            f"The finished page would be longer than {LONGEST_HTML:,} characters. "
            "A link, abbreviation or table that repeats very often does this. Shorten the text."
        )
    elif status == Outcome.TOO_MUCH_MEMORY or status < 0:
        reason = f"The text needs more than {MEMORY_BYTES >> 20} MB of memory. {_where(source)}"
    else:
        reason = f"The text could not be turned into a page. {_where(source)}"
    return RenderRefused(reason)


def _where(source: str) -> str:
    """Costs grow with the square of a paragraph's punctuation: the fullest one is the suspect."""
    paragraphs = PARAGRAPH.finditer(source)
    worst = max(paragraphs, key=lambda found: len(MARKS.findall(found[0])))
    line = source.count("\n", 0, worst.start()) + 1
    return f"Look first at the paragraph that begins in line {line}."
