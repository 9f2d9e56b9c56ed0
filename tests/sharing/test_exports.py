import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.urls import reverse

from reader.annotations.adopting import Taking, adopt
from reader.annotations.changes import annotate, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.naming import set_scheme
from reader.annotations.reading_files import read_reading
from reader.annotations.reading_writing import write_reading
from reader.annotations.readings import add_reading
from reader.annotations.revising import revise
from reader.argument.roles import RelationKind, Role
from reader.argument.schemes import SCHEMES
from reader.articles.importing import Kind, draft_of, import_file
from reader.articles.models import Article, Revision
from reader.articles.snapshots import take_snapshot
from reader.sharing.exports import archive_of, markdown_of
from reader.text.decoding import MAX_CHARACTERS
from tests.factories import make_annotation, make_article, make_relation
from tests.rounds import make_round, mark, sheet_of

pytestmark = pytest.mark.django_db

SOURCE = """\
# Not the title

Trees *cool* streets, and streets need trees. Shade saves [water](https://example.org).

---

Roots lift pavements; trees again.
"""


@pytest.fixture
def article(alice):
    """Every kind of thing that a reading can hold, and words that stand several times."""
    article = make_article(SOURCE, editor=alice, title='Street: "trees" & #1', byline="Ines M.")
    claim = make_annotation(article, "Trees cool streets", note="Twice.\nIndeed.")
    again = make_annotation(article, "trees", Role.PREMISE, gist="The same words stand elsewhere")
    hidden = make_annotation(article, role=Role.ASSUMPTION)
    roots = make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    make_annotation(article, "lift", Role.RHETORIC, device="Loaded language", leans_on=claim)
    make_annotation(article, "again", Role.RHETORIC)
    step = make_relation(again, hidden, target=claim)
    set_scheme(step, next(iter(SCHEMES)).key, by=alice)
    undercut = make_relation(roots, target=step, kind=RelationKind.ATTACK)
    make_relation(hidden, target=undercut, kind=RelationKind.ATTACK)
    withdraw(make_annotation(article, "Shade"), by=alice)
    return article


def files_of(data):
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def shape_of(article):
    """The argument without the numbers, which a copy draws anew."""
    reading = reading_of(article)
    at = {a.number: place for place, a in enumerate(reading.annotations)}
    things = [
        (
            a.role, a.gist, a.note, a.device, at.get(a.leans_on.number) if a.leans_on else None,
            [(p.start, p.end, p.quote) for p in reading.passages[a.number]],
        )
        for a in reading.annotations
    ]  # fmt: skip
    order = {r.number: place for place, r in enumerate(reading.relations)}
    steps = [
        (
            s.kind, sorted(at[n] for n in s.premises), at.get(s.target),
            order.get(s.target_relation), r.scheme,
        )
        for s, r in zip(reading.graph.relations, reading.relations, strict=True)
    ]  # fmt: skip
    return things, steps


def test_it_holds_texts_argument_history_and_people(article):
    files = files_of(archive_of(article))
    assert list(files) == [
        "README.txt",
        "text/revision-001.md",
        "reading.json",
        "history.jsonl",
        "snapshots.json",
        "people.json",
    ]
    lines = [json.loads(line) for line in files["history.jsonl"].splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, article.changes.count() + 1))
    assert lines[0]["verb"] == "create" and lines[0]["by"] == "alice"
    assert [person["part"] for person in json.loads(files["people.json"])] == ["owner"]
    assert "import_article text/revision-001.md" in files["README.txt"]


def test_sheets_go_with_it_once_their_round_is_closed(article, alice):
    closed, still_open = make_round(article, "bob"), make_round(article, "bob", is_closed=False)
    for round in (closed, still_open):
        mark(sheet_of(round, "bob"), "Trees", gist=f"Of round {round.number}")
    source = sheet_of(closed, "bob").annotations.get()
    [adopted] = adopt(closed, [Taking(source)], alice)
    files = files_of(archive_of(article))
    assert "Of round 1" in files["rounds/001/reading-bob.json"]
    assert "Of round 1" in files["rounds/001/history-bob.jsonl"]
    assert not any("Of round 2" in words for words in files.values())
    first, second = json.loads(files["rounds.json"])
    told = {"of": "bob", "source": "annotation 1", "by": "alice"}
    assert first["verdicts"] == [told | {"became": f"annotation {adopted.number}"}]
    assert (second["people"], second["closed_at"], second["verdicts"]) == (["bob"], None, [])


