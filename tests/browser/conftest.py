"""An editor at work on the live server, with the means of a hand: draw, tap, press keys."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from reader.articles.models import Article
from tests.factories import owner_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = """async () => {
  const isReady = () => customElements.get("passage-picker") && document.fonts.status === "loaded" && window.htmx
  for (let waited = 0; document.readyState !== "complete" || !isReady(); waited += 20) {
    if (waited > 20_000) throw new Error(`not ready: ${document.readyState}, fonts ${document.fonts.status}, ${location.href}, ${document.title}`)
    await new Promise((go) => setTimeout(go, 20))
  }
}"""
ENDS_OF = """async (words) => {
  const { rangeAt } = await import("/static/js/lib/offsets.js")
  const text = document.getElementById("text")
  const from = text.textContent.indexOf(words)
  if (from < 0) throw new Error(`not in the text: ${words}`)
  const range = rangeAt(text, from, from + words.length)
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" })
  const boxes = [...range.getClientRects()].filter((box) => box.width > 1)
  const [first, last] = [boxes[0], boxes.at(-1)]
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2]
}"""

Draw = Callable[[str], None]


@pytest.fixture
def signed_in_page(page: "Page", sign_in: Callable, article: Article) -> Iterator["Page"]:
    """The owner of the test's article has its page open, which must never load anew."""
    sign_in(page, owner_of(article))
    page.goto(article.get_absolute_url())
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    yield page
    assert page.evaluate("window.stayed"), "the page was loaded anew"


@pytest.fixture
def draw(page: "Page") -> Draw:
    """Draw over words with the mouse, from their first letter to their last."""

    def draw(words: str) -> None:
        left, top, right, bottom = page.evaluate(ENDS_OF, words)
        page.mouse.move(left, top)
        page.mouse.down()
        page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=3)
        page.mouse.move(right, bottom, steps=3)
        page.mouse.up()

    return draw
