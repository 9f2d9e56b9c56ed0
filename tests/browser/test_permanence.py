"""A link that was copied before the text changed: it still works, and says what became of the words."""

import pytest

from reader.annotations.revising import revise
from reader.articles.models import Article
from tests.factories import make_annotation, make_article, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article(public=True)
    make_annotation(article, "Trees cool streets")
    make_annotation(article, "Shade saves water")
    return article


def copied_link(page: playwright.Page, article: Article, label: str) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(article.get_absolute_url())
    page.locator(f"#r-{label}").click()
    page.locator(f"#c-{label}").get_by_role("button", name="Copy link").click()
    expect(page.locator("#status")).to_have_text("Address copied.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_an_old_link_after_the_change_says_so_and_leads_to_the_page_as_it_stood(
    page: playwright.Page, article: Article
) -> None:
    link = copied_link(page, article, "C1")
    assert link.endswith("/?r=1&focus=C1#p-C1")
    text = "Trees cool nearly all streets. Shade saves water. Roots lift pavements."
    revise(article, text, 1, "All of them, nearly", owner_of(article))

    page.goto(link)
    notice = page.get_by_role("complementary", name="Since this link was made")
    expect(notice).to_contain_text("Since revision 1 the words of C1 have changed")
    expect(notice.locator("ins")).to_have_text("nearly all")
    expect(notice).to_be_in_viewport()
    expect(page.locator("#c-C1")).to_be_visible()

    notice.get_by_role("link", name="See revision 1 as it stood").click()
    then = page.get_by_role("complementary", name="About this revision")
    expect(then).to_contain_text("Revision 1 of 2, as it stood until")
    expect(page.locator("#text")).to_contain_text("Trees cool streets.")
    expect(page.locator("#c-C1")).to_be_visible()
    page.get_by_role("link", name="Tree", exact=True).click()
    expect(page.locator("svg.map")).to_have_attribute("data-map-kind", "tree")
    page.locator("#c-C1 .card-close").click()
    then.get_by_role("link", name="Newest text").click()
    expect(page.locator("#text")).to_contain_text("nearly all streets")
    expect(then).to_have_count(0)
