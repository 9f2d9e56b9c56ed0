import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.comparing import Comparison, Note, Row, compare, compare_words
from reader.text.converting import convert
from tests.text.documents import DOCUMENTS

ATTRIBUTES = {"class", "tabindex", "role", "aria-label", "data-markup-changed", "href", "src"}
ATTRIBUTES |= {"alt", "title", "align", "scope", "start", "rel"}
ATTRIBUTE = re.compile(r'[a-z-]+="[^"]*"')
fragments = st.sampled_from(
    [
        *("One two three four.\n\n", "One *two* three five.\n\n", "Six <b>&amp; seven\n\n"),
        *("# Head\n\n", "Head\n\n", "- a b\n- c d\n", "- a b\n    - c e\n", "1. a b\n\n"),
        *("> One two\n> three\n\n", "```\nx = 1\n\n  y\n```\n\n", "[x y](/a) [z](#b)\n\n"),
        *("| a | b |\n|---|--:|\n| c d | 1 |\n| | |\n\n", "| a | b |\n|---|---|\n| c e | |\n\n"),
        *(
            "![p](/media/p.png) q\n\n",
            "---\n\n",
            "今日は。明日は\n\n",
            "שלום עולם\n\n",
            "👩‍👩‍👧 👍🏽\n\n",
        ),
        *("A[^1] b\n\n[^1]: Note c\n\n", "Term\n: One two\n\n", "d  \ne\n\n", "un*believ*able\n\n"),
    ]
)
sources = st.lists(fragments, max_size=6).map("".join)


