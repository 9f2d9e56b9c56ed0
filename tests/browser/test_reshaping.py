"""An editor reshapes what is marked, by mouse and by keys: borders, passages, one of two, many at once."""

from collections.abc import Callable

import pytest

from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.annotations.reshaping import place
from reader.argument.roles import Role
from reader.articles.models import Article, Part
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, make_member, make_relation, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = """Trees cool *streets by several* degrees. Shade saves water, people say. A 🌳 costs little.

Roots lift pavements, and somebody pays. That is the price of shade.
"""
ARABIC = "الأشجار تبرد الشوارع في الصيف. الظل يحفظ الماء."


@pytest.fixture
def article(transactional_db: None, request: pytest.FixtureRequest) -> Article:
    language = getattr(request, "param", "en")
    article = make_article(ARABIC if language == "ar" else SOURCE, language=language)
    make_annotation(article, "تبرد الشوارع" if language == "ar" else "Shade saves water")
    return article


def quotes(number: int = 1) -> list[str]:
    return [p.quote for p in Annotation.objects.get(number=number).passages.all()]


def pull(page: playwright.Page, end: str, onto: str) -> None:
    """Take the handle at one end of the passage and hold it over the middle of a word."""
    page.locator(f".border-handle[data-end={end}]").wait_for()
    box = page.locator(f".border-handle[data-end={end}]").bounding_box()
    assert box
    knob = box["y"] + (8 if end == "start" else box["height"] - 8)
    left, top, right, bottom = page.evaluate(
        """async (word) => {
          const { rangeAt } = await import("/static/js/lib/offsets.js")
          const text = document.getElementById("text")
          const from = text.textContent.indexOf(word)
          const box = rangeAt(text, from, from + word.length).getBoundingClientRect()
          return [box.left, box.top, box.right, box.bottom]
        }""",
        onto,
    )
    down = (top + bottom) / 2 - box["y"] - box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, knob)
    page.mouse.down()
    page.mouse.move((left + right) / 2, knob + down, steps=4)


def said(page: playwright.Page, words: str) -> playwright.Locator:
    return page.get_by_role("status").get_by_text(words)


def test_borders_are_dragged_across_markup_and_given_up_by_escape(
    signed_in_page: playwright.Page,
) -> None:
    page = signed_in_page
    page.locator("#p-C1").click()
    pull(page, "start", "several")
    page.mouse.up()
    expect(said(page, "C1 marks “several degrees. Shade saves water” now.")).to_be_visible()
    assert quotes() == ["several degrees. Shade saves water"]
    expect(page.locator("em mark[data-a=C1]")).to_have_text("several")
    pull(page, "end", "people")
    page.keyboard.press("Escape")
    page.mouse.up()
    page.keyboard.press("u")
    expect(page.locator("#p-C1")).to_have_text("Shade saves water")
    assert quotes() == ["Shade saves water"]


@pytest.mark.parametrize(
    ("article", "keys", "now"),
    [
        ("en", ["ArrowRight", "Shift+ArrowLeft", "Alt+ArrowRight"], "degrees. Shade saves water, people "),
        ("ar", ["ArrowLeft", "ArrowLeft", "Shift+ArrowLeft"], "الشوارع في الصيف"),
    ],
    indirect=["article"],
)  # fmt: skip
def test_borders_move_by_keys_in_either_direction_of_writing(
    signed_in_page: playwright.Page, keys: list[str], now: str
) -> None:
    page = signed_in_page
    page.locator("#p-C1").click()
    page.keyboard.press("b")
    expect(said(page, "Borders of C1")).to_be_attached()
    for key in keys:
        page.keyboard.press(key)
    expect(said(page, now.split()[-1])).to_be_attached()
    page.keyboard.press("Enter")
    expect(said(page, "C1 marks")).to_be_visible()
    assert quotes() == [now.strip()]


