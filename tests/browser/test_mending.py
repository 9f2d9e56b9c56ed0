"""An editor mends what a revision has left in doubt, by keyboard."""

import pytest

from reader.annotations.graphs import reading_of
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.models import Article
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OLD = """Trees cool the streets of every city in summer.

Shade saves a great deal of water in the parks. Roots lift the pavements.
"""
NEW = """Trees cool the busy streets of every city in summer.

Roots lift the pavements. A great deal of water is saved by shade in the parks.
"""


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article(OLD)
    make_annotation(article, "Trees cool the streets of every city")
    make_annotation(article, "Shade saves a great deal of water in the parks", Role.PREMISE)
    revise(article, NEW, 1, "Shorter", owner_of(article))
    return Article.objects.with_heads().get(pk=article.pk)


def quotes(article: Article, number: int) -> list[str]:
    return [passage.quote for passage in reading_of(article).passages[number]]


def test_lost_words_are_marked_again_and_that_is_undone(signed_in_page, article):
    page = signed_in_page
    expect(page.locator("#n-P2.detached")).to_be_visible()
    page.keyboard.press("c")
    rows = page.get_by_role("region", name="Worth a look").locator(".mending-row")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The words of C1 are confirmed.")).to_be_visible()
    expect(rows).to_have_count(1)
    mark = rows.nth(0).get_by_role("button", name="Mark here").first
    expect(mark).to_be_focused()
    assert page.evaluate("CSS.highlights.get('suggested').size") == 1
    page.keyboard.press("1")
    expect(page.get_by_text("P2 marks “A great deal of water")).to_be_visible()
    expect(page.get_by_text("Every passage is where it belongs.")).to_be_visible()
    expect(page.locator("#n-P2.detached")).to_have_count(0)
    assert quotes(article, 2)[0].startswith("A great deal of water")
    page.keyboard.press("u")
    expect(rows).to_have_count(1)
    expect(page.locator("#n-P2.detached")).to_be_visible()
    assert quotes(article, 2) == []


def test_on_its_own_page_the_queue_answers_in_place(page, sign_in, article):
    sign_in(page, owner_of(article))
    page.goto(f"{article.get_absolute_url()}passages/")
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Mark here").first.focus()
    page.keyboard.press("x")
    expect(page.get_by_text("P2 is unstated now")).to_be_visible()
    expect(page.get_by_text("1 edited", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Confirm the new words of C1")).to_be_focused()
    page.keyboard.press("u")
    expect(page.get_by_text("1 edited, 1 lost")).to_be_visible()
    assert page.evaluate("window.stayed")
