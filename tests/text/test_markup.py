import pytest

from reader.text.converting import convert
from reader.text.markup import escaped, forget, id_of, is_block, is_closing, name_of, split, text_of
from tests.text.documents import DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_was_split_can_be_put_together(name: str) -> None:
    html = convert(DOCUMENTS[name])
    assert str(split(html)) == html


@pytest.mark.parametrize("name", DOCUMENTS)
def test_text_nodes_begin_where_the_text_says(name: str) -> None:
    markup = split(convert(DOCUMENTS[name]))
    assert len(markup.raw) == len(markup.tags) + 1
    assert [
        markup.text[start : start + len(text)]
        for start, text in zip(markup.starts, markup.texts, strict=False)
    ] == markup.texts
    assert markup.starts[-1] == len(markup.text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>a<br>b</p>\n<p>c</p>", "ab\nc"),
        ("<p>&lt;b&gt; &amp;amp; x&nbsp;y</p>", "<b> &amp; x\xa0y"),
        ('<a title="a&gt;b">x</a>', "x"),
        ("<pre>\nx</pre>", "x"),
        ("<pre>\n\nx</pre>", "\nx"),
        ("<pre><code>\nx</code></pre>", "\nx"),
        ('<pre tabindex="0">\n\nx</pre>\n', "\nx\n"),
    ],
)
def test_text_is_what_a_browser_reads(html: str, text: str) -> None:
    assert text_of(html) == text


def test_the_newline_that_pre_swallows_belongs_to_its_tag() -> None:
    markup = split("<pre>\n\nx</pre>")
    assert (markup.tags, markup.raw) == (["<pre>\n", "</pre>"], ["", "\nx", ""])


def test_tags_tell_their_name_and_id() -> None:
    assert [name_of(tag) for tag in ("<p>", "</h2>", '<a href="/x">')] == ["p", "h2", "a"]
    assert id_of('<li class="x" id="uc-fn:1&amp;2">') == "uc-fn:1&2"
    assert id_of("<li>") == ""
    assert is_closing("</p>") and not is_closing("<p>")
    assert is_block('<td align="left">') and is_block("</td>") and not is_block("<em>")


def test_text_is_escaped_as_the_sanitiser_does() -> None:
    words = "a < b > c & d \xa0 \" '"
    assert (
        convert(words.replace("&", "&amp;").replace("\xa0", "&nbsp;")) == f"<p>{escaped(words)}</p>"
    )


def test_the_parts_of_a_text_are_kept_and_can_be_forgotten() -> None:
    kept = split("<p>kept</p>")
    assert split("<p>kept</p>") is kept
    forget()
    assert split("<p>kept</p>") is not kept


def test_the_parts_of_a_very_long_text_are_not_kept() -> None:
    long = f"<p>{'long ' * 200_000}</p>"
    assert split(long) is not split(long)
