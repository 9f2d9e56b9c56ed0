"""Who is on the pages of a process is written down, if need be at the second try."""

from collections.abc import Callable
from typing import Any

import pytest

from reader.articles.audiences import Reach, Viewer
from reader.reading.live_attendance import Attendance
from reader.reading.live_followed import Followed
from reader.reading.live_streams import Stream, Ticket
from tests.apart import run_apart


class BusyHost:
    """Cannot write the first time."""

    def __init__(self) -> None:
        stream = Stream(Ticket(1, Viewer(7), "person 7", page="7-page"))
        stream.reach = Reach.DISCUSSES
        self.articles = {1: Followed(1, {stream})}
        self.written: list[Any] = []
        self.is_busy = True

    def wake(self, article: int) -> None:
        pass

    async def write(self, deed: Callable[..., Any], *about: Any) -> None:
        if self.is_busy:
            raise RuntimeError("database is locked")
        self.written.append(about)


def test_nobody_who_came_while_the_database_was_busy_is_forgotten() -> None:
    host = BusyHost()

    async def come() -> None:
        attendance = Attendance(host)
        attendance.is_new_on(1)
        with pytest.raises(RuntimeError):
            await attendance._write_new()
        host.is_busy = False
        await attendance._write_new()

    run_apart(come())
    ((rows, gone),) = host.written
    assert ([row.stream for row in rows], gone) == (["7-page"], [])
