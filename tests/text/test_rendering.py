import importlib.util
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.text import confining
from reader.text.converting import convert
from reader.text.markup import text_of
from reader.text.rendering import Block, Rendered, RenderRefused, blocks_of, render
from tests.text.documents import DOCUMENTS

COLLECTION = Path(__file__).parents[2].parent / "shared" / "bench" / "markdown" / "pathological.py"

Generator = Callable[[int], str]

HOSTILE: dict[str, Generator] = {
    "open brackets": lambda size: "[" * size,
    "links that never close": lambda size: "[a](" * (size // 4),
    "images in images": lambda size: "![[]()" * (size // 6),
    "escaped backticks": lambda size: "\\`" * (size // 2),
    "a fence and spaces": lambda size: "```" + " " * size + "x",
    "lists in lists": lambda size: "* " * (size // 2) + "a",
    "quotations in quotations": lambda size: "> " * (size // 2) + "a",
    "a list that climbs": lambda size: "\n".join("    " * i + "- a" for i in range(int(size**0.5))),
    "footnotes": lambda size: "[^1] " * (size // 5) + "\n\n[^1]: a",
    "footnotes without words": lambda size: "[^a]: " * (size // 6),
    "a reference used often": lambda size: f"[x]: /{'u' * (size // 2)}\n\n" + "[x]" * (size // 6),
    "abbreviations": lambda size: "\n".join(f"*[A{i}]: b" for i in range(size // 10)) + "\n\nA1",
    "declarations": lambda size: "<![CDATA[" * (size // 9),
    "a cell of backticks": lambda size: "|a|\n|-|\n|" + "`\\|" * (size // 3) + "|",
    "tags that never close": lambda size: "<b>" * (size // 3),
    "spaces": lambda size: " " * size,
    "one word": lambda size: "a" * size,
}


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the end of processor time must still come before the end of patience."""
    monkeypatch.setattr(confining, "WALL_SECONDS", 60)


def refusal(source: str) -> str:
    with pytest.raises(RenderRefused) as refused:
        render(source)
    return str(refused.value)


def is_settled(source: str) -> bool:
    """Whether the text was rendered, or refused with a message; anything else fails the test."""
    try:
        return isinstance(render(source), Rendered)
    except RenderRefused as refused:
        return len(str(refused)) > 20


def test_markdown_becomes_html_text_and_blocks() -> None:
    rendered = render("# Streets\n\nCars *fill* them.\n\n- one\n- two")
    assert rendered.html == (
        '<h2 id="s-streets">Streets</h2>\n<p>Cars <em>fill</em> them.</p>\n'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )
    assert rendered.text == "Streets\nCars fill them.\n\none\ntwo\n"
    assert rendered.blocks == (
        Block("h2", 0, 7, "s-streets"),
        Block("p", 8, 23),
        Block("li", 25, 28),
        Block("li", 29, 32),
    )


@pytest.mark.parametrize("source", ["", " \n\t\r\n", "\x00\x01"])
def test_an_empty_text_is_fine(source: str) -> None:
    assert render(source) == Rendered("", "", ())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_process_renders_as_the_functions_do(name: str) -> None:
    source = "\n".join(line for line in DOCUMENTS[name].splitlines() if line.isprintable())
    assert render(source).html == convert(source)


def test_raw_html_shows_as_text() -> None:
    rendered = render("<div onclick=x>\n\n<b>bold</b> <script>alert(1)</script> <!-- no -->")
    assert "<b>bold</b> <script>alert(1)</script> <!-- no -->" in rendered.text
    assert "<script" not in rendered.html


def test_attribute_lists_are_text() -> None:
    rendered = render("# T {: #toast .modal hx-get=/x }\n\n*a*{: .b }")
    assert rendered.text == "T {: #toast .modal hx-get=/x }\na{: .b }"


def test_the_extensions_of_an_article_are_there() -> None:
    html = render(DOCUMENTS["prose"] + DOCUMENTS["table"] + DOCUMENTS["code"]).html
    for tag in (
        '<abbr title="Hypertext Markup Language">HTML</abbr>',
        "<dd>What it means.</dd>",
        '<code class="language-python">',
        '<a class="footnote-ref" href="#uc-fn:1"',
        '<li id="uc-fn:1">',
        '<td align="right">20 %</td>',
    ):
        assert tag in html


def test_footnotes_lead_there_and_back() -> None:
    html = render("a[^1] b[^1]\n\n[^1]: note").html
    assert 'id="uc-fnref:1"' in html and 'href="#uc-fnref:1"' in html
    assert 'id="uc-fnref2:1"' in html and 'href="#uc-fnref2:1"' in html


def test_images_of_other_hosts_show_only_where_the_site_allows_them() -> None:
    source = "![a](https://example.org/a.png)"
    assert render(source).html == '<p><img alt="a"></p>'
    shown = '<p><img alt="a" src="https://example.org/a.png"></p>'
    assert render(source, remote_images=True).html == shown


def test_every_line_end_counts_once() -> None:
    assert render("a\r\nb\rc&#13;d").text == "a\nb\nc\nd"


def test_control_characters_are_dropped_but_not_tabs() -> None:
    assert render("a\x00b\x02c\x1fd\x7fe\n\n    x\ty").text == "abcd\x7fe\nx   y\n"


def test_half_a_character_is_refused_with_its_line() -> None:
    assert "Line 3 " in refusal("a\n\nb\ud800c")


def test_a_text_of_half_a_million_characters_is_the_longest() -> None:
    words = ("words to read " * 7 + "\n\n") * 5_000
    assert len(render(words[:500_000]).text) > 480_000
    assert "500,001" in refusal("a" * 500_001)


def test_blocks_tell_where_each_elements_text_stands() -> None:
    html = render(DOCUMENTS["prose"] + DOCUMENTS["table"]).html
    text, blocks = text_of(html), blocks_of(html)
    assert blocks == render(DOCUMENTS["prose"] + DOCUMENTS["table"]).blocks
    assert [text[b.start : b.end] for b in blocks if b.tag == "th"] == ["Town", "Share"]
    assert [(text[b.start : b.end], b.id) for b in blocks if b.tag == "h3"] == [
        ("Costs & effects", "s-costs-effects")
    ]
    assert [b.start for b in blocks] == sorted(b.start for b in blocks)


def test_outer_blocks_come_before_those_inside() -> None:
    blocks = render("> a\n>\n> - b").blocks
    assert [block.tag for block in blocks] == ["blockquote", "p", "li"]
    assert blocks[0].end > blocks[2].end


def test_no_two_elements_share_an_id() -> None:
    html = render("\n\n".join(DOCUMENTS[name] for name in ("prose", "headings", "table"))).html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) > 8


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_rendered_or_refused(name: str) -> None:
    assert is_settled(HOSTILE[name](30_000))


def test_a_text_that_takes_too_long_is_refused_with_the_place_to_look() -> None:
    message = refusal("Fine words.\n\nAnd more.\n\nThen " + "[" * 20_000 + "\n\nThe end.")
    assert "seconds" in message and "line 5" in message


def test_a_text_nested_too_deeply_is_refused() -> None:
    assert "nested too deeply" in refusal("* " * 2_000 + "a")


def test_a_text_that_grows_too_large_is_refused() -> None:
    assert "longer than" in refusal(f"[x]: /{'u' * 30_000}\n\n" + "[x] " * 2_000)


def test_a_text_with_an_empty_footnote_is_rendered() -> None:
    assert render("a[^2] b[^1]\n\n[^1]:\n[^2]: two\n").text.startswith("a2 b1")


def test_a_good_text_is_rendered_after_a_bad_one() -> None:
    refusal("* " * 2_000 + "a")
    assert render("fine").html == "<p>fine</p>"


def test_every_text_of_the_collection_is_rendered_or_refused() -> None:
    if not COLLECTION.exists():
        pytest.skip("the collection of hostile texts is not beside this repository")
    spec = importlib.util.spec_from_file_location("pathological", COLLECTION)
    assert spec and spec.loader
    collection = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(collection)
    cases = itertools.product(collection.CASES.values(), (1_500,))
    with ThreadPoolExecutor(2) as both:
        assert all(both.map(lambda case: is_settled(case[0](case[1])), cases))
