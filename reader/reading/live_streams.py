"""One open stream: what waits to be sent to one page. It lives on the event loop and holds no thread."""

import asyncio
from dataclasses import dataclass

from reader.articles.audiences import Reach, Viewer
from reader.reading.live_presence import Here

STREAMS = "crux.streams"  # in a request's environment: where a view leaves its ticket
HEARTBEAT = b": \n\n"
MOST_WAITING = 1_000_000  # bytes; a page that takes up less than comes is let go, and comes back


@dataclass(frozen=True)
class Ticket:
    """What a view has let in: who, to which article, and the last change that the page shows.

    `holder` is the person or the address whose streams are counted together.
    """

    article: int
    viewer: Viewer
    holder: str
    since: int | None = None
    page: str = ""


class Stream:
    __slots__ = ("_frames", "_size", "_woken", "here", "is_over", "reach", "sent", "ticket")

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.sent = ticket.since
        self.reach: Reach | None = None
        self.here: Here | None = None
        self.is_over = False
        self._frames: list[bytes] = []
        self._size = 0
        self._woken = asyncio.Event()

    def put(self, frames: bytes) -> None:
        if self.is_over:
            return
        self._frames.append(frames)
        self._size += len(frames)
        if self._size > MOST_WAITING:
            self.end()
        self._woken.set()

    def end(self, last: bytes = b"") -> None:
        """Send what waits, then `last`, then no more."""
        if last:
            self._frames.append(last)
        self.is_over = True
        self._woken.set()

    async def next(self) -> bytes:
        """All that waits, once there is something; nothing at the end."""
        while not self._frames and not self.is_over:
            await self._woken.wait()
            self._woken.clear()
        frames, self._frames, self._size = b"".join(self._frames), [], 0
        return frames
