"""The file in which a reading travels: parsed and checked, before the article is looked at.

docs/reading-format.md describes it for those who write one.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from reader.annotations.models import GIST_LENGTH, NOTE_LENGTH, QUOTE_LENGTH, Annotation, Relation
from reader.argument.roles import Role
from reader.text.decoding import NotText, decode

MOST_ENTRIES = 5_000
ID_LENGTH = 100
DEVICE_LENGTH = Annotation._meta.get_field("device").max_length or 0
SCHEME_LENGTH = Relation._meta.get_field("scheme").max_length or 0
SUPPORTS, ATTACKS, UNDERCUTS = KINDS = ("supports", "attacks", "undercuts")

BLANK = re.compile(r"[ \t\n\r]*")
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
DECODER = json.JSONDecoder()


class ReadingRefused(Exception):
    """The reading cannot be added; the message names the line of its file, and why."""


@dataclass(frozen=True)
class Entry:
    """`line` is where the entry begins in the file, counted from 1."""

    id: str
    line: int

    def refused(self, reason: str) -> ReadingRefused:
        return ReadingRefused(f"Line {self.line}, “{self.id}”: {reason}")


@dataclass(frozen=True)
class PassageEntry(Entry):
    """One annotation. Without quotes it is implicit; `on` names what rhetoric leans on.

    `at` says where each quote begins in the text, if the file says so.
    """

    role: Role
    gist: str
    quotes: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    note: str = ""
    device: str = ""
    on: str = ""


@dataclass(frozen=True)
class LinkEntry(Entry):
    """One relation. The target is a link where the kind is undercuts, a passage elsewhere."""

    kind: str
    premises: tuple[str, ...]
    target: str
    scheme: str = ""


@dataclass(frozen=True)
class ParsedReading:
    """Entries that refer to each other properly; links come after the links that they undercut."""

    passages: tuple[PassageEntry, ...]
    links: tuple[LinkEntry, ...]


def read_reading(data: bytes | str) -> ParsedReading:
    """The reading in a JSON file; ReadingRefused, with the line, where it makes no sense."""
    lists = _lists(_text_of(data))
    passages = tuple(_passage(line, fields) for line, fields in lists["passages"])
    links = tuple(_link(line, fields) for line, fields in lists["links"])
    _refuse_doubles(passages)
    _refuse_doubles(links)
    _check_leaning(passages)
    _check_links(links, {passage.id: passage for passage in passages})
    return ParsedReading(passages, _targets_first(links))


def _text_of(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    try:
        return decode(data)
    except NotText as refusal:
        raise ReadingRefused(str(refusal)) from refusal


def _lists(text: str) -> dict[str, list[tuple[int, Any]]]:
    """The entries of both lists, each with its line."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"Line {error.lineno}, column {error.colno}"
        raise ReadingRefused(f"{where}: this is not JSON ({error.msg}).") from error
    except (RecursionError, ValueError) as error:
        raise ReadingRefused("The file is nested too deeply, or a number is too long.") from error
    lists = dict(_located(text)) if isinstance(whole, dict) else {}
    for name in ("passages", "links"):
        if name not in lists:
            raise ReadingRefused(f"Line 1: the file needs a list “{name}”.")
        if len(lists[name]) > MOST_ENTRIES:
            raise ReadingRefused(f"“{name}” has more than {MOST_ENTRIES:,} entries.")
    return lists


def _located(text: str) -> Iterator[tuple[str, list[tuple[int, Any]]]]:
    """Each list of the outermost object: its key, and its entries with their lines.

    Python's parser tells no positions, so it is called once for each entry. The text is JSON.
    """
    place = _after(text, 0, "{")
    line, seen = 1, 0
    while text[place] != "}":
        key, place = DECODER.raw_decode(text, place)
        place = _after(text, place, ":")
        if text[place] != "[":
            place = _after(text, DECODER.raw_decode(text, place)[1], ",")
            continue
        entries = []
        place = _after(text, place, "[")
        while text[place] != "]":
            line, seen = line + text.count("\n", seen, place), place
            entry, place = DECODER.raw_decode(text, place)
            entries.append((line, entry))
            place = _after(text, place, ",")
        place = _after(text, _after(text, place, "]"), ",")
        yield key, entries


def _after(text: str, place: int, sign: str) -> int:
    """The place behind a sign, if it comes next, and behind the white space around it."""
    place = _blank_end(text, place)
    return _blank_end(text, place + text.startswith(sign, place))


def _blank_end(text: str, place: int) -> int:
    blank = BLANK.match(text, place)
    return blank.end() if blank else place


def _passage(line: int, fields: Any) -> PassageEntry:
    entry = _entry(line, fields)
    role = fields.get("role")
    if role not in list(Role):
        raise entry.refused(f"the role must be one of {', '.join(Role)}.")
    gist = " ".join(_words(entry, fields, "gist", GIST_LENGTH).split())
    if not gist:
        raise entry.refused("a gist is missing.")
    if role == Role.RHETORIC and fields.get("on") is None:
        raise entry.refused("rhetoric needs “on”: what does it lean on?")
    quotes = _quotes(entry, fields)
    return PassageEntry(
        id=entry.id,
        line=line,
        role=Role(role),
        gist=gist,
        quotes=quotes,
        at=_places(entry, fields.get("at"), len(quotes)),
        note=_words(entry, fields, "note", NOTE_LENGTH),
        device=_words(entry, fields, "device", DEVICE_LENGTH),
        on=_words(entry, fields, "on", ID_LENGTH),
    )


