"""Editors revise a text: passages are carried, conflicts decided, and nothing that was typed is lost."""

import re
from collections.abc import Callable

import pytest

from reader.accounts.models import User
from reader.annotations.graphs import reading_of
from reader.articles.models import Article, Part
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, make_member, make_user

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AROUND_CARET = """field => [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionStart)]
  .map((half, at) => half.split("\\n").at(at ? 0 : -1))"""
FILLER = "\n\n".join(f"Paragraph {n} 🌳 says little, at some length." for n in range(40))
SOURCE = (
    f"Trees *cool* streets. Shade saves water.\n\n{FILLER}\n\n## Roots\n\nRoots lift pavements.\n"
)


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article(SOURCE, slug="trees")
    for words in ("Shade saves water", "Roots lift pavements"):
        make_annotation(article, words)
    make_member(article, "bob", Part.EDITOR)
    return article


@pytest.fixture
def open_editor(sign_in: Callable, article: Article) -> Callable:
    def open_editor(page: playwright.Page, user: User) -> playwright.Locator:
        sign_in(page, user)
        page.goto("/a/trees/revise/")
        page.evaluate(READY)
        return page.get_by_label("The text, in Markdown")

    return open_editor


@pytest.fixture
def source(page: playwright.Page, open_editor: Callable) -> playwright.Locator:
    return open_editor(page, make_user("alice"))


def put(source: playwright.Locator, old: str, new: str) -> None:
    source.fill(source.input_value().replace(old, new))


def test_a_revised_text_keeps_its_passages(
    page: playwright.Page, source: playwright.Locator, article: Article
) -> None:
    preview = page.get_by_role("region", name="Preview of the text")
    put(source, "Shade saves water", "Shade saves much water")
    expect(page.get_by_text("Passages: 1 stays, 1 edited")).to_be_visible()
    expect(page.locator(".effect ins")).to_have_text(["much"])
    expect(preview.locator("mark[data-fate=edited]")).to_contain_text("saves much water")

    source.evaluate("field => { field.scrollTop = field.scrollHeight }")
    expect(preview.get_by_role("heading", name="Roots")).to_be_in_viewport()
    page.get_by_role("link", name="Show C1 in the preview").click()
    expect(preview.locator("#p-C1")).to_be_in_viewport()
    preview.get_by_text("Paragraph 13").click(position={"x": 120, "y": 8})
    before, after = source.evaluate(AROUND_CARET)
    assert before and before + after == "Paragraph 13 🌳 says little, at some length."

    # As if one had signed in anew in another tab: the page fetches its new token and goes on.
    page.context.clear_cookies(name="csrf")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/passages/")
    expect(page.get_by_text("Saved as revision 2: 1 stays, 1 edited.")).to_be_visible()
    article.refresh_from_db()
    quotes = [place.quote for of in reading_of(article).passages.values() for place in of]
    assert quotes == ["Shade saves much water", "Roots lift pavements"]


