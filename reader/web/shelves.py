"""The shelf for what is large and seldom asked for twice: a few things, none of them very large.

Anybody can ask for any two states of an article, so what is made for one of them must not push what
everybody reads off the shelf of pages.
"""

import pickle
import zlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches

LARGEST = 300_000  # bytes, packed
FAST = 1
T = TypeVar("T")


def kept_awhile(key: str, make: Callable[[], T]) -> T:
    """From the shelf, or made and put there. Other releases may make it otherwise."""
    shelf, key = caches["comparisons"], f"{key}:{settings.VERSION}"
    packed = shelf.get(key)
    if packed is not None:
        kept: T = pickle.loads(zlib.decompress(packed))
        return kept
    made = make()
    packed = zlib.compress(pickle.dumps(made), FAST)
    if len(packed) <= LARGEST:
        shelf.set(key, packed)
    return made
