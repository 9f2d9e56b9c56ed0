import pytest

from reader.text.recognising import first_heading, looks_like_markdown


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nText",
        "See [here](https://example.org).",
        "Some **strong** words",
        "```\ncode\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Words.[^1]\n\n[^1]: A note.",
        "It is *very* good, `really`.",
        "> quoted\n> twice",
    ],
)
def test_markdown_is_recognised(text: str) -> None:
    assert looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, nothing else.",
        "- a list\n- of two",
        "1. one\n2. two",
        "Rated #1 in sales, 5 * 3 = 15, and snake_case stays.",
        "+---+---+\n| a | b |\n+---+---+",
        "Title\n\nTitle\n\nText [sic] with <tags> & more.",
        "One *starred* word",
    ],
)
def test_plain_text_is_not_taken_for_markdown(text: str) -> None:
    assert not looks_like_markdown(text)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("# Streets\n\nText", "Streets"),
        ("\n\n#  The *good* [street](https://a.b) #\nText", "The good street"),
        ("Streets\n=======\n\nText", "Streets"),
        ("# snake_case \\*stays\\*\nText", "snake_case *stays*"),
        ("## Second rank\n\nText", ""),
        ("Text\n# Later", ""),
        ("#Tag\nText", ""),
    ],
)
def test_the_first_heading_is_found_with_its_bare_words(text: str, heading: str) -> None:
    found, end = first_heading(text)
    assert found == heading
    assert text[end:].strip() == ("Text" if heading else text.strip())


def test_a_heading_with_much_white_space_takes_no_time() -> None:
    found, _ = first_heading(f"# Streets{' ' * 200_000}and trees{' #' * 100_000}")
    assert found.startswith("Streets ")
