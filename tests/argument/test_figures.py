import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.argument.figures import Alpha, Measure, Score, briefly, said

ALPHAS = [
    Measure.CHARACTERS,
    Measure.UNITS,
    Measure.UNITS_2004,
    Measure.ROLES,
    Measure.VALUES,
]
SCORES = [measure for measure in Measure if measure not in ALPHAS]


def alpha(value, number=50, measure=Measure.ROLES):
    return Alpha(measure, 0.5 * (1 - value), 0.5, number)


def score(found, number=20, measure=Measure.EXACT_SPANS):
    return Score(measure, number, number, found, found)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "alpha is 1.000, enough for firm conclusions (Krippendorff 2004: 0.800 and more)."),
        (0.8, "alpha is 0.800, enough for firm conclusions"),
        (0.7994, "alpha is 0.799, enough for tentative conclusions only"),
        (0.667, "alpha is 0.667, enough for tentative conclusions only"),
        (0.666, "alpha is 0.666, not enough for firm or even tentative conclusions (Krippendorff"),
        (0, "alpha is 0.000, not enough"),
        (-0.0001, "alpha is 0.000, not enough"),
        (-0.2, "alpha is -0.200, less agreement than by chance, not enough"),
    ],
)
def test_alpha_is_said_by_krippendorffs_thresholds(value, words):
    assert words in said(alpha(value))


def test_what_is_shown_is_what_is_judged():
    assert "alpha is 0.800, enough for firm" in said(alpha(0.79951))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (20, "They agree on all passages: of the 40 that the two have together, 40 begin and end"),
        (19, "They agree on nearly all passages: of the 40 that the two have together, 38"),
        (15, "They agree on most passages"),
        (9, "They agree on about half of the passages"),
        (2, "They agree on few passages: of the 40 that the two have together, 4 begin"),
        (0, "They agree on none of the passages"),
    ],
)
def test_a_score_is_said_in_words_and_numbers(found, words):
    assert said(score(found)).startswith(words)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (20, "on average 100% is also"),
        (19.99, "on average more than 99% is also"),
        (14.2, "on average about 71% is also"),
        (0.01, "on average less than 1% is also"),
        (0, "on average 0% is also"),
    ],
)
def test_shares_are_not_rounded_to_all_or_nothing(found, words):
    assert words in said(score(found, measure=Measure.SHARED_SPANS))


def test_roles_are_said_by_passages():
    words = "They gave the same role to 8 of the 11 passages that both marked."
    assert said(score(8, 11, Measure.SAME_ROLE)) == words
    assert "1 of the 1 passage that both marked" in said(score(1, 1, Measure.SAME_ROLE))


def test_few_things_are_said_with_a_warning():
    warning = "With so few (9), one more or less would change the figure much."
    assert said(score(9, 9)).endswith(warning)
    assert said(alpha(1, 9)).endswith(warning)
    assert "With so few" not in said(score(10, 10)) + said(alpha(1, 10))


@pytest.mark.parametrize("measure", SCORES)
def test_without_anything_to_compare_there_is_no_judgement(measure):
    assert said(score(0, 0, measure)).startswith("There are no ")


@pytest.mark.parametrize("measure", ALPHAS)
def test_where_nothing_can_differ_alpha_is_not_judged(measure):
    nothing, one_value = Alpha(measure, 0, 0, 0), Alpha(measure, 0, 0, 12)
    assert said(nothing).endswith("cannot be computed, as there is nothing to compare.")
    assert said(one_value).endswith("cannot be computed, as all that was compared is the same.")


@pytest.mark.parametrize("measure", SCORES)
@given(st.integers(1, 40), st.integers(0, 40))
def test_every_score_has_its_sentence(measure, number, found):
    words = said(score(min(found, number), number, measure))
    assert words.startswith(("They ", "Of a passage")) and words.endswith(".")


@pytest.mark.parametrize("measure", ALPHAS)
@given(st.floats(-1, 1), st.integers(1, 40))
def test_every_alpha_has_its_sentence(measure, value, number):
    words = said(alpha(value, number, measure))
    assert ": alpha is " in words and words.endswith(".")
    assert ("firm conclusions (Krippendorff 2004: 0.800" in words) == (round(value, 3) >= 0.8)


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("found", [0, 1, 5, 12])
def test_in_few_words_nothing_else_is_said(measure, found):
    if measure in ALPHAS:
        figure = alpha(found / 12, measure=measure)
        words = briefly(figure)
        assert words[0].lower() + words[1:-1] in said(figure)
    else:
        words = briefly(score(found, 12, measure))
        assert any(told in words for told in (f"{2 * found} of 24", f"{found} of 12", "%"))
    assert words[0].isupper() and words.endswith(".") and len(words) < 80
