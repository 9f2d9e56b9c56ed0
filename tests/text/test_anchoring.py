"""Passages found again in a text that has changed. Rather lost than wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.anchoring import reanchor, reanchor_all

OLD = (
    "Trees cool streets in summer. Shade saves water, and water is dear.\n"
    "Roots lift pavements now and then. Nobody minds.\n"
    "A study in three cities measured two degrees of difference at noon.\n"
)
WORDS = st.lists(
    st.sampled_from(
        ["ab", "cd", "ef", "gh", "ij", "kl", "mn", "水", "木", "👩\u200d🌾", "שלום", "é"]
    ),
    max_size=30,
)
TEXTS = st.one_of(st.text(max_size=80), WORDS.map(" ".join))


def found(old: str, new: str, quote: str) -> str | None:
    start = old.index(quote)
    place = reanchor(old, new, start, start + len(quote))
    return place and new[place[0] : place[1]]


# THE LAWS


@given(TEXTS, st.data())
def test_in_an_unchanged_text_every_passage_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert reanchor(text, text, start, end) == (start, end)


@given(TEXTS, TEXTS, st.data())
def test_a_passage_never_lies_outside_the_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    place = reanchor(old, new, start, end)
    assert place is None or 0 <= place[0] <= place[1] <= len(new)
    assert place is None or place[0] < place[1] or start == end


@given(WORDS, WORDS, WORDS, WORDS)
def test_words_that_survive_together_and_once_are_always_found(
    before: list[str], after: list[str], new_before: list[str], new_after: list[str]
) -> None:
    quote = "mark these very words"
    old = " ".join([*before, quote, *after])
    new = " ".join([*new_before, quote, *new_after])
    assert found(old, new, quote) == quote


@given(WORDS, WORDS, st.data())
def test_passages_of_the_same_words_are_never_swapped(
    old_words: list[str], new_words: list[str], data: st.DataObject
) -> None:
    old, new = " ".join([*old_words, "x", *old_words, "x"]), " ".join(["x", *new_words, "x"])
    places = [i for i, character in enumerate(old) if character == "x"]
    first, second = reanchor_all(old, new, [(place, place + 1) for place in places])
    assert first is None or second is None or first < second


@given(TEXTS, TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=4))
def test_many_at_once_are_found_like_each_alone(
    old: str, new: str, places: list[tuple[int, int]]
) -> None:
    spans = [(start, min(len(old), start + length)) for start, length in places if start < len(old)]
    assert reanchor_all(old, new, spans) == [reanchor(old, new, *span) for span in spans]


# WHAT HAPPENS TO TEXTS


def test_a_passage_moves_with_what_is_put_before_it() -> None:
    assert found(OLD, "A new opening.\n" + OLD, "Shade saves water") == "Shade saves water"


def test_wrapping_anew_changes_nothing() -> None:
    assert found(OLD, OLD.replace(" ", "\n"), "in summer. Shade") == "in\nsummer.\nShade"


def test_a_passage_whose_words_changed_a_little_is_still_itself() -> None:
    new = OLD.replace("measured two degrees", "found three whole degrees")
    quote = "A study in three cities measured two degrees of difference at noon"
    assert found(OLD, new, quote) == (
        "A study in three cities found three whole degrees of difference at noon"
    )


def test_a_paragraph_that_moved_is_followed() -> None:
    first, second, third, _ = OLD.split("\n")
    new = "\n".join([third, first, second])
    for quote in ("measured two degrees", "Roots lift pavements", "Trees cool streets in summer."):
        assert found(OLD, new, quote) == quote


def test_what_was_deleted_is_lost() -> None:
    assert (
        found(OLD, OLD.replace("Roots lift pavements now and then. ", ""), "now and then") is None
    )


def test_the_same_words_elsewhere_do_not_stand_in_for_deleted_ones() -> None:
    old = "We saw the river in spring.\nIn autumn we saw the river again, from the bridge.\n"
    new = "In autumn we saw the river again, from the bridge.\n"
    assert reanchor(old, new, 7, 16) is None
    assert found(old, new, "the bridge") == "the bridge"


def test_a_passage_of_white_space_alone_is_lost_when_the_text_changes() -> None:
    assert reanchor("a b", "a  b c", 1, 2) is None


# ANY SCRIPT


@pytest.mark.parametrize(
    "quote",
    [
        "👩‍🌾 plants",
        "é́",
        "של" + "ום",
        "١٢٣",
        "木を植える",
        "ปลูกต้นไม้",
        "𝒙² + 1",
        "| a | b |",
        "f(x) = y_i",
        "🇯🇵🇩🇪",
    ],
)
def test_passages_in_any_script_move_to_the_code_point(quote: str) -> None:
    old = f"Before it. {quote} After it."
    new = f"Something was put here. {old}"
    assert found(old, new, quote) == quote


def test_a_passage_that_cuts_a_word_cuts_it_still() -> None:
    assert found("Unbelievable things", "Quite unusual, Unbelievable things", "believable") == (
        "believable"
    )


@pytest.mark.parametrize("sign", ["a ", "水", "a b ", "\ud800 ", "\x00"])
def test_endless_repetition_takes_no_endless_time(sign: str) -> None:
    old, new = sign * 20_000, sign * 19_000 + "x" + sign * 900
    places = reanchor_all(old, new, [(n * 97, n * 97 + 40) for n in range(200)])
    assert len(places) == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[Changing the clocks is wise.] So be it.", "[Moving the clocks is wise.] So be it."),
        ("So it is. [Light evenings, would help.]", "So it is. [Bright evenings, might help.]"),
        ("Go. [It does surely kill]. Stop.", "Go. [It does surely harm many]. Stop."),
        ("Go. [It does surely kill.] Stop.", "Go. [It does surely harm!] Stop."),
        # What is put before a word that went is not always in its place.
        ("Go. [Trees cool the streets.] Stop.", "Go. Now listen. [cool the streets.] Stop."),
        (
            "Go. [Trees cool the streets.]",
            "Go. A word or two of something else [cool the streets.]",
        ),
    ],
)
def test_what_is_put_for_the_first_or_last_words_belongs_to_the_passage(old: str, new: str) -> None:
    start, end = old.index("["), old.index("]") - 1
    plain, wanted = re.sub(r"[][]", "", old), (new.index("["), new.index("]") - 1)
    assert reanchor(plain, re.sub(r"[][]", "", new), start, end) == wanted