def test_snapshots_name_the_edition_that_they_show(article, alice):
    taken = [take_snapshot(article, name, "Note", alice) for name in ("First", "木陰")]
    told = json.loads(files_of(archive_of(article))["snapshots.json"])
    assert [(s["number"], s["name"], s["edition"], s["key"]) for s in told] == [
        (s.number, s.name, s.edition, s.key) for s in taken
    ]
    assert told[0]["by"] == "alice" and told[0]["revision"] == 1


def test_the_same_state_gives_the_same_bytes(article):
    again = Article.objects.with_heads().get(pk=article.pk)
    assert archive_of(article) == archive_of(again)


def test_imported_again_it_is_the_same_argument(article, tmp_path, capsys):
    for name, words in files_of(archive_of(article)).items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(words)
    call_command("import_article", str(tmp_path / "text" / "revision-001.md"), owner="alice")
    slug = capsys.readouterr().out.strip().split("/")[-2]
    call_command("import_reading", str(tmp_path / "reading.json"), article=slug)
    copy = Article.objects.with_heads().get(slug=slug)
    assert copy.head.source == article.head.source and copy.head.text == article.head.text
    assert (copy.title, copy.byline, copy.language) == (article.title, article.byline, "en")
    assert shape_of(copy) == shape_of(article)


def test_words_that_the_text_no_longer_has_are_kept_beside_the_rest(alice):
    article = make_article("Trees cool streets. Shade saves a lot of water in summer.", alice)
    make_annotation(article, "Shade saves a lot of water")
    both = [(0, 18), (20, 46)]
    annotate(article, Role.PREMISE, "Both", alice, both)
    revise(article, "Trees cool streets.", 1, "", alice)
    article = Article.objects.with_heads().get(pk=article.pk)
    one, other = json.loads(write_reading(article))["passages"]
    words = ["Shade saves a lot of water"]
    assert (other["implicit"], other["lost"]) == (True, words)
    assert (one["quote"], one["lost"]) == ("Trees cool streets", words)
    copy = make_article("Trees cool streets.", alice, slug="copy")
    added = add_reading(copy, read_reading(write_reading(article)), alice)
    assert [annotation.gist for annotation in added.annotations] == ["Both", other["gist"]]


def test_only_words_that_stand_several_times_need_a_place(article):
    entries = {e["gist"]: e for e in json.loads(write_reading(article))["passages"]}
    assert "at" in entries["The same words stand elsewhere"]
    assert "at" not in entries["Roots lift pavements"]


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Trees", "# Trees\n\nThey cool."),
        ("Trees", "# Trees\n\n# Trees\n\nThey cool."),
        ("Yes: no", "They cool."),
        ("'\"#{[\\", "---\n\nThey cool."),
        ("木陰🌳 \u202eabc", "---\ntitle: other\n---\n\nThey cool."),
        ("1984", "\n\nThey cool."),
        ("x" * 200, "    code\n\nThey cool."),
    ],
)
def test_any_text_survives_under_its_details(title, source, alice):
    article = make_article(source, editor=alice, title=title)
    copy = import_file(markdown_of(article, article.head).encode(), "a.md", alice)
    assert (copy.title, copy.head.text) == (title, article.head.text)
    assert copy.head.html == article.head.html


@pytest.mark.parametrize("room", [0, 10, 90, 140, 400])
@pytest.mark.parametrize("start", ["They cool.\n\n", "# Street trees\n\n"])
def test_a_text_as_long_as_can_be_has_no_room_for_details(start, room, alice):
    line = f"{'trees ' * 40}\n\n"
    text = start + line * 2_300
    source = text[: MAX_CHARACTERS - room].ljust(MAX_CHARACTERS - room - 1, "x")
    revision = Revision(source=source)
    article = Article(title="Street trees", language="en")
    copy = markdown_of(article, revision)
    assert copy.endswith(source) and len(copy) <= MAX_CHARACTERS
    assert source.endswith(draft_of(copy, Kind.MARKDOWN).markdown.strip("\n"))


def test_an_empty_reading_can_be_read(alice):
    assert read_reading(write_reading(make_article(editor=alice))).passages == ()


def test_an_editor_gets_a_file(article, alice, client):
    client.force_login(alice)
    response = client.get(reverse("article_archive", args=[article.slug]))
    assert response["Content-Disposition"] == f'attachment; filename="{article.slug}.zip"'
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    assert "reading.json" in files_of(response.content)
