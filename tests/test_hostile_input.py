"""Whatever a form or an address holds, the answer is a page or a kind refusal, never a breakdown."""

import base64
import json
from html import escape
from itertools import cycle, product

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.reading_files import ReadingRefused, read_reading
from reader.articles.models import Article
from tests.factories import make_annotation, make_article, make_relation
from tests.forms import (
    ANSWERS,
    DETAILS,
    FORM,
    FORMS,
    PAGES,
    READING,
    REVISED,
    Form,
    address_of,
    encoded,
    make_argued_article,
)
from tests.payloads import EVERY_ATTACK
from tests.text.documents import ATTACKS

pytestmark = pytest.mark.django_db

JUNK = [
    b"",
    b" \t\r\n ",
    b"0",
    b"-1e9",
    b"9" * 5_000,
    b"99",
    b"C1",
    b"Z1",
    b"relation-1",
    b"relation-" + b"9" * 40,
    b"supports C1",
    b"\x00",
    b"a\x00b",
    b"\x01\x08\x0b\x1f\x7f\x85",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    "\u202e\u2066\u200f\ufeff\u2028".encode(),
    "\u0663\u00b2\u2460".encode(),
    "e\u0301".encode() * 300,
    b"\r\nX-Header: 1\r\n\r\n<b>",
    b"%00%ff{{ 7 }}${7}'\";--<!--",
    b"../../../etc/passwd",
    b'{"a": 1}',
    b"http://[",
    b"https://example.org:99999999/\\@b",
    b"9999-99-99",
    b"0001-01-01T25:61",
    b"a" * 1_000_000,
]
JUNK_FOR_ALL = [b"", b"a\x00b", b"\xed\xa0\x80", b"9" * 5_000]
ENTRIES = [
    b"1",
    b"[[]]",
    b"NaN",
    b'{"id": []}',
    b'{"id": "\\ud800", "role": "claim", "gist": "a", "quote": "\\u0000"}',
    b'{"id": "a", "role": {}, "gist": ["a"], "quote": 1, "kind": [], "premises": 1, "target": 2}',
    b'{"id": "a", "kind": "supports", "premises": [["a"], null], "target": {}}',
    b'{"id": "a", "kind": "undercuts", "premises": ["a"], "target": "a"}',
]
TYPES = [
    "",
    "a/b; charset",
    "application/json",
    "text/plain; charset=utf-8",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    f"multipart/form-data; boundary={'x' * 300}",
    f"{FORM}; charset=utf-7",
    f"{FORM}; charset=base64",
    f"{FORM}; charset=\u00ff",
    f"{FORM}; charset=utf-8; charset=latin-1",
]
BODIES = [
    b"",
    b"\xff\xfe\x00",
    b"{",
    b"%",
    b"a=%ff&%ed%a0%80=%&&;=&=",
    b"a=1&" * 2_000,
    b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n=\xff\r\n--x--',
]


@pytest.fixture
def article(alice: User) -> Article:
    return make_argued_article(alice)


@pytest.fixture
def editor(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def send(client: Client, address: str, pairs, **headers: str):
    """Post a form and take back what it did, so that each one meets the same article."""
    with transaction.atomic():
        response = client.post(address, encoded(pairs), FORM, headers=headers)
        transaction.set_rollback(True)
    caches["pages"].clear()
    return response


def tried_on(field: int) -> list[bytes]:
    """What breaks things most often on every field; of the rest a fifth on each, all on every five."""
    if EVERY_ATTACK:
        return JUNK
    others = [junk for junk in JUNK if junk not in JUNK_FOR_ALL]
    return [*JUNK_FOR_ALL, *others[field % 5 :: 5]]


def variants(form: Form, name: str):
    """The form with junk in one field, without the field, and with several values in it."""
    good = [(key, value.encode()) for key, value in form.fields.items()]
    others = [pair for pair in good if pair[0] != name]
    yield from ([*others, (name, junk)] for junk in tried_on(FIELDS.index((form, name))))
    yield others
    yield [*good, *[(name, junk) for junk in JUNK if len(junk) < 100]]
    yield [*good, (f"{name}[]", b"1"), (f"{name}[a]", b"1"), (f"{name}__in", b"1")]


# One text goes through three forms: each field is tried where it is looked at.
CARRIED = {"on", "offered", "idle", "guessed_title", "guessed_kind", "reviewed"}
ELSEWHERE = {
    "article_new": CARRIED,
    "article_review": {*DETAILS},
    "article_text": {*DETAILS, *CARRIED},
    "revision_preview": {*REVISED},
}
FIELDS = [
    (form, name)
    for form in FORMS.values()
    for name in form.fields
    if name not in ELSEWHERE.get(form.name, ())
]


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=[f"{f.name}-{n}" for f, n in FIELDS])
def test_a_field_may_hold_anything(form, name, article, editor):
    client = Client() if form.name == "login" else editor
    good = [(key, value.encode()) for key, value in form.fields.items()]
    assert send(client, form.address(article), good).status_code in (200, 302)
    for number, pairs in enumerate(variants(form, name)):
        headers = {"HX-Request": "true"} if number % 2 else {}
        response = send(client, form.address(article), pairs, **headers)
        assert response.status_code in ANSWERS, pairs[-1]
        assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", PAGES)
