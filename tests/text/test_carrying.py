"""What a new text does to the passages of the old one."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.carrying import Carried, Carrier, Fate, carry
from reader.text.quoting import Quote
from reader.text.rendering import render

OLD = (
    "Trees cool streets in summer. Shade saves water, and water is dear.\n"
    "Roots lift pavements now and then. Nobody minds.\n"
    "A study in three cities measured two degrees of difference at noon.\n"
)
WORDS = st.lists(
    st.sampled_from(
        ["ab", "cd", "ef", "gh", "ij", "kl", "水", "木", "👩\u200d🌾", "שלום", "é", "e\u0301"]
    ),
    max_size=24,
)
TEXTS = st.one_of(st.text(max_size=60), WORDS.map(" ".join))
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5)


def fate_of(old: str, new: str, quote: str) -> tuple[Fate, str]:
    """What became of the first place of some words, and the words that are there now."""
    start = old.index(quote)
    (found,) = carry(old, new, [(start, start + len(quote))])
    return found.fate, new[found.start : found.end]


def within(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted((at, min(len(text), at + size)) for at, size in spans if at < len(text))


# THE LAWS


@given(TEXTS, SPANS)
def test_in_an_unchanged_text_everything_is_kept(text: str, places: list[tuple[int, int]]) -> None:
    spans = within(text, places)
    assert carry(text, text, spans) == [Carried(*span, Fate.KEPT) for span in spans]


@settings(max_examples=200)
@given(TEXTS, TEXTS, SPANS)
def test_nothing_lies_outside_the_text_and_only_the_lost_are_points(
    old: str, new: str, places: list[tuple[int, int]]
) -> None:
    for found in carry(old, new, within(old, places)):
        assert 0 <= found.start <= found.end <= len(new)
        assert (found.start == found.end) == (found.fate is Fate.LOST)


@settings(max_examples=200)
@given(WORDS, WORDS, SPANS)
def test_lost_ones_come_between_what_was_kept_before_and_behind(
    old_words: list[str], new_words: list[str], places: list[tuple[int, int]]
) -> None:
    old, new = " ".join(old_words), " ".join(new_words)
    spans = within(old, places)
    carried = list(zip(spans, carry(old, new, spans), strict=True))
    lost = [(span, found) for span, found in carried if found.fate is Fate.LOST]
    assert all(one.start <= other.start for (_, one), (_, other) in pairwise(lost))
    kept = [(span, found) for span, found in carried if found.fate is Fate.KEPT]
    for (start, end), point in lost:
        assert all(found.end <= point.start for span, found in kept if span[1] <= start)
        assert all(point.start <= found.start for span, found in kept if end <= span[0])


@settings(max_examples=200)
@given(WORDS, WORDS)
def test_no_two_passages_are_swapped(old_words: list[str], new_words: list[str]) -> None:
    old = " ".join([*old_words, "x", *old_words, "x", *old_words])
    new = " ".join([*new_words, "x", *new_words, "x"])
    places = [at for at, character in enumerate(old) if character == "x"]
    first, second = carry(old, new, [(place, place + 1) for place in places])
    assert Fate.LOST in (first.fate, second.fate) or first.start < second.start


@given(WORDS, WORDS, WORDS, WORDS)
def test_words_that_survive_together_and_once_keep_all_their_words(
    before: list[str], after: list[str], new_before: list[str], new_after: list[str]
) -> None:
    quote = "mark these very words"
    old, new = " ".join([*before, quote, *after]), " ".join([*new_before, quote, *new_after])
    fate, words = fate_of(old, new, quote)
    assert words == quote and fate in (Fate.KEPT, Fate.MOVED)


# FATES


def test_what_stands_where_it_stood_is_kept_however_the_lines_fall() -> None:
    new = "A word before. " + OLD.replace(" ", "\n")
    assert fate_of(OLD, new, "Shade saves water") == (Fate.KEPT, "Shade\nsaves\nwater")


def test_what_left_its_neighbours_is_moved() -> None:
    first, second, third, _ = OLD.split("\n")
    new = "\n".join([third, first, second])
    assert fate_of(OLD, new, "measured two degrees") == (Fate.MOVED, "measured two degrees")
    assert fate_of(OLD, new, "Nobody minds.") == (Fate.KEPT, "Nobody minds.")


def test_what_has_other_words_now_is_edited() -> None:
    new = OLD.replace("two degrees", "three whole degrees")
    assert fate_of(OLD, new, "measured two degrees of difference") == (
        Fate.EDITED,
        "measured three whole degrees of difference",
    )


def test_a_lost_passage_is_a_point_where_its_words_stood() -> None:
    new = OLD.replace("Roots lift pavements now and then. ", "")
    start = OLD.index("Roots")
    (lost,) = carry(OLD, new, [(start, start + 20)])
    assert lost == Carried(new.index("Nobody") - 1, new.index("Nobody") - 1, Fate.LOST)


def test_an_empty_text_loses_everything_at_its_beginning() -> None:
    assert carry(OLD, "", [(0, 5), (9, 40)]) == [Carried(0, 0, Fate.LOST)] * 2


def test_a_point_stays_one() -> None:
    (found,) = carry(OLD, OLD + "And so on.", [(29, 29)])
    assert found == Carried(29, 29, Fate.LOST)


def test_words_that_come_back_are_recognised() -> None:
    old = OLD.replace("Shade saves water, and water is dear.", "")
    quote = Quote("Shade saves water, and water is dear.", "summer. ", "\nRoots")
    span = Carrier(old, OLD).returned(quote)
    assert span and OLD[slice(*span)] == quote.exact
    assert Carrier(OLD, OLD + "More.").returned(quote) is None


# WHAT THE REAL TEXTS HOLD LITTLE OF


@pytest.mark.parametrize(
    ("old", "new", "quote", "now"),
    [
        ("She plants 👩‍🌾 them all.", "She plants 👩‍🍳 them all.", "plants 👩‍🌾", "plants 👩‍🍳"),
        ("Many 👩‍👩‍👧 walk here.", "Many 👩‍👩‍👧‍👦 walk here.", "Many 👩‍👩‍👧", "Many 👩‍👩‍👧‍👦"),
        ("The café is shut.", "The café\u0301 is shut.", "The café", "The café\u0301"),
        ("हम हिन्दी बोलते हैं।", "हम हिन्दू बोलते हैं।", "हम हिन्दी", "हम हिन्दू"),
    ],
    ids=["another trade", "one child more", "an accent more", "another vowel"],
)
def test_no_character_is_torn_from_its_marks(old: str, new: str, quote: str, now: str) -> None:
    assert fate_of(old, new, quote) == (Fate.EDITED, now)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("العدل أساس الملك، والظلم ظلمات يوم القيامة.", "والظلم ظلمات"),
        ("כל בני האדם נולדו בני חורין ושווים בערכם.", "נולדו בני חורין"),
        ("בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם", "בָּרָא אֱלֹהִים"),
    ],
    ids=["Arabic", "Hebrew", "pointed Hebrew"],
)
def test_text_from_right_to_left_is_kept_edited_and_moved(text: str, quote: str) -> None:
    assert fate_of(text, f"\u202bמלה 1\u202c\n{text}", quote) == (Fate.KEPT, quote)
    first, *rest = quote.split(" ")
    longer = text.replace(quote, " ".join([first, "123", *rest]))
    assert fate_of(text, longer, quote) == (Fate.EDITED, " ".join([first, "123", *rest]))
    start = text.index(quote)
    moved = f"{quote}. {text[:start]}{text[start + len(quote) :]}"
    assert fate_of(text, moved, quote)[1] == quote


@pytest.mark.parametrize(
    ("old", "new", "quote", "now"),
    [
        ("so $\\frac{a}{b}$ grows", "so $\\frac{a}{c}$ grows", "$\\frac{a}{b}$", "$\\frac{a}{c}$"),
        ("if 𝑓(𝑥) ≥ √2·π then", "if 𝑓(𝑦) ≥ √2·π then", "𝑓(𝑥) ≥ √2·π", "𝑓(𝑦) ≥ √2·π"),
        ("∀x∈ℝ: x² ≥ 0, always", "∀x∈ℂ: x² ≥ 0, always", "∀x∈ℝ: x² ≥ 0", "∀x∈ℂ: x² ≥ 0"),
        ("H₂O and CO₂ rise", "H₂O and N₂ and CO₂ rise", "H₂O and CO₂", "H₂O and N₂ and CO₂"),
    ],
    ids=["LaTeX", "mathematical letters", "signs", "chemistry"],
)
def test_formulas_are_followed_sign_by_sign(old: str, new: str, quote: str, now: str) -> None:
    assert fate_of(old, new, quote) == (Fate.EDITED, now)


SOURCE = """# Costs

