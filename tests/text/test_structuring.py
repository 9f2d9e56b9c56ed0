import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.converting import convert
from reader.text.decoding import tidy
from reader.text.markup import text_of
from reader.text.structuring import Proposal, Step, apply, propose, propose_for_markdown

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
PROSE = "The lane outside the school turns into a queue of idling cars, every weekday at half past eight."
ALL = frozenset(Step)
WORDS = re.compile(r"[^\W_]+")


def markdown_of(text: str, *off: Step) -> str:
    return apply(propose(text), off).markdown


def shown(markdown: str) -> str:
    """The words as a reader sees them, by the real converter without its process."""
    return text_of(convert(markdown)) if markdown.strip() else ""


def counts(proposal: Proposal) -> dict[str, int]:
    return {finding.step.value: finding.count for finding in proposal.findings}


@pytest.mark.skipif(not SEED.exists(), reason="the sample article is not beside the repository")
def test_the_sample_article_gets_its_structure() -> None:
    proposal = propose(SEED.read_text())
    assert counts(proposal) == {
        "title": 1,
        "repeated_title": 1,
        "headings": 8,
        "tables": 1,
        "quotations": 1,
        "author": 3,
    }
    structured = apply(proposal)
    assert structured.title.startswith("Inside the Anthropic White House Crisis")
    assert structured.byline == "Robert Lopez"
    assert structured.title not in structured.markdown
    assert structured.markdown.count("\n## ") == 8
    assert len(re.findall(r"^\|", structured.markdown, re.MULTILINE)) == 5
    assert (
        "| Internal safety testing is sufficient for public deployment. | National"
        in structured.markdown
    )
    assert "\nRL\n" not in structured.markdown
    assert structured.markdown.endswith("* * *\n\n*Robert Lopez is an award-winning writer whose work has "
        "appeared in leading publications. Specializes in data-driven journalism and investigative reporting.*\n")  # fmt: skip


def test_the_title_is_taken_out_with_its_repetition() -> None:
    proposal = propose(f"Close the Street\n\nClose the  street\n\n{PROSE}")
    assert counts(proposal) == {"title": 1, "repeated_title": 1}
    assert apply(proposal).title == "Close the Street"
    assert apply(proposal).markdown == f"{PROSE}\n"
    assert apply(proposal, {Step.REPEATED_TITLE}).markdown == f"Close the  street\n\n{PROSE}\n"
    assert apply(proposal, {Step.TITLE}).markdown == f"Close the Street\n\n{PROSE}\n"


def test_a_sentence_is_no_title() -> None:
    assert propose(f"It was a dark and stormy night.\n\n{PROSE}").title == ""


def test_a_text_of_one_line_stays_a_text() -> None:
    assert markdown_of("Only this") == "Only this\n"


def test_a_title_known_from_elsewhere_is_taken_out_only_where_it_stands() -> None:
    assert counts(propose(f"Streets\n\n{PROSE}", title="STREETS"))["title"] == 1
    assert counts(propose(f"Shade\n\n{PROSE}", title="Streets")) == {"headings": 1}


def test_name_and_date_below_the_title_are_read() -> None:
    structured = apply(propose(f"Streets\nBy Ines Moreau\n12 March 2025\n\n{PROSE}"))
    assert (structured.byline, structured.written_on) == ("Ines Moreau", date(2025, 3, 12))
    assert structured.markdown == f"{PROSE}\n"


def test_lines_alone_above_text_become_headings() -> None:
    text = f"Streets\n\n{PROSE}\n\nWhat the cars do\n\n{PROSE}\n\nC#\n\n{PROSE}"
    assert markdown_of(text).split("\n\n")[1::2] == ["## What the cars do", "## C\\#"]
    assert "##" not in markdown_of(text, Step.HEADINGS)


def test_underlined_lines_become_headings() -> None:
    assert "## What they do\n" in markdown_of(f"{PROSE}\n\nWhat they do\n------------\n{PROSE}")


