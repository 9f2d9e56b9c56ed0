import pytest

from reader.text.finishing import finish, slug_of
from reader.text.markup import text_of


def test_headings_move_down_when_the_text_has_one_of_the_first_level() -> None:
    html = finish("<h1>a</h1><h2>b</h2><h6>c</h6>")
    assert html == '<h2 id="s-a">a</h2><h3 id="s-b">b</h3><h6 id="s-c">c</h6>'


def test_headings_stay_when_it_has_none() -> None:
    assert finish("<h2>a</h2><h4>b</h4>") == '<h2 id="s-a">a</h2><h4 id="s-b">b</h4>'


def test_heading_ids_are_unique() -> None:
    html = finish("<h2>a</h2><h2>a</h2><h2>a 2</h2><h2>a</h2><h2>a-2</h2>")
    ids = [part.split('"')[0] for part in html.split('id="')[1:]]
    assert ids == ["s-a", "s-a-2", "s-a-2-2", "s-a-3", "s-a-2-3"]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("What the cars do", "what-the-cars-do"),
        ("  AT&T’s “Costs” — 2024!", "at-t-s-costs-2024"),
        ("Größe, Élan", "größe-élan"),
        ("e\u0301", "é"),
        ("事實と引用", "事實と引用"),
        ("हिन्दी", "हिन्दी"),
        ("السيارات", "السيارات"),
        ("???", "section"),
        ("", "section"),
        ('"><script>', "script"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_slug_keeps_the_letters_of_any_script(words: str, slug: str) -> None:
    assert slug_of(words) == slug


def test_the_number_of_a_footnote_is_no_part_of_a_headings_id() -> None:
    note = '<sup id="uc-fnref:1"><a class="footnote-ref" href="#uc-fn:1">1</a></sup>'
    assert finish(f"<h2>Costs{note} rise</h2>").startswith('<h2 id="s-costs-rise">')


def test_a_link_to_a_heading_leads_there() -> None:
    html = finish('<h2>Costs</h2><p><a href="#uc-Costs">a</a> <a href="#uc-toast">b</a></p>')
    assert '<a href="#s-costs">a</a> <a href="#uc-toast">b</a>' in html


def test_tables_scroll_within_named_regions() -> None:
    html = finish("<table></table><p></p><table></table>")
    frame = (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="{}"><table></table></div>'
    )
    assert html == frame.format("Table") + "<p></p>" + frame.format("Table 2")


def test_code_can_be_scrolled_by_the_keyboard() -> None:
    assert finish("<pre>\n\nx</pre>") == '<pre tabindex="0">\n\nx</pre>'


def test_no_text_is_added() -> None:
    html = "<h1>a</h1>\n<table>\n<tr><td>b</td></tr></table>\n<pre>\nc</pre>"
    assert text_of(finish(html)) == text_of(html)
