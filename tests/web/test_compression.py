import gzip

import brotli
import pytest
from django.test import Client, RequestFactory

from reader.web.compression import compress, encoding_for
from tests.web.urls import WORDS

pytestmark = pytest.mark.urls("tests.web.urls")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5 , br;q=0", "gzip"),
        ("br;q=0.0", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_best_encoding_that_the_browser_takes(accepted: str, encoding: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    assert encoding_for(request) == encoding


@pytest.mark.parametrize(
    ("encoding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)]
)
def test_what_was_compressed_comes_back(client: Client, encoding: str, decompress: object) -> None:
    answer = client.get("/text/", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert decompress(answer.content).decode() == WORDS  # type: ignore[operator]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_compressed_bytes_are_another_entity(client: Client) -> None:
    answer = client.get("/tagged/", headers={"Accept-Encoding": "br"})
    assert answer.headers["ETag"] == 'W/"7"'


@pytest.mark.parametrize("path", ["/ready/", "/file/", "/embed/"])
def test_what_is_ready_streamed_or_short_passes(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers.get("Content-Encoding") != "gzip"


def test_compressing_twice_gives_the_same_bytes() -> None:
    assert compress(b"a" * 5_000, "gzip") == compress(b"a" * 5_000, "gzip")
