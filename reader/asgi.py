"""One application for the server: pages and streams come in on WSGI's threads, and what stays open
stays open on the event loop.

A page costs a fraction of the CPU that way, and hundreds of open streams cost the pages nothing.
"""

from reader.wsgi import application as wsgi_application

# isort: split
# Django is set up by now, which whatever imports models needs.
import asyncio
import signal
from functools import partial
from threading import current_thread, main_thread
from typing import Any

from django.conf import settings
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from reader.reading.live import follower
from reader.reading.live_bridge import StreamBridge
from reader.web.bridge import WsgiBridge

pages = WsgiBridge(wsgi_application, threads=16)
# Threads of their own: when all pages come back at once after a restart, other pages do not wait.
streams = StreamBridge(wsgi_application, threads=4, follower=follower)


async def switch(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await start_and_stop(receive, send)
    elif scope["path"].startswith("/live/"):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def start_and_stop(receive: Any, send: Any) -> None:
    await receive()
    if current_thread() is main_thread():
        heed_signals()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await follower.stop()
    await send({"type": "lifespan.shutdown.complete"})


def heed_signals() -> None:
    """Granian lets open answers end before it tells us to stop, and these would not end by themselves.

    The event loop hears of signals in another way, so Granian's own handlers stay in place.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, partial(heed, loop, signal.getsignal(number)))


def heed(loop: asyncio.AbstractEventLoop, others: Any, number: int, frame: Any) -> None:
    loop.call_soon_threadsafe(follower.end_streams)
    if callable(others):
        others(number, frame)


proxies = settings.TRUSTED_PROXIES
application = wrap_asgi_with_proxy_headers(switch, proxies) if proxies else switch
