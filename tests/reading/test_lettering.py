from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.reading.lettering import ADVANCES, GLYPHS, is_right_to_left, text_width, wrap

FONT = Path(__file__).parents[2] / "static" / "fonts" / "source-sans-3.woff2"
FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize("weight", [400, 600])
def test_the_widths_are_those_of_the_font(weight):
    fonts = pytest.importorskip("fontTools.ttLib")
    instancer = pytest.importorskip("fontTools.varLib.instancer")
    pytest.importorskip("brotli")
    face = instancer.instantiateVariableFont(fonts.TTFont(FONT), {"wght": weight})
    names, advances = face.getBestCmap(), face["hmtx"]
    assert face["head"].unitsPerEm == 1000
    assert [ADVANCES[weight][c] for c in GLYPHS] == [advances[names[ord(c)]][0] for c in GLYPHS]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("iW", 10.32),
        ("é", 4.96),
        ("e\u0301", 4.96),
        ("漢字", 20),
        ("🙂", 12.5),
        ("🇫🇷", 12.5),
        ("ж", 5.5),
        ("\u200b", 0),
    ],
)
def test_what_the_face_lacks_is_estimated(text, width):
    assert text_width(text, 10) == pytest.approx(width)


def test_bold_is_wider():
    assert text_width("Main claim", 13, 600) > text_width("Main claim", 13)


def test_lines_are_about_equally_long():
    words = "Close the street outside every primary school for forty minutes"
    first, second = wrap(words, 13, 240)
    assert abs(text_width(first, 13) - text_width(second, 13)) < 40


def test_what_fits_stays_on_one_line():
    assert wrap("  One   line ", 13, 200) == ["One line"]
    assert wrap("", 13, 200) == [""]


def test_a_text_too_long_ends_in_an_ellipsis():
    assert wrap("One two three, four five six", 13, 60, lines=2) == ["One two", "three…"]


def test_chinese_and_japanese_break_anywhere_but_before_a_closing_mark():
    assert wrap("安全は確かめられない。検査が要る。", 10, 65) == [
        "安全は確かめ",
        "られない。検",
        "査が要る。",
    ]
    assert wrap("あいう「えお」。", 10, 45) == ["あいう", "「え", "お」。"]


def test_long_words_break_hard_and_after_hyphens_softly():
    assert wrap("Donaudampfschifffahrt", 10, 60) == ["Donaudampfs", "chifffahrt"]
    assert wrap("half-hours", 13, 40) == ["half-", "hours"]


def test_an_emoji_of_several_people_is_never_torn():
    assert set(wrap(FAMILY * 4, 10, 40, lines=9)) == {FAMILY}


def test_a_no_break_space_does_not_break():
    assert wrap("a 100\u00a0000 b", 13, 45) == ["a", "100\u00a0000", "b"]


def test_right_to_left_text_keeps_its_order():
    words = "كل مدرسة تحتاج إلى شارع آمن"
    assert " ".join(wrap(words, 13, 90)) == words
    assert is_right_to_left("«" + words)
    assert not is_right_to_left("42 streets: شارع")
    assert not is_right_to_left("42")


@given(st.text(max_size=120), st.integers(40, 300))
def test_no_line_is_too_long_and_no_word_is_lost(text, width):
    lines = wrap(text, 13, width, lines=999)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 13) <= width + 0.01 for line in lines if len(line) > 1)


@given(st.text(max_size=300), st.integers(1, 4))
def test_there_are_never_more_lines_than_asked_for(text, lines):
    found = wrap(text, 13, 90, lines=lines)
    assert 1 <= len(found) <= lines
