"""The lists of cues, one data file for each language, made ready for matching."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("cues")
# Letters with their marks, digits, and the sign of per cent.
WORD = re.compile(r"[\w\u0300-\u036f]+|%")
GAPS = {"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"}


class CueKind(StrEnum):
    """What a cue shows. Where several stand in one clause, the first here counts."""

    ANSWER = "answer"
    OPPOSITION = "opposition"
    CONCESSION = "concession"
    CONTRAST = "contrast"
    EVIDENCE = "evidence"
    REASON = "reason"
    CONCLUSION = "conclusion"
    STANCE = "stance"
    UNNAMED = "unnamed"
    ABSOLUTE = "absolute"
    LOADED = "loaded"

    @property
    def role(self) -> str:
        """The role that a passage with this cue most likely plays."""
        return ROLES[self]

    @property
    def meaning(self) -> str:
        """What the cue often does, to be read after it: because – often gives a reason."""
        return MEANINGS[self]


ROLES = {
    CueKind.ANSWER: "rebuttal",
    CueKind.OPPOSITION: "counterclaim",
    CueKind.CONCESSION: "counterclaim",
    # On argued texts a "but" answers the other side more than twice as often as it speaks for it.
    CueKind.CONTRAST: "rebuttal",
    CueKind.EVIDENCE: "evidence",
    CueKind.REASON: "premise",
    CueKind.CONCLUSION: "claim",
    CueKind.STANCE: "claim",
    CueKind.UNNAMED: "rhetoric",
    CueKind.ABSOLUTE: "rhetoric",
    CueKind.LOADED: "rhetoric",
}
MEANINGS = {
    CueKind.ANSWER: "often answers an objection",
    CueKind.OPPOSITION: "often says what others object",
    CueKind.CONCESSION: "often grants something to the other side",
    CueKind.CONTRAST: "often turns against what was said",
    CueKind.EVIDENCE: "often points to evidence",
    CueKind.REASON: "often gives a reason",
    CueKind.CONCLUSION: "often draws a conclusion",
    CueKind.STANCE: "often says what somebody holds or wants",
    CueKind.UNNAMED: "names no source that could be checked",
    CueKind.ABSOLUTE: "leaves no room for exceptions",
    CueKind.LOADED: "is chosen for the feelings it stirs",
}


class Reach(StrEnum):
    """How much of the sentence belongs to a cue; see the head of `cues/en.toml`."""

    SUBORDINATE = "subordinates"
    OPENING = "openings"
    CLAUSE = "words"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a cue, folded, and what stands between them; no kind: it means nothing."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    kind: CueKind | None
    reach: Reach
    opens: bool


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that make a gist strong, and those that bear it out in a passage."""

    gist: frozenset[str]
    passage: frozenset[str]


@dataclass(frozen=True)
class CueList:
    """The cues of one language; phrases by their first word, longer ones first."""

    language: str
    name: str
    phrases: Mapping[str, tuple[Phrase, ...]]
    links: frozenset[str]
    abbreviations: frozenset[str]
    ordinals: bool
    strong: tuple[Strong, ...]
    harmless: frozenset[str]


@cache
def cue_list_of(language: str) -> CueList | None:
    """The list for a language code such as `de-AT`; None where there is none yet."""
    first = language.split("-")[0].lower()
    if first not in languages():
        return None
    return _made(tomllib.loads((FOLDER / f"{first}.toml").read_text("utf-8")))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a list."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def folded(words: str) -> str:
    """For comparing: without capitals, and with letters and their marks in one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", words).casefold())


def gap_of(between: str) -> str:
    """What stands between two words: one space for any white space, one kind of hyphen."""
    return " " if between.isspace() else GAPS.get(between, between)


def _made(data: Mapping[str, Any]) -> CueList:
    phrases: dict[str, list[Phrase]] = {}
    for phrase in _phrases(data):
        phrases.setdefault(phrase.words[0], []).append(phrase)
    return CueList(
        language=data["language"],
        name=data["name"],
        phrases={first: _longest_first(found) for first, found in phrases.items()},
        links=frozenset(data["links"]),
        abbreviations=frozenset(data["abbreviations"]),
        ordinals=data["ordinals"],
        strong=tuple(_strong(row) for row in data["strong"]),
        harmless=frozenset(map(folded, data["harmless"])),
    )


def _longest_first(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase.words)))


def _phrases(data: Mapping[str, Any]) -> Iterator[Phrase]:
    for words in data["nothing"]:
        yield _phrase(words, None, Reach.CLAUSE)
    for kind in CueKind:
        table = data.get(kind, {})
        for reach in Reach:
            for words in table.get(reach, ()):
                yield _phrase(words, kind, reach)
        for who, says in product(table.get("who", ()), table.get("says", ())):
            yield _phrase(f"{who} {says}", kind, Reach.CLAUSE)


def _phrase(words: str, kind: CueKind | None, reach: Reach) -> Phrase:
    found = list(WORD.finditer(words))
    return Phrase(
        words=tuple(folded(word[0]) for word in found),
        gaps=tuple(gap_of(words[one.end() : other.start()]) for one, other in pairwise(found)),
        kind=kind,
        reach=reach,
        opens=words.startswith("^"),
    )


def _strong(row: Mapping[str, list[str]]) -> Strong:
    gist = frozenset(map(folded, row["gist"]))
    return Strong(gist, gist | frozenset(map(folded, row["passage"])))
