"""Keeps written down who is on the pages that this process serves."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from reader.articles.audiences import Reach
from reader.reading.live_followed import Followed
from reader.reading.live_presence import Row, forget_stale, keep

SOON = 0.1  # seconds in which comings and goings are gathered
PAUSE = 1.0  # seconds before what failed is tried again
RENEW = 20.0  # seconds after which a row says again that it is alive

logger = logging.getLogger(__name__)


class Host(Protocol):
    """The follower, as seen from here."""

    articles: dict[int, Followed]

    def wake(self, article: int) -> None: ...

    def write(self, deed: Callable[..., Any], *about: Any) -> Awaitable[Any]: ...


class Attendance:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._process = secrets.token_hex(6)
        self._written: dict[str, Row] = {}
        self._new: set[int] = set()
        self._woken = asyncio.Event()

    def is_new_on(self, article: int) -> None:
        """Somebody came or went."""
        self._new.add(article)
        self._woken.set()

    async def go_on(self) -> None:
        renewal = asyncio.get_running_loop().time() + RENEW
        while True:
            now = asyncio.get_running_loop().time()
            is_due = await self._wait(renewal - now)
            try:
                await (self._renew() if is_due else self._write_new())
            except Exception:
                logger.exception("Cannot keep who is there, tries again")
                await asyncio.sleep(PAUSE)
                self._woken.set()
            renewal = asyncio.get_running_loop().time() + RENEW if is_due else renewal

    async def leave(self) -> None:
        """The process ends: nobody is on its pages any more."""
        await self._host.write(keep, [], list(self._written))

    async def _wait(self, patience: float) -> bool:
        """Until there is something new, and a moment longer; or until it is time to renew."""
        try:
            async with asyncio.timeout(max(patience, 0)):
                await self._woken.wait()
        except TimeoutError:
            return True
        await asyncio.sleep(SOON)
        self._woken.clear()
        return False

    async def _renew(self) -> None:
        await self._host.write(keep, list(self._written.values()))
        await self._host.write(forget_stale)

    async def _write_new(self) -> None:
        articles, self._new = self._new, set()
        try:
            await self._write(articles)
        except Exception:
            self._new |= articles
            raise

    async def _write(self, articles: set[int]) -> None:
        there = {row.stream: row for article in articles for row in self._rows(article)}
        before = {name: row for name, row in self._written.items() if row.article in articles}
        changed = [row for name, row in there.items() if before.get(name) != row]
        gone = [name for name in before if name not in there]
        if changed or gone:
            await self._host.write(keep, changed, gone)
        for name in gone:
            del self._written[name]
        self._written |= there
        for article in articles:
            self._host.wake(article)

    def _rows(self, article: int) -> list[Row]:
        followed = self._host.articles.get(article)
        if followed is None:
            return []
        streams = [stream for stream in followed.streams if not stream.is_over]
        rows = [
            Row(article, stream.ticket.page, stream.ticket.viewer.user)
            for stream in streams
            if stream.reach is Reach.DISCUSSES and stream.ticket.page
        ]
        readers = sum(stream.reach is Reach.READS for stream in streams)
        if readers:
            rows.append(Row(article, f"{self._process}:{article}", readers=readers))
        return rows
