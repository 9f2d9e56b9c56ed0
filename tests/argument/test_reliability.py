from itertools import pairwise, permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.argument.matching import Unit
from reader.argument.reliability import (
    alpha_of_characters,
    alpha_of_units,
    alpha_of_units_2004,
    alpha_of_values,
)
from reader.argument.roles import Role
from tests.argument.marking import LENGTH, C, E, P, marked, scattered, units

FEWER = settings(max_examples=40)
EACH = (alpha_of_characters, alpha_of_units, alpha_of_units_2004)

# The nominal examples of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011):
# one string an observer, a dot where a value is missing.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# Three observers of 60 characters: Krippendorff, Content Analysis (4th ed., 2019), figure 12.11.
# Its values 1 to 7 stand here as the seven roles.
ALEX = ((0, 7, 1), (7, 13, 2), (30, 32, 5), (32, 37, 6), (37, 44, 6), (44, 60, 7))
PAUL = ((0, 7, 1), (7, 13, 3), (13, 21, 5), (32, 44, 6))
SUZAN = ((0, 7, 1), (7, 13, 4), (13, 21, 5), (32, 37, 6), (37, 41, 6), (41, 44, 6))
BOOK_2019 = [
    [Unit(start, end, list(Role)[value - 1]) for start, end, value in spans]
    for spans in (ALEX, PAUL, SUZAN)
]

# Two observers of the 300 characters from 150 on, values c and k: the same book (2nd ed., 2004),
# page 254.
BOOK_2004 = [
    [*marked((75, 145), (220, 250), role=C), *marked((30, 90), (150, 200), role=E)],
    [*marked((70, 150), (205, 225), (250, 270), role=C), *marked((30, 90), (150, 200), role=E)],
]


def rows(*observers):
    columns = zip(*observers, strict=True)
    return [([None if value == "." else value for value in column], 1) for column in columns]


def roles_by_character(marks, length=LENGTH):
    covers = [range(unit.start, unit.end) for unit in marks]
    return [
        frozenset(unit.role for unit, cover in zip(marks, covers, strict=True) if place in cover)
        for place in range(length)
    ]


def stretches(marks, length=LENGTH):
    """The text as one annotator parts it: (start, end, roles) of each passage and gap."""
    bounds = sorted({0, length, *(u.start for u in marks), *(u.end for u in marks)})
    values = roles_by_character(marks, length)
    return [(a, b, values[a]) for a, b in pairwise(bounds)]


def alpha_of_units_by_hand(annotators):
    """Every pair of characters is looked at by itself, as the definition has it."""
    characters = [
        (who, place, (who, a) if roles else (who, a, place), roles)
        for who, marks in enumerate(annotators)
        for a, b, roles in stretches(marks)
        for place in range(a, b)
    ]
    pairs = list(permutations(characters, 2))
    met = [one[3] != other[3] for one, other in pairs if one[1] == other[1]]
    possible = [one[3] != other[3] for one, other in pairs if one[2] != other[2]]
    if not any(possible):
        return None
    return 1 - (sum(met) / len(met)) / (sum(possible) / len(possible))


def apart(one, other):
    """The disagreement of two stretches: Krippendorff 1995, 2004."""
    (a, b, roles), (c, d, others) = one, other
    if min(b, d) <= max(a, c):
        return 0
    if roles and others:
        return (a - c) ** 2 + (b - d) ** 2
    if roles and c <= a and b <= d:
        return (b - a) ** 2
    if others and a <= c and d <= b:
        return (d - c) ** 2
    return 0


def apart_anywhere(one, other):
    """The same, summed over all places the second can have beside the first."""
    size, other_size = one[1] - one[0], other[1] - other[0]
    return sum(
        apart((0, size, one[2]), (start, start + other_size, other[2]))
        for start in range(1 - other_size, size)
    )


def alpha_of_units_2004_by_hand(annotators, role, length=LENGTH):
    lines = [stretches([u for u in marks if u.role is role]) for marks in annotators]
    number = len(lines)
    met = sum(apart(a, b) for one, other in permutations(lines, 2) for a in one for b in other) / (
        number * (number - 1) * length**2
    )
    everything = [stretch for line in lines for stretch in line]
    anywhere = sum(apart_anywhere(a, b) for a, b in permutations(everything, 2))
    whole = number * length
    own = sum((b - a) * (b - a - 1) for a, b, roles in everything if roles)
    possible = anywhere / (length * (whole * (whole - 1) - own))
    return 1 - met / possible if possible else None


@pytest.mark.parametrize(
    ("observers", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (FOUR_OBSERVERS, 0.743)]
)
def test_alpha_is_as_published(observers, published):
    assert alpha_of_values(rows(*observers)).value == pytest.approx(published, abs=0.0005)


def test_alpha_of_units_is_as_published():
    assert alpha_of_units(BOOK_2019, 60).value == pytest.approx(0.510, abs=0.0005)


