"""Where the words of a lost passage may be now."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.candidates import Candidate, candidates
from reader.text.rendering import Block

TEXT = (
    "Trees cool streets in summer. Shade saves water, and water is dear.\n"
    "Roots lift pavements now and then. Nobody minds.\n"
    "In three cities the air at noon was found to be two whole degrees cooler under planes.\n"
    "A city that plants streets full of trees pays for them once.\n"
)
QUOTE = "A study in three cities measured two degrees of difference at noon."


def offered(text: str, quote: str, near: int = 0) -> list[str]:
    return [text[place.start : place.end] for place in candidates(text, quote, near)]


def test_a_sentence_that_was_much_rewritten_comes_first() -> None:
    assert offered(TEXT, QUOTE)[0].startswith("In three cities the air at noon")


def test_it_is_found_wherever_it_went() -> None:
    lines = TEXT.splitlines()
    moved = "\n".join([lines[2], lines[0], lines[1], lines[3]])
    assert offered(moved, QUOTE, near=len(moved))[0] == lines[2]


def test_a_few_words_are_found_within_their_sentence() -> None:
    assert offered(TEXT, "two or three degrees cooler")[0] == "two whole degrees cooler"


def test_two_sentences_are_offered_for_two() -> None:
    quote = "Nobody minds when roots lift pavements. Nobody minds that now and then."
    assert offered(TEXT, quote)[0] == "Roots lift pavements now and then. Nobody minds."


def test_of_the_same_words_the_nearer_are_better() -> None:
    text = "\n".join(["Shade saves water.", *["Nothing of the kind."] * 200, "Shade saves water."])
    near = candidates(text, "Shade saves much water.", near=len(text))
    assert [place.start for place in near] == [len(text) - 18, 0]


def test_words_bent_otherwise_are_the_same() -> None:
    text = "Niemand zweifelt daran.\nDie gepflanzten Bäumen kühlten unsere Straßen.\n"
    assert offered(text, "Gepflanzte Bäume kühlen unsere Straße.")[0].startswith("Die gepflanzten")


def test_scripts_without_spaces_are_searched() -> None:
    text = "木は夏の通りを涼しくする。\n根は時々舗装を持ち上げる。\n三つの都市で正午に二度の差が見つかった。\n"
    assert offered(text, "三つの都市の研究は正午に二度の差を測った。")[0] == (
        "三つの都市で正午に二度の差が見つかった。"
    )


def test_nothing_is_offered_where_nothing_is_alike() -> None:
    assert offered(TEXT, "Quantum chromodynamics is renormalisable") == []
    assert offered(TEXT, "...") == offered(TEXT, "") == offered("", QUOTE) == []


def test_headings_and_cells_are_searched_by_their_blocks() -> None:
    text = "Shade and waterTrees cool streets."
    blocks = [Block("h2", 0, 15, "shade"), Block("td", 15, 34)]
    found = candidates(text, "Of shade and of water", 0, blocks)
    assert [(place.start, place.end) for place in found] == [(0, 15)]


@given(
    st.lists(
        st.sampled_from(["ab", "cd", "ef.", "水", "\n", "?", "😀", "ק", "\ud800"]), max_size=30
    ),
    st.lists(st.sampled_from(["ab", "cd", "ef.", "水", "ק", "\x00"]), max_size=8),
    st.integers(-5, 90),
)
def test_they_lie_apart_within_the_text_and_are_likely(
    words: list[str], quote: list[str], near: int
) -> None:
    text = " ".join(words)
    found = candidates(text, " ".join(quote), near)
    places = sorted((place.start, place.end) for place in found)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    assert all(0.05 <= place.likeness <= 1 for place in found) and len(found) <= 5
    assert sum(place.likeness < 0.2 for place in found) <= 1  # the one in the very place


@pytest.mark.parametrize("sign", ["a ", "a. ", "a", ".", "水"])
def test_endless_repetition_takes_no_endless_time(sign: str) -> None:
    found = candidates(sign * 50_000, sign * 400, near=9)
    assert all(isinstance(place, Candidate) for place in found)


def test_the_sentence_in_the_very_place_is_offered_with_little_in_common() -> None:
    text = "It was so. You can choose among three. Nobody minds.\n" + TEXT
    quote = (
        "There are three clocks to choose from, and whoever wants to abolish one must say which."
    )
    assert "You can choose among three." in offered(text, quote, near=10)
    assert "You can choose among three." not in offered(text, quote, near=len(text))


def test_two_words_of_a_sentence_are_no_place() -> None:
    text = (
        "A long walk to find out what the change would be was what they wanted most of all.\n" * 2
    )
    assert "the change" not in offered(text, "The change itself does harm.")
