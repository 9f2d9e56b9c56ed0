"""An editor whose browser runs no script can do all the same: mark, word, connect, withdraw."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from reader.annotations.graphs import reading_of
from reader.articles.models import Article
from tests.factories import make_article, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article()


@pytest.fixture
def plain_page(
    chromium: playwright.Browser, live_server: LiveServer, sign_in: Callable, article: Article
) -> Iterator[playwright.Page]:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, owner_of(article))
    page.goto(article.get_absolute_url())
    yield page
    context.close()


def mark(page: playwright.Page, words: str, role: str) -> None:
    page.get_by_role("link", name="All annotations").click()
    page.get_by_label("Words of the article").fill(words)
    chosen = page.get_by_role("radio", name=role, exact=True)
    chosen.press("Space")  # a click may miss while styles still come in
    expect(chosen).to_be_checked()
    page.get_by_role("button", name="Mark", exact=True).click()


def wait_for_styles(page: playwright.Page) -> None:
    """Until they are there every card is open; then only the one that the address names."""
    expect(page.locator("#c-C1")).to_be_hidden()


def test_everything_can_be_done_without_script(
    plain_page: playwright.Page, article: Article
) -> None:
    page = plain_page
    mark(page, "Trees cool streets", "Claim")
    expect(page.locator("#c-C1")).to_be_visible()
    mark(page, "Shade saves water", "Premise")
    expect(page.locator("#p-P2")).to_have_text("Shade saves water")
    wait_for_styles(page)

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Gist", exact=True).fill("Shade keeps soil moist")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#c-P2 .card-gist")).to_have_text("Shade keeps soil moist")
    wait_for_styles(page)

    page.get_by_role("link", name="Connect").click()
    page.get_by_label("What it bears on").select_option("C1")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#c-P2 .tie")).to_contain_text("supports C1")
    wait_for_styles(page)
    assert [r.premises for r in reading_of(article).graph.relations] == [(2,)]

    page.get_by_role("button", name="Take back: P2 supports C1").click()
    expect(page.get_by_role("heading", name="Withdrawn")).to_be_visible()
    page.get_by_role("button", name="Restore: P2 supported C1").click()
    expect(page.locator("#c-P2 .tie")).to_contain_text("supports C1")
    wait_for_styles(page)

    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Restore: P2", exact=True).click()
    expect(page.locator("#c-P2")).to_be_visible()


def test_passages_are_added_and_many_are_changed_without_script(
    plain_page: playwright.Page, article: Article
) -> None:
    page = plain_page
    mark(page, "Trees cool streets", "Claim")
    page.get_by_role("link", name="More for C1").click()
    page.get_by_label("Words of a further passage").fill("Shade saves water")
    page.get_by_role("button", name="Add this passage").click()
    expect(page.locator("#p-C1-2")).to_have_text("Shade saves water")
    page.get_by_role("link", name="More for C1").click()
    page.get_by_role("button", name="Remove this passage").first.click()
    expect(page.locator("#p-C1")).to_have_text("Shade saves water")

    mark(page, "Roots lift pavements", "Evidence")
    page.get_by_role("link", name="All annotations").click()
    for label in ("Choose C1", "Choose E2"):
        page.get_by_label(label).check()
    page.get_by_label("The role they get").select_option("premise")
    page.get_by_role("button", name="Set role").click()
    expect(page.get_by_text("you gave P1 and P2 another role")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Choose E2")).to_be_visible()

    page.get_by_role("link", name="Edit C1").click()
    page.get_by_role("link", name="Merge with another").click()
    page.get_by_label("Merge C1 with").select_option("E2")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator("#p-C1-2")).to_have_text("Roots lift pavements")


def test_a_refusal_keeps_what_was_typed(plain_page: playwright.Page, article: Article) -> None:
    page = plain_page
    mark(page, "Shrubs cool streets", "Evidence")
    expect(page.get_by_role("alert")).to_contain_text("not in the article as it stands now")
    expect(page.get_by_label("Words of the article")).to_have_value("Shrubs cool streets")
    expect(page.get_by_role("radio", name="Evidence")).to_be_checked()
