import pytest

from reader.argument.graph import ArgumentGraph, Node, Relation
from reader.argument.roles import RelationKind, Role
from reader.reading.words import (
    bearing_words,
    borne_words,
    leaning_words,
    listed,
    step_words,
    undercut_words,
)

LABELS = {1: "C1", 2: "E2", 3: "A3", 4: "X4", 5: "R5", 6: "Rh6"}
SUPPORT = Relation(1, RelationKind.SUPPORT, (2, 3), target=1)
UNDERCUT = Relation(2, RelationKind.ATTACK, (4,), target_relation=1)
SECOND = Relation(3, RelationKind.ATTACK, (5,), target_relation=2)
GRAPH = ArgumentGraph(
    (*(Node(n, Role.CLAIM, "") for n in range(1, 6)), Node(6, Role.RHETORIC, "", leans_on=1)),
    (SUPPORT, UNDERCUT, SECOND),
)


def label(number):
    return LABELS[number]


@pytest.mark.parametrize(
    ("labels", "words"),
    [(["A1"], "A1"), (["A1", "B2"], "A1 and B2"), (["A1", "B2", "C3"], "A1, B2 and C3")],
)
def test_labels_are_listed_as_in_a_sentence(labels, words):
    assert listed(labels) == words


def test_a_premise_says_what_it_bears_on_and_with_whom():
    assert bearing_words(GRAPH, SUPPORT, 2, label) == "supports C1 together with A3"


def test_a_target_says_what_bears_on_it():
    assert borne_words(SUPPORT, label) == "E2 and A3 support it"


def test_an_undercut_names_the_step_it_attacks():
    assert bearing_words(GRAPH, UNDERCUT, 4, label) == "undercuts the step from E2 and A3 to C1"


def test_an_undercut_of_an_undercut_names_the_undercut():
    assert bearing_words(GRAPH, SECOND, 5, label) == "undercuts the undercut by X4"
    assert step_words(GRAPH, UNDERCUT, label) == "the undercut by X4"


def test_a_premise_says_who_undercuts_its_step():
    assert undercut_words(GRAPH, UNDERCUT, 2, label) == "X4 undercuts its step to C1"


def test_rhetoric_says_what_it_leans_on():
    assert leaning_words(GRAPH.node(6), label) == "leans on C1"
    assert leaning_words(GRAPH.node(1), label) == ""
