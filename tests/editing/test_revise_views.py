"""The page on which a text is revised: saving, merging, deciding, and everything that is refused."""

import json
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.revising import revise
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db

SWAP = {"HTTP_HX_REQUEST": "true"}
PAGE, PREVIEW = "/a/trees/revise/", "/a/trees/revise/preview/"
SOURCE = "Trees cool streets. Shade saves water.\n\nRoots lift pavements.\n\nBirds come."


@pytest.fixture
def article(alice: User, bob: User) -> Article:
    article = make_article(SOURCE, editor=alice, slug="trees")
    make_member(article, "bob", Part.EDITOR)
    for words in ("Trees cool streets", "Roots lift pavements"):
        make_annotation(article, words)
    return article


@pytest.fixture
def editor(client: Client, alice: User, article: Article) -> Client:
    client.force_login(alice)
    return client


def sent(old: str = "", new: str = "", base: object = 1, **fields: str) -> dict[str, object]:
    return {"source": SOURCE.replace(old, new), "base": base, "summary": ""} | fields


def saved(article: Article) -> str:
    article.refresh_from_db()
    assert article.head
    return article.head.source


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_page_shows_the_text_and_its_preview_with_the_passages(editor: Client) -> None:
    html = said(editor, PAGE)
    assert f">\n{SOURCE}</textarea>" in html
    assert '<mark id="p-C1"' in html and "Passages: 2 stay" in html
    assert "11 words" in html


def test_saving_makes_a_revision_and_leads_back_to_the_article(
    editor: Client, article: Article
) -> None:
    response = editor.post(PAGE, sent("Birds", "Crows", summary=" birds \n named "))
    assert response["Location"] == article.get_absolute_url()
    assert saved(article) == SOURCE.replace("Birds", "Crows")
    assert (article.head.number, article.head.summary) == (2, "birds named")
    assert "Saved as revision 2: 2 stay." in said(editor, response["Location"])


def test_line_ends_of_a_form_are_those_of_the_text(editor: Client, article: Article) -> None:
    editor.post(PAGE, sent() | {"source": SOURCE.replace("\n", "\r\n") + "\r\nMore."})
    assert saved(article) == f"{SOURCE}\nMore."


def test_edited_passages_lead_to_those_that_wait(editor: Client, article: Article) -> None:
    response = editor.post(PAGE, sent("Trees cool", "Trees always cool"), **SWAP)
    assert response["HX-Redirect"] == reverse("passage_list", args=["trees"])
    assert "1 edited" in said(editor, response["HX-Redirect"])


def test_the_preview_says_what_saving_would_do(editor: Client, article: Article) -> None:
    source = SOURCE.replace("Trees cool", "Trees always cool").replace("Roots lift pavements.", "")
    html = editor.post(PREVIEW, sent() | {"source": source}, **SWAP).content.decode()
    assert "1 edited, 1 lost" in html
    assert 'data-fate="edited"' in html and 'href="#p-C1"' in html
    assert "<ins>always" in html and "<del>Roots" in html
    assert "−2" in html
    assert saved(article) == SOURCE


def test_the_preview_knows_where_its_blocks_come_from(editor: Client) -> None:
    html = unescape(editor.post(PREVIEW, sent(), **SWAP).content.decode())
    anchors = json.loads(html.split('data-anchors="')[1].split('"')[0])
    assert [SOURCE[offset:].split()[0] for offset, _ in anchors] == ["Trees", "Roots", "Birds"]


def test_without_script_the_preview_is_a_page_with_everything_typed(editor: Client) -> None:
    html = editor.post(PREVIEW, sent("Birds", "Crows", summary="birds")).content.decode()
    assert "Crows come.</textarea>" in html and 'value="birds"' in html
    assert "<p>Crows come.</p>" in html


def test_the_address_of_a_preview_leads_to_the_editor(editor: Client) -> None:
    assert editor.get(PREVIEW)["Location"] == PAGE


def test_what_others_saved_meanwhile_is_merged(editor: Client, article: Article, bob: User) -> None:
    revise(article, SOURCE.replace("Birds", "Crows"), 1, "", by=bob)
    html = editor.post(PREVIEW, sent("water", "rain"), **SWAP).content.decode()
    assert "Bob saved revision 2 meanwhile" in html and "Crows come" in html
    response = editor.post(PAGE, sent("water", "rain"))
    assert saved(article) == SOURCE.replace("Birds", "Crows").replace("water", "rain")
    notice = "Bob had saved revision 2 meanwhile; both changes are in the text."
    assert notice in said(editor, response["Location"])


@pytest.fixture
def conflict(editor: Client, article: Article, bob: User) -> dict[str, object]:
    """Alice's form, after Bob has changed one of the same sentences and another one."""
    theirs = SOURCE.replace("Birds come", "Crows come").replace("Shade", "Shadow")
    revise(article, theirs, 1, "", by=bob)
    return sent("Birds come", "Larks come", summary="larks")


