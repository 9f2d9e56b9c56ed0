import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.quoting import Quote, count, find, gist_of, quote_at, snap

few = st.text("ab \n", max_size=60)


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(st.one_of(few, st.text(max_size=200)))
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


@given(spans())
def test_a_quote_leads_back_to_its_place_or_nowhere(case: tuple[str, int, int]) -> None:
    text, start, end = case
    found = find(text, quote_at(text, start, end))
    assert found is None or found == (start, end)


@given(spans())
def test_words_that_stand_once_are_found(case: tuple[str, int, int]) -> None:
    text, start, end = case
    if text[start:end].strip() and count(text, text[start:end]) == 1:
        assert find(text, Quote(text[start:end])) == (start, end)


@given(few, st.text("ab ", min_size=1, max_size=6))
def test_overlapping_places_count(text: str, words: str) -> None:
    assert count(text, words) == sum(text.startswith(words, at) for at in range(len(text)))


@given(spans())
def test_snapping_trims_white_space_only(case: tuple[str, int, int]) -> None:
    text, start, end = case
    begin, stop = snap(text, start, end)
    assert text[begin:stop] == text[start:end].strip()
    assert start <= begin <= stop <= end


def test_a_quote_keeps_what_stands_around() -> None:
    assert quote_at("one two three", 4, 7) == Quote("two", "one ", " three")
    assert quote_at("one two three", 4, 7, context=2) == Quote("two", "e ", " t")
    assert quote_at("👩‍👩‍👧 is three", 6, 8) == Quote("is", "👩‍👩‍👧 ", " three")


def test_words_at_several_places_need_surroundings() -> None:
    text = "the cars here, the cars there, the cars"
    assert find(text, Quote("the cars")) is None
    assert find(text, Quote("the cars", suffix=" there")) == (15, 23)
    assert find(text, Quote("the cars", prefix="there, ")) == (31, 39)


def test_surroundings_need_only_agree_more_than_elsewhere() -> None:
    text = "In 2019 the cars came. In 2024 the cars left."
    assert find(text, Quote("the cars", prefix="in 2024 ", suffix=" went")) == (31, 39)
    assert find(text, Quote("the cars", prefix="On ", suffix=" ")) is None


def test_surroundings_may_be_wrong_where_the_words_stand_once() -> None:
    assert find("only here", Quote("here", prefix="nowhere ", suffix="!")) == (5, 9)


def test_white_space_may_differ() -> None:
    text = "a text\n  that was\u00a0wrapped  again, a text"
    assert find(text, Quote("text that was wrapped\nagain")) == (2, 32)
    assert text[2:32] == "text\n  that was\u00a0wrapped  again"
    assert find(text, Quote("  that\twas ")) == (9, 17)


def test_white_space_may_differ_and_surroundings_help() -> None:
    text = "one\ntwo here, one\ntwo there"
    assert find(text, Quote("one two")) is None
    assert find(text, Quote("one two", suffix="  there")) == (14, 21)


@pytest.mark.parametrize("exact", ["", " ", "\n", "absent", "HERE"])
def test_what_is_not_there_is_not_found(exact: str) -> None:
    assert find("only here", Quote(exact)) is None


def test_words_that_repeat_themselves_take_no_time() -> None:
    text = "a" * 200_000
    assert find(text, Quote("a" * 100_000, "b", "b")) is None
    assert count(text, "a" * 100_000) == 100_001
    assert count("ab" * 50_000, "ab" * 25_000) == 25_001
    assert find(text + "b" + text, Quote("a" * 50_000 + "b" + "a" * 50_000)) == (150_000, 250_001)


def test_snapping_keeps_within_the_text() -> None:
    assert snap("  ab ", -5, 99) == (2, 4)
    assert snap("a   b", 1, 4) == (1, 1)
    assert snap("ab", 9, 20) == (2, 2)
    assert snap("ab cd", 4, 1) == (4, 4)


def test_a_short_quote_is_its_own_gist() -> None:
    assert gist_of("  Cars\n  fill\u00a0streets. ") == "Cars fill streets."
    assert gist_of("x" * 80) == "x" * 80


def test_a_long_quote_is_cut_at_a_word() -> None:
    assert gist_of("Cars fill the streets, and people pay", 24) == "Cars fill the streets…"
    assert gist_of("Cars fill the streets and people pay", 24) == "Cars fill the streets…"
    assert gist_of("Cars fill the streets and people pay", 25) == "Cars fill the streets…"


def test_scripts_without_spaces_are_cut_between_characters() -> None:
    assert gist_of("自動車は都市の空間を占める", 8) == "自動車は都市の…"
    family = "👩\u200d👩\u200d👧"
    assert gist_of(family * 4, 8) == family + "…"
    assert gist_of("e\u0301" * 10, 6) == "e\u0301" * 2 + "…"


@given(st.text(max_size=300), st.integers(2, 90))
def test_a_gist_fits(quote: str, limit: int) -> None:
    gist = gist_of(quote, limit)
    assert len(gist) <= limit
    assert gist == gist.strip()