class _Text(HTMLParser):
    """The text outside some elements, without white space; and whether every element is closed."""

    def __init__(self, html: str, without: str = "") -> None:
        super().__init__()
        self.without, self.open, self.words = without, [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag != self.without or tag not in self.open, "no mark lies in another"
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.without not in self.open:
            self.words.append(data)


def squeezed(html: str, without: str = "") -> str:
    parsed = _Text(html, without)
    assert not parsed.open
    return "".join("".join(parsed.words).split())


def compared(old: str, new: str) -> Comparison:
    return compare(convert(old), convert(new))


def row(old: str, new: str) -> Row:
    [only] = compared(old, new).rows
    return only


def test_words_that_came_and_went_are_marked_at_their_place():
    only = row("Trees cool the *big* streets of it.", "Trees chill the streets of it all.")
    assert only.old == "<p>Trees <del>cool</del> the <em><del>big</del></em> streets of it.</p>"
    assert only.new == "<p>Trees <ins>chill</ins> the streets of it <ins>all</ins>.</p>"
    assert only.inline == (
        "<p>Trees <del>cool</del><ins>chill</ins> the <del>big </del>streets of it "
        "<ins>all</ins>.</p>"
    )


def test_words_are_counted():
    comparison = compared("One two three.\n\nFour five six.", "One three.\n\nFour, five six seven!")
    assert (comparison.added, comparison.removed) == (1, 1)


def test_blocks_that_came_and_went_are_rows_of_their_own():
    rows = compared(
        "Birds come.\n\nRain stays.", "Birds come.\n\nSun shines here.\n\nRain stays."
    ).rows
    assert [r.is_changed for r in rows] == [False, True, False]
    assert rows[1] == Row("", *["<p><ins>Sun shines here.</ins></p>"] * 2, is_changed=True)
    rows = compared("Birds come.\n\n![x](/media/x.png)\n\nRain.", "Birds come.\n\nRain.").rows
    assert rows[1].inline == '<p><del><img alt="x" src="/media/x.png"></del></p>'
    assert rows[1].new == ""


def test_white_space_alone_is_no_change():
    comparison = compared("One two\nthree.\n\n- a\n- b", "One   two three.\n\n\n\n*  a\n*  b")
    assert not any(r.is_changed for r in comparison.rows)


def test_white_space_in_code_is_a_change():
    only = row("```\nif x:\n    y\n```", "```\nif x:\ny\n```")
    assert only.is_changed
    assert only.notes == (Note.SPACING,)


@pytest.mark.parametrize(
    ("old", "new", "note", "marked"),
    [
        ("See [it](/a) now", "See [it](/b) now", Note.LINK, "it"),
        ("See *it* now", "See it now", Note.FORMAT, "it"),
        ("See it now", "See `it` now", Note.FORMAT, "it"),
        ("## See it", "See it", Note.BLOCK, ""),
        ("- See it", "> See it", Note.BLOCK, ""),
        ("- See it", "1. See it", Note.BLOCK, ""),
    ],
)
def test_the_same_words_in_other_markup_are_changed(old, new, note, marked):
    only = row(old, new)
    assert only.is_changed
    assert only.notes == (note,)
    assert re.findall(rf'<span data-markup-changed="{note}">(.*?)</span>', only.inline) == (
        [marked] if marked else []
    )
    assert "<del>" not in only.old and "<ins>" not in only.new


def test_another_picture_replaces_the_one_before():
    only = row("See ![x](/media/a.png) here.", "See ![x](/media/b.png) here.")
    assert '<del><img alt="x" src="/media/a.png"></del><ins><img' in only.inline
    assert compared("a ![x](/media/a.png)", "a").removed == 0


def test_a_short_word_between_changes_is_read_with_them():
    only = row("Trees give us good shade.", "Trees offer us fresh shade.")
    assert only.inline == ("<p>Trees <del>give us good</del><ins>offer us fresh</ins> shade.</p>")


def test_what_came_between_equal_words_begins_where_a_sentence_begins():
    only = row("It is warm. It is late.", "It is warm. It is cold. It is late.")
    assert only.inline == "<p>It is warm. <ins>It is cold.</ins> It is late.</p>"
    only = row("```\na = 1\nb = 2\n```", "```\na = 1\nc = 2\nb = 2\n```")
    assert "a = 1\n<ins>c = 2</ins>\nb = 2" in only.inline


def test_items_rows_and_cells_are_compared_with_their_likes():
    inline = row("- one two\n- three four\n- five six", "- one two\n- five six seven").inline
    assert "<li><del>three four</del></li>" in inline
    assert "<li>five six <ins>seven</ins></li>" in inline
    table = "| Town | Share |\n|---|--:|\n| Ghent | 20 % |\n| Bruges | 30 % |\n"
    inline = row(table, table.replace("20", "25") + "| Ypres | 3 % |\n").inline
    assert '<td align="right"><del>20</del><ins>25</ins> %</td>' in inline
    assert "<td><ins>Ypres</ins></td>" in inline
    inline = row("- one two\n- three four", "- one two\n    - nested\n- three four").inline
    assert squeezed(inline, "ins") == "onetwothreefour"


def test_whole_words_of_any_script_are_marked():
    words = "don’t हिन्दी क्षेत्र السيارات 20,000 e\u0301te\u0301 👩‍👩‍👧‍👦 👍🏽 🇧🇪 9️⃣"
    for word in words.split():
        assert compare_words(f"a {word} b", "a b") == f"a<del> {word}</del> b"
    assert compare_words("自動車は", "自転車は") == "自<del>動</del><ins>転</ins>車は"
    assert compare_words("ที่นี่", "ที่นั่") == "ที่<del>นี่</del><ins>นั่</ins>"


def test_no_id_and_no_link_to_one_is_on_the_page_twice():
    source = "# Head\n\nNote[^a] [up](#head).\n\n[^a]: It."
    for each in compared(source, source.replace("Head", "Heads")).rows:
        for html in (each.old, each.new, each.inline):
            assert " id=" not in html and 'href="#' not in html


def test_text_that_looks_like_html_stays_text():
    hostile = "<script>x</script> &lt;i&gt; <img src=x onerror=y> `</del><b>`"
    only = row(f"A b c {hostile} d", f"A b e {hostile} f")
    for html in (only.old, only.new, only.inline):
        assert not re.search(r"<(script|i|img|b)\b", html)
    assert not re.search(r"<(?!/?(?:ins|del)>)", compare_words("<b>x</b>", "<b>y</b> &amp;"))


@pytest.mark.parametrize(
    ("old", "new", "one"),
    [
        ("", "", ""),
        ("a b", "", "<del>a b</del>"),
        ("", "a b", "<ins>a b</ins>"),
        ("a b", "a b", "a b"),
        ("a & b", "a b", "a<del> &amp;</del> b"),
        ("\n a", "a\n", "a\n"),
    ],
)
def test_two_quotes_are_compared_as_one(old, new, one):
    assert compare_words(old, new) == one


@settings(max_examples=60, deadline=None)
@given(sources, sources)
def test_each_side_can_be_read_off_what_is_written_in_one(old, new):
    old_html, new_html = convert(old), convert(new)
    rows = compare(old_html, new_html).rows
    inline = "".join(r.inline for r in rows)
    assert squeezed("".join(r.old for r in rows)) == squeezed(old_html)
    assert squeezed("".join(r.new for r in rows)) == squeezed(new_html)
    assert squeezed(inline, "ins") == squeezed(old_html)
    assert squeezed(inline, "del") == squeezed(new_html)


@settings(max_examples=60, deadline=None)
@given(sources, sources)
def test_browsers_read_it_as_it_is_written(old, new):
    for each in compared(old, new).rows:
        for html in (each.old, each.new, each.inline):
            tags = set(re.findall(r"<([a-z0-9]+)", html)) - {"script"}
            read = nh3.clean(html, tags=tags, attributes={"*": ATTRIBUTES}, link_rel=None)
            assert plain(read) == plain(html)


def plain(html: str) -> str:
    """Attributes in no order, white space between blocks and after <pre> aside."""
    tags = re.sub(r"<([a-z0-9]+)([^>]*)>", _in_order, html)
    return re.sub(r"(<pre[^>]*>)\n", r"\1", tags)


def _in_order(tag: re.Match[str]) -> str:
    return f"<{tag[1]} {sorted(ATTRIBUTE.findall(tag[2]))}>"


@given(sources)
def test_a_text_is_the_same_as_itself(source):
    html = convert(source)
    comparison = compare(html, html)
    assert not any(r.is_changed for r in comparison.rows)
    assert (comparison.added, comparison.removed) == (0, 0)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_quotes_can_be_told_apart_again(old, new):
    one = compare_words(old, new)
    assert squeezed(one, "ins") == squeezed_text(old)
    assert squeezed(one, "del") == squeezed_text(new)


def squeezed_text(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_kind_of_text_can_come_and_go(name):
    html = convert(DOCUMENTS[name])
    gone = compare(html, convert("Nothing of that."))
    assert squeezed("".join(r.inline for r in gone.rows), "ins") == squeezed(html)
    assert not any(r.is_changed for r in compare(html, html).rows)


def test_a_text_can_be_deep():
    for opening, name in (("> ", "blockquote"), ("> - ", "li")):
        old, new = (convert(opening * 150 + words) for words in ("one two three", "one two four"))
        [only] = compare(old, new).rows
        assert only.inline.count(f"<{name}>") == old.count(f"<{name}>") > 100
        assert "<del>three</del><ins>four</ins>" in only.inline
