"""The real settings, made fast. DATABASE_URL runs the same tests on PostgreSQL."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
for name in ("DEBUG", "HTTPS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY"):
    os.environ.pop(name, None)

from reader.settings import *  # noqa: E402, F403
from reader.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in production: each thread of the live server has a connection of its own. Memory
    # would make them share one, and their transactions with it.
    FILE = f"{tempfile.gettempdir()}/crux-tests-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": FILE}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 0
