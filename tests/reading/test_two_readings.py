import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.adopting import Taking, adopt
from reader.annotations.changes import withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.revising import revise
from reader.annotations.rounds import show_readings
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Round
from reader.reading.two_readings import Difference, differences_of
from tests.factories import make_annotation, make_article, make_relation
from tests.rounds import connect, make_round, mark, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice, public=True)
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_relation(premise, target=claim)
    return article


def disagreeing(article: Article, **fields: bool) -> Round:
    """Bob reads Shade as evidence for Trees, Carol as a premise against it; both agree on Trees."""
    round = make_round(article, "bob", "carol", **fields)
    given = (
        ("bob", Role.EVIDENCE, RelationKind.SUPPORT),
        ("carol", Role.PREMISE, RelationKind.ATTACK),
    )
    for name, role, kind in given:
        sheet = sheet_of(round, name)
        reason = mark(sheet, "Shade saves water", role, f"Secret words of {name}")
        connect(reason, target=mark(sheet, "Trees cool streets"), kind=kind)
        mark(sheet, "Roots", role, f"Secret place of {name}")
    return round


def found(article: Article) -> dict[int, tuple[Difference, ...]]:
    article.refresh_from_db()
    return differences_of(article, reading_of(article))


def said(differences: tuple[Difference, ...]) -> list[str]:
    return [" ".join(f"{'+'.join(s.letters)}:{s.words}" for s in d.sayings) for d in differences]


def test_other_roles_and_other_relations_are_told(article: Article) -> None:
    disagreeing(article, shown=True)
    differences = found(article)
    assert differences.keys() == {2}
    assert said(differences[2]) == ["A:evidence B:premise", "A:supports C1 B:attacks C1"]
    assert differences[2][0].title == "Two readings"


def test_who_says_the_same_is_named_together(article: Article) -> None:
    round = make_round(article, "bob", "carol", "dora", shown=True)
    for name, role in (("bob", Role.EVIDENCE), ("carol", Role.PREMISE), ("dora", Role.EVIDENCE)):
        mark(sheet_of(round, name), "Trees cool streets", role)
    [difference] = found(article)[1]
    assert said([difference]) == ["A+C:evidence B:premise"]
    assert difference.title == "Two readings"


def test_what_only_one_connects_is_told_where_both_marked_the_ends(article: Article) -> None:
    round = make_round(article, "bob", "carol", shown=True)
    for name in ("bob", "carol"):
        sheet = sheet_of(round, name)
        mark(sheet, "Trees cool streets")
        mark(sheet, "Shade saves water", Role.PREMISE)
    bobs = sheet_of(round, "bob")
    connect(bobs.annotations.get(number=2), target=bobs.annotations.get(number=1))
    assert said(found(article)[2]) == ["A:supports C1 B:does not bear on C1"]


def test_what_was_adopted_is_known_whatever_its_words_are_now(
    article: Article, alice: User
) -> None:
    round = disagreeing(article, shown=True)
    bobs, carols = (sheet_of(round, name).annotations.get(number=3) for name in ("bob", "carol"))
    [adopted] = adopt(round, [Taking(bobs, (carols,))], alice)
    assert said(found(article)[adopted.number]) == ["A:evidence B:premise"]
    withdraw(adopted, by=alice)
    assert adopted.number not in found(article)


def test_passages_are_found_in_a_newer_text(article: Article, alice: User) -> None:
    disagreeing(article, shown=True)
    revise(article, "Before that. " + article.head.source, 1, "", alice)
    assert found(article).keys() == {2}


@pytest.mark.parametrize("fields", [{"shown": False}, {"shown": True, "is_closed": False}])
def test_nothing_is_told_of_what_is_open_or_not_shown(
    article: Article, fields: dict[str, bool], alice: User
) -> None:
    disagreeing(article, **fields)
    assert found(article) == {}
    for client in (Client(), signed_in(alice)):
        assert client.get(reverse("article_readings", args=[article.slug])).status_code == 404
        page = client.get(article.get_absolute_url()).content.decode()
        assert "Two readings" not in page
        assert "Secret" not in page


def test_readers_see_it_on_the_card_and_on_a_page_without_names(article: Article) -> None:
    disagreeing(article, shown=True)
    card = Client().get(article.get_absolute_url()).content.decode()
    assert "Two readings</a>: evidence (A), premise (B)" in card
    page = Client().get(reverse("article_readings", args=[article.slug])).content.decode()
    assert "supports C1 (reading A), attacks C1 (reading B)" in page
    for words in ("Secret", "Bob", "Carol"):
        assert words not in page
        assert words not in card


def test_members_see_who_is_who(article: Article, alice: User) -> None:
    disagreeing(article, shown=True)
    page = signed_in(alice).get(reverse("article_readings", args=[article.slug])).content.decode()
    assert "A is Bob, B is Carol" in page


def test_showing_and_hiding_changes_the_page_at_once(article: Article, alice: User) -> None:
    round = disagreeing(article)
    for is_shown in (True, False):
        show_readings(round, is_shown, alice)
        page = Client().get(article.get_absolute_url()).content.decode()
        assert ("Two readings" in page) is is_shown


def test_a_private_article_tells_strangers_nothing(alice: User) -> None:
    article = make_article(editor=alice)
    make_round(article, "bob", "carol", shown=True)
    assert Client().get(reverse("article_readings", args=[article.slug])).status_code == 404


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
