"""What two sequences have in common in the same order."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.ordering import ABSENT, in_order, rising

ITEMS = st.lists(st.integers(0, 6), max_size=40)


@given(ITEMS, ITEMS)
def test_the_places_rise_and_hold_the_same_items(old: list[int], new: list[int]) -> None:
    places = in_order(old, new)
    assert len(places) == len(old)
    found = [place for place in places if place != ABSENT]
    assert found == sorted(set(found))
    assert all(
        place == ABSENT or new[place] == item for item, place in zip(old, places, strict=True)
    )


@given(ITEMS)
def test_what_is_the_same_stays_where_it_is(items: list[int]) -> None:
    assert in_order(items, items) == list(range(len(items)))


def test_items_are_anything_that_can_be_compared() -> None:
    old, new = ["One.", "Two.", "Three."], ["Nought.", "One.", "Three."]
    assert in_order(old, new) == [1, ABSENT, 2]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4)), max_size=8))
def test_the_rising_part_rises_and_is_the_heaviest(values: list[tuple[int, int]]) -> None:
    runs = [(old, new, weight) for old, (new, weight) in enumerate(values)]
    parts = (part for size in range(len(runs) + 1) for part in combinations(runs, size))
    heaviest = max(sum(run[2] for run in part) for part in parts if _rises([*part]))
    assert _rises(rising(runs)) and sum(run[2] for run in rising(runs)) == heaviest


def _rises(runs: list[tuple[int, int, int]]) -> bool:
    new = [run[1] for run in runs]
    return runs == sorted(runs) and new == sorted(set(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([1] * 200_000, [1] * 99_000 + [2] + [1] * 99_000),
        ([1, 2] * 50_000, [2, 1] * 50_000),
        (list(range(50_000)), list(range(50_000))[::-1]),
    ],
    ids=["all the same", "by turns", "backwards"],
)
def test_endless_repetition_takes_no_endless_time(old: list[int], new: list[int]) -> None:
    assert len(in_order(old, new)) == len(old)
