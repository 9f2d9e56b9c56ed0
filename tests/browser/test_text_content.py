"""The plain text is what the browser has, to the letter, before and after highlighting."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from reader.text.converting import convert
from reader.text.finishing import finish
from reader.text.highlighting import highlight
from reader.text.markup import text_of
from reader.text.passages import Span
from reader.text.sanitising import sanitise
from tests.text.documents import DOCUMENTS, attacks

pytestmark = pytest.mark.browser

# What the page makes of each HTML: its text, and its elements and text nodes written down again.
READ = """
documents => {
  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\\u00a0": "&nbsp;" };
  const written = node => {
    if (node.nodeType === Node.TEXT_NODE)
      return node.data.replace(/[&<>\\u00a0]/g, found => escapes[found]);
    const name = node.localName + (node.id && `#${node.id}`);
    const inside = [...node.childNodes].map(written).join("");
    return ["br", "hr", "img"].includes(node.localName) ? `<${name}>` : `<${name}>${inside}</>`;
  };
  return documents.map(html => {
    const container = document.createElement("article-text");
    container.innerHTML = html;
    return [container.textContent, [...container.childNodes].map(written).join("")];
  });
}
"""


@pytest.fixture
def blank(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_content("<!doctype html><title>Texts</title>")
    yield page
    context.close()


def written(html: str) -> str:
    """The HTML as the script above writes it."""
    html = re.sub(r"(<pre[^>]*>)\n", r"\1", html)
    html = re.sub(r"</[a-z0-9]+>", "</>", html)
    return re.sub(r'<([a-z0-9]+)(?:[^>]*? id="([^"]*)")?[^>]*>', opening, html)


def opening(tag: re.Match[str]) -> str:
    return f"<{tag[1]}#{tag[2]}>" if tag[2] else f"<{tag[1]}>"


def spans_in(text: str, seed: int) -> list[Span]:
    chance = random.Random(seed)
    roles = ["claim", "premise", "rhetoric"]
    places = [sorted(chance.choices(range(len(text) + 1), k=2)) for _ in range(8)]
    return [(start, end, f"C{at}", chance.choice(roles)) for at, (start, end) in enumerate(places)]


def check(page: Any, documents: list[str]) -> None:
    found = page.evaluate(READ, documents)
    for html, (text, elements) in zip(documents, found, strict=True):
        assert text == text_of(html)
        assert elements == written(html)


@pytest.fixture(scope="module")
def collected() -> list[str]:
    names = ("naughty_strings", "unicode", "commonmark_spec", "xss_markdown", "xss_html")
    sources = attacks(*names)
    if not sources:
        pytest.skip("!!! the collections of naughty strings are not beside this repository")
    return [convert(source) for source in sources]


def test_the_plain_text_is_the_browsers_text(blank: Any) -> None:
    check(blank, [convert(source) for source in DOCUMENTS.values()])


def test_sanitised_html_has_the_browsers_text(blank: Any) -> None:
    fragments = [
        "<pre>\n\n\nx\n</pre>",
        "<pre>\n</pre>",
        "<pre>&#10;&#10;x</pre>",
        "<pre><b>\n\nx</b></pre>",
        "a&#13;b&#13;&#10;c\r\nd",
        "<table>x<tr><td>y</table> <p>a<p>b<ul>c<li>d</ul><a href=/x>e<a href=/y>f<div>g</div></a>",
    ]
    rendered = [finish(sanitise(fragment)) for fragment in fragments]
    check(blank, rendered)
    check(blank, [highlight(html, spans_in(text_of(html), at)) for at, html in enumerate(rendered)])


def test_the_plain_text_of_a_visited_page_is_the_browsers_text(blank: Any) -> None:
    html = convert("\n\n".join(DOCUMENTS[name] for name in ("prose", "code", "scripts", "table")))
    blank.set_content(f"<!doctype html><title>Texts</title><main>{html}</main>")
    assert blank.locator("main").evaluate("main => main.textContent") == text_of(html)


def test_naughty_texts_have_the_browsers_text(blank: Any, collected: list[str]) -> None:
    check(blank, collected)


def test_highlighting_changes_no_text_and_the_parser_moves_no_mark(blank: Any) -> None:
    rendered = [convert(source) for source in DOCUMENTS.values()] * 4
    check(blank, [highlight(html, spans_in(text_of(html), at)) for at, html in enumerate(rendered)])


def test_naughty_texts_can_be_highlighted(blank: Any, collected: list[str]) -> None:
    check(
        blank, [highlight(html, spans_in(text_of(html), at)) for at, html in enumerate(collected)]
    )


def test_no_link_lies_in_a_link(blank: Any) -> None:
    html = convert(DOCUMENTS["links"])
    text = text_of(html)
    spans = [(at, min(at + 5, len(text)), f"C{at}", "claim") for at in range(len(text))]
    result = highlight(html, spans)
    check(blank, [result])
    script = (
        "html => { document.body.innerHTML = html; return document.querySelectorAll('a a').length }"
    )
    assert blank.evaluate(script, result) == 0
    codes = "document.querySelectorAll('a.code:empty').length"
    assert blank.evaluate(codes) == result.count('class="code"') > 50
