"""The settings of the tests, but that what was acknowledged survives a power cut, as in production."""

from tests.browser.served_settings import *  # noqa: F403
from tests.browser.served_settings import DATABASES

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 600
