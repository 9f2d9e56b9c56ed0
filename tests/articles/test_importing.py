from datetime import date

import pytest

from reader.articles.importing import Kind, draft_of, import_file, kind_of_file, text_of_file
from reader.articles.models import Visibility
from reader.text.decoding import NotText
from reader.text.front_matter import FrontMatterRefused
from reader.text.structuring import Step

PLAIN = "Street trees\n\nStreet trees\n\nWhy they matter\n\nTrees cool streets, and everybody who has ever waited for a bus in July knows it.\n"
FRONT = "---\ntitle: Shade\nlang: de-at\ndate: 2025-03-12\n---\n"


def test_plain_text_is_structured() -> None:
    draft = draft_of(PLAIN)
    assert (draft.kind, draft.details.title) == (Kind.PLAIN, "Street trees")
    assert draft.markdown.startswith("## Why they matter\n")


def test_steps_can_be_switched_off() -> None:
    assert draft_of(PLAIN, off={Step.HEADINGS}).markdown.startswith("Why they matter\n")


def test_a_kind_that_is_given_is_not_guessed() -> None:
    text = "# Streets\n\nTrees *cool* streets."
    assert draft_of(text).details.title == "Streets"
    as_plain = draft_of(text, Kind.PLAIN)
    assert (as_plain.details.title, as_plain.markdown) == (
        "# Streets",
        "Trees \\*cool\\* streets.\n",
    )


def test_front_matter_outweighs_what_the_text_says() -> None:
    details = draft_of(FRONT + PLAIN).details
    assert (details.title, details.language) == ("Shade", "de-AT")
    assert details.written_on == date(2025, 3, 12)


def test_the_language_follows_from_the_script() -> None:
    assert draft_of("שלום עולם").details.language == "he"


@pytest.mark.parametrize("text", ["", " \n\t", FRONT])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(NotText, match="no text yet"):
        draft_of(text)


def test_bad_front_matter_is_refused() -> None:
    with pytest.raises(FrontMatterRefused, match="Line 2"):
        draft_of("---\ntitle: a: b\n---\nText")


def test_a_markdown_file_is_markdown_and_a_text_file_is_guessed_at() -> None:
    assert kind_of_file("a.MD") is Kind.MARKDOWN
    assert kind_of_file("a.txt") is None


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"PK\x03\x04 word/", "a.docx", "looks like a Word document"),
        (b"<p>Hello</p>", "a.html", "neither Markdown"),
        (b"Hello", "hello", "neither Markdown"),
        (b"\0", "a.txt", "NUL"),
    ],
)
def test_other_files_are_refused(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        text_of_file(data, name)


@pytest.mark.django_db
def test_a_file_becomes_an_article(alice) -> None:
    article = import_file(
        (FRONT + PLAIN).encode("utf-16"), "x.txt", alice, visibility=Visibility.PUBLIC
    )
    assert (article.title, article.language, article.is_public) == ("Shade", "de-AT", True)
    assert "<h2" in article.head.html


@pytest.mark.django_db
def test_without_a_title_the_file_gives_its_name(alice) -> None:
    article = import_file(b"Trees cool streets. They do.", "street_trees-2.md", alice, slug="x")
    assert (article.title, article.slug) == ("Street trees 2", "x")


@pytest.mark.django_db
def test_a_source_that_is_no_address_is_refused(alice) -> None:
    with pytest.raises(NotText, match="no web address"):
        import_file(b"---\nsource: http://a_b\n---\nText.", "x.md", alice)
