"""SQLite, where the writers of one process take turns.

SQLite lets one write at a time and has the others look again and again, in no order: of many writers
an unlucky one looks in vain until its patience ends. Here they wait in a queue before they look.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any

from django.db.backends.sqlite3 import base

PATIENCE = 20  # seconds
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


class Turns:
    """First come, first served."""

    def __init__(self) -> None:
        self._mutex = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    def take(self, patience: float = PATIENCE) -> bool:
        """Wait for one's turn. Says whether it came; to be given back only then."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = Event()
            self._waiting.append(called)
        if called.wait(patience):
            return True
        with self._mutex:
            is_too_late = called in self._waiting
            if is_too_late:
                self._waiting.remove(called)
        return not is_too_late

    def give(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


_turns: defaultdict[str, Turns] = defaultdict(Turns)  # by the file that is written


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever waited too long for a turn tries without one: SQLite's own lock is what counts."""

    has_turn = False

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=lambda connection: Cursor(connection, self))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """For one statement by itself."""
        self._take_turn()
        try:
            yield
        finally:
            self._give_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        self._and_give_turn(super()._commit)  # type: ignore[misc]

    def _rollback(self) -> None:
        self._and_give_turn(super()._rollback)  # type: ignore[misc]

    def _close(self) -> None:
        self._and_give_turn(super()._close)  # type: ignore[misc]

    def _and_give_turn(self, end: Callable[[], None]) -> None:
        try:
            end()
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        self.has_turn = _turns[str(self.settings_dict["NAME"])].take()

    def _give_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            _turns[str(self.settings_dict["NAME"])].give()


class Cursor(base.SQLiteCursorWrapper):
    """A statement that writes outside of any transaction is one by itself."""

    def __init__(self, connection: Any, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self.wrapper = wrapper

    def execute(self, query: Any, params: Any = None) -> Any:
        if self.wrapper.in_atomic_block or not WRITES.match(query):
            return super().execute(query, params)
        with self.wrapper.turn():
            return super().execute(query, params)
