"""A browser's end of a stream, as plain as can be."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader.accounts.models import User
from reader.articles.models import Article
from tests.running import RunningServer

PATIENCE = 20  # seconds; a busy machine is no failure


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    id: str


class Listener:
    """An open stream. Events are read one after the other, comments and all."""

    def __init__(
        self,
        server: RunningServer,
        article: Article,
        user: User | None = None,
        query: str = "",
        **headers: str,
    ) -> None:
        if user:
            cookie = server.cookie_of(user)
            headers["Cookie"] = f"{cookie['name']}={cookie['value']}"
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.request("GET", f"/live/{article.slug}/?{query}", headers=headers)
        self.response = self.connection.getresponse()
        self.events = self._events()

    def next(self, name: str = "change") -> Event:
        """The next event of that name; others are passed over."""
        return next(event for event in self.events if event.name == name)

    def rest(self) -> list[Event]:
        """All events until the server ends the stream."""
        events = list(self.events)
        self.close()
        return events

    def close(self) -> None:
        self.response.close()
        self.connection.close()

    def _events(self) -> Iterator[Event]:
        fields: dict[str, str] = {}
        for raw in self.response:
            name, _, value = raw.decode().rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                data = json.loads(fields["data"])
                yield Event(fields["event"], data, fields.get("id", ""))
                fields = {}
