import pytest

from reader.text.languages import (
    COMMON,
    canonical,
    direction_of,
    is_code,
    language_of,
    minutes_to_read,
)


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("ar-Latn", "ltr"),
        ("az-Arab", "rtl"),
        ("zh-Hant-TW", "ltr"),
    ],
)
def test_direction_follows_from_language_and_script(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Every weekday at half past eight", "en"),
        ("שלום עולם", "he"),
        ("كل صباح يتحول الشارع", "ar"),
        ("یک متن فارسی که چگونه است گفت", "fa"),
        ("Каждое утро улица", "ru"),
        ("Привіт світ, це її місто", "uk"),
        ("東京は日本の首都です", "ja"),
        ("北京是中国的首都", "zh"),
        ("안녕하세요 세계", "ko"),
        ("Γειά σου κόσμε", "el"),
        ("", "en"),
        ("1984", "en"),
    ],
)
def test_the_language_is_guessed_from_the_script(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("code", ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "gsw"])
def test_codes_are_known_by_their_shape(code: str) -> None:
    assert is_code(code) and canonical(code.lower()) == code


@pytest.mark.parametrize("words", ["", "e", "English", "en_GB", "en-", "x" * 40, "en-a-b\n"])
def test_what_is_no_code_is_told(words: str) -> None:
    assert not is_code(words)


def test_every_common_language_has_a_proper_code() -> None:
    assert all(is_code(code) and canonical(code) == code for code in COMMON)


def test_reading_takes_a_minute_at_least_and_longer_in_dense_scripts() -> None:
    assert minutes_to_read(10, "en") == 1
    assert minutes_to_read(9_600, "en") == 7
    assert minutes_to_read(9_600, "ja-JP") > 2 * minutes_to_read(9_600, "en")
