"""Somebody goes from change to change between two revisions, by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from reader.annotations.revising import revise
from tests.factories import make_article

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAME = "\n\n".join(f"Paragraph {number} stays as it is." for number in range(30))
OLD = f"Trees cool streets.\n\n{SAME}\n\n| a | b |\n|---|---|\n| c | d |\n\nOne [two](/a)."
NEW = OLD.replace("cool", "chill").replace("| d |", "| e |").replace("(/a)", "(/b)")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def page(chromium, live_server):
    """A tab that is not watched: axe tries out styles of its own, which the policy reports."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_changes_are_reached_by_keys_and_nothing_stands_in_the_way(page, transactional_db, alice):
    article = make_article(OLD, editor=alice, public=True)
    revise(article, NEW, 1, "Colder", alice)
    page.goto(reverse("revision_compare", args=[article.slug, 1, 2]))
    expect(page.locator(".compared-change")).to_have_count(2)
    page.wait_for_selector("html.js change-steps:defined")
    page.keyboard.press("n")
    expect(page.locator("#change-1")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#change-2")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Change 2 of 2")
    expect(page.locator("#change-2 .compared-after ins").first).to_be_in_viewport()
    page.keyboard.press("p")
    expect(page.locator("#change-1")).to_be_focused()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"runOnly": TAGS})
        assert not found.response["violations"], found.generate_report()
    page.goto(reverse("revision_list", args=[article.slug]))
    found = Axe().run(page, options={"runOnly": TAGS})
    assert not found.response["violations"], found.generate_report()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Two revisions compared")).to_be_visible()
