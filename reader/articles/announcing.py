"""Whoever follows the log in this process is woken as soon as a change is committed."""

from collections.abc import Callable

Listener = Callable[[int], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call it with the primary key of each article that has changed, in the thread that changed it."""
    _listeners.append(listener)


def unlisten(listener: Listener) -> None:
    _listeners.remove(listener)


def announce(article: int) -> None:
    for listener in tuple(_listeners):
        listener(article)
