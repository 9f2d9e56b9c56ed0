"""Choosing the scheme of a relation, and what its card says of it."""

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.models import Relation
from reader.annotations.naming import set_scheme
from reader.annotations.relating import join
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true", "HX-Current-URL": "http://testserver/a/trees/"}


@pytest.fixture
def relation(alice: User) -> Relation:
    article = make_article(editor=alice, slug="trees")
    claim = make_annotation(article, "Trees cool streets")
    return make_relation(make_annotation(article, "Shade saves water", Role.PREMISE), target=claim)


@pytest.fixture
def bob(relation: Relation) -> User:
    return make_member(relation.article, "bob", Part.EDITOR)


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


ADDRESS = "/a/trees/relations/1/scheme/"


def test_every_scheme_explains_itself_with_an_example(editor: Client, relation: Relation):
    html = editor.get(ADDRESS).content.decode()
    assert "P2 supports C1" in html
    assert "Expert opinion · Somebody who knows the field says so." in html
    assert html.count("data-example=") == 30


def test_schemes_for_attacks_come_first_where_one_attacks(editor: Client, relation: Relation):
    Relation.objects.update(kind=RelationKind.ATTACK)
    attack = editor.get(ADDRESS).content.decode()
    assert attack.count("data-example=") == 30
    Relation.objects.update(kind=RelationKind.SUPPORT)
    support = editor.get(ADDRESS).content.decode()
    assert attack.index("direct-ad-hominem") < attack.index("expert-opinion")
    assert support.index("direct-ad-hominem") > support.index("verbal-classification")


def test_a_scheme_is_saved_and_stands_on_the_card_with_its_questions(
    editor: Client, relation: Relation
):
    sent = {"scheme": "sign", "version": relation.version, "at": "P2"}
    response = editor.post(ADDRESS, sent, headers=SWAP)
    html = response.content.decode()
    assert "Argues by sign." in html
    assert "Does something else account for the sign better?" in html
    relation.refresh_from_db()
    assert relation.scheme == "sign"


def test_readers_see_the_scheme_but_no_way_to_change_it(
    editor: Client, relation: Relation, alice: User, client: Client
):
    set_scheme(relation, "sign", alice)
    Article.objects.update(visibility="public")
    client.logout()
    html = client.get("/a/trees/").content.decode()
    assert "by sign" in html
    assert "Does something else account for the sign better?" in html
    assert "Change the scheme" not in html


@pytest.mark.parametrize(
    "wrong", [{"scheme": "because"}, {"version": "0"}, {"version": ""}, {"scheme": "x" * 99}]
)
def test_nonsense_is_refused_with_a_sentence(editor: Client, relation: Relation, wrong: dict):
    sent = {"scheme": "sign", "version": "1", "at": "P2"} | wrong
    response = editor.post(ADDRESS, sent, headers=SWAP)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()


def test_whoever_was_too_late_is_told_and_can_save_again(
    editor: Client, relation: Relation, bob: User
):
    set_scheme(relation, "sign", bob)
    sent = {"scheme": "analogy", "version": "1", "at": "P2"}
    response = editor.post(ADDRESS, sent, headers=SWAP)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Bob named the scheme sign meanwhile. Save again to replace that." in html
    assert 'name="version" value="2"' in html
    assert editor.post(ADDRESS, sent | {"version": "2"}, headers=SWAP).status_code == 200
    relation.refresh_from_db()
    assert relation.scheme == "analogy"


def test_a_premise_that_joined_meanwhile_is_in_nobodys_way(
    editor: Client, relation: Relation, bob: User
):
    join(relation, make_annotation(relation.article, "Roots", Role.PREMISE), by=bob)
    sent = {"scheme": "analogy", "version": "1", "at": "P2"}
    assert editor.post(ADDRESS, sent, headers=SWAP).status_code == 200


def test_a_scheme_of_its_own_from_an_import_may_stay(editor: Client, relation: Relation):
    Relation.objects.update(scheme="modus ponens")
    sent = {"scheme": "modus ponens", "version": "1", "at": "P2"}
    assert editor.post(ADDRESS, sent, headers=SWAP).status_code == 200
    assert "by modus ponens" in editor.get("/a/trees/").content.decode()


def test_a_relation_that_is_not_there_is_absent(editor: Client, relation: Relation):
    assert editor.get(reverse("relation_scheme", args=["trees", 7])).status_code == 404
