"""Somebody goes from change to change between two revisions, by keys."""

import pytest
from django.urls import reverse

from reader.annotations.revising import revise
from tests.browser.test_accessibility import TAGS, axe, page
from tests.factories import make_article

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

__all__ = ["page"]  # the tab that is not watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAME = "\n\n".join(f"Paragraph {number} stays as it is." for number in range(30))
OLD = f"Trees cool streets.\n\n{SAME}\n\n| a | b |\n|---|---|\n| c | d |\n\nOne [two](/a)."
NEW = OLD.replace("cool", "chill").replace("| d |", "| e |").replace("(/a)", "(/b)")


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
        assert axe(page, "light", {"runOnly": TAGS}) == []
    page.goto(reverse("revision_list", args=[article.slug]))
    assert axe(page, "light", {"runOnly": TAGS}) == []
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Two revisions compared")).to_be_visible()