| Street | Trees | Cost |
| --- | --- | --- |
| Elm Road | 12 | 900 |
| Oak Lane | 7 | 450 |

Measured with `cool(trees)`:

```python
def cool(trees):
    return 0.1 * trees
```
"""


def test_cells_and_code_are_carried_through_rendering() -> None:
    changed = SOURCE.replace("| Oak Lane | 7 | 450 |", "| Oak Lane | 8 | 450 |")
    changed = changed.replace("| Elm Road | 12 | 900 |\n", "").replace(
        "    return", "        return"
    )
    changed = changed.replace("```\n", "| no table |\n```\n").replace(
        "# Costs", "Hello.\n\n# Costs"
    )
    old, new = render(SOURCE).text, render(changed).text
    assert fate_of(old, new, "Elm Road")[0] is Fate.LOST
    fate, words = fate_of(old, new, "Oak Lane\n7\n450")
    assert fate is Fate.EDITED and words.split() == ["Oak", "Lane", "8", "450"]
    fate, words = fate_of(old, new, "def cool(trees):\n    return 0.1 * trees")
    assert (fate, words) == (Fate.KEPT, "def cool(trees):\n        return 0.1 * trees")
    assert fate_of(old, new, "cool(trees)") == (Fate.KEPT, "cool(trees)")
