import json
from collections import Counter
from pathlib import Path

import pytest

from reader.annotations.graphs import graph_of
from reader.annotations.models import Annotation, Relation
from reader.annotations.readings import ReadingRefused, add_reading, read_reading
from reader.argument.roles import RelationKind, Role
from reader.articles.importing import import_file
from tests.factories import make_article

SEED = Path(__file__).parents[3] / "shared" / "seed"
TEXT = "Trees cool streets. Shade saves water. Roots lift pavements. An oak is a cathedral."
READING = {
    "passages": [
        {"id": "oak", "role": "rhetoric", "gist": "A grand image", "quote": "An oak is a cathedral.", "device": "Slogan", "on": "cool"},
        {"id": "roots", "role": "counterclaim", "gist": "They harm", "quotes": ["Roots lift pavements.", "streets"]},
        {"id": "hot", "role": "assumption", "gist": "It is hot", "implicit": True, "note": "Unsaid."},
        {"id": "cool", "role": "claim", "gist": "They help", "quote": "Trees cool streets."},
        {"id": "shade", "role": "premise", "gist": "They save", "quote": "Shade saves water."},
    ],
    "links": [
        {"id": "l3", "kind": "undercuts", "premises": ["hot"], "target": "l2"},
        {"id": "l2", "kind": "undercuts", "premises": ["roots"], "target": "l1"},
        {"id": "l1", "kind": "supports", "premises": ["shade", "hot"], "target": "cool"},
        {"id": "l4", "kind": "attacks", "premises": ["roots"], "target": "cool"},
    ],
}  # fmt: skip


def changed(part: str, name: str, **fields) -> str:
    """The reading with one entry changed, an entry to a line."""
    reading = json.loads(json.dumps(READING))
    entry = next(entry for entry in reading[part] if entry["id"] == name)
    for key, value in fields.items():
        entry[key] = value
    return lines_of({part: [{k: v for k, v in e.items() if v is not None} for e in entries] for part, entries in reading.items()})  # fmt: skip


def lines_of(reading: dict) -> str:
    lists = (
        f'"{part}": [\n' + ",\n".join(json.dumps(entry) for entry in entries) + "\n]"
        for part, entries in reading.items()
    )
    return "{\n" + ",\n".join(lists) + "\n}"


@pytest.fixture
def article(alice):
    return make_article(TEXT, editor=alice)


def add(article, reading, by):
    return add_reading(article, read_reading(reading), by=by)


@pytest.mark.django_db
def test_annotations_are_numbered_in_the_order_of_the_text(article, alice):
    added = add(article, json.dumps(READING), alice)
    assert [annotation.label for annotation in added.annotations] == ["C1", "X2", "A3", "P4", "Rh5"]


@pytest.mark.django_db
def test_all_that_the_file_says_is_there(article, alice):
    add(article, json.dumps(READING), alice)
    counter, hidden, oak = (Annotation.objects.get(number=n) for n in (2, 3, 5))
    assert [passage.quote for passage in counter.passages.all()] == [
        "streets",
        "Roots lift pavements.",
    ]
    assert (hidden.passages.count(), hidden.note) == (0, "Unsaid.")
    assert (oak.device, oak.leans_on.label, oak.author) == ("Slogan", "C1", alice)
    graph = graph_of(article)
    assert [relation.is_undercut for relation in graph.relations] == [False, False, True, True]
    assert graph.relations[0].premises == (3, 4)


@pytest.mark.django_db
def test_rhetoric_may_come_before_what_it_leans_on(alice):
    article = make_article("An oak is a cathedral. Trees cool streets.", editor=alice)
    reading = {"passages": [READING["passages"][0], READING["passages"][3]], "links": []}
    added = add(article, json.dumps(reading), alice)
    assert [a.label for a in added.annotations] == ["Rh1", "C2"]
    assert Annotation.objects.get(number=1).leans_on.label == "C2"


