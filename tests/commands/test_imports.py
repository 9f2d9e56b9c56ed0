import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reader.articles.models import Article, Part
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db
PLAIN = "Street trees\n\nStreet trees\n\nTrees cool streets, and everybody knows it."
READING = {
    "passages": [{"id": "a", "role": "claim", "gist": "They help", "quote": "Trees cool streets"}],
    "links": [],
}


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().strip()


def test_a_file_becomes_an_article_and_its_address_is_printed(tmp_path, alice, bob):
    file = tmp_path / "trees.txt"
    file.write_text(PLAIN)
    assert run("import_article", str(file), owner="bob", visibility="public") == "/a/street-trees/"
    article = Article.objects.get()
    assert (article.title, article.is_public) == ("Street trees", True)
    assert article.memberships.get(part=Part.OWNER).user == bob


def test_the_slug_can_be_chosen_while_it_is_free(tmp_path, alice):
    file = tmp_path / "trees.md"
    file.write_text(PLAIN)
    assert run("import_article", str(file), slug="trees") == "/a/trees/"
    with pytest.raises(CommandError, match="already"):
        run("import_article", str(file), slug="trees")
    with pytest.raises(CommandError, match="only letters"):
        run("import_article", str(file), slug="no slug")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04 word/", "a.docx: This looks like a Word document"),
        ("a.txt", b"", "There is no text yet"),
        ("a.md", b"---\ntitle: a: b\n---\nText", "Line 2"),
        ("a.md", b"* " * 600 + b"x", "nested too deeply"),
        ("missing.md", None, "missing.md: No such file"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(name, data, reason, tmp_path, alice):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=reason):
        run("import_article", str(tmp_path / name))
    assert not Article.objects.exists()


def test_an_article_needs_an_account_to_own_it(tmp_path):
    (tmp_path / "a.md").write_text(PLAIN)
    with pytest.raises(CommandError, match="no account yet"):
        run("import_article", str(tmp_path / "a.md"))
    make_user("alice")
    with pytest.raises(CommandError, match="no account “nobody”"):
        run("import_article", str(tmp_path / "a.md"), owner="nobody")


@pytest.fixture
def reading(tmp_path):
    file = tmp_path / "reading.json"
    file.write_text(json.dumps(READING))
    return str(file)


def test_a_reading_is_added_by_its_owner_or_by_the_editor_named(reading, alice):
    article = make_article(PLAIN, editor=alice)
    bob = make_member(article, "bob", Part.EDITOR)
    said = run("import_reading", reading, article=article.slug, editor="bob")
    assert said == f"1 annotation and 0 relations: {article.get_absolute_url()}"
    assert article.annotations.get().author == bob


@pytest.mark.parametrize(
    ("slug", "editor", "reason"),
    [
        ("never-was", None, "no article “never-was”"),
        ("street-trees", "carol", "“carol” is no editor"),
        ("street-trees", None, "reading.json: Line 1, “a”: the quote is not in the text"),
    ],
)
def test_a_reading_that_cannot_be_added_is_refused(slug, editor, reason, reading, alice, carol):
    article = make_article("Something else.", editor=alice)
    make_member(article, "carol", Part.READER)
    with pytest.raises(CommandError, match=reason):
        run("import_reading", reading, article=slug, editor=editor)
    assert not article.annotations.exists()
