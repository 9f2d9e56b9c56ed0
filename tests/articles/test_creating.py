"""The three pages of a new article: text, review, saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reader.articles.models import Article
from reader.text.decoding import MAX_BYTES

pytestmark = pytest.mark.django_db

NEW, REVIEW, TEXT = reverse("article_new"), reverse("article_review"), reverse("article_text")
PLAIN = (
    "Street trees\n\nStreet trees\n\nWhy they matter\n\n"
    "Trees cool streets, and everybody who has ever waited for a bus in July knows it.\n\n"
    "IM\n\nInes Moreau\n\nInes Moreau writes about streets.\n"
)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(client, alice):
    client.force_login(alice)
    return client


def sent_by(page):
    """What the form of a page would send, as a browser sends it."""
    form = page.context["form"]
    if "review" not in page.context:
        fields = {**page.context["details"].initial, **page.context["details"].data}
        fields = {name: fields.get(name) or "" for name in page.context["details"].fields}
        kept = {}
        for name, value in page.context["kept"]:
            kept.setdefault(name, []).append(value)
        return fields | kept | {"text": form["text"].value() or ""}
    review = page.context["review"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return fields | {
        "text": review.text,
        "reviewed": "1",
        "offered": [step.value for step in review.steps],
        "idle": list(review.idle),
        "on": [step.value for step in review.steps if step.is_on],
        "kind": review.draft.kind,
        **{f"guessed_{name}": guess for name, guess in review.guesses.items()},
    }


def review(client, text=PLAIN, **fields):
    return client.post(REVIEW, {"text": text, **fields})


def upload(client, data, name, **fields):
    return client.post(REVIEW, {"text": "", "file": SimpleUploadedFile(name, data), **fields})


def test_the_form_asks_strangers_to_sign_in():
    assert Client().get(NEW).url == f"/accounts/login/?next={NEW}"


def test_the_review_shows_what_was_found_and_saves_nothing(client):
    page = review(client)
    assert page.status_code == 200
    labels = [step.label for step in page.context["review"].steps]
    assert labels[:3] == [
        "Take the title from the first line",
        "Remove the repeated title",
        "1 heading",
    ]
    assert page.context["form"]["title"].value() == "Street trees"
    assert page.context["form"]["byline"].value() == "Ines Moreau"
    assert "<h2" in page.context["preview"].html
    assert not Article.objects.exists()


def test_what_was_reviewed_is_saved_as_a_private_article_of_ones_own(client, alice):
    response = client.post(NEW, sent_by(review(client)))
    article = Article.objects.get()
    assert response.url == article.get_absolute_url() == "/a/street-trees/"
    assert (article.title, article.byline, article.visibility) == (
        "Street trees",
        "Ines Moreau",
        "private",
    )
    assert article.memberships.get().user == alice
    assert article.head.text.startswith("Why they matter\nTrees cool")
    assert article.head.html.count("<h2") == 1


def test_a_switch_that_is_off_stays_off_until_saved(client):
    sent = sent_by(review(client))
    sent["on"].remove("headings")
    page = client.post(REVIEW, sent)
    assert "<h2" not in page.context["preview"].html
    client.post(NEW, sent_by(page))
    assert "<h2" not in Article.objects.get().head.html


def test_a_switch_swaps_the_preview_and_what_else_it_changes(client):
    sent = sent_by(review(client))
    sent["on"].remove("headings")
    answer = client.post(REVIEW, sent, headers=HTMX).content.decode()
    assert 'class="preview-title"' in answer and "<html" not in answer
    assert "hx-swap-oob" not in answer
    sent["on"].remove("author")
    answer = client.post(REVIEW, sent, headers=HTMX).content.decode()
    assert 'id="review-details" hx-swap-oob="true"' in answer


def test_a_guess_follows_the_switches_and_typed_words_stay(client):
    sent = sent_by(review(client)) | {"title": "Mine"}
    sent["on"].remove("author")
    form = client.post(REVIEW, sent).context["form"]
    assert (form["title"].value(), form["byline"].value()) == ("Mine", "")


def test_a_field_that_was_emptied_stays_empty(client):
    sent = sent_by(review(client)) | {"byline": ""}
    assert client.post(REVIEW, sent).context["form"]["byline"].value() == ""


def test_the_kind_can_be_corrected_and_switches_remember(client):
    sent = sent_by(review(client))
    sent["on"].remove("headings")
    as_markdown = client.post(REVIEW, sent | {"kind": "markdown"})
    assert as_markdown.context["review"].steps == ()
    again = client.post(REVIEW, sent_by(as_markdown) | {"kind": "plain"})
    off = [step.value for step in again.context["review"].steps if not step.is_on]
    assert off == ["headings"]


def test_back_leads_to_the_text_with_everything_kept(client):
    sent = sent_by(review(client, language="de")) | {"title": "Mine", "source_url": "no address"}
    sent["on"].remove("headings")
    page = client.post(TEXT, sent)
    assert page.context["form"]["text"].value() == PLAIN
    assert page.context["details"]["title"].value() == "Mine"
    again = client.post(REVIEW, sent_by(page) | {"source_url": ""})
    assert again.context["form"]["title"].value() == "Mine"
    assert again.context["form"]["language"].value() == "de"
    assert "<h2" not in again.context["preview"].html


def test_another_text_brings_its_own_title(client):
    back = client.post(TEXT, sent_by(review(client)))
    page = client.post(REVIEW, sent_by(back) | {"text": PLAIN.replace("Street trees", "Shade")})
    assert page.context["form"]["title"].value() == "Shade"


def test_the_text_can_be_edited_on_as_markdown(client):
    page = client.post(TEXT, sent_by(review(client)) | {"as_markdown": "1"})
    assert page.context["form"]["text"].value().startswith("## Why they matter\n")
    again = client.post(REVIEW, sent_by(page))
    assert again.context["review"].draft.kind == "markdown"
    assert again.context["form"]["title"].value() == "Street trees"


@pytest.mark.parametrize("path", [REVIEW, TEXT])
def test_coming_back_to_a_page_that_only_answers_forms_leads_to_the_first(path, client):
    assert client.get(path).url == NEW


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Ünïcode text. Really.".encode(), "a.txt"),
        ("﻿Ünïcode text. Really.".encode(), "a.txt"),
        ("Ünïcode text. Really.".encode("utf-16"), "a.md"),
        ("Ünïcode text. Really.\r\n".encode(), "a.markdown"),
    ],
)
def test_files_are_read(data, name, client):
    page = upload(client, data, name)
    assert page.status_code == 200
    assert "Ünïcode text. Really." in page.context["preview"].html


def test_a_markdown_file_is_taken_as_markdown(client):
    page = upload(client, b"Street\n\n- a\n- b\n", "a.md")
    assert page.context["review"].draft.kind == "markdown"


def test_front_matter_fills_the_details(client):
    page = review(client, "---\ntitle: Shade\nauthor: I. M.\ndate: 2025-03-12\nlang: he\n---\nText")
    form = page.context["form"]
    values = [form[name].value() for name in ("title", "byline", "written_on", "language")]
    assert values == ["Shade", "I. M.", "2025-03-12", "he"]
    assert 'dir="rtl"' in page.content.decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Write or paste a text"),
        (" \n ", "Write or paste a text"),
        ("x" * 500_001, "500,001 characters"),
        ("one\ntwo\0", "Line 2 contains a NUL character"),
        ("---\ntitle: a: b\n---\nText", "Line 2: words with a colon"),
        ("---\ntitle: a\n---\n", "There is no text yet"),
    ],
)
def test_a_text_that_cannot_be_taken_is_kept_and_explained(text, reason, client):
    page = review(client, text, title="Mine", language="fr")
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert page.context["form"]["text"].value() == text
    assert page.context["details"]["title"].value() == "Mine"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"%PDF-1.7", "a.pdf", "looks like a PDF"),
        (b"PK\x03\x04 word/", "a.docx", "looks like a Word document"),
        (b"<p>", "a.html", "neither Markdown (.md) nor plain text (.txt)"),
        (bytes(range(1, 256)) * 9, "a.txt", "no text in any encoding"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "more than 3 MB"),
        (b"", "a.txt", "There is no text yet"),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained_and_the_rest_kept(data, name, reason, client):
    page = upload(client, data, name, title="Mine")
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert page.context["details"]["title"].value() == "Mine"


def test_a_file_with_bad_front_matter_can_be_mended_in_the_page(client):
    page = upload(client, b"---\ntitle: a: b\n---\nText", "a.md")
    assert page.status_code == 422
    assert page.context["form"]["text"].value() == "---\ntitle: a: b\n---\nText"


def test_text_and_file_at_once_are_one_too_many(client):
    page = client.post(REVIEW, {"text": "Typed", "file": SimpleUploadedFile("a.txt", b"Sent")})
    assert page.status_code == 422
    assert "empty it, or leave out the file" in page.content.decode()
    assert page.context["form"]["text"].value() == "Typed"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"written_on": "yesterday"}, "2025-03-12"),
        ({"language": "other"}, "Which language?"),
        ({"language": "other", "language_code": "not a code"}, "Write the code"),
        ({"language": "english please"}, "Write the code"),
        ({"title": "x" * 201}, "at most 200"),
    ],
)
def test_details_that_are_wrong_are_kept_and_explained(fields, reason, client):
    page = review(client, **fields)
    assert page.status_code == 422
    assert reason in page.content.decode()
    for name, value in fields.items():
        assert page.context["details"][name].value() == value
    page = client.post(NEW, sent_by(review(client)) | fields)
    assert page.status_code == 422
    assert reason in page.content.decode() and page.context["review"].text == PLAIN
    assert not Article.objects.exists()


def test_an_article_needs_a_title_to_be_saved(client):
    page = client.post(NEW, sent_by(review(client)) | {"title": " "})
    assert page.status_code == 422
    assert "Give the article a title." in page.content.decode()


def test_a_text_that_cannot_be_rendered_is_refused_with_everything_kept(client):
    hostile = "# Streets\n\n" + "* " * 600 + "x"
    page = review(client, hostile)
    assert "nested too deeply" in page.context["preview"].problem
    page = client.post(NEW, sent_by(page))
    assert page.status_code == 422
    assert "nested too deeply" in page.content.decode()
    assert page.context["review"].text == hostile
    assert not Article.objects.exists()


def test_any_language_can_be_typed_and_gives_the_direction(client):
    sent = sent_by(review(client)) | {"language": "other", "language_code": "ks-arab"}
    assert 'lang="ks-arab" dir="rtl"' in client.post(REVIEW, sent).content.decode()
    client.post(NEW, sent)
    assert Article.objects.get().language == "ks-Arab"


def test_fields_that_the_form_does_not_have_change_nothing(client):
    client.post(
        NEW, sent_by(review(client)) | {"visibility": "public", "slug": "x", "edition": "9"}
    )
    article = Article.objects.get()
    assert (article.visibility, article.slug, article.edition) == ("private", "street-trees", 1)
