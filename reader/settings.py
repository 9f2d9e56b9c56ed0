"""Settings for every deployment: safe as they stand, changed by the environment only.

docs/settings.md explains each variable that is read here.
"""

import os
import re
import sys
from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_HOME = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
CRUX_HOME = Path(os.environ.get("CRUX_HOME") or Path(STATE_HOME) / "crux")


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def version() -> str:
    heading = re.search(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    return heading[1] if heading else "0"


def secret_key() -> str:
    """The key from the environment, from the file it names, or from the file `make run` keeps."""
    if key := os.environ.get("SECRET_KEY", "").strip():
        return key
    named = os.environ.get("SECRET_KEY_FILE")
    file = Path(named) if named else CRUX_HOME / "secret-key"
    if file.is_file() and (key := file.read_text("utf-8").strip()):
        return key
    if DEBUG and not named:
        return "only-for-development-" * 3
    sys.exit(
        f"Crux has no secret key: SECRET_KEY is not set and {file} holds none. The key signs"
        " sessions and forms, so Crux does not start without one and never makes one up for a"
        " server. Set SECRET_KEY to 50 or more random characters, or SECRET_KEY_FILE to a file"
        " that holds them; `make run` makes such a file and uses it from then on; DEBUG=1 does"
        " without, for development only."
    )


VERSION = version()
DEBUG = switched_on("DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "reader",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reader.web.middleware.safety_headers",
    "reader.web.middleware.utf8_only",
    "reader.web.compression.compressed",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "reader.urls"
WSGI_APPLICATION = "reader.wsgi.application"
ASGI_APPLICATION = "reader.asgi.application"

# DATABASE

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR / 'var' / 'crux.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a deferred transaction that turns to writing fails at once where it could wait.
    # FULL: a write that was acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whole pages and maps, keyed by the edition they show: nothing here needs to expire early.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

# PEOPLE

AUTH_USER_MODEL = "reader.User"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# In the session, so that no further cookie is set.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# WORDS AND TIME

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

# PAGES AND FILES

LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": LOADERS if DEBUG else [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "reader.web.static_files.ReleaseStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# LIMITS
# An article has at most 500,000 characters, and one character takes up to 12 bytes in a form body.

DATA_UPLOAD_MAX_MEMORY_SIZE = 6_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# SAFETY

HTTPS = switched_on("HTTPS")
CSRF_FAILURE_VIEW = "reader.web.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
# A cookie named __Host- is bound to this very host: no subdomain can set it for us.
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
# Anyone can send X-Forwarded-For and -Proto: asgi.py believes them from these addresses only.
TRUSTED_PROXIES = listed("TRUSTED_PROXIES")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = switched_on("HSTS_PRELOAD")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# They ask for HSTS on the whole domain, which is for its owner to decide: HSTS_PRELOAD=1.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
