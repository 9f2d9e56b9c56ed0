"""A small part of Markdown for what people write to each other."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.comments import LONGEST, mentioned_in, plain_words, render_comment
from tests.payloads import CORPORA, collection

NAMES = ["alice", "Bob.Smith", "ines-moreau"]
SAFE_TAG = re.compile(
    r"</?(?:p|em|strong|code|pre|ul|ol|li|blockquote)>|<br>|</a>|</span>|<ol start=\"\d{1,9}\">"
    r'|<span class="mention">'
    r'|<a href="(?:https?://|mailto:|/(?![/\\]))[^"<>]*" rel="nofollow ugc noopener noreferrer">',
    re.IGNORECASE,
)
REL = ' rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("", ""),
        ("Well said.", "<p>Well said.</p>"),
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        ("*a* **b** ***c*** _d_ __e__", None),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b* c", "<p><em>a **b</em> c</p>"),
        ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
        ("`a*b*` ``x ` y``", "<p><code>a*b*</code> <code>x ` y</code></p>"),
        ("`open", "<p>`open</p>"),
        (r"\*no\* 1 < 2 & 3", "<p>*no* 1 &lt; 2 &amp; 3</p>"),
        ("- a\n- b\n  - c\n\n1. d\n2. e", None),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("> said\n> so\n\nno", "<blockquote><p>said<br>\nso</p></blockquote>\n<p>no</p>"),
        ("```\n<b> *x*\n```\nafter", "<pre><code>&lt;b&gt; *x*\n</code></pre>\n<p>after</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("[a *b*](https://x.org/)", f'<p><a href="https://x.org/"{REL}>a <em>b</em></a></p>'),
        ("see https://x.org/a.", f'<p>see <a href="https://x.org/a"{REL}>https://x.org/a</a>.</p>'),
        ("![cat](https://x.org/c.png)", f'<p><a href="https://x.org/c.png"{REL}>cat</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](//evil.example/)", "<p>[x](//evil.example/)</p>"),
        ("<b>x</b><img src=x>", "<p>&lt;b&gt;x&lt;/b&gt;&lt;img src=x&gt;</p>"),
    ],
)
def test_a_comment_is_rendered(body: str, html: str | None) -> None:
    assert html is None or render_comment(body) == html


def test_emphasis_of_three_signs_is_both() -> None:
    assert render_comment("***c***") == "<p><strong><em>c</em></strong></p>"


def test_lists_nest() -> None:
    html = render_comment("- a\n- b\n  - c\n\n1. d")
    assert html == "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>\n<ol><li>d</li></ol>"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("@alice, look", {"alice"}),
        ("@ALICE and @bob.smith.", {"alice", "Bob.Smith"}),
        ("(@ines-moreau)", {"ines-moreau"}),
        ("**@alice**", {"alice"}),
        ("mail alice@alice.org, x@alice", set()),
        ("@mallory @alicex", set()),
        ("`@alice` \\@alice", set()),
        ('<span class="mention">@alice</span>', {"alice"}),  # typed: escaped, but @alice counts
        ("[@alice](https://x.org/)", set()),
    ],
)
def test_only_people_of_the_article_are_mentioned(body: str, names: set[str]) -> None:
    html = render_comment(body, NAMES)
    assert mentioned_in(html) == names
    assert html.count('<span class="mention">') == len(names)


def is_safe(html: str) -> bool:
    return "<" not in SAFE_TAG.sub("", html)


@pytest.mark.parametrize("name", ["own", *CORPORA])
def test_no_attack_gets_through(name: str) -> None:
    for payload in collection(name)[:60]:
        words = payload[:400]
        for body in (words, f"- {words}", f"> {words}", f"[a]({words})", f"[{words}](/x)"):
            assert is_safe(render_comment(body, [*NAMES, words])), body


@settings(max_examples=60)
@given(st.text("ab*_`[]()<>@!\\#-+1. \n>~/:htps&\"'", max_size=120))
def test_whatever_is_typed_is_safe_and_balanced(body: str) -> None:
    html = render_comment(body, NAMES)
    assert is_safe(html)
    for tag in ("p", "em", "strong", "code", "a", "li", "blockquote"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>")


@given(st.text(max_size=80))
def test_plain_letters_survive(body: str) -> None:
    letters = [sign for sign in body if sign.isalnum()]
    shown = unescape(re.sub(r"<[^>]*>", "", render_comment(body)))
    # The number of an item is drawn by the browser.
    assert [s for s in shown if s.isalpha()] == [s for s in letters if s.isalpha()]


@pytest.mark.parametrize(
    "sign", ["*", "_", "`", "[", "](", "> ", "- ", "**a ", "`a``b", "[a](", "@"]
)
def test_long_runs_of_signs_are_cheap(sign: str) -> None:
    """Quadratic ones would make the suite visibly slow; what is too long is cut off."""
    html = render_comment(sign * LONGEST)
    assert is_safe(html)
    assert len(html) < 20 * LONGEST


def test_plain_words_are_what_one_reads() -> None:
    body = "So *strong*, @alice & <b>\n\n> quoted\n\n- one\n- [two](https://example.org)\n\n```\na < b\n```"
    words = plain_words(render_comment(body, ["alice"]))
    assert words == "So strong, @alice & <b> quoted one two a < b"
