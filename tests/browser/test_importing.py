"""An editor pastes plain text, looks at what was made of it, corrects it and saves it."""

from pathlib import Path

import pytest

from reader.articles.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
PROSE = "Every weekday at half past eight the lane outside the school fills with idling cars."
GRID = """\
+----------------------+----------------------+
| Council              | Parents              |
+----------------------+----------------------+
| The street is needed | The children are in  |
| by the buses.        | danger.              |
+----------------------+----------------------+
| It costs too much.   | It costs nothing.    |
+----------------------+----------------------+
| Nobody would come.   | Everybody would.     |
+----------------------+----------------------+"""
PARTS = [f"Reason number {n}\n\n{PROSE}" for n in range(1, 9)]
NOTE = ["RL", "Robert Lopez", "Robert Lopez is a writer who lives on that street."]
SAMPLE = "\n\n".join(
    ["Close the street", "Close the street", PROSE, PARTS[0], GRID, *PARTS[1:], *NOTE]
)


@pytest.fixture
def text():
    return SEED.read_text() if SEED.exists() else SAMPLE


@pytest.fixture
def review(page, alice, sign_in, text):
    """The review of the pasted text, reached as an editor reaches it."""
    sign_in(page, alice)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="New article").click()
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Review").click()
    page.get_by_role("region", name="Preview").wait_for()
    page.evaluate("window.stayed = true")
    return page


def preview(page, selector):
    return page.locator("#preview").locator(selector)


def test_pasted_text_is_reviewed_corrected_and_saved(review):
    assert preview(review, "h2").count() == 8
    assert preview(review, "tbody tr").count() == 3
    assert review.get_by_label("Author", exact=False).first.is_checked()
    assert review.locator("#id_byline").input_value() == "Robert Lopez"

    review.get_by_label("8 headings").uncheck()
    preview(review, "h2").first.wait_for(state="detached")
    assert review.evaluate("document.activeElement.id") == "step-headings"
    review.get_by_label("8 headings").check()
    preview(review, "h2").first.wait_for()
    assert review.evaluate("window.stayed"), "a switch needs no page load"

    review.get_by_role("button", name="Save article").click()
    review.wait_for_url("**/a/**")
    assert review.locator("#text h2").count() == 8
    assert review.locator("#text tbody tr").count() == 3
    assert Article.objects.get().is_private


def test_what_is_typed_in_the_review_shows_in_the_preview(review):
    review.get_by_label("Title", exact=True).fill("In other words")
    review.get_by_label("Title", exact=True).blur()
    preview(
        review,
        ".preview-title",
    ).get_by_text("In other words").wait_for()
    review.get_by_label("Author, and a closing note about them").uncheck()
    review.locator("#id_byline:not([value])").wait_for()
    assert review.get_by_label("Title", exact=True).input_value() == "In other words"


def test_back_at_the_text_nothing_is_lost(review, text):
    review.get_by_label("8 headings").uncheck()
    preview(review, "h2").first.wait_for(state="detached")
    review.get_by_role("button", name="Back to the text").click()
    assert review.get_by_label("Text", exact=True).input_value() == text
    review.get_by_role("button", name="Review").click()
    assert not review.get_by_label("8 headings").is_checked()


def test_leaving_with_a_text_that_is_saved_nowhere_asks_first(review):
    asked = []
    review.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    review.get_by_role("link", name="Crux").click()
    review.wait_for_url("**/")
    assert asked == ["beforeunload"]


def test_without_script_the_preview_is_updated_by_a_button(
    chromium, live_server, alice, sign_in, text
):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, alice)
    page.goto("/new/")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Review").click()
    page.get_by_label("8 headings").uncheck()
    page.get_by_role("button", name="Update preview").click()
    assert page.locator("#preview h2").count() == 0
    page.get_by_role("button", name="Save article").click()
    assert page.locator("#text tbody tr").count() == 3
    context.close()


def test_a_file_is_taken(page, alice, sign_in, tmp_path):
    file = tmp_path / "trees.md"
    file.write_bytes("# Street trees\r\n\r\nTrees *cool* streets, naïvely.\r\n".encode())
    sign_in(page, alice)
    page.goto("/new/")
    page.get_by_label("Or take it from a file").set_input_files(file)
    page.get_by_role("button", name="Review").click()
    assert page.locator("#preview em").text_content() == "cool"
    assert page.get_by_label("Title", exact=True).input_value() == "Street trees"


def test_publishing_shows_the_article_to_everyone(review, chromium, live_server):
    review.get_by_role("button", name="Save article").click()
    review.wait_for_url("**/a/**")
    address = review.url
    stranger = chromium.new_context(base_url=live_server.url).new_page()
    assert stranger.goto(address).status == 404
    review.goto(f"{address}settings/")
    review.get_by_label("Public").check()
    review.get_by_role("button", name="Save").click()
    review.get_by_text("Saved.").wait_for()
    assert stranger.goto(address).status == 200
    stranger.context.close()