def test_a_parameter_may_hold_anything(name, article, editor):
    address = address_of(name, article)
    queries = [b"anything", b"%ff=%00", b"&&=&", b"anything=" + b"1,%00" * 9_000]
    for place, parameter in enumerate(PAGES[name]):
        queries += [encoded([(parameter, junk[:50_000])]) for junk in tried_on(place)]
        queries += [f"{parameter}=1&{parameter}=2&{parameter}[]=3".encode(), parameter.encode()]
    for number, query in enumerate(queries):
        client = Client() if number % 2 else editor
        response = client.get(f"{address}?{query.decode()}")
        assert response.status_code in ANSWERS, query[:100]


def bodies(form: Form):
    """Every kind with every body for one form, and each of them once for the others."""
    if form.name == "annotation_list":
        return product(TYPES, BODIES)
    return zip(TYPES, cycle(BODIES), strict=False)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_body_may_be_of_any_kind(form, article, editor):
    for kind, body in bodies(form):
        with transaction.atomic():
            response = editor.generic("POST", form.address(article), body, kind)
            transaction.set_rollback(True)
        caches["pages"].clear()
        assert response.status_code in ANSWERS, (kind, body)


def test_no_parameter_makes_a_page_long(article):
    address = article.get_absolute_url()
    plain = len(Client().get(f"{address}?kind=rails").content)
    for name in READING:
        longer = Client().get(f"{address}?kind=rails&{name}={'1,' * 20_000}")
        assert len(longer.content) < plain + 1_000


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (FORMS["article_new"], {"language": "no language"}),
        (FORMS["article_review"], {"written_on": "no day", "reviewed": None}),
        (FORMS["article_settings"], {"visibility": "nobody"}),
        (FORMS["annotation_list"], {"quote": "words that are not in the text <b>"}),
        (FORMS["annotation_list"], {"role": "nobody"}),
        (FORMS["annotation_edit"], {"version": "9"}),
        (FORMS["annotation_edit"], {"leans_on": "C99"}),
    ],
    ids=lambda value: value.name if isinstance(value, Form) else "-".join(value),
)
def test_what_was_typed_stands_in_the_form_that_was_refused(form, wrong, article, editor):
    typed = {
        name: f"typed “{name}” <i> & 'so'"
        for name in ("title", "byline", "gist", "note", "quote")
        if name in form.fields and name not in wrong
    }
    sent = form.fields | typed | wrong
    pairs = [(name, value.encode()) for name, value in sent.items() if value is not None]
    response = send(editor, form.address(article), pairs)
    assert response.status_code in (409, 422)
    for words in (*typed.values(), wrong.get("quote", "")):
        assert escape(words) in response.content.decode()


def test_numbers_of_another_article_mean_nothing_here(article, editor, alice):
    article.refresh_from_db()
    other, edition = make_article("Other words.", editor=alice), article.edition
    for _ in range(9):
        make_annotation(other)
    make_relation(*other.annotations.all()[:1], target=other.annotations.last())
    for form, name, foreign in [
        (FORMS["annotation_list"], "leans_on", b"C9"),
        (FORMS["annotation_edit"], "leans_on", b"C9"),
        (FORMS["annotation_edit"], "connect", b"supports C9"),
        (FORMS["relation_new"], "premise", b"C9"),
        (FORMS["relation_new"], "together", b"9"),
        (FORMS["relation_new"], "target", b"C9"),
        (FORMS["relation_new"], "target", b"relation-9"),
        (FORMS["relation_join"], "premise", b"C9"),
        (FORMS["relation_part"], "premise", b"C9"),
        (FORMS["annotation_merge"], "other", b"C9"),
        (FORMS["annotations_withdraw"], "number", b"9"),
    ]:
        good = [(key, value.encode()) for key, value in form.fields.items() if key != name]
        response = send(editor, form.address(article), [*good, (name, foreign)])
        assert response.status_code == 422, (form.name, name)
    for name in ("annotation_edit", "annotation_withdraw", "annotation_restore"):
        assert editor.post(reverse(name, args=[article.slug, 9])).status_code == 404
    article.refresh_from_db()
    assert article.edition == edition


FILES = {
    "": b"Trees",
    "a.md": b"",
    "../../../etc/a.md": b"# Trees\n\nThey cool streets.",
    "a\x00.txt": b"Trees",
    "a.txt\r\nX-Header: 1": b"Trees",
    f"{'a' * 5_000}.txt": b"Trees",
    "<b>.md": b"\xff\xfe\x00\xd8",
    "a.svg": b"<svg onload='alert(1)'/>",
    "b.md": b"\x00" * 100,
    "c.md": b"\xed\xa0\x80 half",
    "d.md": b"PK\x03\x04word/document.xml",
    "e.md": b"a" * 3_100_000,
    "f.md": b"---\ntitle: &a [*a, *a]\n---\nText",
    "g.md": b"---\ntitle: !!python/object:os.system [ls]\n---\nText",
    "h.md": "\u202e# Trees\n\n\u2028Text".encode("utf-16"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_may_be_anything(name, editor):
    file = SimpleUploadedFile("x", FILES[name])
    file._name = name
    response = editor.post(reverse("article_review"), {"text": "", "file": file})
    assert response.status_code in ANSWERS - {302}
    assert Article.objects.count() == 0


def test_a_reading_may_be_any_json():
    lines = (ATTACKS / "json_bodies.jsonl").read_text() if ATTACKS.exists() else ""
    bodies = [base64.b64decode(json.loads(line)["b64"]) for line in lines.splitlines()]
    bodies += [b'{"passages": [], "links": [], "x": ' + b"1" * 5_000 + b"}", b"[" * 100_000]
    bodies += [b'{"passages": [%s], "links": [%s]}' % (one, one) for one in ENTRIES]
    for body in bodies:
        try:
            read_reading(body)
        except ReadingRefused as refusal:
            assert str(refusal)
