"""Two people mark the same text without seeing each other, and say when they are done."""

import pytest

from reader.articles.models import Article, Part
from tests.browser.conftest import READY, Draw
from tests.factories import make_article, make_member

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article()
    make_member(article, "bob", Part.EDITOR)
    return article


def test_a_round_is_opened_marked_and_closed(
    signed_in_page: playwright.Page, draw: Draw, article: Article
):
    page, window = signed_in_page, signed_in_page.context.new_page()
    window.goto(f"{article.get_absolute_url()}rounds/")
    for name in ("Alice", "Bob"):
        window.get_by_role("checkbox", name=name).check()
    window.get_by_label("Instructions").fill("Mark every claim.")
    window.get_by_role("button", name="Open the round").click()
    window.get_by_role("link", name="Open my sheet").click()
    window.close()
    sheet = Article.objects.get(round__article=article, memberships__user__username="alice")
    page.goto(sheet.get_absolute_url())
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    expect(page.get_by_label("About this sheet")).to_contain_text("Mark every claim.")
    draw("Trees cool streets")
    page.get_by_role("toolbar", name="Mark the selection as").get_by_role(
        "button", name="Claim", exact=False
    ).first.click()
    expect(page.locator("#c-C1")).to_be_visible()
    assert not article.annotations.exists() and sheet.annotations.count() == 1
