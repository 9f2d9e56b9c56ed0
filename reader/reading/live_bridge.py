"""Streams for the server: let in like any page, in a thread, and then held open without one."""

import asyncio
from typing import Any

from reader.reading.live import Follower
from reader.reading.live_streams import STREAMS, Ticket
from reader.web.bridge import Answer, Headers, Receive, Scope, Send, WsgiBridge

RETRY = b"retry: 1000\n\n"
PATIENCE = 60  # seconds for a page to take up what it is sent
UNSTREAMED = {b"content-length"}


class StreamBridge(WsgiBridge):
    """Answers like the bridge it is. Where a view has left a ticket, the answer stays open."""

    def __init__(self, application: Any, threads: int, follower: Follower) -> None:
        super().__init__(application, threads)
        self.follower = follower

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        tickets: list[Ticket] = []
        body = bytearray()
        try:
            answer = await self.answer_to(scope, receive, body, {STREAMS: tickets})
        finally:
            self.held -= len(body)
        if tickets and answer.status == 200:
            await self._stream(tickets[0], answer, receive, send)
        else:
            await send(_start(answer.status, answer.headers))
            await send({"type": "http.response.body", "body": answer.body})

    async def _stream(self, ticket: Ticket, answer: Answer, receive: Receive, send: Send) -> None:
        stream = self.follower.attach(ticket)
        left = asyncio.ensure_future(_left(receive))
        left.add_done_callback(lambda _: stream.end())
        try:
            headers = [header for header in answer.headers if header[0] not in UNSTREAMED]
            await send(_start(answer.status, headers))
            frames = RETRY
            while frames:
                await _send(send, frames)
                frames = await stream.next()
            if not left.done():
                await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            pass  # the page has stopped taking anything, and comes back when it goes on
        finally:
            left.cancel()
            self.follower.detach(stream)


def _start(status: int, headers: Headers) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _send(send: Send, frames: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": frames, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