def test_a_conflict_shows_both_and_saves_nothing(
    editor: Client, article: Article, conflict: dict[str, object]
) -> None:
    for headers in ({}, SWAP):
        response = editor.post(PAGE, conflict, **headers)
        html = response.content.decode()
        assert response.status_code == 409
        assert "<ins>Larks" in html and "<ins>Crows" in html and "By Bob" in html
        assert f">\n{conflict['source']}</textarea>" in html and 'value="larks"' in html
        assert "1 other change touched nothing of this" in html
    assert article.revisions.count() == 2


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("", "Larks come.\n\nCrows come."),
        ("both", "Larks come.\n\nCrows come."),
        ("mine", "Larks come."),
        ("theirs", "Crows come."),
        ("nonsense", "Larks come.\n\nCrows come."),
    ],
)
def test_what_was_decided_is_looked_at_and_saved(
    editor: Client, article: Article, conflict: dict[str, object], choice: str, words: str
) -> None:
    html = editor.post(PREVIEW, conflict | {"theirs": "2", "part-1": choice}).content.decode()
    whole = SOURCE.replace("Shade", "Shadow").replace("Birds come.", words)
    assert f">\n{whole}</textarea>" in html
    assert 'name="base" id="revise-base" value="2"' in html and 'value="larks"' in html
    editor.post(PAGE, {"source": whole, "base": "2", "summary": "larks"})
    assert saved(article) == whole


def test_two_versions_that_are_too_long_together_are_told(
    editor: Client, article: Article, bob: User
) -> None:
    def grown(word: str) -> str:
        return SOURCE.replace("Birds come.", f"{word} " * 60_000)

    revise(article, grown("Crows"), 1, "", by=bob)
    form = sent() | {"source": grown("Larks"), "theirs": "2"}
    response = editor.post(PREVIEW, form)
    html = response.content.decode()
    assert response.status_code == 422 and "the most we take is 500,000" in html
    assert "Larks" in html and "Crows" in html


def test_one_can_go_back_to_ones_own_text(editor: Client, conflict: dict[str, object]) -> None:
    html = editor.post(PREVIEW, conflict | {"theirs": ["2", ""]}).content.decode()
    assert f">\n{conflict['source']}</textarea>" in html
    assert "you will be asked which words to keep" in html


def test_a_save_that_is_sent_again_makes_no_second_revision(
    editor: Client, article: Article
) -> None:
    form = sent("Birds", "Crows")
    editor.post(PAGE, form)
    editor.get(article.get_absolute_url())
    response = editor.post(PAGE, form)
    assert article.revisions.count() == 2
    assert "Saved as revision 2." in said(editor, response["Location"])


def test_saving_what_is_there_says_so(editor: Client, article: Article) -> None:
    response = editor.post(PAGE, sent())
    assert article.revisions.count() == 1
    assert "Revision 1 has this text already." in said(editor, response["Location"])


@pytest.mark.parametrize("base", ["7", "", "one", "-1", "9" * 40])
def test_a_base_that_is_gone_is_told_and_the_newest_takes_its_place(
    editor: Client, article: Article, base: str
) -> None:
    form = sent("Birds", "Crows", base=base)
    for headers in ({}, SWAP):
        response = editor.post(PAGE, form, **headers)
        html = response.content.decode()
        assert response.status_code == 422 and "upon" in html
        assert 'id="revise-base" value="1"' in html
    assert article.revisions.count() == 1


DEEP = "* " * 600 + "x"
LONG = "a " * 2_500_000


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"source": " \r\n "}, "without a text"),
        ({"source": "---\n\n***"}, "without a text"),
        ({"source": "Trees\x00"}, "NUL"),
        ({"source": LONG}, "5,000,000 characters; the most we take is 500,000"),
        ({"summary": "a" * 201}, "201 characters; it may have 200"),
        ({"source": DEEP}, "nested too deeply"),
    ],
    ids=["white space", "rules", "NUL", "5 MB", "summary", "nesting"],
)
def test_what_cannot_be_saved_is_told_with_everything_typed_still_there(
    editor: Client, article: Article, fields: dict[str, str], words: str
) -> None:
    form = sent("Birds", "Crows", summary="birds") | fields
    response = editor.post(PAGE, form)
    html = unescape(response.content.decode())
    assert response.status_code == 422 and words in html
    typed = str(form["source"]).replace("\r\n", "\n")
    assert f"{typed}</textarea>" in html.replace("\r\n", "\n")
    assert article.revisions.count() == 1
    swapped = editor.post(PREVIEW, form, **SWAP)
    assert swapped.status_code in (200, 422)
    assert "</textarea>" not in swapped.content.decode()


def test_what_cannot_be_shown_leaves_the_last_preview(editor: Client) -> None:
    html = editor.post(PREVIEW, sent() | {"source": LONG}, **SWAP).content.decode()
    assert "the most we take is 500,000" in html
    assert "revise-preview" not in html


def test_an_old_revision_is_looked_at_before_it_is_saved_as_a_new_one(
    editor: Client, article: Article
) -> None:
    editor.post(PAGE, sent("Birds", "Crows"))
    html = editor.get(reverse("revision_restore", args=["trees", 1])).content.decode()
    assert f">\n{SOURCE}</textarea>" in html and 'value="Revision 1 restored"' in html
    assert 'id="revise-base" value="2"' in html and "data-unsaved" in html
    assert article.revisions.count() == 2
    assert editor.get(reverse("revision_restore", args=["trees", 9])).status_code == 404
