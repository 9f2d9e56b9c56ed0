from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.spans import joined, without

PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))),
    max_size=6,
)
TEXT = "Trees cool streets, and shade saves water."


def places(spans: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


@given(PLACES)
def test_joined_places_cover_the_same_and_keep_apart(spans: list[tuple[int, int]]) -> None:
    found = joined(spans)
    assert places(found) == places(spans)
    assert all(left[1] < right[0] for left, right in pairwise(found))


@given(PLACES, PLACES)
def test_what_is_left_lies_within_and_beside_the_holes(
    spans: list[tuple[int, int]], holes: list[tuple[int, int]]
) -> None:
    left = without(TEXT, spans, holes)
    assert places(left) <= places(spans) - places(holes)
    missing = places(spans) - places(holes) - places(left)
    assert not any(TEXT[start:end] != TEXT[start:end].strip() for start, end in left)
    assert all(place >= len(TEXT) or not TEXT[place].isalnum() for place in missing)


def test_commas_and_spaces_alone_are_not_worth_a_passage() -> None:
    assert without(TEXT, [(0, 19)], [(0, 5), (11, 18)]) == [(6, 10)]
