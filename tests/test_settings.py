"""The settings as a server would load them: each in a process of its own, with its environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
KEY = "k3y-" * 15 + "!?"
DEPLOYED = {"SECRET_KEY": KEY, "HTTPS": "1", "ALLOWED_HOSTS": "crux.example"}
PRINT = "import json, reader.settings as s; print(json.dumps(vars(s), default=str))"


def run(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", *words],
        cwd=TOP,
        env=plain | {"CRUX_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings(home: Path, **environment: str) -> dict[str, object]:
    result = run(home, "-c", PRINT, **environment)
    assert result.returncode == 0, result.stderr
    loaded: dict[str, object] = json.loads(result.stdout)
    return loaded


def test_a_start_without_a_key_refuses_in_one_paragraph(tmp_path: Path) -> None:
    refused = run(tmp_path, "manage.py", "check")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Crux has no secret key: SECRET_KEY is not set")
    assert "Traceback" not in refused.stderr and refused.stderr.count("\n") == 1


@pytest.mark.parametrize("words", ["", "   \n"])
def test_an_empty_key_is_no_key(tmp_path: Path, words: str) -> None:
    (tmp_path / "key").write_text(words)
    for environment in ({"SECRET_KEY": words}, {"SECRET_KEY_FILE": str(tmp_path / "key")}):
        assert run(tmp_path, "manage.py", "check", **environment).returncode == 1


def test_the_key_comes_from_the_environment_then_its_file_then_the_kept_one(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("kept\n")
    (tmp_path / "named").write_text("named\n")
    named = {"SECRET_KEY_FILE": str(tmp_path / "named")}
    assert settings(tmp_path)["SECRET_KEY"] == "kept"
    assert settings(tmp_path, **named)["SECRET_KEY"] == "named"
    assert settings(tmp_path, **named, SECRET_KEY="direct")["SECRET_KEY"] == "direct"


def test_a_key_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("kept\n")
    environment = {"SECRET_KEY_FILE": str(tmp_path / "gone"), "DEBUG": "1"}
    assert run(tmp_path, "manage.py", "check", **environment).returncode == 1


@pytest.mark.parametrize(("word", "on"), [("1", True), ("true", True), ("0", False), ("*", False)])
def test_debug_is_off_unless_asked_for(tmp_path: Path, word: str, on: bool) -> None:
    assert settings(tmp_path, SECRET_KEY=KEY)["DEBUG"] is False
    assert settings(tmp_path, SECRET_KEY=KEY, DEBUG=word)["DEBUG"] is on


def test_plain_http_on_this_machine_works_as_it_is(tmp_path: Path) -> None:
    loaded = settings(tmp_path, SECRET_KEY=KEY)
    assert loaded["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert loaded["SECURE_SSL_REDIRECT"] is loaded["SESSION_COOKIE_SECURE"] is False
    assert loaded["SECURE_HSTS_SECONDS"] == 0


def test_https_turns_on_all_that_protects_it(tmp_path: Path) -> None:
    loaded = settings(tmp_path, **DEPLOYED)
    assert loaded["SECURE_SSL_REDIRECT"] is loaded["SESSION_COOKIE_SECURE"] is True
    assert loaded["CSRF_COOKIE_SECURE"] is loaded["CSRF_COOKIE_HTTPONLY"] is True
    assert loaded["SESSION_COOKIE_NAME"] == "__Host-session"
    assert loaded["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert loaded["SECURE_HSTS_SECONDS"] == 31_536_000
    assert loaded["SECURE_HSTS_PRELOAD"] is False


def test_djangos_deployment_check_finds_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level=DEBUG", **DEPLOYED)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""


def test_sqlite_waits_for_its_turn_and_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    script = (
        "import django; django.setup();"
        "from django.db import connection as c;"
        "ask = lambda name: c.cursor().execute(f'PRAGMA {name}').fetchone()[0];"
        "names = ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout');"
        "print(*map(ask, names), c.transaction_mode)"
    )
    environment = {
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{tmp_path}/crux.sqlite3",
        "DJANGO_SETTINGS_MODULE": "reader.settings",
    }
    assert run(tmp_path, "-c", script, **environment).stdout.split() == [
        *("wal", "2", "1", "20000", "IMMEDIATE")
    ]


def test_a_postgres_address_is_taken_as_it_is(tmp_path: Path) -> None:
    url = "postgres://crux:secret@db.example:5433/texts"
    loaded = settings(tmp_path, SECRET_KEY=KEY, DATABASE_URL=url)["DATABASES"]
    assert isinstance(loaded, dict)
    assert loaded["default"]["HOST"] == "db.example" and loaded["default"]["PORT"] == 5433
    assert "transaction_mode" not in loaded["default"].get("OPTIONS", {})


def test_without_a_mail_server_mail_is_printed(tmp_path: Path) -> None:
    loaded = settings(tmp_path, SECRET_KEY=KEY)
    assert str(loaded["EMAIL_BACKEND"]).endswith(".console.EmailBackend")
    assert loaded["ADMINS"] == []


def test_the_mail_server_comes_from_its_address(tmp_path: Path) -> None:
    url = "smtps://me%40crux.example:s%2Fecret@mail.example:4650"
    loaded = settings(tmp_path, SECRET_KEY=KEY, EMAIL_URL=url, ADMINS="Ann <ann@crux.example>")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert [loaded[f"EMAIL_{name}"] for name in names] == [
        *("mail.example", 4650, "me@crux.example", "s/ecret", True, False)
    ]
    assert loaded["ADMINS"] == [["Ann", "ann@crux.example"]]
    plain = settings(tmp_path, SECRET_KEY=KEY, EMAIL_URL="smtp://mail.example")
    assert [plain["EMAIL_PORT"], plain["EMAIL_USE_TLS"]] == [587, True]


@pytest.mark.parametrize("url", ["mail.example", "imap://mail.example", "smtp://mail:port"])
def test_an_address_that_is_none_of_a_mail_server_stops_the_start(tmp_path: Path, url: str) -> None:
    refused = run(tmp_path, "manage.py", "check", SECRET_KEY=KEY, EMAIL_URL=url)
    assert refused.returncode == 1
    assert refused.stderr.startswith("EMAIL_URL should look like")
