"""The settings of the tests for a server in a process of its own (tests/running.py)."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import STATICFILES_DIRS

if joined := os.environ.get("JOINED_FILES"):
    STATICFILES_DIRS.insert(0, joined)