def _quotes(entry: Entry, fields: dict[str, Any]) -> tuple[str, ...]:
    """Exactly one of three keys says where an annotation stands."""
    given = [key for key in ("quote", "quotes", "implicit") if fields.get(key) not in (None, False)]
    if len(given) != 1:
        raise entry.refused("give one of “quote”, “quotes” and “implicit”.")
    value = fields[given[0]]
    if given == ["implicit"]:
        if value is not True:
            raise entry.refused("“implicit” must be true.")
        return ()
    quotes = value if given == ["quotes"] else [value]
    if not isinstance(quotes, list) or not quotes:
        raise entry.refused("“quotes” must be a list of quotes.")
    return tuple(_quote(entry, quote) for quote in quotes)


def _places(entry: Entry, places: Any, count: int) -> tuple[int, ...]:
    """Where the quotes begin: a number for one, a list of as many numbers for several."""
    if places is None:
        return ()
    listed = places if isinstance(places, list) else [places]
    if len(listed) != count or not all(type(place) is int and place >= 0 for place in listed):
        raise entry.refused("“at” must give a number for each quote: where it begins in the text.")
    return tuple(listed)


def _quote(entry: Entry, quote: Any) -> str:
    words = _words(entry, {"quote": quote}, "quote", QUOTE_LENGTH)
    if not words.strip():
        raise entry.refused("the quote is empty.")
    return words


def _link(line: int, fields: Any) -> LinkEntry:
    entry = _entry(line, fields)
    kind, premises, target = fields.get("kind"), fields.get("premises"), fields.get("target")
    if kind not in KINDS:
        raise entry.refused(f"the kind must be one of {', '.join(KINDS)}.")
    if not isinstance(premises, list) or not premises:
        raise entry.refused("“premises” must be a list of at least one id.")
    if not all(isinstance(name, str) for name in [*premises, target]):
        raise entry.refused("“premises” and “target” must hold ids, in quotation marks.")
    scheme = _words(entry, fields, "scheme", SCHEME_LENGTH)
    return LinkEntry(entry.id, line, kind, tuple(dict.fromkeys(premises)), str(target), scheme)


def _entry(line: int, fields: Any) -> Entry:
    name = fields.get("id") if isinstance(fields, dict) else None
    if not isinstance(name, str) or not 0 < len(name) <= ID_LENGTH:
        raise ReadingRefused(f"Line {line}: an entry needs an “id” of 1 to {ID_LENGTH} characters.")
    return Entry(name, line)


def _words(entry: Entry, fields: dict[str, Any], key: str, longest: int) -> str:
    words = fields.get(key, "")
    if not isinstance(words, str):
        raise entry.refused(f"“{key}” must be words, in quotation marks.")
    if len(words) > longest:
        raise entry.refused(f"“{key}” has {len(words):,} characters; {longest:,} are the most.")
    if NO_TEXT.search(words):
        raise entry.refused(f"“{key}” contains characters that are no text.")
    return words


def _refuse_doubles(entries: Collection[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in seen:
            raise entry.refused(f"this id is taken by line {seen[entry.id].line}.")
        seen[entry.id] = entry


def _check_leaning(passages: Collection[PassageEntry]) -> None:
    names = {passage.id for passage in passages}
    for passage in passages:
        if passage.role is not Role.RHETORIC and (passage.on or passage.device):
            raise passage.refused("only rhetoric has a “device” and leans “on” something.")
        if passage.on == passage.id:
            raise passage.refused("it cannot lean on itself.")
        if passage.on and passage.on not in names:
            raise passage.refused(f"there is no passage “{passage.on}” to lean on.")


def _check_links(links: Collection[LinkEntry], passages: dict[str, PassageEntry]) -> None:
    names = {link.id for link in links}
    seen: dict[tuple[frozenset[str], str, bool], LinkEntry] = {}
    for link in links:
        _check_premises(link, passages)
        is_undercut = link.kind == UNDERCUTS
        if link.target not in (names if is_undercut else passages):
            raise link.refused(f"there is no {_noun(is_undercut)} “{link.target}” to bear on.")
        if link.target in ([link.id] if is_undercut else link.premises):
            raise link.refused("nothing bears on itself.")
        step = frozenset(link.premises), link.target, is_undercut
        if step in seen:
            raise link.refused(f"line {seen[step].line} has the same premises and target.")
        seen[step] = link


def _check_premises(link: LinkEntry, passages: dict[str, PassageEntry]) -> None:
    for name in link.premises:
        if name not in passages:
            raise link.refused(f"there is no passage “{name}”.")
        if passages[name].role is Role.RHETORIC:
            raise link.refused(f"“{name}” is rhetoric, which gives no reason: let it lean instead.")


def _noun(is_undercut: bool) -> str:
    return "link" if is_undercut else "passage"


def _targets_first(links: tuple[LinkEntry, ...]) -> tuple[LinkEntry, ...]:
    """In the order of the file, but an undercut after the link that it attacks."""
    ordered: dict[str, LinkEntry] = {}
    waiting = list(links)
    while waiting:
        rest = []
        for link in waiting:
            if link.kind == UNDERCUTS and link.target not in ordered:
                rest.append(link)
            else:
                ordered[link.id] = link
        if len(rest) == len(waiting):
            raise rest[0].refused("it undercuts itself, through other links.")
        waiting = rest
    return tuple(ordered.values())
