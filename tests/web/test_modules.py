import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Engine

from reader.web.modules import import_map, import_map_hash

TAG = re.compile(r'^<script type="importmap">(.*)</script>$', re.DOTALL)


def printed_map() -> str:
    engine = Engine(libraries={"modules": "reader.templatetags.modules"})
    html = engine.from_string("{% load modules %}{% module_map %}").render(Context())
    found = TAG.match(html)
    assert found
    return found[1]


@pytest.fixture
def forgotten() -> Iterator[None]:
    """The map is made once per process; here it is made anew."""
    for made in (import_map, import_map_hash):
        made.cache_clear()
    yield
    for made in (import_map, import_map_hash):
        made.cache_clear()


def test_the_policy_allows_exactly_the_printed_map() -> None:
    digest = base64.b64encode(hashlib.sha256(printed_map().encode()).digest()).decode()
    assert import_map_hash() == f"'sha256-{digest}'"


def test_the_map_is_empty_where_names_are_plain() -> None:
    assert json.loads(printed_map()) == {"imports": {}}


def test_every_module_is_found_under_its_hashed_name(collected: Path, forgotten: None) -> None:
    imports = json.loads(printed_map())["imports"]
    assert "/static/js/reader.js" in imports
    for plain, hashed in imports.items():
        assert re.fullmatch(r"[0-9a-f]{12}", Path(hashed).suffixes[-2].lstrip("."))
        assert (collected / hashed.removeprefix("/static/")).is_file()
        assert staticfiles_storage.url(plain.removeprefix("/static/")) == hashed
