"""Run the conversion where it can be stopped: in a process of its own, with an end to time, memory
and output.

Python-Markdown needs minutes for some short texts and cannot be interrupted inside a regular
expression, neither from another thread nor by an exception. The process is started afresh, never
forked from the server with its threads.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from reader.text.limits import WALL_SECONDS, Outcome
from reader.text.refusing import crowded, ended, too_late, too_slow

PROGRAM = "import sys; sys.path[:0] = sys.argv[2:]; from reader.text.converting import main; main()"
OUT_OF_TIME = {-signal.SIGPROF, -signal.SIGXCPU}

logger = logging.getLogger(__name__)
# Each conversion may take a processor and half a gigabyte, so no more run at once than there are
# processors. Who waits for one holds a thread of the server: the line ends while pages still have
# half of the threads.
LONGEST_LINE = 8
places = threading.BoundedSemaphore(min(max(2, os.cpu_count() or 1), LONGEST_LINE))
line = threading.BoundedSemaphore(LONGEST_LINE)


@lru_cache(maxsize=4)
def convert_confined(source: str, *, remote_images: bool = False) -> str:
    """The safe HTML of the Markdown source. Raises RenderRefused when a limit is met.

    The last few are kept: a text that was previewed is mostly the text that is then saved.
    """
    with _taken(line, 0), _taken(places, WALL_SECONDS):
        try:
            finished = _run(source, remote_images)
        except subprocess.TimeoutExpired:
            raise too_late() from None
    return _html_of(finished, source)


@contextmanager
def _taken(turns: threading.BoundedSemaphore, patience: float) -> Iterator[None]:
    if not turns.acquire(timeout=patience):
        raise crowded()
    try:
        yield
    finally:
        turns.release()


def _html_of(finished: subprocess.CompletedProcess[bytes], source: str) -> str:
    status = finished.returncode
    if status == Outcome.RENDERED:
        return finished.stdout.decode()
    if status in OUT_OF_TIME:
        raise too_slow(source)
    if status not in list(Outcome):
        logger.error("The rendering process ended with status %s", status)
    raise ended(source, status)


def _run(source: str, remote_images: bool) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        _command(remote_images),
        input=source.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=WALL_SECONDS,
        check=False,
    )


def _command(remote_images: bool) -> list[str]:
    """Isolated and without site packages of its own it starts fastest; it finds modules where this
    process does.
    """
    paths = [path or os.getcwd() for path in sys.path]
    option = "--remote-images" if remote_images else "--no-remote-images"
    return [sys.executable, "-I", "-S", "-c", PROGRAM, option, *paths]
