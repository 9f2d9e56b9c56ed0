"""One application for the server: pages on WSGI's threads, live streams on the event loop.

A page costs a fraction of the CPU that way, and hundreds of open streams cost the pages nothing.
"""

from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from reader.web.bridge import WsgiBridge
from reader.web.requests import StreamRequest
from reader.wsgi import application as wsgi_application

pages = WsgiBridge(wsgi_application, threads=16)
streams = get_asgi_application()
streams.request_class = StreamRequest


async def switch(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await start_and_stop(receive, send)
    elif scope["path"].startswith("/live/"):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def start_and_stop(receive: Any, send: Any) -> None:
    for phase in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{phase}.complete"})


proxies = settings.TRUSTED_PROXIES
application = wrap_asgi_with_proxy_headers(switch, proxies) if proxies else switch
