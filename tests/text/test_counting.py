import pytest

from reader.text.counting import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n– … —", 0),
        ("Trees don't cool well-lit streets, do they?", 7),
        ("30 m² of shade", 4),
        ("हिन्दी में", 2),
        ("日本語 abc", 4),
    ],
)
def test_words_are_counted_as_people_count_them(text, words):
    assert count_words(text) == words
