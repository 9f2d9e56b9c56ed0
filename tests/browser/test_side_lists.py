"""An editor goes through findings and suggestions, by keyboard and by mouse."""

import pytest

from reader.annotations.graphs import reading_of
from reader.argument.roles import Role
from reader.articles.models import Article
from tests.factories import make_annotation, make_article

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = """We must plant a tree in every street. However, its roots lift pavements.

Shade saves water, because leaves are cool. Nobody says that this is wrong.
"""


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article(SOURCE)
    make_annotation(article, "Shade saves water", Role.PREMISE)
    return article


def lists(page: playwright.Page) -> playwright.Locator:
    return page.get_by_role("region", name="Worth a look")


def test_suggestions_are_accepted_and_dismissed_by_keys(signed_in_page, article):
    page = signed_in_page
    page.keyboard.press("g")
    rows = lists(page).locator(".suggested-row")
    expect(rows).to_have_count(4)
    expect(rows.nth(0).get_by_role("button", name="Mark as")).to_be_focused()
    assert page.evaluate("CSS.highlights.get('suggested').size") == 1
    page.keyboard.press("Enter")
    expect(page.get_by_text("Marked as C2.")).to_be_visible()
    expect(page.locator("#p-C2")).to_have_text("We must plant a tree in every street.")
    expect(rows).to_have_count(3)
    expect(rows.nth(0).get_by_role("button", name="Mark as")).to_be_focused()
    page.keyboard.press("5")
    expect(page.get_by_text("Marked as X3.")).to_be_visible()
    expect(rows).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(rows).to_have_count(1)
    expect(rows.nth(0).get_by_role("button", name="Mark as")).to_be_focused()
    page.keyboard.press("Escape")
    expect(lists(page)).to_be_hidden()
    assert [a.label for a in reading_of(article).annotations] == ["C2", "X3", "P1"]


def test_findings_lead_to_the_form_that_helps_and_go_when_dismissed(signed_in_page, article):
    page = signed_in_page
    make_annotation(article, "We must plant a tree")
    page.get_by_role("button", name="Worth a look: 1 finding").click()
    expect(lists(page).get_by_text("P1 stands alone.", exact=True)).to_be_visible()
    lists(page).get_by_role("link", name="Connect: P1").click()
    form = page.get_by_role("form", name="Connect P1")
    expect(form.get_by_role("combobox", name="What it bears on")).to_be_focused()
    form.get_by_role("button", name="Connect").click()
    expect(page.get_by_text("P1 supports C2.")).to_be_visible()
    expect(lists(page).get_by_text("Nothing to look at.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Worth a look: 2 findings")).to_be_visible()
    expect(lists(page).get_by_text("C2 stands alone.", exact=True)).to_be_visible()
    row = lists(page).locator(".side-row").filter(has_text="C2 stands alone.")
    row.locator("summary").click()
    row.get_by_label("In your words").fill("It is the title")
    row.get_by_role("button", name="Dismiss it").click()
    expect(page.get_by_role("button", name="Worth a look: 1 finding")).to_be_visible()
    lists(page).get_by_text("Dismissed").click()
    expect(lists(page).get_by_text("The text argues like this: It is the title")).to_be_visible()
    lists(page).get_by_role("button", name="Show again").click()
    expect(page.get_by_role("button", name="Worth a look: 2 findings")).to_be_visible()
