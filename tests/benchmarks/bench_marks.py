"""What a thousand marks add to the main thread's time while a page loads."""

import statistics
from typing import Any

from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Route, sync_playwright

from reader.argument.roles import Role, label_of
from reader.text.highlighting import highlight
from reader.text.rendering import render
from tests.conftest import QUIET, chromium_path

MARKS = 1_000
LENGTH = 60  # code points of each mark
ROUNDS = 15
PARAGRAPH = "The street is wide, and the trees along it were felled for the second lane. " * 9
SOURCE = "\n\n".join(PARAGRAPH for _ in range(180))
SHELL = '<main class="text"><article-text class="prose" id="text">{}</article-text></main>'


def run() -> dict[str, object]:
    rendered = render(SOURCE)
    pages = [_page(rendered.html), _page(highlight(rendered.html, _spans(len(rendered.text))))]
    server = StaticLiveServerTestCase
    server.setUpClass()
    try:
        pairs = _measured(server.live_server_url, pages)
    finally:
        server.tearDownClass()
    return {
        "name": f"main-thread time that {MARKS:,} marks add while {len(SOURCE.split()):,} words load",
        "value": statistics.median(marked - plain for plain, marked in pairs),
        "goal": "≤ 20",
        "unit": "ms",
        "plain": statistics.median(plain for plain, _ in pairs),
        "marked": statistics.median(marked for _, marked in pairs),
    }


def _page(html: str) -> str:
    """The site's own page, style sheets and scripts around the text, and nothing else on it."""
    shell = render_to_string("base.html")
    return shell.replace('<main id="main"', f'{SHELL.format(html)}<main id="main"')


def _spans(length: int) -> list[tuple[int, int, str, str]]:
    step = length // MARKS
    roles = list(Role)
    return [
        (n * step, n * step + LENGTH, label_of(roles[n % 7], n), roles[n % 7]) for n in range(MARKS)
    ]


def _measured(origin: str, pages: list[str]) -> list[list[float]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        for html in pages:
            _task_time(browser, origin, html)
        pairs = [[_task_time(browser, origin, html) for html in pages] for _ in range(ROUNDS)]
        browser.close()
    return pairs


def _task_time(browser: Browser, origin: str, html: str) -> float:
    """Milliseconds that the page's main thread worked until the page was idle."""

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route(f"{origin}/measured/", answer)
    log: Any = page.context.new_cdp_session(page)
    log.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{origin}/measured/")
    page.wait_for_load_state("networkidle")
    metrics = {m["name"]: m["value"] for m in log.send("Performance.getMetrics")["metrics"]}
    page.close()
    return float(metrics["TaskDuration"]) * 1000
