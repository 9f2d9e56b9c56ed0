import pytest

from reader.annotations.graphs import reading_of
from reader.argument.roles import RelationKind, Role
from reader.reading.cards import Cards
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def argued():
    """Evidence and an unstated assumption support a claim; a counterclaim undercuts the step."""
    article = make_article()
    claim = make_annotation(article, "Trees cool streets")
    evidence = make_annotation(article, "Shade saves water", Role.EVIDENCE, note="Measured once.")
    assumption = make_annotation(article, role=Role.ASSUMPTION, gist="Shade is cool")
    step = make_relation(evidence, assumption, target=claim)
    counter = make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    make_relation(counter, target=step, kind=RelationKind.ATTACK)
    return article


def cards_of(article):
    return {card.label: card for card in Cards(reading_of(article), "/a/street-trees/").all()}


def ties(card):
    return [(tie.words, tie.label, tie.mine) for tie in card.ties]


def test_a_card_shows_gist_note_quote_and_editor(argued):
    card = cards_of(argued)["E2"]
    assert (card.gist, card.note) == ("Shade saves water", "Measured once.")
    assert card.quotes == ("Shade saves water",)
    assert (card.editor, card.initials) == ("Alice", "A")


def test_a_card_lists_what_bears_on_it(argued):
    assert ties(cards_of(argued)["C1"]) == [("E2 and A3 support it", "E2", False)]


def test_a_card_lists_what_it_bears_on_and_who_undercuts_that(argued):
    assert ties(cards_of(argued)["E2"]) == [
        ("supports C1 together with A3", "C1", True),
        ("X4 undercuts its step to C1", "X4", False),
    ]


def test_an_undercutter_leads_to_a_premise_of_the_step(argued):
    assert ties(cards_of(argued)["X4"]) == [("undercuts the step from E2 and A3 to C1", "E2", True)]


def test_rhetoric_and_what_it_leans_on_lead_to_each_other(argued):
    claim = argued.annotations.get(number=1)
    make_annotation(argued, "cool", Role.RHETORIC, leans_on=claim, device="Loaded language")
    cards = cards_of(argued)
    assert ties(cards["Rh5"]) == [("leans on C1", "C1", True)]
    assert ("Rh5 leans on it", "Rh5", False) in ties(cards["C1"])


def test_an_implicit_annotation_is_addressed_by_its_card(argued):
    cards = cards_of(argued)
    assert cards["A3"].is_implicit
    assert cards["A3"].href == "/a/street-trees/#c-A3"
    assert cards["C1"].href == "/a/street-trees/#p-C1"


def test_the_claim_that_all_leads_to_is_called_the_main_claim(argued):
    assert cards_of(argued)["C1"].role_name == "Main claim"
