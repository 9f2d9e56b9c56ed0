"""axe-core finds nothing to object to while an editor works: picker, forms, lists, notices."""

from typing import Any

import pytest
from django.urls import reverse

from reader.argument.roles import Role
from reader.articles.models import Article
from tests.browser.conftest import READY
from tests.browser.test_accessibility import SIZES, page, violations
from tests.factories import make_annotation, make_article, make_relation, owner_of

__all__ = ["page"]  # the tab that is not watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = "Trees cool streets by several degrees.\n\nShade saves water. Roots lift pavements, people say. So be it then."


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article(SOURCE)
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_annotation(article, "people say", Role.RHETORIC, device="Slogan", leans_on=claim)
    make_relation(premise, target=claim)
    return article


def pick(page: Any) -> None:
    for key in ("a", "j", "j"):
        page.keyboard.press(key)
    page.get_by_role("toolbar").wait_for()


def mark(page: Any) -> None:
    pick(page)
    page.keyboard.press("2")
    page.get_by_label("Gist", exact=True).wait_for()


def choose(page: Any, label: str) -> None:
    page.locator(f"#r-{label}").focus()
    page.keyboard.press("Enter")


def word_rhetoric(page: Any) -> None:
    choose(page, "Rh3")
    page.keyboard.press("e")
    page.get_by_role("combobox", name="Device").wait_for()


def search(page: Any) -> None:
    choose(page, "P2")
    page.keyboard.press("l")
    page.get_by_role("combobox", name="Together with").fill("c1")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="What it bears on").click()
    page.get_by_role("listbox", name="What it bears on").wait_for()


def refuse(page: Any) -> None:
    choose(page, "P2")
    page.keyboard.press("l")
    page.get_by_role("combobox", name="What it bears on").fill("c1")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_text("This is there already").wait_for()


def withdraw(page: Any) -> None:
    choose(page, "P2")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Undo").wait_for()


def look(page: Any) -> None:
    page.keyboard.press("f")
    page.get_by_role("link", name="Suggestions").click()
    page.get_by_role("button", name="Mark as").first.wait_for()


def move_borders(page: Any) -> None:
    choose(page, "P2")
    page.keyboard.press("b")
    page.get_by_role("button", name="End a word later").click()


def merge(page: Any) -> None:
    choose(page, "P2")
    page.keyboard.press(".")
    assert violations(page) == []
    page.get_by_role("button", name="Merge with…").click()
    page.get_by_role("combobox", name="Merge P2 with").wait_for()


def ask(page: Any) -> None:
    page.evaluate(
        "document.getSelection().selectAllChildren(document.querySelector('mark[data-a=P2]'))"
    )
    page.get_by_role("toolbar", name="Mark the selection as").wait_for()
    page.keyboard.press("1")
    page.get_by_role("button", name="Open P2").wait_for()


STATES = [pick, mark, word_rhetoric, search, refuse, withdraw, look, move_borders, merge, ask]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_state_of_editing_is_accessible(
    page: Any, sign_in: Any, article: Article, state: Any, size: str
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, owner_of(article))
    page.goto(f"{article.get_absolute_url()}{'?view=margin' if size == 'desktop' else ''}")
    page.evaluate(READY)
    state(page)
    assert violations(page) == []


def test_the_panel_of_a_step_and_the_chooser_after_a_drag_are_accessible(
    page: Any, sign_in: Any, article: Article
) -> None:
    sign_in(page, owner_of(article))
    page.goto(f"{article.get_absolute_url()}?kind=tree")
    page.evaluate(READY)
    page.locator(".edge-hit").focus()
    page.keyboard.press("Enter")
    page.get_by_text("What must be true for this step?").first.click()
    page.locator("#step-assume-gist").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    for selector in ("#r-C1", "#r-P2"):
        box = page.locator(selector).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
        page.mouse.down() if selector == "#r-C1" else page.mouse.up()
    page.get_by_role("toolbar", name="What it does").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("annotation_list", ()),
        ("article_revise", ()),
        ("annotation_edit", (3,)),
        ("relation_new", ()),
        ("relation_join", (1,)),
        ("relation_scheme", (1,)),
        ("article_findings", ()),
    ],
)
def test_every_page_of_editing_is_accessible(
    page: Any, sign_in: Any, article: Article, name: str, args: tuple[int, ...]
) -> None:
    sign_in(page, owner_of(article))
    page.goto(reverse(name, args=[article.slug, *args]))
    page.evaluate(READY)
    assert violations(page) == []
