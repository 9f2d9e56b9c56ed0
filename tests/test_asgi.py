import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

import reader.asgi
import reader.wsgi
from reader.web.bridge import Message
from tests.apart import run_apart

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/robots.txt",
    "query_string": b"",
    "http_version": "1.1",
    "scheme": "http",
    "client": ("10.0.0.1", 5000),
    "server": ("127.0.0.1", 8000),
}


@pytest.fixture
def application(settings: Settings) -> Iterator[Any]:
    """The server's application behind a trusted proxy, with https demanded."""
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    settings.SECURE_SSL_REDIRECT = True
    yield reloaded()
    settings.TRUSTED_PROXIES, settings.SECURE_SSL_REDIRECT = [], False
    reloaded()


def reloaded() -> Any:
    importlib.reload(reader.wsgi)
    return importlib.reload(reader.asgi).application


def status_for(application: Any, **scope: Any) -> int:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"x-forwarded-for", b"192.0.2.1")]
    headers.append((b"x-forwarded-proto", b"https"))
    run_apart(application(SCOPE | {"headers": headers} | scope, None, send))
    status: int = sent[0]["status"]
    return status


def test_only_trusted_proxies_are_believed(application: Any) -> None:
    assert status_for(application) == 200
    assert status_for(application, client=("192.0.2.9", 5000)) == 301


def test_the_server_may_start_and_stop(application: Any) -> None:
    sent = []
    phases = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> Message:
        return {"type": next(phases)}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    run_apart(application({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
