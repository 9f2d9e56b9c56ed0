import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache, caches
from django.core.files.storage import FileSystemStorage
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.live_server_helper import LiveServer

from reader.accounts.models import User
from reader.web.static_files import SCRIPTS, SHEETS, whole_script, whole_sheet
from tests.factories import make_user
from tests.running import RunningServer

try:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

    from tests.waiting import wait_for_function

    Page.wait_for_function = wait_for_function
except ImportError:
    sync_playwright = None

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs an event loop
# No limits on time: they fail on a busy machine, and figures live in tests/benchmarks.
PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("here", **PATIENT)
hypothesis_settings.register_profile("ci", derandomize=True, **PATIENT)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "no Chromium found"


def chromium_path() -> str | None:
    """CHROMIUM names it; else the usual names on the PATH are tried."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).exists() else None
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def can_browse() -> bool:
    return sync_playwright is not None and chromium_path() is not None


def must_browse() -> bool:
    return os.environ.get("REQUIRE_BROWSER") == "1"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last: Playwright's event loop stays, and no other can run in this thread from then on.
    items.sort(key=lambda item: "browser" in item.keywords)
    if can_browse() or must_browse():
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if "browser" in item.keywords and must_browse() and not can_browse():
        pytest.fail("REQUIRE_BROWSER=1, but no Chromium or no Playwright was found", pytrace=False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    missed = sum(NO_BROWSER in str(report.longrepr) for report in skipped)
    if missed:
        terminalreporter.write_line(
            f"!!! {missed} BROWSER TESTS DID NOT RUN: {NO_BROWSER}. Install Chromium and"
            " requirements-dev.txt, or name it with CHROMIUM=/path.",
            yellow=True,
            bold=True,
        )


@pytest.fixture(autouse=True)
def nothing_is_cached() -> None:
    """Rolled back, the next test's article has the same number: it must not meet this one's page."""
    for shelf in ("pages", "comparisons", "counts"):
        caches[shelf].clear()


@pytest.fixture
def nothing_is_counted(transactional_db: None) -> None:
    """What was counted against limits stands in a table that outlives tests with a live server."""
    cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    """An editor. Bob edits elsewhere; Carol only reads."""
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def carol(db: None) -> User:
    return make_user("carol")


@pytest.fixture(scope="session")
def joined_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Style sheets and scripts as a release joins them: a page asks for a dozen files, not a hundred."""
    static, folder = settings.BASE_DIR / "static", tmp_path_factory.mktemp("joined")
    storage = FileSystemStorage(static)
    names = [path.relative_to(static).as_posix() for path in static.rglob("*.*")]
    paths = {name: (storage, name) for name in names}
    for entries, whole in ((SHEETS, whole_sheet), (SCRIPTS, whole_script)):
        for entry in entries:
            (folder / entry).parent.mkdir(exist_ok=True)
            (folder / entry).write_text(whole(paths, entry), "utf-8")
    settings.STATICFILES_DIRS.insert(0, folder)
    finders.get_finder.cache_clear()


@pytest.fixture
def running_server(transactional_db: None, joined_files: None) -> Iterator[RunningServer]:
    """The real server on the database of the tests; it may be stopped and started again."""
    server = RunningServer(settings.STATICFILES_DIRS[0])
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium(joined_files: None) -> Iterator["Browser"]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def wrong() -> list[str]:
    """What went wrong on the watched pages so far."""
    return []


@pytest.fixture
def watch(live_server: LiveServer, wrong: list[str]) -> Iterator[Callable[["Page"], None]]:
    """Watch a page: a script error, a broken security policy or a request that leaves fails the test."""

    def heard(message: "ConsoleMessage") -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            wrong.append(message.text)

    def asked(request: "Request") -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            wrong.append(f"request to {request.url}")

    def start(page: "Page") -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", heard)
        page.on("request", asked)

    yield start
    assert not wrong


@pytest.fixture
def page(
    chromium: "Browser", live_server: LiveServer, watch: Callable[["Page"], None]
) -> Iterator["Page"]:
    """A fresh tab on the live server, watched."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch(page)
    yield page
    context.close()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[["Page", User], None]:
    """Sign a user in on a page without going through the form."""

    def sign_in(page: "Page", user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return sign_in