def test_alpha_of_units_without_roles_is_as_published():
    same_role = [marked(*((u.start, u.end) for u in marks)) for marks in BOOK_2019]
    assert alpha_of_units(same_role, 60).value == pytest.approx(0.413, abs=0.001)


@pytest.mark.parametrize(
    ("role", "observed", "expected", "value"),
    [(C, 0.0144, 0.0532, 0.7286), (E, 0, 0.0490, 1), (None, 0.0144, 0.1022, 0.8591)],
)
def test_the_earlier_alpha_of_units_is_as_published(role, observed, expected, value):
    alpha = alpha_of_units_2004(BOOK_2004, 300, role)
    assert alpha.observed == pytest.approx(observed, abs=0.00005)
    assert alpha.expected == pytest.approx(expected, abs=0.00005)
    assert alpha.value == pytest.approx(value, abs=0.0005)


@given(st.lists(units(4), min_size=2, max_size=3))
def test_alpha_of_characters_counts_each_character(annotators):
    values = zip(*map(roles_by_character, annotators), strict=True)
    alpha = alpha_of_characters(annotators, LENGTH)
    assert alpha.value == alpha_of_values((row, 1) for row in values).value


def test_what_an_annotator_has_not_seen_counts_for_nothing():
    mine, theirs = marked((0, 4), (20, 30)), marked((0, 4), (12, 15))
    unseen = {1: [(10, 99)], 0: [(5, 5)]}
    assert alpha_of_characters([mine, theirs], 30).value < 0.5
    assert alpha_of_characters([mine, theirs], 30, unseen).value == 1
    third = alpha_of_characters([mine, mine, theirs], 30, {2: [(10, 30)]})
    assert third.value == 1


def test_roles_on_the_same_characters_are_one_value_together():
    both = [*marked((0, 10), role=C), *marked((5, 10), role=P)]
    assert alpha_of_characters([both, both[::-1]], 30).value == 1
    assert alpha_of_characters([both, marked((0, 10), role=C)], 30).value < 1


@FEWER
@given(st.lists(units(4, 12), min_size=2, max_size=3))
def test_alpha_of_units_is_what_its_definition_says(annotators):
    by_hand = alpha_of_units_by_hand([*annotators])
    assert alpha_of_units(annotators, LENGTH).value == pytest.approx(by_hand)


@FEWER
@given(st.lists(units(4), min_size=2, max_size=3))
def test_the_earlier_alpha_of_units_is_what_its_definition_says(annotators):
    by_hand = alpha_of_units_2004_by_hand(annotators, P)
    assert alpha_of_units_2004(annotators, LENGTH, P).value == pytest.approx(by_hand)


@pytest.mark.parametrize("alpha", EACH)
@FEWER
@given(st.lists(units(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_annotators_makes_no_difference(alpha, annotators, random):
    shuffled = random.sample(annotators, len(annotators))
    assert alpha(shuffled, LENGTH).value == pytest.approx(alpha(annotators, LENGTH).value)


@pytest.mark.parametrize("alpha", EACH)
@FEWER
@given(marks=units().filter(bool), number=st.integers(2, 4))
def test_annotators_who_mark_the_same_agree_fully(alpha, marks, number):
    assert alpha([marks] * number, LENGTH + 1).value == 1


@pytest.mark.parametrize("alpha", EACH)
def test_annotators_who_mark_at_random_agree_as_by_chance(alpha):
    random = Random(7)
    annotators = [scattered(random, 400, 40_000) for _ in range(3)]
    assert alpha(annotators, 40_000).value == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("alpha", EACH)
def test_where_nothing_can_differ_there_is_no_alpha(alpha):
    assert alpha([[], []], LENGTH).value is None
    assert alpha([[], []], 0).value is None


@pytest.mark.parametrize("alpha", [alpha_of_characters, alpha_of_units])
def test_a_text_that_is_all_one_passage_has_no_alpha(alpha):
    assert alpha([marked((0, 30))] * 2, 30).value is None


@pytest.mark.parametrize("alpha", [alpha_of_units, alpha_of_units_2004])
def test_of_one_role_the_others_are_gaps(alpha):
    mine = [*marked((0, 4), role=C), *marked((6, 9), role=P)]
    theirs = [*marked((0, 4), role=C), *marked((15, 20), role=E)]
    assert alpha([mine, theirs], 30, C).value == 1
    assert alpha([mine, theirs], 30, P).value < 0.1
    assert alpha([mine, theirs], 30, Role.REBUTTAL).value is None


@pytest.mark.parametrize("alpha", EACH)
def test_alpha_needs_two_annotators_and_one_text(alpha):
    with pytest.raises(ValueError, match="two annotators"):
        alpha([marked((0, 3))], 30)
    with pytest.raises(ValueError, match="beyond the end"):
        alpha([marked((0, 3)), marked((20, 31))], 30)


def test_values_that_nobody_else_judged_count_for_nothing():
    assert alpha_of_values([]).value is None
    assert alpha_of_values([(["a", None], 3), ([None, None], 2)]).number == 0
    assert alpha_of_values([(["a", "b"], 2), (["a", None], 5)]).number == 2
