"""The real server, set up and started as `make run` does it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

TOP = Path(__file__).parent.parent.parent
GRANIAN = ["granian", "--interface", "asgi", "--http", "1", "--no-ws", "reader.asgi:application"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, collected: Path) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("served")
    place = {
        "SECRET_KEY": "only-for-tests-" * 4,
        "DATABASE_URL": f"sqlite:///{folder}/crux.sqlite3",
        "STATIC_ROOT": str(collected),
        "DJANGO_SETTINGS_MODULE": "reader.settings",
    }
    everything = os.environ | place
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=TOP, env=everything, check=True)
    return everything


@pytest.fixture(scope="module")
def port(environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", *GRANIAN, "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, cwd=TOP, env=environment) as server:
        wait_for(port)
        yield port
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


def ask(
    port: int, path: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    body = urlencode(form) if form else None
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if form else "GET", path, body, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_pages_come_with_their_headers(port: int) -> None:
    response, content = ask(port, "/accounts/login/")
    assert response.status == 200
    assert b"<form" in content
    assert "default-src 'none'" in (response.getheader("Content-Security-Policy") or "")


def test_pages_come_compressed(port: int) -> None:
    response, _ = ask(port, "/accounts/login/", **{"Accept-Encoding": "gzip, br"})
    assert response.getheader("Content-Encoding") == "br"


def test_a_form_arrives(port: int) -> None:
    response, page = ask(port, "/accounts/login/")
    cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1].decode(), "username": "zoë", "password": "guess"}
    response, page = ask(port, "/accounts/login/", form, Cookie=cookie)
    assert response.status == 200
    assert "zoë".encode() in page


def test_a_form_from_elsewhere_is_refused(port: int) -> None:
    response, content = ask(port, "/accounts/login/", {"username": "a", "password": "b"})
    assert response.status == 403
    assert b"Nothing was saved" in content


def test_files_are_kept_for_ever_under_their_hashed_names(port: int) -> None:
    _, page = ask(port, "/accounts/login/")
    path = re.search(r"/static/css/reader\.[0-9a-f]{12}\.css", page.decode())
    assert path
    response, _ = ask(port, path[0], **{"Accept-Encoding": "br"})
    assert response.status == 200
    assert "immutable" in (response.getheader("Cache-Control") or "")


def test_what_nobody_knows_is_not_found(port: int) -> None:
    response, content = ask(port, "/%ff%00/?q=%ff")
    assert response.status == 404
    assert b"nothing here" in content
