"""Whether a description has the words that somebody types to find it."""

import re
import unicodedata

WORD = re.compile(r"\w+")


def fits_words(typed: str, *texts: str) -> bool:
    """Whether each typed word begins a word of the texts; capitals and accents do not count."""
    there = [word for text in texts for word in WORD.findall(_plain(text))]
    return all(any(word.startswith(want) for word in there) for want in WORD.findall(_plain(typed)))


def _plain(words: str) -> str:
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
