from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.front_matter import Details, FrontMatterRefused, date_in, split

WHOLE = """---
title: "Streets: a case"
author: [Ines Moreau, Tom Okafor]
url: https://example.org/a?b=1
date: 2025-03-12
lang: de
tags: {one: [two]}
---

The text.
"""


def test_the_details_are_read_and_taken_off() -> None:
    details, rest = split(WHOLE)
    assert details == Details(
        title="Streets: a case",
        byline="Ines Moreau and Tom Okafor",
        source_url="https://example.org/a?b=1",
        written_on=date(2025, 3, 12),
        language="de",
    )
    assert rest == "The text.\n"


@pytest.mark.parametrize("title", ["1984", "Yes", "2025-01-01", "null", "0x10", "1_000"])
def test_a_title_stays_as_typed(title: str) -> None:
    assert split(f"---\ntitle: {title}\n---\nText")[0].title == title


@pytest.mark.parametrize(
    "text",
    [
        "No details here.",
        "---\n\nA rule, then text.\n\n---\nmore",
        "---\nNote: this is text.\n\nAnd more.\n---\n",
        "---\nDear reader: hello.\n",
        "---\n- a\n- b\n---\n",
        "---",
        "",
    ],
)
def test_a_text_that_begins_with_a_rule_has_none(text: str) -> None:
    assert split(text) == (Details(), text)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("title: a: b", "Line 2: words with a colon"),
        ("lang: en\ntitle: [a, b]", "Line 3: “title” must be plain words"),
        ("title: {a: b}", "Line 2: “title” must be plain words"),
        ("title: &x a\nauthor: *x", "Line 2: anchors"),
        ("x: &x [a]\ntitle: *x", "Line 2: anchors"),
        ("source: javascript:alert(1)", "Line 2: “source” must be a web address"),
        ("source: //example.org", "Line 2: “source” must be a web address"),
        ("date: yesterday", "Line 2: “yesterday” is no date"),
        ("title: " + "[" * 9_000, "nested too deeply"),
        ("title: " + "x" * 201, "longer than 200"),
        ("lang: english please", "“english please” is no code"),
        ("title: x\nnote: " + "x" * 10_000, "longer than 10,000"),
        ("title: \x07", "characters of no text"),
        ('title: "open', "Line 3"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(block: str, reason: str) -> None:
    with pytest.raises(FrontMatterRefused, match=reason):
        split(f"---\n{block}\n---\nText")


def test_details_that_never_end_are_refused() -> None:
    with pytest.raises(FrontMatterRefused, match="never end"):
        split("---\ntitle: a\n\nText without an end")


@pytest.mark.parametrize(
    "words", ["2025-03-12", "12.03.2025", "12 March 2025", "March 12, 2025", "2025-03-12T10:00:00Z"]
)
def test_a_date_may_be_written_in_the_usual_ways(words: str) -> None:
    assert date_in(words) == date(2025, 3, 12)


@given(st.text(alphabet="title: &*[]{}\"'-\n#|>?!a,\t", max_size=80))
def test_anything_is_read_or_refused(block: str) -> None:
    try:
        details, rest = split(f"---\ntitle: a\n{block}\n---\nText")
    except FrontMatterRefused as refusal:
        assert str(refusal)
    else:
        assert rest.endswith("Text") and details.title.startswith("a")