def test_two_editors_in_conflict_lose_nothing(
    page: playwright.Page,
    source: playwright.Locator,
    open_editor: Callable,
    chromium: playwright.Browser,
    live_server: object,
    watch: Callable,
    article: Article,
) -> None:
    context = chromium.new_context(base_url=live_server.url)
    other = context.new_page()
    watch(other)
    theirs = open_editor(other, make_user("bob"))
    put(theirs, "Roots lift pavements.", "Roots lift kerbs.")
    put(theirs, "Trees *cool*", "Tall trees *cool*")
    put(source, "Roots lift pavements.", "Roots lift whole pavements.")
    put(source, "Paragraph 7 ", "Paragraph seven ")
    other.get_by_role("button", name="Save").click()
    other.wait_for_url(lambda url: "revise" not in url)
    context.close()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The same words were changed twice")).to_be_visible()
    expect(page.get_by_text("By Bob")).to_be_visible()
    page.get_by_label("Mine").check()
    page.get_by_role("button", name="Use these and look at the whole").click()
    page.evaluate(READY)
    expect(page.locator("#revise-preview")).to_contain_text("Roots lift whole pavements.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(lambda url: "revise" not in url)
    article.refresh_from_db()
    saved = article.head.source
    assert article.head.number == 3
    for words in ("Tall trees", "Paragraph seven", "whole pavements"):
        assert words in saved


KEPT = "Unsaved changes, kept in this browser"
DRAFTS = "Object.keys(localStorage).filter((name) => name.includes('draft')).length"


def keep(page: playwright.Page, source: playwright.Locator, old: str, new: str) -> None:
    put(source, old, new)
    page.get_by_text(KEPT).wait_for()


def offers_on(page: playwright.Page) -> playwright.Locator:
    return page.get_by_role("region", name="Unsaved text").get_by_role("listitem")


def test_unsaved_text_outlives_a_reload_and_a_lost_connection(
    page: playwright.Page, source: playwright.Locator, article: Article
) -> None:
    keep(page, source, "Paragraph 7 ", "Paragraph seven and ")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate(READY)
    offers = offers_on(page)
    expect(offers).to_contain_text("upon revision 1, 1 word more.")
    offers.get_by_role("button", name="Show").click()
    expect(offers.locator("pre")).to_contain_text("Paragraph seven and")
    offers.get_by_role("button", name="Discard").click()
    offers.get_by_role("button", name="Undo").click()
    offers.get_by_role("button", name="Continue").click()
    expect(page.locator("#revise-preview")).to_contain_text("Paragraph seven")

    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Everything you typed is still here")
    page.context.set_offline(False)
    page.get_by_label("What changed, in one line").press("Enter")
    page.wait_for_url("**/a/trees/")
    expect(page.get_by_text("Saved as revision 2: 2 stay.")).to_be_visible()
    assert page.evaluate(DRAFTS) == 0
    article.refresh_from_db()
    assert "Paragraph seven" in article.head.source


def test_what_is_typed_while_a_text_is_offered_changes_places_with_it(
    page: playwright.Page, source: playwright.Locator
) -> None:
    keep(page, source, "Paragraph 7 ", "Paragraph seven and ")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate(READY)
    keep(page, source, "Paragraph 9 ", "Paragraph nine ")
    for words, other in (("seven and", "as many words"), ("nine", "1 word more")):
        offers_on(page).get_by_role("button", name="Continue").click()
        expect(source).to_have_value(re.compile(f"Paragraph {words}"))
        expect(offers_on(page)).to_contain_text(other)
        assert page.evaluate(DRAFTS) == 2

    # Nobody signs out without knowing of them.
    page.goto("/")
    page.evaluate(READY)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog", name="Unsaved text")).to_contain_text("Text of one article")
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("link", name="Sign in", exact=True).first.wait_for()
    assert page.evaluate(DRAFTS) == 0


def test_two_tabs_keep_their_texts_apart(page: playwright.Page, source: playwright.Locator) -> None:
    def other_tab() -> playwright.Page:
        other = page.context.new_page()
        other.on("dialog", lambda dialog: dialog.accept())
        other.goto("/a/trees/revise/")
        other.evaluate(READY)
        return other

    keep(page, source, "Paragraph 7 ", "Paragraph seven ")
    untouched, other = other_tab(), other_tab()
    theirs = other.get_by_label("The text, in Markdown")
    keep(other, theirs, "Paragraph 9 ", "Paragraph nine ")
    expect(other.locator("draft-offers")).to_be_hidden()
    for tab in (untouched, other):
        with tab.expect_event("close"):
            tab.close(run_before_unload=True)
    assert page.evaluate(DRAFTS) == 2
    last = other_tab()
    offers = offers_on(last)
    expect(offers).to_have_count(1)
    offers.get_by_role("button", name="Continue").click()
    expect(last.get_by_label("The text, in Markdown")).to_have_value(re.compile("Paragraph nine"))
    last.get_by_role("button", name="Save").click()
    last.wait_for_url("**/a/trees/")
    assert page.evaluate(DRAFTS) == 1
    expect(source).to_have_value(re.compile("Paragraph seven"))