def test_short_lines_without_text_below_are_no_headings() -> None:
    assert "##" not in markdown_of("Milk\n\nBread\n\nButter\n\nEggs")


@pytest.mark.parametrize(
    "grid",
    [
        "+----+-----+\n| Year | Cars |\n+----+-----+\n| 2023 | 31 |\n| 2024 | 19 |\n+---+---+",
        "+----+-----+\n| Year | Cars |\n+====+=====+\n| 2023 | 31 |\n+----+-----+\n| 2024 | 19 |\n+---+---+",
        "┌────┬─────┐\n│ Year │ Cars │\n├────┼─────┤\n│ 2023 │ 31 │\n│ 2024 │ 19 │\n└────┴─────┘",
        "Year\tCars\n2023\t31\n2024\t19",
        "| Year | Cars |\n|---|---|\n| 2023 | 31 |\n| 2024 | 19 |",
    ],
)
def test_drawn_and_copied_tables_become_tables(grid: str) -> None:
    table = "| Year | Cars |\n| ---: | ---: |\n| 2023 | 31 |\n| 2024 | 19 |"
    assert markdown_of(f"{PROSE}\n\n{grid}\n\n{PROSE}") == f"{PROSE}\n\n{table}\n\n{PROSE}\n"


def test_wrapped_lines_of_a_cell_are_joined() -> None:
    grid = "+---+---+\n| Yes | No |\n+---+---+\n| one | two |\n| more | |\n+---+---+\n| a | b |\n+---+---+"
    assert "| one more | two |\n| a | b |" in markdown_of(grid)


def test_a_drawing_that_is_no_table_is_shown_as_it_is() -> None:
    drawing = "+------+\n| box  |\n+------+"
    assert markdown_of(drawing) == f"```\n{drawing}\n```\n"


def test_bullets_and_numbers_become_lists() -> None:
    text = "Reasons:\n\n• noise\n  of cars\n    ◦ horns\n• air\n\n1) one\n2) two"
    assert (
        markdown_of(text) == "Reasons:\n\n- noise of cars\n    - horns\n- air\n\n1. one\n2. two\n"
    )


def test_a_year_and_a_single_dash_begin_no_list() -> None:
    text = "1986. A great year for everyone who was there, it is said.\n\n- Nobody"
    assert shown(markdown_of(text)) == text.replace("\n\n", "\n")


def test_quotations_with_their_source_are_set_apart() -> None:
    long = "“" + "It was the best thing that we ever did. " * 4 + "”"
    assert markdown_of(f"{PROSE}\n\n{long} said the head teacher.").count("> ") == 1
    assert "> — W. Shakespeare" in markdown_of("“To be, or not to be.”\n\n— W. Shakespeare\n\nYes.")


def test_wrapped_lines_are_joined_and_verse_keeps_its_lines() -> None:
    wrapped = "The lane outside Merrow Primary turns into a queue of\nidling cars at half past eight, which is a well-\nknown problem."
    verse = "Roses are red,\nViolets are blue"
    assert markdown_of(f"{wrapped}\n\n{verse},\nSugar is sweet.") == (
        wrapped.replace("-\n", "-").replace("\n", " ")
        + "\n\nRoses are red,  \nViolets are blue,  \nSugar is sweet.\n"
    )


def test_one_paragraph_to_a_line_is_understood() -> None:
    assert markdown_of(f"{PROSE * 2}\nA Heading\n{PROSE * 2}").split("\n\n")[1] == "## A Heading"


def test_lines_of_a_script_without_spaces_are_joined_without_one() -> None:
    text = "毎朝八時半、学校の前の道は車でいっぱいになる。子どもたちはその間を縫って\n歩かなければならない。"
    assert markdown_of(text) == text.replace("\n", "") + "\n"


def test_the_note_about_the_author_closes_the_text() -> None:
    text = f"{PROSE}\n\nIM\n\nInes Moreau\n\nInes Moreau is a writer."
    structured = apply(propose(text))
    assert structured.byline == "Ines Moreau"
    assert structured.markdown == f"{PROSE}\n\n* * *\n\n*Ines Moreau is a writer.*\n"
    off = apply(propose(text), {Step.AUTHOR})
    assert (off.byline, off.markdown.split("\n\n")[1:3]) == ("", ["IM", "Ines Moreau"])


