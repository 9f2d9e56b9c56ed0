"""Whoever follows the log is woken as soon as a change is committed: in this process by a call, in
others through PostgreSQL, where that is the database.

An announcement says which article to look at and nothing else: one that is lost or comes twice does
no harm, for the log is asked every now and then anyway.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import DEFAULT_DB_ALIAS, connection, connections

Listener = Callable[[int], None]

CHANNEL = "crux_changes"
PAUSE = 2  # seconds before a connection that broke is made anew
LISTENING = 1.0  # seconds after which the thread looks whether it should end

logger = logging.getLogger(__name__)
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call it with the primary key of each article that has changed, in the thread that changed it."""
    _listeners.append(listener)


def unlisten(listener: Listener) -> None:
    _listeners.remove(listener)


def announce(article: int) -> None:
    """Once the change is committed."""
    for listener in tuple(_listeners):
        listener(article)


def announce_to_others(article: int) -> None:
    """Inside the transaction: PostgreSQL passes it on when that is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(article)])


class Ear:
    """Hears in a thread of its own what is announced through PostgreSQL."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._ended = Event()
        self._thread = Thread(target=self._hear, name="live-ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Announce something once more, of no article, so that the thread looks up at once."""
        self._ended.set()
        announce_to_others(0)
        self._thread.join(LISTENING * 2)

    def _hear(self) -> None:
        while not self._ended.is_set():
            try:
                self._hear_until_broken()
            except Exception:
                logger.exception("No longer hears of changes; connects again")
                self._ended.wait(PAUSE)

    def _hear_until_broken(self) -> None:
        own = connections[DEFAULT_DB_ALIAS].copy()
        try:
            own.ensure_connection()
            own.connection.execute(f"LISTEN {CHANNEL}")
            while not self._ended.is_set():
                for notice in own.connection.notifies(timeout=LISTENING):
                    if self._ended.is_set():
                        return
                    self._listener(int(notice.payload))
        finally:
            own.close()
