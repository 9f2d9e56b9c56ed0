"""Figures of agreement as a page and a table show them: a name, a value, a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reader.annotations.graphs import Reading
from reader.annotations.pairing import Pairing, units_of
from reader.argument.figures import Figure, Score, briefly, rests_on_few, said
from reader.argument.reliability import (
    alpha_of_characters,
    alpha_of_units,
    alpha_of_units_2004,
)


@dataclass(frozen=True)
class Shown:
    """`value` is a share in per cent, or an alpha to three places; a dash where there is none.

    `brief` says what it means beside them, `words` by themselves. `few`: on how few things it rests.
    """

    name: str
    value: str
    brief: str
    words: str
    few: int = 0


def figures_of(pairing: Pairing) -> list[Shown]:
    relations = pairing.relations
    left_out = relations.mine_left_out + relations.theirs_left_out
    return [
        _shown("Passages, exactly the same", pairing.exact),
        _shown("Passages, by the words they share", pairing.shared),
        _shown("Roles of passages both marked", pairing.roles.same),
        _shown("The same, beyond chance", pairing.roles.alpha),
        _without(left_out, _shown("Relations", relations.exact)),
        _shown("Ties of one passage to another", relations.ties),
    ]


def figures_of_all(text: str, readings: Iterable[Reading]) -> list[Shown]:
    """Of two readings of the text at least; the last one as it was defined earlier."""
    units, length = [units_of(reading)[0] for reading in readings], len(text)
    whose = f", all {len(units)}" if len(units) > 2 else ""
    return [
        _shown(f"Roles, character by character{whose}", alpha_of_characters(units, length)),
        _shown(f"Borders and roles of passages{whose}", alpha_of_units(units, length)),
        _shown("The same, as defined in 2004", alpha_of_units_2004(units, length)),
    ]


def _shown(name: str, figure: Figure) -> Shown:
    brief, words, few = briefly(figure), said(figure), rests_on_few(figure)
    if figure.value is None:
        return Shown(name, "–", brief, words)
    value = (
        _percent(figure.value)
        if isinstance(figure, Score)
        else f"{round(figure.value, 3) + 0.0:.3f}"
    )
    return Shown(name, value, brief, words, few)


def _without(left_out: int, shown: Shown) -> Shown:
    if not left_out:
        return shown
    brief = f"{shown.brief} {left_out} cannot be compared."
    words = (
        f"{shown.words} {left_out} touch passages that only one of them marked: these are left out."
    )
    return replace(shown, brief=brief, words=words)


def _percent(share: float) -> str:
    """Rounded, but never to all or nothing."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"
