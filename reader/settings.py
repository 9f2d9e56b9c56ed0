"""Settings for every deployment: safe as they stand, changed by the environment only.

docs/settings.md explains each variable that is read here.
"""

import os
import re
import sys
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

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


def mail_server() -> SplitResult:
    """What EMAIL_URL names: smtp:// with STARTTLS, smtps:// with TLS, smtp+plain:// with neither."""
    url = os.environ.get("EMAIL_URL", "").strip()
    try:
        server = urlsplit(url)
        is_known = not url or bool(
            server.scheme and server.scheme in MAIL_PORTS and server.hostname
        )
        server.port  # noqa: B018  # raises where it is no number
    except ValueError:
        is_known = False
    if not is_known:
        sys.exit("EMAIL_URL should look like smtp://name:password@mail.example:587 or smtps://…")
    return server


def site_url() -> str:
    """Where people find the site, for links in mail that no request asked for."""
    host = next((host for host in ALLOWED_HOSTS if "*" not in host), "localhost").lstrip(".")
    usual = f"https://{host}" if HTTPS else f"http://{host}:{os.environ.get('PORT') or 8000}"
    url = os.environ.get("SITE_URL", "").strip().rstrip("/") or usual
    if not re.fullmatch(r"https?://[^/\s?#]+", url):
        sys.exit("SITE_URL should look like https://crux.example")
    return url


VERSION = version()
DEBUG = switched_on("DEBUG")
SECRET_KEY = secret_key()
HTTPS = switched_on("HTTPS")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "reader",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
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
    "allauth.account.middleware.AccountMiddleware",
    "reader.articles.moving.moved_articles",
    "reader.articles.sending.sent_once",
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
    # Django's own, but its writers take turns.
    DATABASES["default"]["ENGINE"] = "reader.web.sqlite"
    # IMMEDIATE: a deferred transaction that turns to writing fails at once where it could wait.
    # FULL: a write that was acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # What is counted against a limit: all processes have to see it, and it outlives them. A table
    # of the database, made by the migrations.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Whole pages and maps, keyed by the edition they show: nothing here needs to expire early.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
    # Two states of an article compared: any two can be asked for, so these are few and lie apart.
    "comparisons": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "comparisons",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 20},
    },
    # How many words came and went from one revision to another: two numbers each.
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
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
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "reader.accounts.adapter.Accounts"
MFA_ADAPTER = "reader.accounts.adapter.SecondFactors"
ACCOUNT_FORMS = {
    "login": "reader.accounts.forms.SignInForm",
    "signup": "reader.accounts.forms.SignUpForm",
    "add_email": "reader.accounts.forms.AddressForm",
    "change_password": "reader.accounts.forms.NewPasswordForm",
    "set_password": "reader.accounts.forms.FirstPasswordForm",
    "reset_password": "reader.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "reader.accounts.forms.ResetPasswordForm",
    "reauthenticate": "reader.accounts.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "reader.accounts.forms.CodeForm",
    "reauthenticate": "reader.accounts.forms.CodeAgainForm",
    "activate_totp": "reader.accounts.forms.FirstCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_USERNAME_BLACKLIST = ["admin", "administrator", "crux", "moderator", "root", "support"]
# Whoever signs up proves the address first; so neither this nor a reset tells who has an account.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Crux: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if switched_on("HTTPS") else "http"
MFA_TOTP_ISSUER = "Crux"
MFA_TOTP_TOLERANCE = 1
# The address is proved already, or vouched for by the site's owner.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# So many tries in so long a time, for each address of a network, each name, each person. A whole
# class may come from one address at once: right passwords count for nothing.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/15m/key",
    "login_failed_here": "60/15m/ip",
    "signup": "40/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "report": "5/m/ip,30/d/ip",
}
# In the session, so that no further cookie is set.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# MAIL

MAIL_PORTS = {"": 0, "smtp": 587, "smtps": 465, "smtp+plain": 25}
MAIL_SERVER = mail_server()
# Without a server, mail is printed where Crux was started.
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if MAIL_SERVER.scheme else 'console'}.EmailBackend"
)
EMAIL_HOST = MAIL_SERVER.hostname or "localhost"
EMAIL_PORT = MAIL_SERVER.port or MAIL_PORTS[MAIL_SERVER.scheme]
EMAIL_HOST_USER = unquote(MAIL_SERVER.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL_SERVER.password or "")
EMAIL_USE_TLS = MAIL_SERVER.scheme == "smtp"
EMAIL_USE_SSL = MAIL_SERVER.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM") or "Crux <crux@localhost>"
EMAIL_SUBJECT_PREFIX = "Crux: "
SITE_URL = site_url()
# Who hears of reports and of what breaks.
ADMINS = [parseaddr(address) for address in listed("ADMINS")]

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
# Open streams of one process, and of them those of one person, or of all strangers at one address.
LIVE_STREAMS = int(os.environ.get("LIVE_STREAMS") or 2_000)
LIVE_STREAMS_EACH = int(os.environ.get("LIVE_STREAMS_EACH") or 200)

# SAFETY

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
