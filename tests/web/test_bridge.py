import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from reader.web import bridge
from reader.web.bridge import BODY_LIMIT, Message, WsgiBridge, environ_of
from tests.apart import run_apart

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/a/träume/",
    "query_string": b"q=1",
    "http_version": "1.1",
    "scheme": "https",
    "client": ("10.0.0.7", 5000),
    "server": ("127.0.0.1", 8000),
    "headers": [(b"content-type", b"text/plain"), (b"host", b"localhost")],
}


class Echo:
    """A WSGI application that answers with what it was sent, and knows whether it was closed."""

    def __init__(self) -> None:
        self.calls = 0
        self.is_closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> "Echo":
        self.calls += 1
        self.body = environ["wsgi.input"].read()
        start_response("201 Created", [("X-Length", f" {environ['CONTENT_LENGTH']}")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield self.body
        yield b"!"

    def close(self) -> None:
        self.is_closed = True


def ask(app: Any, *messages: Message, **scope: Any) -> list[Message]:
    waiting, sent = list(messages), []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    run_apart(WsgiBridge(app, threads=1)(SCOPE | scope, receive, send))
    return sent


def part(body: bytes, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_in_pieces_arrives_whole_and_the_answer_leaves_whole() -> None:
    echo = Echo()
    start, body = ask(echo, part(b"tre", more=True), part(b"es"))
    assert (start["status"], start["headers"]) == (201, [(b"x-length", b"5")])
    assert body["body"] == b"trees!"
    assert echo.is_closed


def test_a_form_that_was_cut_off_is_never_acted_upon() -> None:
    echo = Echo()
    start, _ = ask(echo, part(b"word=tr", more=True), {"type": "http.disconnect"})
    assert start["status"] == 413
    assert echo.calls == 0


def test_many_bodies_at_once_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BODIES_LIMIT", 10)
    crowded, statuses = WsgiBridge(Echo(), threads=1), []

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def post(pause: float, *pieces: Message) -> None:
        waiting = list(pieces)

        async def receive() -> Message:
            await asyncio.sleep(pause)
            return waiting.pop(0)

        await crowded(SCOPE, receive, send)

    async def crowd() -> None:
        slow = post(0.1, part(b"123456", more=True), part(b"78"))
        await asyncio.gather(slow, post(0.15, part(b"12345")))
        await post(0, part(b"12345"))

    run_apart(crowd())
    assert statuses == [413, 201, 201]
    assert crowded.held == 0


def test_a_body_without_end_is_refused() -> None:
    echo = Echo()
    start, _ = ask(echo, part(b"a" * BODY_LIMIT, more=True), part(b"a", more=True))
    assert start["status"] == 413
    assert echo.calls == 0


def test_a_visit_waits_for_no_body() -> None:
    start, body = ask(Echo(), method="GET")
    assert (start["status"], body["body"]) == (201, b"!")


def test_the_application_is_told_what_it_needs() -> None:
    environ = environ_of(SCOPE, b"four")
    assert environ["PATH_INFO"].encode("latin1").decode() == "/a/träume/"
    assert environ["wsgi.url_scheme"] == "https"
    assert environ["REMOTE_ADDR"] == "10.0.0.7"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "4"
    assert environ["HTTP_HOST"] == "localhost"


@pytest.mark.parametrize(
    ("headers", "name", "value"),
    [
        ([(b"cookie", b"a=1"), (b"cookie", b"b=2")], "HTTP_COOKIE", "a=1; b=2"),
        ([(b"accept", b"a"), (b"accept", b"b")], "HTTP_ACCEPT", "a,b"),
        ([(b"hx_request", b"true")], "HTTP_HX_REQUEST", None),
        ([(b"content_length", b"9")], "CONTENT_LENGTH", "0"),
        ([(b"x-name", b"\xe9")], "HTTP_X_NAME", "é"),
    ],
)
def test_headers_cannot_pass_for_others(
    headers: list[tuple[bytes, bytes]], name: str, value: str | None
) -> None:
    assert environ_of(SCOPE | {"headers": headers}, b"").get(name) == value
