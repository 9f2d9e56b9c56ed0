"""Editors revise a text: passages are carried, conflicts decided, and nothing that was typed is lost."""

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


def test_unsaved_text_outlives_a_reload_and_a_lost_connection(
    page: playwright.Page, source: playwright.Locator, article: Article
) -> None:
    put(source, "Paragraph 7 ", "Paragraph seven ")
    page.get_by_text("Unsaved changes, kept in this browser").wait_for()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate(READY)
    expect(page.get_by_text("You have unsaved text from")).to_contain_text("upon revision 1")
    page.get_by_role("button", name="Continue with it").click()
    expect(page.locator("#revise-preview")).to_contain_text("Paragraph seven")

    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Everything you typed is still here")
    page.context.set_offline(False)
    page.keyboard.press("Control+s")
    page.wait_for_url("**/a/trees/")
    expect(page.get_by_text("Saved as revision 2: 2 stay.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('draft'))") == []
    article.refresh_from_db()
    assert "Paragraph seven" in article.head.source
