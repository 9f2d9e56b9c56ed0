"""A limit on guessing: so many wrong passwords per name and per address, then a pause."""

from hashlib import sha256

from django.core.cache import cache

GUESSES_PER_NAME = 10
GUESSES_PER_ADDRESS = 50
PAUSE = 15 * 60


def is_throttled(name: str, address: str) -> bool:
    return any(cache.get(key, 0) >= limit for key, limit in _counters(name, address))


def note_failure(name: str, address: str) -> None:
    for key, _ in _counters(name, address):
        cache.add(key, 0, PAUSE)
        cache.incr(key)


def forget_failures(name: str, address: str) -> None:
    """A right password clears the name; the address may still be guessing at others."""
    cache.delete(_counters(name, address)[0][0])


def _counters(name: str, address: str) -> list[tuple[str, int]]:
    """Names are hashed: they may hold anything, and cache keys may not."""
    pair = sha256(f"{name.casefold()}\n{address}".encode("utf-8", "replace")).hexdigest()
    return [
        (f"guesses:name:{pair}", GUESSES_PER_NAME),
        (f"guesses:address:{address}", GUESSES_PER_ADDRESS),
    ]
