"""What an author says about a text above it, between two lines of dashes, in YAML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from reader.text.languages import is_code

LONGEST = 10_000
LONGEST_VALUES = {"title": 200, "byline": 200, "source_url": 500, "written_on": 60, "language": 35}
DEEPEST = 10

KEYS = {
    "title": "title",
    "byline": "byline",
    "author": "byline",
    "authors": "byline",
    "source": "source_url",
    "source_url": "source_url",
    "url": "source_url",
    "date": "written_on",
    "language": "language",
    "lang": "language",
}
LISTS = frozenset({"byline"})
WAYS_TO_WRITE_A_DATE = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y")

FENCE = re.compile(r"---[ \t]*\n")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
ENTRY = re.compile(rf"^[\"']?(?:{'|'.join(KEYS)})[\"']?[ \t]*:", re.MULTILINE | re.IGNORECASE)
WEB_ADDRESS = re.compile(r"https?://[^\s/\\][^\s\\]*", re.IGNORECASE)

# What the parser says most, in words for authors.
PROBLEMS = {
    "mapping values are not allowed here": "words with a colon in them need quotation marks",
    "could not find expected ':'": "a colon is missing after a name",
}


class FrontMatterRefused(Exception):
    """The lines above the text cannot be read; the message names the line."""


@dataclass(frozen=True)
class Details:
    """What is known about a text. Nothing is required."""

    title: str = ""
    byline: str = ""
    source_url: str = ""
    written_on: date | None = None
    language: str = ""


def split(text: str) -> tuple[Details, str]:
    """The details above a text, and the text without them; line ends must be LF.

    A text that merely begins with a rule (`---`) has no details: one of our keys must follow it.
    FrontMatterRefused where that is so and the details cannot be read.
    """
    opening = FENCE.match(text)
    if not opening:
        return Details(), text
    closing = CLOSING.search(text, opening.end())
    end = closing.start() if closing else text.find("\n\n", opening.end())
    if not ENTRY.search(text, opening.end(), len(text) if end < 0 else end):
        return Details(), text
    if not closing:
        raise FrontMatterRefused(
            "The details that begin in line 1 never end: close them with a line of three dashes."
        )
    block = text[opening.end() : closing.start()]
    if len(block) > LONGEST:
        raise FrontMatterRefused(
            f"The details above the text are longer than {LONGEST:,} characters."
        )
    return _details(block), text[closing.end() :].lstrip("\n")


def date_in(words: str) -> date | None:
    """The date that these words are, in one of the usual ways of writing it; None if they are not."""
    words = " ".join(words.split())
    if "T" in words or ":" in words:
        try:
            return datetime.fromisoformat(words).date()
        except ValueError:
            return None
    for way in WAYS_TO_WRITE_A_DATE:
        try:
            return datetime.strptime(words, way).date()
        except ValueError:
            continue
    return None


def _details(block: str) -> Details:
    found: dict[str, Any] = {}
    for key, values, line in _entries(block):
        name = KEYS.get(key.lower())
        if name and name not in found and values != [""]:
            found[name] = _value(key, name, values, line)
    return Details(**found)


def _value(key: str, name: str, values: list[str] | None, line: int) -> str | date:
    if values is None or (len(values) != 1 and name not in LISTS):
        raise FrontMatterRefused(
            f"Line {line}: “{key}” must be plain words, not a list or a table."
        )
    words = " ".join(_joined(values).split())
    if objection := _objection(key, name, words):
        raise FrontMatterRefused(f"Line {line}: {objection}.")
    return date_in(words) or "" if name == "written_on" else words


def _objection(key: str, name: str, words: str) -> str:
    if len(words) > LONGEST_VALUES[name]:
        return f"“{key}” is longer than {LONGEST_VALUES[name]} characters"
    if name == "source_url" and not WEB_ADDRESS.fullmatch(words):
        return f"“{key}” must be a web address that begins with http:// or https://"
    if name == "language" and not is_code(words):
        return f"“{words}” is no code of a language, such as en or pt-BR"
    if name == "written_on" and not date_in(words):
        return f"“{words}” is no date. Write it as 2025-03-12"
    return ""


def _joined(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _entries(block: str) -> Iterator[tuple[str, list[str] | None, int]]:
    """Each key of the outermost mapping, its scalar or list of scalars as typed, and its line.

    None stands for a value of another shape. We read events instead of loading objects: a title
    of `1984` or `Yes` stays as typed, and nothing is built that an author could make huge.
    """
    events = _events(block)
    if not isinstance(next(events, None), yaml.MappingStartEvent):
        raise FrontMatterRefused("Line 2: details are written as “title: …”, one to a line.")
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        if not isinstance(event, yaml.ScalarEvent):
            raise FrontMatterRefused(
                f"Line {_line(event)}: a name is expected here, such as “title”."
            )
        yield event.value, _values(events), _line(event)


def _values(events: Iterator[yaml.Event]) -> list[str] | None:
    event = next(events)
    if isinstance(event, yaml.ScalarEvent):
        return [event.value]
    values, plain, depth = [], isinstance(event, yaml.SequenceStartEvent), 1
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            plain, depth = False, depth + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent):
            values.append(event.value)
        if depth == 0:
            break
    return values if plain and values else None


def _events(block: str) -> Iterator[yaml.Event]:
    """The events of the first document, refused where they nest deeply or point elsewhere."""
    depth = 0
    try:
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            depth += _step(event)
            if getattr(event, "anchor", None):
                raise FrontMatterRefused(f"Line {_line(event)}: anchors (& and *) are not allowed.")
            if depth > DEEPEST:
                raise FrontMatterRefused(f"Line {_line(event)}: the details are nested too deeply.")
            if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
                yield event
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        problem = PROBLEMS.get(error.problem or "", f"this cannot be read ({error.problem})")
        raise FrontMatterRefused(f"Line {line}: {problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FrontMatterRefused(
            "The details above the text contain characters of no text."
        ) from error


def _step(event: yaml.Event) -> int:
    """How much deeper the events after this one lie."""
    opens = isinstance(event, yaml.CollectionStartEvent)
    return opens - isinstance(event, yaml.CollectionEndEvent)


def _line(event: yaml.Event) -> int:
    """Counted from 1, with the opening dashes as the first line."""
    return event.start_mark.line + 2 if event.start_mark else 1
