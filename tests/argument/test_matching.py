from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.argument import matching
from reader.argument.matching import Unit, likeness, matched
from tests.argument.marking import C, P, marked, units


def worth(mine, theirs, pairs):
    return sum(likeness(mine[i], theirs[j]) for i, j in pairs)


def highest_worth(mine, theirs, least):
    """By trying every way to pair the units."""
    short, long = sorted([mine, theirs], key=len)
    ways = [zip(short, way, strict=True) for way in permutations(long, len(short))]
    parts = [[likeness(one, other) for one, other in way] for way in ways]
    return max(sum(part for part in way if part >= least) for way in parts)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_a_unit_holds_something_of_the_text(start, end):
    with pytest.raises(ValueError, match="A unit cannot go"):
        Unit(start, end, C)


def test_likeness_is_what_is_shared_of_what_both_cover():
    [one, other, apart] = marked((0, 8), (4, 10), (10, 12))
    assert likeness(one, other) == 4 / 10
    assert likeness(one, one) == 1
    assert likeness(other, apart) == 0


def test_passages_are_the_same_if_they_share_half_of_what_they_cover():
    assert matched(marked((0, 10)), marked((5, 10))) == ((0, 0),)
    assert matched(marked((0, 10)), marked((6, 10))) == ()
    assert matched(marked((0, 10)), marked((6, 10)), least=0) == ((0, 0),)
    assert matched(marked((0, 10)), marked((10, 12)), least=0) == ()


def test_the_sum_of_all_pairs_counts_not_the_best_one():
    mine, theirs = marked((0, 10), (2, 11)), marked((1, 11), (5, 11))
    assert matched(mine, theirs) == ((0, 0), (1, 1))


def test_equal_spans_are_paired_by_their_roles():
    mine = [Unit(0, 5, C), Unit(0, 5, P)]
    assert matched(mine, mine[::-1]) == ((0, 1), (1, 0))


def test_nothing_matches_nothing():
    assert matched([], []) == matched(marked((0, 3)), []) == matched([], marked((0, 3))) == ()


def test_past_the_bound_units_are_still_paired_one_to_one(monkeypatch):
    monkeypatch.setattr(matching, "MOST_STEPS", 0)
    mine = marked((0, 9), (1, 9), (2, 9), (20, 25))
    assert matched(mine, mine) == ((0, 0), (1, 1), (2, 2), (3, 3))


def test_a_thousand_passages_each_are_paired():
    mine = marked(*((place, place + 12) for place in range(0, 10_000, 10)))
    theirs = marked(*((place, place + 14) for place in range(1, 10_000, 10)))
    assert matched(mine, theirs) == tuple((place, place) for place in range(1000))


@settings(max_examples=50)
@given(units(), units(), st.sampled_from([0, 0.5]))
def test_no_other_pairing_is_worth_more(mine, theirs, least):
    pairs = matched(mine, theirs, least)
    assert worth(mine, theirs, pairs) == pytest.approx(highest_worth(mine, theirs, least))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(likeness(mine[i], theirs[j]) >= max(least, 1e-9) for i, j in pairs)


@given(units(), units(), st.sampled_from([0, 0.5]))
def test_turned_round_the_pairs_are_the_same(mine, theirs, least):
    turned = matched(theirs, mine, least)
    again = sorted((mine[i], theirs[j]) for i, j in matched(mine, theirs, least))
    assert again == sorted((mine[i], theirs[j]) for j, i in turned)
