"""The import map: how a module's plain URL leads to the hashed one that may be cached for ever."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage


@cache
def import_map() -> str:
    """As JSON; its imports are empty where static files have no hashed names (development)."""
    static = Path(settings.BASE_DIR) / "static"
    names = sorted(path.relative_to(static).as_posix() for path in static.glob("js/**/*.js"))
    urls = {settings.STATIC_URL + name: staticfiles_storage.url(name) for name in names}
    return json.dumps({"imports": {plain: url for plain, url in urls.items() if plain != url}})


@cache
def import_map_hash() -> str:
    """As a source of script-src (CSP 3, section 2.3.1): the hash of the text between the tags."""
    digest = hashlib.sha256(import_map().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
