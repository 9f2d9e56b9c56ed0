"""A follower at work in a thread of the tests, with streams that are read one event at a time."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from itertools import takewhile
from threading import Thread
from typing import Any

from django.test import Client

from reader.accounts.models import User
from reader.articles.audiences import Viewer
from reader.articles.models import Article
from reader.reading.live import Follower
from reader.reading.live_streams import HEARTBEAT, Stream, Ticket
from tests.reading.streaming import Event

PATIENCE = 20  # seconds; a busy machine is no failure
MOST_BEATS = 300  # in a row: what has not come by then never comes


class Following:
    def __init__(self, glance: float = 0.05, beat: float = 0.1) -> None:
        self.follower = Follower(glance, beat)
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever)
        self.thread.start()

    def open(
        self, article: Article, user: User | None = None, since: int | None = None, page: str = ""
    ) -> "Heard":
        viewer = viewer_for(user) if user else Viewer()
        name = f"{user.pk}-{page}" if user and page else ""
        return self.open_as(Ticket(article.pk, viewer, "somebody", since, name))

    def open_as(self, ticket: Ticket) -> "Heard":
        async def attach() -> Stream:
            return self.follower.attach(ticket)

        return Heard(self, self.run(attach()))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def stop(self) -> None:
        self.run(self.follower.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class Heard:
    """What came on one stream."""

    def __init__(self, following: Following, stream: Stream) -> None:
        self.following, self.stream = following, stream
        self.waiting: list[bytes] = []

    def next(self, name: str = "change") -> Event:
        """The next event of that name; others are passed over."""
        for event in self._all():
            if event.name == name:
                return event
        raise AssertionError(f"no {name} came")

    def until_beat(self) -> list[Event]:
        """All that comes before the next heartbeat."""
        return list(takewhile(lambda event: event.name != "heartbeat", self._all()))

    def until_end(self) -> list[Event]:
        """All that comes before the stream is over, but for heartbeats."""
        return [event for event in self._all() if event.name != "heartbeat"]

    def close(self) -> None:
        async def detach() -> None:
            self.following.follower.detach(self.stream)

        self.following.run(detach())

    def _all(self) -> Iterator[Event]:
        """What waits and what comes, until the end."""
        beats = 0
        while beats < MOST_BEATS:
            if not self.waiting:
                self._take()
            if not self.waiting:
                return
            event = _event(self.waiting.pop(0))
            beats = beats + 1 if event.name == "heartbeat" else 0
            yield event
        raise AssertionError("nothing but heartbeats")

    def _take(self) -> None:
        frames = self.following.run(self.stream.next())
        self.waiting = [HEARTBEAT if f == b": " else f for f in frames.split(b"\n\n") if f]


def viewer_for(user: User) -> Viewer:
    client = Client()
    client.force_login(user)
    return Viewer(user.pk, client.session.session_key or "", user.get_session_auth_hash())


def _event(frame: bytes) -> Event:
    if frame == HEARTBEAT:
        return Event("heartbeat", None, "")
    fields = dict(line.split(": ", 1) for line in frame.decode().split("\n"))
    return Event(fields["event"], json.loads(fields["data"]), fields.get("id", ""))
