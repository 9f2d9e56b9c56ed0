"""How many words a text has."""

import re

from reader.text.aligning import UNSPACED

UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")


def count_words(text: str) -> int:
    """What stands between white space and has a letter or digit in it.

    In scripts without spaces every sign counts, as word processors have it.
    """
    parted = UNSPACED_SIGN.sub(r" \g<0> ", text)
    return sum(any(map(str.isalnum, word)) for word in parted.split())
