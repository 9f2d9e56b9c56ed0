"""Many annotations change at once from their list, in one change that one undo takes back."""

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import withdraw
from reader.annotations.models import Annotation
from reader.argument.roles import Role
from reader.articles.models import Article
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice, slug="trees")
    for words in ("Trees cool streets", "Shade saves water", "Roots lift pavements"):
        make_annotation(article, words)
    return article


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def address(name: str, query: str = "") -> str:
    return reverse(name, args=["trees"]) + query


def labels(article: Article) -> list[str]:
    return [annotation.label for annotation in article.annotations.standing()]


def test_several_get_another_role_in_one_change(editor: Client, article: Article) -> None:
    changes = article.changes.count()
    data = {"number": ["1", "C3"], "role": "premise"}
    response = editor.post(address("annotations_recast", "?role=claim&q=r"), data)
    assert response["Location"] == address("annotation_list", "?q=r&role=claim")
    assert labels(article) == ["P1", "C2", "P3"]
    assert article.changes.count() == changes + 1


def test_several_are_withdrawn_brought_back_and_that_is_undone_from_the_list(
    editor: Client, article: Article
) -> None:
    editor.post(address("annotations_withdraw"), {"number": [1, 2]})
    assert labels(article) == ["C3"]
    editor.post(address("annotations_restore"), {"number": [1, 2]})
    assert labels(article) == ["C1", "C2", "C3"]
    html = editor.get(address("annotation_list")).content.decode()
    assert "you brought back C1 and C2" in html
    seq = article.changes.latest("seq").seq
    undone = editor.post(address("change_undo"), {"seq": seq, "at": "list"})
    assert undone["Location"] == address("annotation_list")
    assert labels(article) == ["C3"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("annotations_recast", {"role": "claim"}, "Choose some annotations first."),
        ("annotations_recast", {"number": 1}, "Choose the role they get."),
        ("annotations_recast", {"number": 1, "role": "king"}, "Choose one of the roles."),
        ("annotations_withdraw", {"number": 99}, "One of them is not in this article."),
        ("annotations_withdraw", {"number": "\0<b>"}, "One of them is not in this article."),
        ("annotations_withdraw", {"number": "9" * 500_000}, "One of them is not"),
        ("annotations_restore", {}, "Choose some annotations first."),
    ],
)
def test_what_makes_no_sense_is_said_and_the_choice_stays(
    editor: Client, article: Article, name: str, data: dict[str, object], words: str
) -> None:
    response = editor.post(address(name), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert labels(article) == ["C1", "C2", "C3"]


def test_one_refusal_leaves_all_as_they_were(editor: Client, article: Article) -> None:
    one, two, _ = article.annotations.all()
    make_relation(two, target=one)
    data = {"number": [1, 2], "role": "rhetoric"}
    html = editor.post(address("annotations_recast"), data).content.decode()
    assert "C2 is given as a reason" in html
    assert all(f'aria-label="Choose {label}" checked' in html for label in ("C1", "C2"))
    assert '<option value="rhetoric" selected' in html
    assert labels(article) == ["C1", "C2", "C3"]


def test_what_others_withdrew_meanwhile_is_not_recast(
    editor: Client, article: Article, alice: User
) -> None:
    withdraw(Annotation.objects.get(number=1), by=alice)
    response = editor.post(address("annotations_recast"), {"number": [1], "role": "premise"})
    assert response.status_code == 422
    assert "withdrawn meanwhile" in response.content.decode()


def test_annotations_of_other_articles_stay_out(
    editor: Client, article: Article, bob: User
) -> None:
    elsewhere = make_annotation(make_article(editor=bob), "Shade", Role.PREMISE)
    Annotation.objects.filter(pk=elsewhere.pk).update(number=9)
    response = editor.post(address("annotations_withdraw"), {"number": [9]})
    assert response.status_code == 422
    elsewhere.refresh_from_db()
    assert not elsewhere.is_withdrawn


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=SHADE", ["C2"]),
        ("?q=water+saves", ["C2"]),
        ("?role=claim", ["C1", "C2", "C3"]),
        ("?role=premise", []),
        ("?role=king&q=", ["C1", "C2", "C3"]),
        ("?q=%00%ed%a0%80", []),
    ],
)
def test_the_list_is_filtered_by_words_and_role(
    editor: Client, article: Article, query: str, found: list[str]
) -> None:
    html = editor.get(address("annotation_list", query)).content.decode()
    shown = [label for label in ("C1", "C2", "C3") if f'aria-label="Choose {label}"' in html]
    assert shown == found
