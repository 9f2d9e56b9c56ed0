"""Run Django's WSGI handler under an ASGI server.

A request is read whole before a thread is taken, and an answer is sent after the thread is free
again: slow senders and slow readers wait on the event loop, where waiting costs nothing. Each
request crosses between loop and thread once, which is what makes this cheap.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, NamedTuple

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

BODY_LIMIT = 16_000_000  # bytes; Django refuses far smaller ones, on a page that says why
BODIES_LIMIT = 256_000_000  # bytes of all bodies at once: strangers may send them to any address
BODY_PATIENCE = 120  # seconds for a body to arrive
BODILESS = {"GET", "HEAD"}  # what little may come with them means nothing (RFC 9110, 9.3.1)
UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class BodyRefused(Exception):
    """The body is too large, or its sender has gone."""


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes


class WsgiBridge:
    """An ASGI application for HTTP alone: whoever calls it deals with the server's lifespan."""

    def __init__(self, application: Callable[..., Any], threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.held = 0  # bytes of all bodies that arrive, wait for a thread, or are worked on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()
        try:
            status, headers, content = await self.answer_to(scope, receive, body)
        finally:
            self.held -= len(body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def answer_to(
        self,
        scope: Scope,
        receive: Receive,
        body: bytearray,
        more: dict[str, Any] | None = None,
    ) -> Answer:
        """`more` is what the views find in the environment besides what every request brings."""
        try:
            if scope["method"] not in BODILESS:
                await self._fill(body, receive)
        except (BodyRefused, TimeoutError):
            return Answer(413, [], b"This is too much, or came too slowly.\n")
        environ = environ_of(scope, bytes(body)) | (more or {})
        return await asyncio.get_running_loop().run_in_executor(self.pool, self._answer, environ)

    async def _fill(self, body: bytearray, receive: Receive) -> None:
        """A form that was cut off on its way is refused, never acted upon."""
        more = True
        async with asyncio.timeout(BODY_PATIENCE):
            while more:
                message = await receive()
                piece = message.get("body", b"")
                body += piece
                self.held += len(piece)
                more = message.get("more_body", False)
                is_too_much = len(body) > BODY_LIMIT or self.held > BODIES_LIMIT
                if message["type"] != "http.request" or is_too_much:
                    raise BodyRefused

    def _answer(self, environ: dict[str, Any]) -> Answer:
        started: list[Any] = []

        def start_response(*status_and_headers: Any) -> None:
            started[:] = status_and_headers

        parts: Any = self.application(environ, start_response)
        try:
            content = b"".join(parts)
        finally:
            parts.close()  # Django ends the request here: it hands back its database connection
        status, headers = started[:2]
        encoded = [
            (name.lower().encode("latin1"), text.strip().encode("latin1")) for name, text in headers
        ]
        return Answer(int(status[:3]), encoded, content)


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 wants it: text as Latin-1, whatever it is encoded in."""
    host, port = scope.get("server") or ("localhost", 80)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers_of(scope["headers"]),
        "CONTENT_LENGTH": str(len(body)),
    }


def _headers_of(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names with an underscore are dropped: here they would pass for the ones with a hyphen."""
    environ: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = (
            raw_name.decode("latin1").upper().replace("-", "_"),
            raw_value.decode("latin1"),
        )
        key = name if name in UNPREFIXED else f"HTTP_{name}"
        if b"_" in raw_name:
            continue
        # HTTP/2 may send each cookie apart; all other lists are separated by commas.
        separator = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    return environ
