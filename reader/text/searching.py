"""Words as a search compares them: without case, width, accents or signs."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def folded(words: str) -> str:
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(WORD.findall(unicodedata.normalize("NFC", plain)))
