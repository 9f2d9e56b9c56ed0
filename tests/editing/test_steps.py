"""What editors do to a step: say what it takes for granted, let premises join and leave, undercut it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.models import GIST_LENGTH, Annotation
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.editing.pages import words_of
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, slug="trees")


@pytest.fixture
def three(article: Article) -> tuple[Annotation, ...]:
    """A claim, a premise that supports it, and a counterclaim that stands alone."""
    annotations = (
        make_annotation(article, "Trees cool streets"),
        make_annotation(article, "Shade saves water", Role.PREMISE),
        make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM),
    )
    make_relation(annotations[1], target=annotations[0])
    return annotations


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def address(name: str, *args: object) -> str:
    return reverse(name, args=["trees", *args])


def swap(client: Client, name: str, *args: object, **data: object) -> HttpResponse:
    return client.post(address(name, *args), data, headers={"HX-Request": "true"})


def words_in(response: HttpResponse) -> str:
    return response.content.decode()


def test_what_must_be_true_becomes_an_unstated_premise_of_the_step(
    editor: Client, article: Article, three: object
) -> None:
    offered = editor.get(
        address("relation_assume", 1), {"at": "P2"}, headers={"HX-Request": "true"}
    )
    assert "What must be true for this step?" in words_in(offered)
    response = swap(editor, "relation_assume", 1, gist="  Shade\ncools ", at="P2")
    assert "A4 supports C1 together with P2." in words_in(response)
    reading = reading_of(article)
    assert reading.by_number[4].gist == "Shade cools"
    assert reading.implicit == {4}
    assert set(reading.graph.relation(1).premises) == {2, 4}
    assert "P2 supports C1." not in words_in(swap(editor, "change_undo"))
    assert reading_of(article).graph.relation(1).premises == (2,)


@pytest.mark.parametrize(
    ("gist", "words"),
    [
        ("", "Say in one line what must be true."),
        ("\x00\x01", "Say in one line what must be true."),
        ("x" * (GIST_LENGTH + 1), "Keep it to 200 characters"),
        ("x" * 1_000_000, "Keep it to 200 characters"),
    ],
)
def test_bad_assumptions_are_refused_in_place(
    editor: Client, article: Article, three: object, gist: str, words: str
) -> None:
    response = swap(editor, "relation_assume", 1, gist=gist, at="nonsense")
    assert response.status_code == 422
    assert words in words_in(response)
    assert gist.strip("\x00\x01")[:20] in words_in(response)
    assert article.annotations.count() == 3


def test_without_script_the_page_of_a_step_has_all_its_tools(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    editor.post(address("relation_join", 1), {"premise": "X3"})
    html = words_in(editor.get(address("relation_join", 1)))
    assert "<h1>P2 supports C1 together with X3</h1>" in html
    for action in ("relation_assume", "relation_join", "relation_part", "relation_withdraw"):
        assert f'action="{address(action, 1)}"' in html
    assert "hx-" not in html.split("<h1>")[1]
    response = editor.post(address("relation_part", 1), {"premise": "P2"})
    assert response.url == f"{article.get_absolute_url()}#c-P2"
    response = editor.post(address("relation_assume", 1), {"gist": "Shade cools"})
    assert response.status_code == 302
    bad = editor.post(address("relation_assume", 1), {"gist": ""})
    assert bad.status_code == 422
    assert "Say in one line" in words_in(bad) and "<h1>" in words_in(bad)


def test_a_premise_is_taken_out_on_its_own_card(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    swap(editor, "relation_join", 1, premise="X3", at="P2")
    page = words_in(editor.get(article.get_absolute_url()))
    assert "Take P2 out of this step" in page
    assert "X3 supports C1." in words_in(swap(editor, "relation_part", 1, premise="P2", at="P2"))


@pytest.mark.parametrize(("place", "prefix"), [("node", "n"), ("key", "k"), ("code", "r")])
def test_what_was_dragged_is_saved_and_the_focus_stays_there(
    editor: Client, article: Article, three: object, place: str, prefix: str
) -> None:
    response = swap(editor, "relation_new", premise="X3", verb="attacks", target="C1", place=place)
    assert "X3 attacks C1." in words_in(response)
    assert f'"to": "{prefix}-X3"' in response["HX-Trigger-After-Settle"]
    assert "passage:choose" not in response["HX-Trigger-After-Settle"]


def test_what_was_dragged_in_vain_is_told_in_a_sentence(
    editor: Client, article: Article, three: object
) -> None:
    response = swap(editor, "relation_new", premise="P2", verb="attacks", target="C1", place="node")
    assert response.status_code == 422
    assert "This is there already: P2 supports C1." in words_in(response)
    assert "<form" not in words_in(response)
    response = swap(editor, "relation_join", 1, premise="C1", place="node")
    assert response.status_code == 422
    assert "C1 cannot bear on itself." in words_in(response)
    assert "<form" not in words_in(response)


def test_link_mode_offers_the_nearest_claim_that_is_not_borne_on_yet(
    editor: Client, article: Article, three: object
) -> None:
    query = {"place": "bar", "premise": "X3"}
    html = words_in(editor.get(address("relation_new"), query, headers={"HX-Request": "true"}))
    assert '<option value="C1" data-role="claim" selected>' in html
    assert 'value="attacks" checked' in html
    query = {"place": "bar", "premise": "P2"}
    html = words_in(editor.get(address("relation_new"), query, headers={"HX-Request": "true"}))
    assert "selected" not in html


def test_an_address_may_say_which_step_to_undercut(
    editor: Client, article: Article, three: object
) -> None:
    query = {"verb": "undercuts", "target": "relation-1"}
    html = words_in(editor.get(address("relation_new"), query))
    assert '<option value="relation-1" data-step selected>' in html
    assert "<option selected>undercuts</option>" in html
    assert editor.get(address("relation_new"), {"verb": "eats"}).status_code == 200


def test_the_panel_of_a_step_tells_it_and_keeps_its_place(
    editor: Client, article: Article, three: object
) -> None:
    panel = editor.get(
        address("relation_join", 1), {"place": "step"}, headers={"HX-Request": "true"}
    )
    assert "P2 supports C1" in words_in(panel)
    assert words_in(panel).count('name="place" value="step"') == 3
    bad = swap(editor, "relation_assume", 1, gist="", place="step")
    assert bad.status_code == 422
    assert 'name="place" value="step"' in words_in(bad)
    assert '"within": "step-assume"' in bad["HX-Trigger-After-Settle"]


def test_an_end_that_is_withdrawn_meanwhile_is_no_crash(
    article: Article, alice: User, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[2], target=article.relations.get(number=1), kind="attack")
    reading = reading_of(article)
    assert words_of(reading, 1, premise=99) == "P2 supports C1"
    withdraw(three[0], by=alice)
    reading = reading_of(article)
    for relation in (1, 2, 99):
        assert "withdrawn meanwhile" in words_of(reading, relation)
