"""How far annotators agree, as figures, and what each figure says in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

# Krippendorff, Content Analysis (2nd ed., 2004): rely on data from .800 up; from .667 up draw
# tentative conclusions only.
FIRM = 0.800
TENTATIVE = 0.667
SOURCE = "Krippendorff 2004"
TOO_LOW = "not enough for firm or even tentative conclusions"

# What rests on fewer things is said with a warning. The number is ours, not from a source.
FEW = 10


class Measure(StrEnum):
    """What a figure is about."""

    EXACT_SPANS = "exact-spans"
    SHARED_SPANS = "shared-spans"
    CHARACTERS = "characters"
    UNITS = "units"
    UNITS_2004 = "units-2004"
    SAME_ROLE = "same-role"
    ROLES = "roles"
    RELATIONS = "relations"
    TIES = "ties"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what each of two annotators has is found with the other.

    `mine` and `theirs` count things, `mine_found` and `theirs_found` how many of them the other has,
    too (parts of things add up, so they need not be whole numbers). F1 is van Rijsbergen's balanced
    F-measure (1979). All three are 0 to 1, or None where nothing is there to compare: an annotator
    who marked nothing has no precision, and two who marked nothing neither agree nor disagree.
    """

    measure: Measure
    mine: int
    theirs: int
    mine_found: float
    theirs_found: float

    @property
    def precision(self) -> float | None:
        return self.mine_found / self.mine if self.mine else None

    @property
    def recall(self) -> float | None:
        return self.theirs_found / self.theirs if self.theirs else None

    @property
    def f1(self) -> float | None:
        if not self.number:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        both = precision + recall
        return 2 * precision * recall / both if both else 0.0

    @property
    def value(self) -> float | None:
        return self.f1

    @property
    def number(self) -> int:
        return self.mine + self.theirs


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha: 1 - observed / expected disagreement.

    1 is full agreement, 0 what chance would bring, below 0 less than that. The value is None where
    no disagreement could be expected: nothing was compared, or there is one value only, and then
    nothing tells agreement from habit. `number` says how much this rests on: the passages of all
    annotators together, or the things that were compared.
    """

    measure: Measure
    observed: float
    expected: float
    number: int

    @property
    def value(self) -> float | None:
        return 1 - self.observed / self.expected if self.expected else None


Figure = Score | Alpha


def said(figure: Figure) -> str:
    """The figure in one or two plain sentences, which claim no more than it shows."""
    if isinstance(figure, Alpha):
        return f"{ABOUT[figure.measure]}: {_alpha_said(figure)}{_warning(figure)}"
    if figure.value is None:
        return f"There are no {THINGS[figure.measure]} to compare."
    return f"{SENTENCES[figure.measure](figure)}{_warning(figure)}"


def briefly(figure: Figure) -> str:
    """What it means, in few words, where its name and its value stand beside it."""
    if isinstance(figure, Alpha):
        return _capital(f"{_judged(figure)[0]}.")
    if figure.value is None:
        return "Nothing to compare."
    return BRIEF[figure.measure](figure)


def rests_on_few(figure: Figure) -> int:
    """On how many things, if these are so few that one more or less would change it much."""
    number = max(figure.mine, figure.theirs) if isinstance(figure, Score) else figure.number
    return number if figure.value is not None and number < FEW else 0


def _alpha_said(alpha: Alpha) -> str:
    judgement, bounds = _judged(alpha)
    if alpha.value is None:
        return f"alpha {judgement}."
    return f"alpha is {round(alpha.value, 3) + 0.0:.3f}, {judgement} ({SOURCE}: {bounds})."


def _judged(alpha: Alpha) -> tuple[str, str]:
    """What alpha allows to conclude, and the bounds within which it does."""
    if alpha.value is None:
        why = "all that was compared is the same" if alpha.number else "there is nothing to compare"
        return f"cannot be computed, as {why}", ""
    value = round(alpha.value, 3)  # what is shown is what is judged
    if value >= FIRM:
        return "enough for firm conclusions", f"{FIRM:.3f} and more"
    if value >= TENTATIVE:
        return "enough for tentative conclusions only", f"{TENTATIVE:.3f} to {FIRM:.3f}"
    chance = "less agreement than by chance, " if value < 0 else ""
    return f"{chance}{TOO_LOW}", f"below {TENTATIVE:.3f}"


def _exact_said(score: Score) -> str:
    agree = _amount(score.f1, "passages")
    return f"They agree on {agree}: {_found(score)} begin and end where one of the other’s does."


def _shared_said(score: Score) -> str:
    return (
        f"Of a passage that one of them marked, on average {_percent(score.f1 or 0.0)} is also in its"
        " counterpart with the other; of one without a counterpart, nothing."
    )


def _percent(share: float) -> str:
    """Rounded, but never to all or nothing."""
    if share in (0, 1):
        return f"{share:.0%}"
    if share < 0.005:
        return "less than 1%"
    return "more than 99%" if share >= 0.995 else f"about {share:.0%}"


def _role_said(score: Score) -> str:
    same, both = round(score.mine_found), score.mine
    passages = "passage" if both == 1 else "passages"
    return f"They gave the same role to {same} of the {both} {passages} that both marked."


def _relations_said(score: Score) -> str:
    agree = _amount(score.f1, "relations between passages that both marked")
    return f"They agree on {agree}: {_found(score)} are found with the other, too."


def _ties_said(score: Score) -> str:
    agree = _amount(score.f1, "ties between passages that both marked")
    return (
        f"They agree on {agree}, whichever way these run: {_found(score)} tie the same two passages"
        " in the same way (support or attack) with the other."
    )


def _found(score: Score) -> str:
    found = round(score.mine_found + score.theirs_found)
    return f"of the {score.number} that the two have together, {found}"


def _amount(share: float | None, things: str) -> str:
    """The share in words. No source sets these bounds; the figures always stand beside them."""
    for least, words in AMOUNTS:
        if (share or 0.0) >= least:
            return words.format(things)
    return f"none of the {things}" if not share else f"few {things}"


def _brief_share(score: Score) -> str:
    things = {Measure.EXACT_SPANS: "passages", Measure.TIES: "ties"}
    amount = _amount(score.f1, things.get(score.measure, "relations"))
    return f"{_capital(amount)}: {round(score.mine_found + score.theirs_found)} of {score.number}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _warning(figure: Figure) -> str:
    if number := rests_on_few(figure):
        return f" With so few ({number}), one more or less would change the figure much."
    return ""


AMOUNTS = (
    (1.0, "all {}"),
    (0.9, "nearly all {}"),
    (0.6, "most {}"),
    (0.4, "about half of the {}"),
)

THINGS = {
    Measure.EXACT_SPANS: "passages",
    Measure.SHARED_SPANS: "passages",
    Measure.SAME_ROLE: "passages that both marked",
    Measure.RELATIONS: "relations between passages that both marked",
    Measure.TIES: "relations between passages that both marked",
}

SENTENCES: dict[Measure, Callable[[Score], str]] = {
    Measure.EXACT_SPANS: _exact_said,
    Measure.SHARED_SPANS: _shared_said,
    Measure.SAME_ROLE: _role_said,
    Measure.RELATIONS: _relations_said,
    Measure.TIES: _ties_said,
}

BRIEF: dict[Measure, Callable[[Score], str]] = {
    Measure.EXACT_SPANS: _brief_share,
    Measure.SHARED_SPANS: lambda score: (
        f"On average {_percent(score.f1 or 0.0)} of a passage is in the other’s."
    ),
    Measure.SAME_ROLE: lambda score: (
        f"The same role for {round(score.mine_found)} of {score.mine} that both marked."
    ),
    Measure.RELATIONS: _brief_share,
    Measure.TIES: _brief_share,
}

ABOUT = {
    Measure.CHARACTERS: "Which role each character has, beyond chance",
    Measure.UNITS: "Where passages begin and end and which role they have, beyond chance",
    Measure.UNITS_2004: "Where passages of each role begin and end, beyond chance",
    Measure.ROLES: "Which role the passages that both marked have, beyond chance",
    Measure.VALUES: "Which value each thing has, beyond chance",
}
