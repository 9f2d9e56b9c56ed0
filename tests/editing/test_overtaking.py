"""Two editors word the same annotation: different fields are saved together, the same one is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import reword, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.argument.roles import Role
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db
HERE = "/a/trees/annotations/1/"


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, slug="trees")


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.EDITOR)


@pytest.fixture
def claim(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool streets", note="It is cool. It is measured.")


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def sent(annotation: Annotation, **changes: object) -> dict[str, object]:
    wording = {"role": annotation.role, "gist": annotation.gist, "note": annotation.note}
    return {"version": 1, **wording, **changes}


def by_bob(claim: Annotation, bob: User, **changes: object) -> None:
    wording = {"role": Role.CLAIM, "gist": claim.gist, "note": claim.note} | changes
    reword(Annotation.objects.get(pk=claim.pk), bob, claim.version, **wording)


def save(client: Client, data: dict[str, object], swap: bool = True, status: int = 200) -> str:
    response = client.post(HERE, data, headers={"HX-Request": "true"} if swap else {})
    assert response.status_code == status
    return response.content.decode()


def test_different_fields_are_saved_together_and_it_is_said(
    editor: Client, claim: Annotation, bob: User
) -> None:
    by_bob(claim, bob, role=Role.PREMISE, note="Bob’s note")
    html = save(editor, sent(claim, gist="Mine"))
    assert "P1 saved together with Bob’s change of the role and the note." in html
    claim.refresh_from_db()
    assert (claim.label, claim.gist, claim.note) == ("P1", "Mine", "Bob’s note")


def test_nobody_is_named_where_nobody_came_in_between(editor: Client, claim: Annotation) -> None:
    assert "C1 saved." in save(editor, sent(claim, gist="Mine"))


@pytest.mark.parametrize("swap", [True, False])
def test_the_same_field_shows_both_versions_and_loses_nothing(
    editor: Client, claim: Annotation, bob: User, swap: bool
) -> None:
    by_bob(claim, bob, role=Role.PREMISE, gist="From Bob")
    data = sent(claim, gist="From Alice", note="Alice’s note")
    html = save(editor, data, swap, 409)
    assert "<b>Bob</b> changed the gist of P1" in html
    for words in ("From Bob", 'value="From Alice"', "Alice’s note", "their change of the role"):
        assert words in html
    assert 'value="premise" checked' in html, "what only Bob changed is proposed already"
    assert 'name="version" value="2"' in html, "saving again replaces what Bob wrote"
    save(editor, data | {"version": 2, "role": "premise"})
    claim.refresh_from_db()
    assert (claim.label, claim.gist, claim.note) == ("P1", "From Alice", "Alice’s note")


def test_notes_are_proposed_together_where_they_differ_in_other_sentences(
    editor: Client, claim: Annotation, bob: User
) -> None:
    by_bob(claim, bob, note="It is cool. It is known.")
    html = save(editor, sent(claim, note="It was cool. It is measured."), status=409)
    assert "\nIt was cool. It is known.</textarea>" in html
    assert "Your note holds both" in html


@pytest.mark.parametrize("swap", [True, False])
def test_theirs_is_taken_field_by_field(
    editor: Client, claim: Annotation, bob: User, swap: bool
) -> None:
    by_bob(claim, bob, gist="From Bob", note="Bob’s")
    data = sent(claim, gist="From Alice", note="Alice’s")
    html = save(editor, data | {"version": 2, "take": "gist"}, swap)
    assert 'value="From Bob"' in html and "Alice’s</textarea>" in html
    assert "Taken over. Nothing is saved yet." in html
    assert 'value="note" formnovalidate' in html and 'value="gist" formnovalidate' not in html
    assert claim.article.changes.count() == 3


@pytest.mark.parametrize("what", ["role", "leans_on", "everything", "\x00"])
def test_whatever_is_to_be_taken_nothing_typed_is_lost(
    editor: Client, claim: Annotation, bob: User, what: str
) -> None:
    html = save(editor, sent(claim, gist="Typed", take=what))
    assert 'value="Typed"' in html


def test_a_relation_alone_is_in_nobodys_way(editor: Client, article: Article, bob: User) -> None:
    claim = make_annotation(article, "Trees cool streets", Role.PREMISE)
    make_annotation(article, "Shade saves water")
    by_bob(claim, bob, role=Role.PREMISE, gist="From Bob")
    html = save(editor, sent(claim, connect="supports C2"))
    assert "P1 saved together with Bob’s change of the gist. P1 supports C2." in html
    assert len(reading_of(article).relations) == 1


@pytest.mark.parametrize("swap", [True, False])
def test_what_is_withdrawn_meanwhile_can_be_brought_back_with_what_was_typed(
    editor: Client, article: Article, claim: Annotation, bob: User, swap: bool
) -> None:
    withdraw(claim, by=bob)
    data = sent(claim, gist="Typed")
    html = save(editor, data, swap, 409)
    assert "<b>Bob</b> withdrew C1" in html and 'value="Typed"' in html
    assert "Bring C1 back and save" in html
    assert 'value=""' in save(editor, data | {"gist": "", "back": 1}, swap, 409)
    assert reading_of(article).annotations == ()
    save(editor, data | {"back": 1}, swap, 200 if swap else 302)
    assert [a.gist for a in reading_of(article).annotations] == ["Typed"]


def test_the_form_of_what_is_withdrawn_is_not_there(editor: Client, claim: Annotation) -> None:
    withdraw(claim, by=claim.author)
    assert editor.get(reverse("annotation_edit", args=["trees", 1])).status_code == 404
