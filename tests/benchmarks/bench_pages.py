"""The anonymous reading page beside a bare view that returns the same bytes after one query."""

import http.client
import statistics
import time
from urllib.parse import urlsplit

from tests.benchmarks.serving import served

ROUNDS = 15
REQUESTS = 150


def run() -> dict[str, object]:
    with served() as address:
        parts = urlsplit(address)
        bare = parts.path.replace("/a/", "/bare/")
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        assert _body(connection, parts.path) == _body(connection, bare), "not the same bytes"
        pairs = [
            (_per_second(connection, parts.path), _per_second(connection, bare))
            for _ in range(ROUNDS)
        ]
    return {
        "name": "anonymous page / bare view returning the same bytes, requests a second",
        "value": statistics.median(page / other for page, other in pairs),
        "goal": "≥ 0.8",
        "page_per_second": statistics.median(page for page, _ in pairs),
        "bare_per_second": statistics.median(other for _, other in pairs),
    }


def _per_second(connection: http.client.HTTPConnection, path: str) -> float:
    begun = time.perf_counter()
    for _ in range(REQUESTS):
        _body(connection, path)
    return REQUESTS / (time.perf_counter() - begun)


def _body(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    response = connection.getresponse()
    assert response.status == 200, f"{path} answered {response.status}"
    return response.read()
