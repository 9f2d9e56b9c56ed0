"""How long a text is, for people."""

import math
import re

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 500

# Chinese characters, kana and bopomofo, which are written without spaces. Korean has spaces.
UNSPACED = re.compile(
    "[\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af]"
)
WORD = re.compile(r"\w\S*")


def word_count(text: str) -> int:
    """Words with a letter or digit; of Chinese and Japanese every character counts as one."""
    return _spaced_words(text) + _unspaced_characters(text)


def reading_minutes(text: str) -> int:
    """Whole minutes, at least one: 230 words or 500 Chinese or Japanese characters in each."""
    minutes = (
        _spaced_words(text) / WORDS_A_MINUTE + _unspaced_characters(text) / CHARACTERS_A_MINUTE
    )
    return max(1, math.floor(minutes + 0.5))


def _spaced_words(text: str) -> int:
    return sum(1 for _ in WORD.finditer(UNSPACED.sub(" ", text)))


def _unspaced_characters(text: str) -> int:
    return sum(1 for _ in UNSPACED.finditer(text))
