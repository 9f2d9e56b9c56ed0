"""How much a text may ask of the renderer, and how a rendering can end. Shared by the server and
its child process.
"""

from enum import IntEnum

LONGEST_SOURCE = 500_000  # code points
LONGEST_HTML = 5_000_000  # code points
CPU_SECONDS = 1.5
WALL_SECONDS = 10.0
MEMORY_BYTES = 512 * 1024 * 1024


class Outcome(IntEnum):
    """Exit status of the child process. Python itself uses 1 and 2."""

    RENDERED = 0
    TOO_DEEP = 10
    TOO_MUCH_MEMORY = 11
    TOO_LARGE = 12
    FAILED = 13
