"""The fixture `page` sees what browser tests must not overlook."""

import pytest
from playwright.sync_api import Page

POLICY = "Content Security Policy"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("setTimeout(() => { throw new Error('oh no') })", "oh no"),
        (
            "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
            POLICY,
        ),
        ("document.body.setAttribute('style', 'color: red')", POLICY),
        ("fetch('https://example.org/').catch(() => 0)", POLICY),
    ],
)
def test_a_wrong_is_seen(page: Page, wrong: list[str], script: str, words: str) -> None:
    page.goto("/accounts/login/")
    assert not wrong
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)
    assert words in "\n".join(wrong)
    wrong.clear()


def test_a_page_that_leaves_is_seen(page: Page, wrong: list[str]) -> None:
    page.route("https://example.org/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto("https://example.org/")
    assert wrong.pop() == "request to https://example.org/"


def test_waiting_asks_the_page_until_it_says_yes(page: Page) -> None:
    page.goto("/accounts/login/")
    page.evaluate("() => { setTimeout(() => { window.late = 'yes' }, 300) }")
    assert page.wait_for_function("window.late") == "yes"
    with pytest.raises(AssertionError, match="never came true"):
        page.wait_for_function("() => window.never", timeout=100)
