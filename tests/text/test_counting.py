import pytest

from reader.text.counting import reading_minutes, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Cars fill the streets.", 4),
        ("AT&T's well-known – and “quoted” – words…", 5),
        ("a\u00a0b\nc\td", 4),
        ("... – !", 0),
        ("हिन्दी में लिखा", 3),
        ("السيارات تملأ الشوارع", 3),
        ("한국어 문장입니다", 2),
        ("自動車は占める。", 7),
        ("カタカナ and 漢字", 7),
    ],
)
def test_words_are_counted_as_people_do(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("word " * 230, 1),
        ("word " * 345, 2),
        ("word " * 2300, 10),
        ("字" * 500, 1),
        ("字" * 5000, 10),
        ("字" * 1000 + " word" * 460, 4),
    ],
)
def test_reading_takes_whole_minutes(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


def test_a_long_row_of_dots_takes_no_time() -> None:
    assert word_count("." * 500_000) == 0
