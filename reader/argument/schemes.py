"""The schemes of argument: usual ways from premises to a conclusion, and the questions that test them.

The list itself is `schemes.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from reader.argument.roles import RelationKind
from reader.argument.searching import fits_words

LIST = Path(__file__).with_suffix(".toml")


class QuestionKind(StrEnum):
    """What a bad answer to a critical question would be.

    Of a premise: an attack on that premise. An exception: an undercut of the step. A
    counter-reason: an attack on the conclusion.
    """

    PREMISE = "premise"
    UNDERCUT = "undercut"
    REBUT = "rebut"

    @property
    def word(self) -> str:
        """What it asks for, in one word."""
        return WORDS[self]

    @property
    def meaning(self) -> str:
        return MEANINGS[self]


MEANINGS = {
    QuestionKind.PREMISE: "asks for a premise: a bad answer attacks it",
    QuestionKind.UNDERCUT: "asks for an exception: a bad answer undercuts the step",
    QuestionKind.REBUT: "asks for a counter-reason: a bad answer attacks the conclusion",
}
WORDS = {
    QuestionKind.PREMISE: "premise",
    QuestionKind.UNDERCUT: "exception",
    QuestionKind.REBUT: "counter-reason",
}
TABLES = {
    "premise": QuestionKind.PREMISE,
    "exception": QuestionKind.UNDERCUT,
    "counter": QuestionKind.REBUT,
}


@dataclass(frozen=True, slots=True)
class Question:
    kind: QuestionKind
    words: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to argue. `key` is what a relation stores; `premises` are the places to be filled."""

    key: str
    name: str
    family: str
    explanation: str
    example: str
    premises: tuple[str, ...]
    questions: tuple[Question, ...]
    fits: tuple[RelationKind, ...]
    aif: int | None = None
    alias: str = ""

    def suits(self, kind: RelationKind) -> bool:
        """Whether relations of this kind usually are of this scheme; others are not forbidden."""
        return kind in self.fits


def scheme_of(key: str) -> Scheme | None:
    return BY_KEY.get(key)


def find_schemes(words: str, kind: RelationKind | None = None) -> tuple[Scheme, ...]:
    """The schemes in whose name, explanation or example all the words stand, in any order.

    Capitals and accents do not count, and a word may be the beginning of a longer one. Those found
    by their names come first. With a kind, only schemes that suit it.
    """
    suited = [scheme for scheme in SCHEMES if kind is None or scheme.suits(kind)]
    by_name = [s for s in suited if fits_words(words, s.name, s.alias, s.key)]
    by_text = [s for s in suited if fits_words(words, s.name, s.alias, s.explanation, s.example)]
    return tuple(dict.fromkeys([*by_name, *by_text]))


def _schemes() -> Iterator[Scheme]:
    for row in tomllib.loads(LIST.read_text("utf-8"))["scheme"]:
        yield _scheme(row)


def _scheme(row: Mapping[str, Any]) -> Scheme:
    return Scheme(
        key=row["key"],
        name=row["name"],
        family=row["family"],
        explanation=row["explanation"],
        example=row["example"],
        premises=tuple(row["premises"]),
        questions=tuple(_questions(row)),
        fits=(RelationKind(row["fits"]),) if "fits" in row else tuple(RelationKind),
        aif=row.get("aif"),
        alias=row.get("alias", ""),
    )


def _questions(row: Mapping[str, Any]) -> Iterator[Question]:
    for table, kind in TABLES.items():
        for words in row.get(table, ()):
            yield Question(kind, words)


SCHEMES: tuple[Scheme, ...] = tuple(_schemes())
BY_KEY = {scheme.key: scheme for scheme in SCHEMES}
