"""A reviewer proposes with the editors' tools; an editor accepts; only then does everybody see it."""

from collections.abc import Callable

import pytest

from reader.annotations.models import Annotation, Proposal, Status
from reader.articles.models import Article, Part
from tests.browser.conftest import READY
from tests.factories import make_article, make_member, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article(public=True)


def test_what_a_reviewer_proposes_is_dashed_until_an_editor_accepts_it(
    page: playwright.Page, sign_in: Callable, draw: Callable, article: Article
) -> None:
    sign_in(page, make_member(article, "bob", Part.REVIEWER))
    page.goto(article.get_absolute_url())
    page.evaluate(READY)
    propose_with(page, draw)

    page.context.clear_cookies()
    page.goto(article.get_absolute_url())
    expect(page.locator("#text")).to_contain_text("Shade saves water")
    assert page.locator("mark").count() == 0

    sign_in(page, owner_of(article))
    page.goto(f"{article.get_absolute_url()}?focus=C1")
    page.evaluate(READY)
    accept_on_card(page)

    page.context.clear_cookies()
    page.goto(article.get_absolute_url())
    expect(page.locator("#p-C1")).to_have_text("Shade saves water")
    assert Proposal.objects.get().why == "It says so"
    assert Annotation.objects.get().status == Status.ACCEPTED


def propose_with(page: playwright.Page, draw: Callable) -> None:
    draw("Shade saves water")
    expect(page.get_by_role("toolbar", name="Propose to mark")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.get_by_label("Gist", exact=True).fill("Shade keeps soil moist")
    page.get_by_label("Why").fill("It says so")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#c-C1")).to_contain_text("Proposed by you")
    expect(page.locator("#p-C1")).to_have_css("outline-style", "dashed")
    expect(page.locator("#n-C1")).to_contain_text("proposed")


def accept_on_card(page: playwright.Page) -> None:
    page.locator("#c-C1").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status").get_by_text("Accepted: C1.")).to_be_visible()
    expect(page.locator("#p-C1")).to_have_css("outline-style", "none")
    expect(page.locator("#p-C1")).not_to_have_attribute("data-fate", "proposed")
