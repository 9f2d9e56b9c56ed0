"""The real server in a process of its own, on the database of the tests: what one process holds in
memory, and what a restart loses, shows there only.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from reader.accounts.models import User

TOP = Path(__file__).parent.parent
GRANIAN = ["granian", "--interface", "asgi", "--http", "1", "--no-ws", "--log-level", "warning"]
PATIENCE = 20  # seconds for a start


class RunningServer:
    """`url` stays the same when it stops and starts again."""

    def __init__(self, joined: Path | str = "", **environment: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._joined = str(joined)
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "it does not run"
        return self._process.pid

    def start(self) -> None:
        place = {
            "DJANGO_SETTINGS_MODULE": "tests.browser.served_settings",
            "DATABASE_URL": database_url(),
            "JOINED_FILES": self._joined,
        }
        command = [sys.executable, "-m", *GRANIAN, "--workers-kill-timeout", "5"]
        command += ["--port", str(self.port), "reader.asgi:application"]
        everything = os.environ | place | self._environment
        self._process = subprocess.Popen(command, cwd=TOP, env=everything)
        self._wait()

    def stop(self) -> None:
        """As Ctrl-C does it."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            self._process = None

    def cookie_of(self, user: User) -> dict[str, str]:
        """What signs a person in: name, value and url, as a browser's context takes them."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.url}

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("The server did not start.")


def database_url() -> str:
    """Where the database of this very test run is."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
