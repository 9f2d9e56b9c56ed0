"""lib/offsets.js against Python: what the browser selects, in code points of the plain text."""

import pytest
from playwright.sync_api import Page

from reader.text.highlighting import highlight
from reader.text.rendering import render

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = """# 𝒜 title 👩‍🚀

Plain words, *emphasis and **strong words** inside*, a [link](https://example.org/) and `code`.
A second line of the same paragraph with 日本語の文章。 And a flag 🇪🇺, a family 👨‍👩‍👧‍👦 and e\u0301.

شجرة الشارع تبرّد المدينة، والظل يوفّر الماء.

- first item
- second item with 🌳🌳
    - nested item

| tree | shade |
| ---- | ----: |
| lime | 30 m² |
| oak  | 𝟜𝟝 m² |

```
def cool(street):
    return "🌳"
```

The end."""

LOAD = """async (html) => {
  document.body.innerHTML = `<h1>Before 🌲</h1><article-text id="text" lang="en">${html}</article-text><p>After</p>`
  globalThis.offsets = await import("/static/js/lib/offsets.js")
  globalThis.sentences = await import("/static/js/lib/sentences.js")
  globalThis.wording = await import("/static/js/lib/wording.js")
  globalThis.root = document.getElementById("text")
  return root.textContent
}"""
ROUND = """([start, end]) => {
  const range = offsets.rangeOf(root, start, end)
  const found = offsets.offsetsOf(root, range)
  return [found.start, found.end, found.quote, range.toString()]
}"""


@pytest.fixture
def text(page: Page) -> str:
    """The plain text of a difficult article, loaded with two overlapping passages."""
    rendered = render(SOURCE)
    spans = [(10, 60, "C1", "claim"), (40, 90, "P2", "premise")]
    page.goto("/healthz/")
    shown: str = page.evaluate(LOAD, highlight(rendered.html, spans))
    assert shown == rendered.text
    return rendered.text


def test_every_span_comes_back_as_it_went(page: Page, text: str) -> None:
    spans = [(start, end) for start in range(0, len(text), 7) for end in (start + 1, start + 40)]
    for start, end in spans:
        end = min(end, len(text))
        assert page.evaluate(ROUND, [start, end]) == [
            start,
            end,
            text[start:end],
            text[start:end],
        ]


@pytest.mark.parametrize(
    "words",
    [
        "𝒜 title",
        "👩‍🚀",
        "strong words",
        "emphasis and strong words inside",
        "日本語の文章。",
        "🇪🇺",
        "👨‍👩‍👧‍👦",
        "e\u0301",
        "شجرة الشارع",
        "second item with 🌳🌳\nnested",
        "𝟜𝟝 m²",
        'return "🌳"',
    ],
)
def test_words_of_every_script_and_element_are_found(page: Page, text: str, words: str) -> None:
    start = text.index(words.split("\n")[0])
    end = start + len(words)
    assert page.evaluate(ROUND, [start, end])[:3] == [start, end, text[start:end]]


def test_places_outside_the_text_are_cut_off(page: Page, text: str) -> None:
    end = len(text)
    assert page.evaluate(ROUND, [0, end + 100])[:2] == [0, end]
    assert page.evaluate(ROUND, [-5, 7])[0] == 0
    assert page.evaluate(ROUND, [end + 5, end + 9])[2] == ""


SELECTED = """([startAt, startOffset, endAt, endOffset]) => {
  const node = (at) => at.endsWith("::text") ? document.querySelector(at.slice(0, -6)).firstChild : document.querySelector(at)
  const range = document.createRange()
  range.setStart(node(startAt), startOffset)
  range.setEnd(node(endAt), endOffset)
  return offsets.offsetsOf(root, range)
}"""


def selected(page: Page, *ends: object) -> tuple[int, int, str]:
    found = page.evaluate(SELECTED, list(ends))
    return found["start"], found["end"], found["quote"]


def test_a_selection_from_before_to_after_the_article_is_clamped(page: Page, text: str) -> None:
    assert selected(page, "h1::text", 2, "body > p::text", 3) == (0, len(text), text)


def test_a_selection_of_elements_counts_like_one_of_their_words(page: Page, text: str) -> None:
    start = text.index("first item")
    end = text.index("second item")
    assert selected(page, "#text ul", 0, "#text ul > li:nth-of-type(2)", 0)[:2] == (
        pytest.approx(start, abs=1),
        end,
    )


def test_a_triple_click_ends_at_the_start_of_the_next_paragraph(page: Page, text: str) -> None:
    start = text.index("شجرة")
    _, end, quote = selected(page, "#text p:nth-of-type(2)::text", 0, "#text ul li::text", 0)
    assert text[start:end] == quote
    assert quote.strip() == "شجرة الشارع تبرّد المدينة، والظل يوفّر الماء."


def test_half_of_a_surrogate_pair_counts_as_the_whole_character(page: Page, text: str) -> None:
    at = page.evaluate("root.textContent.indexOf('𝟜')")
    quote = page.evaluate(
        """(at) => {
          const range = offsets.rangeAt(root, at, at + 4)
          range.setStart(range.startContainer, range.startOffset + 1)
          range.setEnd(range.endContainer, range.endOffset - 1)
          return offsets.offsetsOf(root, range)
        }""",
        at,
    )
    start = text.index("𝟜")
    assert quote == {"start": start, "end": start + 2, "quote": "𝟜𝟝"}


@pytest.mark.parametrize(
    ("drawn", "whole"),
    [
        ("ain wor", "Plain words"),
        (" words, ", "words,"),
        ("rong words ins", "strong words inside"),
        ("🇺, a fam", "🇪🇺, a family"),
        ("الشار", "الشارع"),
    ],
)
def test_a_drawn_selection_snaps_to_whole_words(
    page: Page, text: str, drawn: str, whole: str
) -> None:
    found = page.evaluate(
        """(drawn) => {
          const text = root.textContent
          const from = text.indexOf(drawn)
          const { from: start, to } = wording.wholeWords(text, { from, to: from + drawn.length }, "en")
          return text.slice(start, to)
        }""",
        drawn,
    )
    assert found == whole


def test_a_language_that_is_no_language_is_cut_like_english(page: Page, text: str) -> None:
    found = page.evaluate("wording.sentencesOf('One. Two.', '!!')")
    assert [sentence["to"] for sentence in found] == [4, 9]


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("link", "Plain words, emphasis and strong words inside, a link and code."),
        ("ent", "The end."),
        ("second item", "second item with 🌳🌳"),
        ("nested", "nested item"),
        ("lime", "lime"),
    ],
)
def test_a_sentence_stays_within_its_block(
    page: Page, text: str, inside: str, sentence: str
) -> None:
    if inside == "ent":
        inside = "he end"
    found = page.evaluate(
        """(inside) => {
          const from = root.textContent.indexOf(inside)
          const { from: start, to } = sentences.sentenceAround(root, { from, to: from + inside.length }, "en")
          return root.textContent.slice(start, to)
        }""",
        inside,
    )
    assert found == sentence
