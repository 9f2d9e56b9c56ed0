"""A real server over a throw-away database, for figures that need one."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT.parent / "shared" / "seed"
DEMO = ROOT / "reader" / "management" / "demo"
HOST = "127.0.0.1"
GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--http", "1", "--no-ws"]


@contextmanager
def served() -> Iterator[str]:
    """The address of an article with its map: the seed where it is at hand, else the demo."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "STATIC_ROOT": f"{folder}/static",
        }
        environment.pop("DEBUG", None)
        slug = _fill(environment)
        port = _free_port()
        server = subprocess.Popen(
            [*GRANIAN, "--host", HOST, "--port", str(port), "reader.asgi:application"],
            env=environment,
            cwd=ROOT,
        )
        try:
            yield _when_ready(f"http://{HOST}:{port}", slug)
        finally:
            server.terminate()
            server.wait()


def _fill(environment: dict[str, str]) -> str:
    _manage(environment, "migrate", "--verbosity", "0")
    _manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    _manage(environment, "seed")
    if not SEED.exists():
        return "keep-moving-the-clocks"
    article = ["--slug", "seed", "--visibility", "public", "--owner", "alice"]
    _manage(environment, "import_article", str(SEED / "article.txt"), *article)
    _manage(environment, "import_reading", str(SEED / "reading.json"), "--article", "seed")
    return "seed"


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _when_ready(origin: str, slug: str) -> str:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{origin}/healthz/", timeout=2)
            return f"{origin}/a/{slug}/"
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")
