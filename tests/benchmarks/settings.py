"""The production settings over a throw-away database, with one more address: the bare view."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" * 3)

from reader.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