REFUSALS = [
    ("passages", "shade", {"quote": "Shade saves money."}, "Line 7, “shade”: the quote is not in the text"),
    ("passages", "shade", {"quote": "e"}, "Line 7, “shade”: the quote is in the text several times"),
    ("passages", "shade", {"quote": "aa"}, "not in the text"),
    ("passages", "shade", {"quote": " "}, "the quote is empty"),
    ("passages", "shade", {"quote": None}, "give one of “quote”, “quotes” and “implicit”"),
    ("passages", "shade", {"at": [0, 1]}, "“at” must give a number for each quote"),
    ("passages", "shade", {"at": -1}, "“at” must give a number"),
    ("passages", "shade", {"at": True}, "“at” must give a number"),
    ("passages", "shade", {"at": 3}, "the quote does not begin at 3"),
    ("links", "l1", {"scheme": 3}, "“scheme” must be words"),
    ("links", "l1", {"scheme": "no such"}, "Choose one of the schemes"),
    ("passages", "shade", {"implicit": True}, "give one of"),
    ("passages", "hot", {"implicit": "yes"}, "“implicit” must be true"),
    ("passages", "roots", {"quotes": []}, "give one of|must be a list"),
    ("passages", "roots", {"quotes": "Roots"}, "“quotes” must be a list"),
    ("passages", "shade", {"role": "thesis"}, "Line 7, “shade”: the role must be one of claim, premise"),
    ("passages", "shade", {"role": 3}, "the role must be one of"),
    ("passages", "shade", {"gist": ""}, "a gist is missing"),
    ("passages", "shade", {"gist": "x" * 201}, "“gist” has 201 characters; 200 are the most"),
    ("passages", "shade", {"note": "x" * 5_001}, "“note” has 5,001 characters"),
    ("passages", "shade", {"quote": "x" * 2_001}, "“quote” has 2,001 characters"),
    ("passages", "shade", {"gist": "a\0b"}, "characters that are no text"),
    ("passages", "shade", {"note": "\ud800"}, "characters that are no text"),
    ("passages", "shade", {"gist": ["x"]}, "“gist” must be words"),
    ("passages", "shade", {"id": "cool"}, "Line 7, “cool”: this id is taken by line 6"),
    ("passages", "shade", {"id": 7}, "Line 7: an entry needs an “id”"),
    ("passages", "shade", {"on": "cool"}, "only rhetoric"),
    ("passages", "oak", {"on": None}, "rhetoric needs “on”"),
    ("passages", "oak", {"on": "oak"}, "cannot lean on itself"),
    ("passages", "oak", {"on": "elm"}, "no passage “elm”"),
    ("links", "l1", {"kind": "proves"}, "Line 12, “l1”: the kind must be one of supports, attacks, undercuts"),
    ("links", "l1", {"premises": []}, "at least one id"),
    ("links", "l1", {"premises": [["shade"]]}, "must hold ids"),
    ("links", "l1", {"premises": ["elm"]}, "there is no passage “elm”"),
    ("links", "l1", {"premises": ["oak"]}, "“oak” is rhetoric"),
    ("links", "l1", {"target": None}, "must hold ids"),
    ("links", "l1", {"target": "l2"}, "there is no passage “l2”"),
    ("links", "l1", {"target": "shade"}, "nothing bears on itself"),
    ("links", "l1", {"premises": ["roots"]}, "Line 13, “l4”: line 12 has the same premises and target"),
    ("links", "l2", {"target": "cool"}, "there is no link “cool”"),
    ("links", "l2", {"target": "l3"}, "it undercuts itself, through other links"),
    ("links", "l2", {"id": "l1"}, "this id is taken"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "name", "fields", "reason"), REFUSALS)
def test_what_makes_no_sense_is_refused_with_line_and_reason(
    part, name, fields, reason, article, alice
):
    with pytest.raises(ReadingRefused, match=reason):
        add(article, changed(part, name, **fields), alice)
    article.refresh_from_db()
    assert not Annotation.objects.exists() and not Relation.objects.exists()
    assert article.edition == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"passages": [],\n "links": [}', "Line 2, column 12: this is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "needs a list “passages”"),
        (b'{"passages": []}', "needs a list “links”"),
        (b'{"passages": {}, "links": []}', "needs a list “passages”"),
        (b'{"passages": [3], "links": []}', "Line 1: an entry needs an “id”"),
        (b'{"passages": [' + b"0," * 5_000 + b'0], "links": []}', "more than 5,000 entries"),
        (b"%PDF-1.7", "looks like a PDF"),
        (b"", "Line 1, column 1"),
    ],
)
def test_a_file_that_is_no_reading_is_refused(data, reason):
    with pytest.raises(ReadingRefused, match=reason):
        read_reading(data)


@pytest.mark.django_db
def test_the_same_reading_is_not_added_twice(article, alice):
    add(article, json.dumps(READING), alice)
    with pytest.raises(ReadingRefused, match="“cool”: it is in the article already, as C1"):
        add(article, json.dumps(READING), alice)
    assert Annotation.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.skipif(not SEED.exists(), reason="the sample reading is not beside the repository")
def test_the_sample_reading_is_added_whole(alice):
    article = import_file((SEED / "article.txt").read_bytes(), "article.txt", alice)
    added = add(article, (SEED / "reading.json").read_bytes(), alice)
    roles = Counter(annotation.role for annotation in added.annotations)
    assert roles == {Role.PREMISE: 28, Role.COUNTERCLAIM: 6, Role.CLAIM: 4, Role.RHETORIC: 7}
    kinds = Counter(relation.kind for relation in added.relations)
    assert kinds == {RelationKind.SUPPORT: 23, RelationKind.ATTACK: 10}
    assert sum(relation.target_relation is not None for relation in added.relations) == 1
    starts = [annotation.passages.get().start for annotation in added.annotations]
    assert starts == sorted(starts)
    for annotation in added.annotations:
        passage = annotation.passages.get()
        assert article.head.text[passage.start : passage.end] == passage.quote
