import re
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.converting import convert
from reader.text.highlighting import highlight
from reader.text.markup import text_of
from reader.text.passages import Span
from tests.text.documents import DOCUMENTS
from tests.text.marks import read

ADDED = re.compile(r'</?mark[^>]*>|<a class="code"[^>]*></a>')
ROLES = ["claim", "premise", "evidence", "rhetoric"]

RENDERED = {name: convert(source) for name, source in DOCUMENTS.items()}
BITS = [
    *(
        "a",
        "word ",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "`",
        "# ",
        "> ",
        "- ",
        "    ",
        "1. ",
        "|",
        "|-|-|\n",
    ),
    *(
        "[x](/u)",
        "[",
        "](/v)",
        "![y](/media/z)",
        "[^1]",
        "\n\n[^1]: ",
        "<b>",
        "&amp;",
        "&",
        "&nbsp;",
    ),
    *("```\n", "\n: ", "\n*[a]: b\n", "字", "👩‍👩‍👧", "\r", "  \n", "---\n"),
]
markdown = st.lists(st.sampled_from(BITS), max_size=40).map("".join)
documents = st.one_of(
    st.sampled_from(sorted(RENDERED)).map(RENDERED.__getitem__), markdown.map(convert)
)


@st.composite
def highlighted(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A document and spans that may lie anywhere in it, or beyond; every span has a label of its
    own.
    """
    html = draw(documents)
    place = st.integers(-3, len(text_of(html)) + 3)
    ends = draw(st.lists(st.tuples(place, place), max_size=12))
    spans = [
        (min(pair), max(pair), f"P{number}", ROLES[number % 4])
        for number, pair in enumerate(ends, 1)
    ]
    return html, spans


def code(label: str, role: str = "claim", place: str = "") -> str:
    return (
        f'<a class="code" id="r-{label}{place}" href="#c-{label}" data-a="{label}" data-role="{role}" '
        f'aria-label="{role.capitalize()} {label}"></a>'
    )


def words(text: str, span: Span) -> set[int]:
    """The places of the span's code points other than white space."""
    start, end = max(0, span[0]), min(len(text), span[1])
    return {at for at in range(start, end) if not text[at].isspace()}


@given(highlighted())
@settings(max_examples=150)
def test_highlighting_adds_marks_and_codes_and_nothing_else(case: tuple[str, list[Span]]) -> None:
    html, spans = case
    result = highlight(html, spans)
    assert ADDED.sub("", result) == html
    assert text_of(result) == text_of(html) == read(result).text


@given(highlighted())
@settings(max_examples=150)
def test_every_word_of_a_span_is_in_a_mark_of_its_own(case: tuple[str, list[Span]]) -> None:
    html, spans = case
    reading = read(highlight(html, spans))
    for span in spans:
        marked = {at for at, labels in enumerate(reading.labels) if span[2] in labels}
        assert words(reading.text, span) <= marked <= set(range(span[0], span[1]))


@given(highlighted())
@settings(max_examples=150)
def test_only_overlapping_passages_nest_and_the_earlier_is_outside(
    case: tuple[str, list[Span]],
) -> None:
    html, spans = case
    begins = {label: (start, -end) for start, end, label, _ in trimmed(text_of(html), spans)}
    for piece in read(highlight(html, spans)).pieces:
        for outer in piece.within:
            assert outer.start <= piece.start < piece.end <= outer.end
            assert outer.label != piece.label
            assert begins[outer.label] <= begins[piece.label]


@given(highlighted())
@settings(max_examples=100)
def test_each_passage_has_one_code_one_beginning_and_one_end(case: tuple[str, list[Span]]) -> None:
    html, spans = case
    reading = read(highlight(html, spans))
    shown = [span for span in spans if words(reading.text, span)]
    for _, _, label, _ in shown:
        pieces = [piece for piece in reading.pieces if piece.label == label]
        first = min(pieces, key=lambda piece: piece.start)
        assert [piece for piece in pieces if "first" in piece.names] == [first]
        assert [piece for piece in pieces if "id" in piece.attributes] == [first]
        last = max(pieces, key=lambda piece: piece.end)
        assert [piece for piece in pieces if "last" in piece.names] == [last]
    assert sorted(found.attributes["data-a"] for found in reading.codes) == sorted(
        span[2] for span in shown
    )
    assert len(reading.ids) == len(set(reading.ids))


@given(highlighted())
@settings(max_examples=100)
def test_codes_stand_before_their_passage_and_never_in_a_link_or_a_bare_table(
    case: tuple[str, list[Span]],
) -> None:
    html, spans = case
    reading = read(highlight(html, spans))
    begins = {span[2]: span[0] for span in trimmed(reading.text, spans)}
    for found in reading.codes:
        assert "a" not in found.within
        assert found.within[-1:] != ["table"]
        assert found.within[-1:] not in (["tr"], ["ul"], ["ol"], ["dl"], ["thead"], ["tbody"])
        gap = reading.text[found.at : begins[found.attributes["data-a"]]]
        inside_link = "<a" in html and gap
        assert inside_link or found.at == begins[found.attributes["data-a"]]


@given(highlighted())
@settings(max_examples=100)
def test_overlapping_passages_run_in_lanes_of_their_own(case: tuple[str, list[Span]]) -> None:
    html, spans = case
    reading = read(highlight(html, spans))
    lanes = {piece.label: int(piece.attributes.get("data-lane", "0")) for piece in reading.pieces}
    passages = [span for span in trimmed(reading.text, spans) if span[2] in lanes]
    for one, other in combinations(passages, 2):
        if max(one[0], other[0]) < min(one[1], other[1]):
            assert lanes[one[2]] != lanes[other[2]]
    for passage in passages:
        before = [other for other in passages if order(other) < order(passage)]
        live = {lanes[other[2]] for other in before if other[1] > passage[0]}
        assert lanes[passage[2]] == min(set(range(len(live) + 1)) - live)


def order(span: Span) -> tuple[int, int, int]:
    return span[0], -span[1], int(span[2][1:])


def trimmed(text: str, spans: Iterable[Span]) -> list[Span]:
    found = [(words(text, span), span) for span in spans]
    return [(min(at), max(at) + 1, span[2], span[3]) for at, span in found if at]


def test_one_span_gives_a_code_and_a_mark() -> None:
    mark = '<mark id="p-C1" data-a="C1" data-role="claim" class="first last">Cars fill</mark>'
    assert (
        highlight("<p>Cars fill them.</p>", [(0, 9, "C1", "claim")])
        == f"<p>{code('C1')}{mark} them.</p>"
    )


def test_markup_cuts_a_passage_into_pieces() -> None:
    result = highlight("<p>a <em>b</em> c d</p>", [(0, 5, "C1", "claim")])
    assert result == (
        f'<p>{code("C1")}<mark id="p-C1" data-a="C1" data-role="claim" class="first">a </mark>'
        '<em><mark data-a="C1" data-role="claim">b</mark></em>'
        '<mark data-a="C1" data-role="claim" class="last"> c</mark> d</p>'
    )


def test_crossing_passages_nest_where_they_overlap() -> None:
    result = highlight("<p>abc</p>", [(0, 2, "C1", "claim"), (1, 3, "P2", "premise")])
    assert result == (
        f'<p>{code("C1")}<mark id="p-C1" data-a="C1" data-role="claim" class="first last">a'
        f'{code("P2", "premise")}<mark id="p-P2" data-a="P2" data-role="premise" data-lane="1" class="first">b'
        '</mark></mark><mark data-a="P2" data-role="premise" data-lane="1" class="last">c</mark></p>'
    )


def test_of_passages_that_begin_together_the_longer_is_outside() -> None:
    result = highlight("<p>abc</p>", [(0, 1, "C1", "claim"), (0, 3, "P2", "premise")])
    assert result.startswith(f'<p>{code("P2", "premise")}{code("C1")}<mark id="p-P2"')
    assert [piece.label for piece in read(result).pieces] == ["C1", "P2"]


def test_later_passages_of_an_annotation_count_on() -> None:
    spans = [(4, 5, "C1", "claim"), (0, 1, "C1", "claim"), (2, 3, "C1", "claim")]
    reading = read(highlight("<p>a b c</p>", spans))
    assert [piece.attributes["id"] for piece in reading.pieces] == ["p-C1", "p-C1-2", "p-C1-3"]
    assert [found.attributes["id"] for found in reading.codes] == ["r-C1", "r-C1-2", "r-C1-3"]
    assert {found.attributes["href"] for found in reading.codes} == {"#c-C1"}


def test_a_code_goes_before_the_authors_link() -> None:
    html = '<p>see <a href="/x">this <em>long</em> link</a> now</p>'
    result = highlight(html, [(9, 13, "C1", "claim"), (14, 22, "P2", "premise")])
    assert (
        f'<p>see {code("C1")}{code("P2", "premise")}<a href="/x">this <em><mark id="p-C1"' in result
    )


def test_an_abbreviation_is_no_link() -> None:
    html = '<p><a href="/x"><abbr title="y">z</abbr> a</a> <abbr title="y">b</abbr></p>'
    reading = read(highlight(html, [(2, 3, "C1", "claim"), (4, 5, "P2", "premise")]))
    assert [found.within for found in reading.codes] == [["p"], ["p", "abbr"]]


def test_white_space_at_the_borders_of_blocks_is_not_wrapped() -> None:
    html = RENDERED["table"] + "\n" + RENDERED["prose"]
    result = highlight(html, [(0, len(text_of(html)), "C1", "claim")])
    assert not re.search(
        r"</?(table|thead|tbody|tr|ul|ol|dl|p|li)>\n?<mark[^>]*>\s*</mark>", result
    )
    assert ">\n</mark>" not in result


def test_white_space_between_words_is_wrapped() -> None:
    reading = read(highlight("<p><em>a</em> <em>b</em></p>", [(0, 3, "C1", "claim")]))
    assert [(piece.start, piece.end) for piece in reading.pieces] == [(0, 1), (1, 2), (2, 3)]


def test_the_newline_that_pre_swallows_stays_first() -> None:
    result = highlight("<pre>\n\nx</pre>", [(0, 2, "C1", "claim")])
    assert result.startswith(f"<pre>\n\n{code('C1')}<mark")


def test_entities_stay_as_they_were() -> None:
    html = "<p>a &lt;b&gt; &amp;amp; c&nbsp;d \" '</p>"
    result = highlight(html, [(3, 7, "C1", "claim"), (8, 13, "P2", "premise")])
    assert ADDED.sub("", result) == html


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (2, 1), (1, 2), (-5, 0), (7, 9), (99, 120), (-9, -2), (5, 7)]
)
def test_a_span_without_a_word_is_ignored(start: int, end: int) -> None:
    html = "<p>a b c</p>\n\n"
    assert highlight(html, [(start, end, "C1", "claim")]) == html


