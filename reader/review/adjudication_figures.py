"""Figures of agreement as a page and a table show them: a name, a value, a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.aligning import Alignment, alphas_of
from reader.annotations.graphs import Reading
from reader.argument.figures import Figure, Score, said


@dataclass(frozen=True)
class Shown:
    """`value` is a share in per cent, or an alpha to three places; a dash where there is none."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class FiguresOfAll:
    shown: tuple[Shown, ...]
    older: Shown


def figures_of(alignment: Alignment) -> list[Shown]:
    relations = alignment.relations
    shown = [
        _shown("Passages, exactly the same", alignment.exact),
        _shown("Passages, by the words they share", alignment.shared),
        _shown("Roles of passages both marked", alignment.roles.same),
        _shown("The same, beyond chance", alignment.roles.alpha),
        _shown("Relations", relations.exact),
        _shown("Ties of one passage to another", relations.ties),
    ]
    if left_out := relations.mine_left_out + relations.theirs_left_out:
        words = f"{left_out} of their relations touch passages that only one of them marked."
        shown.append(Shown("Relations not compared", str(left_out), words))
    return shown


def figures_of_all(text: str, readings: Iterable[Reading]) -> FiguresOfAll:
    """Of two readings of the text at least."""
    alphas = alphas_of(text, list(readings))
    return FiguresOfAll(
        (
            _shown("Roles, character by character", alphas.characters),
            _shown("Borders and roles of passages", alphas.units),
        ),
        _shown("The same, as defined in 2004", alphas.units_2004),
    )


def _shown(name: str, figure: Figure) -> Shown:
    if figure.value is None:
        return Shown(name, "–", said(figure))
    value = f"{figure.value:.0%}" if isinstance(figure, Score) else f"{figure.value + 0.0:.3f}"
    return Shown(name, value, said(figure))