def test_web_addresses_become_links() -> None:
    text = "See https://example.org/a_(b), or http://example.org/c*d."
    assert 'href="https://example.org/a_(b)"' in convert(markdown_of(text))
    assert shown(markdown_of(text)) == text


def test_markdown_keeps_everything_but_its_title() -> None:
    proposal = propose_for_markdown(
        "# Shade & *light*\n\nText with **strong** words.\n\n# Another\n"
    )
    assert proposal.title == "Shade & light"
    assert apply(proposal).markdown == "Text with **strong** words.\n\n# Another\n"
    assert apply(proposal, {Step.TITLE}).markdown.startswith("# Shade & *light*\n")


def test_findings_tell_line_and_words() -> None:
    finding = propose(f"{PROSE}\n\n\nWhat they do\n\n{PROSE}").findings[0]
    assert (finding.step, finding.places) == (Step.HEADINGS, ((4, "What they do"),))


FRAGMENTS = """\
- |* |+ |• |1. |2. |3) |# |## |> |>> |+---+---+|\\| a \\| b \\||\\|---\\|---\\||a\tb|===|---|***|* * *|```|~~~|\
[x](http://y.z)|[^1]|[^1]: note|*[ab]: cd|[a]: http://b.c|:   def|<b>bold</b>|<http://x.y/z_w>|https://x.y/a_(b).|\
&amp;|&lt;|&#42;|\\*|\\\\|`code`|__x__|_y_|*z*|**w**|“Quote” said X|— Name|By Jane Doe|12 March 2025|JD|Jane Doe|\
Jane Doe is a writer.|    indented|Title|A Heading|a|C#|a\\|b|\\||_|*|`|<|&|!|![|[|]|(|)|1986. was|日本語の文章|שלום|\
<!--|-->|<?php|http://|x@y.z|<x@y.z>|{: #a}|\u00a0|\u2028|``|a*b*c|*_a_*|:|~|==|--|1.|-|+"""
signs = st.text(alphabet='ab *_`[]()<>&\\#-+.1|:=~!\n\t"“”—;', max_size=60)
line = st.lists(st.sampled_from(re.split(r"(?<!\\)\|", FRAGMENTS)), max_size=4).map(" ".join)
indent = st.sampled_from(["", "", "", "  ", "    ", "> ", "- "])
lines = st.lists(st.tuples(indent, line).map("".join), max_size=14).map("\n".join)
texts = st.one_of(signs, lines, st.text(st.characters(exclude_categories=["Cs", "Cc"]))).map(tidy)


@given(texts)
def test_with_every_step_off_a_reader_sees_exactly_what_was_typed(text: str) -> None:
    assert "".join(shown(markdown_of(text, *ALL)).split()) == "".join(text.split())


@given(texts)
def test_no_step_loses_a_word_or_changes_their_order(text: str) -> None:
    proposal = propose(text)
    kept = [p for p in proposal.pieces if p.shaped or not p.step]
    typed, seen = (_words(shown(md)) for md in (_joined(kept), apply(proposal).markdown))
    # The lines of a wrapped cell stand apart in the text, and together in the table.
    is_table = any(piece.step is Step.TABLES for piece in kept)
    assert Counter(typed) == Counter(seen) if is_table else typed == seen


def test_an_address_with_many_brackets_takes_no_time() -> None:
    address = f"http://example.org/{')' * 400_000}"
    assert apply(propose(address)).markdown == f"<http://example.org/>{')' * 400_000}\n"


def _joined(pieces: list) -> str:
    return "\n\n".join(piece.plain for piece in pieces)


def _words(text: str) -> list[str]:
    """Numbers apart: those of list items are drawn by the browser."""
    return [word for word in WORDS.findall(text) if not word.isdigit()]