def test_borders_that_somebody_else_moved_are_shown_beside_ones_own(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    page.locator("#p-C1").click()
    page.keyboard.press("b")
    bob = make_member(article, "bob", Part.EDITOR)
    place(Annotation.objects.get(), [(0, 5)], by=bob, version=1)
    page.get_by_role("button", name="End a word later").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".theirs")).to_contain_text("Bob changed C1 meanwhile")
    expect(page.locator("#c-C1 .yours")).to_contain_text("Shade saves water, people")
    page.get_by_role("button", name="Save mine").click()
    expect(page.locator("mark[data-a=C1]")).to_have_text("Shade saves water, people")
    expect(page.locator("#c-C1 .yours")).to_have_count(0)
    expect(page.locator("#edit-1")).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("mark[data-a=C1]")).to_have_text("Shade saves water, people say")


def test_a_second_passage_is_added_and_removed(
    signed_in_page: playwright.Page, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    page.locator("#p-C1").click()
    draw("Roots lift pavements")
    page.get_by_role("button", name="Add to C1").click()
    expect(page.locator("#p-C1-2")).to_have_text("Roots lift pavements")
    draw("price of shade")
    expect(page.get_by_role("button", name="Add to C1")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("#p-C1-3")).to_have_text("price of shade")
    assert quotes() == ["Shade saves water", "Roots lift pavements", "price of shade"]
    for left in (2, 1, 0):
        page.get_by_role("button", name="Remove this passage from C1").first.click()
        expect(page.locator("#c-C1 .card-quote")).to_have_count(left)
    expect(said(page, "C1 is unstated now")).to_be_visible()
    assert reading_of(article).implicit == {1}


def test_words_are_cut_out_and_two_are_merged_by_keys_alone(
    signed_in_page: playwright.Page, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    other = make_annotation(article, "Roots lift pavements", Role.PREMISE)
    make_relation(other, target=Annotation.objects.get(number=1))
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    draw("saves water")
    expect(page.get_by_role("button", name="Cut out of C1")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("#gist-3")).to_be_focused()
    page.keyboard.type("Water is saved")
    page.keyboard.press("Enter")
    expect(page.locator("#c-C3 .card-gist")).to_have_text("Water is saved")
    assert (quotes(1), quotes(3)) == (["Shade"], ["saves water"])
    page.keyboard.press(".")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("combobox", name="Merge C3 with")).to_be_focused()
    page.keyboard.type("C1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("C3 takes over: P2 supports C1.")).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(said(page, "C1 is part of C3 now.")).to_be_visible()
    assert quotes(3) == ["Shade", "saves water"]
    assert [(r.premises, r.target) for r in reading_of(article).graph.relations] == [((2,), 3)]


def test_the_same_words_in_another_role_are_asked_about_in_place(
    signed_in_page: playwright.Page, draw: Callable
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    page.get_by_role("toolbar", name="Mark the selection as").wait_for()
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="Open C1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(said(page, "C1 is P1 now.")).to_be_visible()
    expect(page.locator("#p-P1")).to_have_text("Shade saves water")


def test_many_are_chosen_recast_and_brought_back_in_one(
    page: playwright.Page, sign_in: Callable, article: Article
) -> None:
    for words in ("Trees", "Roots lift pavements", "price of shade"):
        make_annotation(article, words)
    sign_in(page, owner_of(article))
    page.goto(f"{article.get_absolute_url()}annotations/")
    page.evaluate(READY)
    page.get_by_label("Choose C2").check()
    page.get_by_label("Choose C3").click(modifiers=["Shift"])
    expect(page.get_by_text("3 chosen")).to_be_visible()
    page.get_by_label("Words", exact=True).fill("roots")
    expect(page.get_by_text("3 chosen, 2 of them not shown")).to_be_visible()
    expect(page.get_by_label("Choose C2")).to_be_hidden()
    page.get_by_label("The role they get").select_option("evidence")
    page.get_by_role("button", name="Set role").click()
    expect(page.get_by_text("you gave E2, E1 and E3 another role")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Choose C3")).to_be_visible()
    assert {a.role for a in Annotation.objects.all()} == {"claim"}
