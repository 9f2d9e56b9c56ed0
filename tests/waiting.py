"""Wait for what a page says, under a strict security policy."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error, Page


def wait_for_function(
    page: Page, expression: str, *, arg: object = None, timeout: float = 10_000
) -> Any:
    """In place of Playwright's own, which asks inside the page by eval.

    Our policy forbids that, but for the first time: such a test would pass on a fast machine only.
    """
    end = time.monotonic() + timeout / 1000
    while not (answer := _answer(page, expression, arg)):
        assert time.monotonic() < end, f"in {timeout:.0f} ms it never came true: {expression}"
        page.wait_for_timeout(30)
    return answer


def wait_until(page: Page, is_so: Callable[[], bool], *, timeout: float = 10_000) -> None:
    """For what a page brings about elsewhere, as in the database."""
    end = time.monotonic() + timeout / 1000
    while not is_so():
        assert time.monotonic() < end, f"in {timeout:.0f} ms it never came true"
        page.wait_for_timeout(30)


def _answer(page: Page, expression: str, arg: object) -> Any:
    try:
        return page.evaluate(expression, arg)
    except Error as problem:
        if "context was destroyed" in problem.message:
            return None  # the page is just being replaced by the next
        raise
