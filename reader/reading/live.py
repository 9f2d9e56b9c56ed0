"""The follower: reads the log once for all streams of this process and passes on what is new.

Everything here runs on the event loop, but for what is handed to two threads: one that reads the
database, and one that keeps who is there, because a write may have to wait for others.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connection, connections

from reader.articles.announcing import Ear, listen, unlisten
from reader.reading.live_attendance import Attendance
from reader.reading.live_followed import Followed, editions_of, look
from reader.reading.live_presence import here_on
from reader.reading.live_streams import Stream, Ticket

T = TypeVar("T")

GLANCE = 0.5  # seconds between two looks at the editions of all articles that are followed
BEAT = 14.0  # seconds between two heartbeats, each of which asks who may still read
PAUSE = 1.0  # seconds before a look that failed is tried again

logger = logging.getLogger(__name__)


class Follower:
    def __init__(self, glance: float = GLANCE, beat: float = BEAT) -> None:
        self.glance, self.beat = glance, beat
        self.articles: dict[int, Followed] = {}
        self.held: Counter[str] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._ear: Ear | None = None

    def has_room(self, holder: str) -> bool:
        """Whether one more stream may be opened here. To be asked in any thread."""
        is_full = self.held.total() >= settings.LIVE_STREAMS
        return not is_full and self.held[holder] < settings.LIVE_STREAMS_EACH

    def look_at(self, article: int) -> None:
        """Something about this article is new. To be called in any thread."""
        if article in self.articles and self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.wake, article)

    def attach(self, ticket: Ticket) -> Stream:
        self._begin()
        stream = Stream(ticket)
        self.held[ticket.holder] += 1
        followed = self.articles.setdefault(ticket.article, Followed(ticket.article))
        followed.streams.add(stream)
        self.wake(ticket.article)
        return stream

    def detach(self, stream: Stream) -> None:
        holder, article = stream.ticket.holder, stream.ticket.article
        self.held -= Counter([holder])
        followed = self.articles[article]
        followed.streams.discard(stream)
        self.attendance.is_new_on(article)
        if not followed.streams:
            del self.articles[article]

    def wake(self, article: int) -> None:
        followed = self.articles.get(article)
        if followed is None:
            return
        followed.is_woken = True
        if not followed.is_looking:
            followed.is_looking = True
            self._run(self._look_at(followed))

    async def read(self, question: Callable[..., T], *about: Any) -> T:
        return await self._in(self._eye, question, *about)

    async def write(self, deed: Callable[..., T], *about: Any) -> T:
        return await self._in(self._hand, deed, *about)

    def end_streams(self) -> None:
        """Their pages come back to whoever serves next."""
        for followed in self.articles.values():
            for stream in followed.streams:
                stream.end()

    async def stop(self) -> None:
        if self._loop is None:
            return
        self._loop = None
        unlisten(self.look_at)
        self.end_streams()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._leave()
        for thread in (self._eye, self._hand):
            await asyncio.get_running_loop().run_in_executor(thread, connections.close_all)
            thread.shutdown()

    async def _leave(self) -> None:
        try:
            await self.attendance.leave()
            if self._ear:
                await self.read(self._ear.close)
        except Exception:
            logger.exception("Cannot write down that all have left")

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        self.articles.clear()
        self.held.clear()
        self._tasks.clear()
        self._eye = ThreadPoolExecutor(1, thread_name_prefix="live-eye")
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="live-hand")
        self.attendance = Attendance(self)
        listen(self.look_at)
        self._ear = Ear(self.look_at) if connection.vendor == "postgresql" else None
        self._run(self._go_on(self.glance, self._glance))
        self._run(self._go_on(self.beat, self._beat))
        self._run(self.attendance.go_on())

    def _run(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _go_on(self, pause: float, step: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(pause)
            try:
                await step()
            except Exception:
                logger.exception("The follower stumbled, and goes on")

    async def _glance(self) -> None:
        """What was announced to nobody here is found this way: changes, and who came and went."""
        if not self.articles:
            return
        editions = await self.read(editions_of, list(self.articles))
        watched = [f.article for f in self.articles.values() if f.is_watched]
        here = await self.read(here_on, watched) if watched else {}
        for followed in tuple(self.articles.values()):
            is_behind = editions.get(followed.article) != followed.newest
            if is_behind or here.get(followed.article, followed.here) != followed.here:
                self.wake(followed.article)

    async def _beat(self) -> None:
        for followed in tuple(self.articles.values()):
            followed.is_due = True
            self.wake(followed.article)

    async def _look_at(self, followed: Followed) -> None:
        """One look at a time for each article: so what it finds is passed on in order."""
        try:
            while followed.is_woken and followed.streams:
                followed.is_woken = False
                found = await self.read(look, followed.question())
                if followed.take(found):
                    self.attendance.is_new_on(followed.article)
        except Exception:
            logger.exception("Cannot look at article %s, tries again", followed.article)
            self._again(followed.article)
        finally:
            followed.is_looking = False

    def _again(self, article: int) -> None:
        asyncio.get_running_loop().call_later(PAUSE, self.wake, article)

    async def _in(self, thread: ThreadPoolExecutor, work: Callable[..., T], *about: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(thread, _with_connection, work, about)


def _with_connection(work: Callable[..., T], about: Iterable[Any]) -> T:
    """As around a request: a connection that broke or grew old is not used, nor kept."""
    close_old_connections()
    try:
        return work(*about)
    finally:
        close_old_connections()


follower = Follower()
