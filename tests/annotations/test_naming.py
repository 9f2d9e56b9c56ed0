import pytest

from reader.annotations.changes import withdraw
from reader.annotations.naming import set_scheme
from reader.annotations.undoing import undo
from reader.argument.roles import Role
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def relation(alice):
    article = make_article()
    claim = make_annotation(article, "Trees cool streets")
    return make_relation(make_annotation(article, "Shade saves water", Role.PREMISE), target=claim)


@pytest.fixture
def bob(relation):
    return make_member(relation.article, "bob", Part.EDITOR)


def test_a_relation_gets_a_scheme_and_loses_it_again(relation, alice):
    assert set_scheme(relation, "sign", alice).scheme == "sign"
    assert set_scheme(relation, "", alice).scheme == ""
    assert relation.article.changes.filter(verb="scheme").count() == 2


def test_naming_a_scheme_is_undone(relation, alice):
    set_scheme(relation, "sign", alice)
    undo(relation.article, alice)
    relation.refresh_from_db()
    assert relation.scheme == ""


def test_the_same_scheme_again_is_no_change(relation, alice):
    set_scheme(relation, "sign", alice)
    set_scheme(relation, "sign", alice)
    assert relation.article.changes.filter(verb="scheme").count() == 1


def test_a_scheme_that_does_not_exist_is_refused(relation, alice):
    with pytest.raises(ChangeRefused):
        set_scheme(relation, "because", alice)


def test_whoever_saw_an_older_relation_is_told(relation, alice, bob):
    set_scheme(relation, "sign", bob)
    with pytest.raises(ChangeOvertaken):
        set_scheme(relation, "analogy", alice, version=1)


def test_a_relation_that_was_taken_back_has_no_scheme_to_name(relation, alice):
    withdraw(relation, by=alice)
    with pytest.raises(ChangeRefused):
        set_scheme(relation, "sign", alice)
