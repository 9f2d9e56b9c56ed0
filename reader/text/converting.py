"""Markdown to safe HTML: the program that `rendering` runs in a process of its own, under limits.

Reads the source from standard input, writes the HTML to standard output, and tells by its exit
status how it went.
"""

import contextlib
import gc
import os
import resource
import signal
import sys

import markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from reader.text.finishing import finish
from reader.text.limits import CPU_SECONDS, LONGEST_HTML, MEMORY_BYTES, Outcome
from reader.text.sanitising import sanitise

# The sign for "back to the text" as text, never as a coloured emoji.
BACKLINK = "&#8617;&#65038;"


class TooLarge(Exception):
    """The HTML is longer than we keep."""


def convert(source: str, *, remote_images: bool = False) -> str:
    """From Markdown to the HTML that we keep. Without a bound on time, unlike `rendering.render`."""
    html = _bounded(markdown_of(source))
    return _bounded(finish(sanitise(html, remote_images=remote_images)))


def markdown_of(source: str) -> str:
    """What Python-Markdown makes of the source, not yet sanitised; raw HTML is text already.

    Each conversion has a converter of its own: one that met a RecursionError stays broken,
    `reset()` does not heal it.
    """
    converter = markdown.Markdown(extensions=_extensions())
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return converter.convert(source)


def main() -> None:
    _confine()
    outcome, html = _attempt(sys.stdin.buffer.read().decode(), "--remote-images" in sys.argv)
    sys.stdout.buffer.write(html.encode())
    sys.stdout.flush()
    os._exit(outcome)  # without taking a large tree apart first


def _attempt(source: str, remote_images: bool) -> tuple[Outcome, str]:
    try:
        return Outcome.RENDERED, convert(source, remote_images=remote_images)
    except RecursionError:
        return Outcome.TOO_DEEP, ""
    except MemoryError:
        return Outcome.TOO_MUCH_MEMORY, ""
    except TooLarge:
        return Outcome.TOO_LARGE, ""
    except Exception:
        return Outcome.FAILED, ""


def _extensions() -> list[Extension]:
    # Instances, because looking extensions up by name reads every installed package's entry points.
    return [
        AbbrExtension(),
        DefListExtension(),
        FencedCodeExtension(),
        FootnoteExtension(BACKLINK_TEXT=BACKLINK),
        SaneListExtension(),
        TableExtension(use_align_attribute=True),
    ]


def _bounded(html: str) -> str:
    if len(html) > LONGEST_HTML:
        raise TooLarge
    return html


def _confine() -> None:
    """Bound this process in processor time and memory, and let the server that waits go first."""
    os.nice(5)
    gc.disable()  # this process ends before cycles matter
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_DATA, MEMORY_BYTES)
    # The limit counts whole seconds; the timer is the finer bound.
    _limit(resource.RLIMIT_CPU, int(CPU_SECONDS) + 1)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF, signal.SIGXCPU})
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)


def _limit(kind: int, amount: int) -> None:
    # macOS refuses some of these, and a stricter limit may stand already.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (amount, amount))