def test_a_span_that_reaches_beyond_the_text_is_cut() -> None:
    reading = read(highlight("<p>abc</p>", [(-10, 2, "C1", "claim"), (2, 99, "P2", "premise")]))
    assert [(piece.start, piece.end) for piece in reading.pieces] == [(0, 2), (2, 3)]


def test_white_space_at_the_ends_of_a_span_is_left_out() -> None:
    reading = read(highlight("<p>a  b  c</p>", [(1, 6, "C1", "claim"), (2, 5, "P2", "premise")]))
    assert {(piece.start, piece.end) for piece in reading.pieces} == {(3, 4)}


def test_exact_doubles_count_once() -> None:
    assert highlight("<p>abc</p>", [(0, 2, "C1", "claim")] * 3).count("<mark") == 1


def test_highlighting_again_gives_the_same() -> None:
    html, spans = RENDERED["prose"], [(0, 60, "C1", "claim"), (20, 90, "P2", "premise")]
    once = highlight(html, spans)
    assert highlight(html, spans[:1]) != once
    assert highlight(html, spans) == once


def test_without_spans_nothing_changes() -> None:
    assert highlight("", []) == ""
    assert highlight(RENDERED["prose"], []) == RENDERED["prose"]
    assert highlight("", [(0, 5, "C1", "claim")]) == ""


def test_labels_and_roles_cannot_break_out_of_their_attributes() -> None:
    result = highlight("<p>abc</p>", [(0, 2, 'C"><script>', 'x" onclick="y')])
    assert "<script>" not in result and 'onclick="' not in result


def test_much_white_space_and_many_spans_in_it_take_no_time() -> None:
    html = f"<pre>a{' ' * 200_000}b</pre>"
    spans = [(number, 200_001 - number, "C1", "claim") for number in range(1, 3_000)]
    assert highlight(html, spans) == html


def test_thousands_of_nested_spans_in_one_paragraph_are_no_trouble() -> None:
    spans = [(number, 6_000 - number, f"P{number}", "premise") for number in range(3_000)]
    result = highlight(f"<p>{'a' * 6_000}</p>", spans)
    assert result.count("<mark") == 3_000


def test_the_fate_of_a_passage_is_on_all_its_pieces():
    spans = [(0, 9, "C1", "claim"), (3, 5, "P2", "premise")]
    marked = highlight("<p>one <em>two</em> three</p>", spans, fates={spans[0]: "edited"})
    pieces = re.findall(r"<mark[^>]*>", marked)
    fates = [' data-fate="edited"' in piece for piece in pieces if 'data-a="C1"' in piece]
    assert all(fates) and len(fates) > 1
    assert not any("data-fate" in piece for piece in pieces if 'data-a="P2"' in piece)
