import pytest
from hypothesis import given

from reader.argument.graph import ArgumentGraph, Node, Relation
from reader.argument.roles import RelationKind, Role
from tests.argument.drawing import argument, attacks, graphs, supports, undercuts

CLAIM = Node(1, Role.CLAIM, "")


def ids(items):
    return [item.id for item in items]


def test_what_bears_on_a_node_comes_in_the_order_of_the_text():
    graph = argument(4, attacks(4, target=1), supports(3, 2, target=1))
    assert ids(graph.relations_on(1)) == [2, 1]
    assert graph.relations_on(2) == ()


def test_a_premise_knows_its_relations_and_a_relation_its_undercuts():
    graph = argument(4, supports(2, target=1), supports(2, target=3), undercuts(4, step=1))
    assert ids(graph.relations_from(2)) == [1, 2]
    assert ids(graph.undercuts_of(1)) == [3]
    assert graph.relation(3).is_undercut


def test_roots_neither_bear_nor_lean_on_anything():
    graph = argument(5, supports(2, target=1), leaning={4: 1})
    assert ids(graph.roots()) == [1, 3, 5]
    assert ids(graph.main_claims) == [1]
    assert ids(graph.rhetoric_on(1)) == [4]


def test_an_undercut_bears_in_the_end_on_what_the_step_is_for():
    graph = argument(4, supports(2, target=1), undercuts(3, step=1), undercuts(4, step=2))
    assert graph.conclusion_of(graph.relation(3)) == 1


def test_undercuts_that_attack_each_other_bear_on_nothing():
    graph = argument(2, undercuts(1, step=2), undercuts(2, step=1))
    assert graph.conclusion_of(graph.relation(1)) is None


@pytest.mark.parametrize(
    ("relation", "flaw"),
    [
        (Relation(7, RelationKind.SUPPORT, (), target=1), "Relation 7 has no premise."),
        (Relation(7, RelationKind.SUPPORT, (9,), target=1), "premise 9, which is unknown"),
        (Relation(7, RelationKind.SUPPORT, (1,), target=9), "node 9, which is unknown"),
        (Relation(7, RelationKind.ATTACK, (1,), target_relation=9), "relation 9, which is unknown"),
        (Relation(7, RelationKind.SUPPORT, (1,)), "needs one target"),
        (Relation(7, RelationKind.ATTACK, (1,), 1, 7), "needs one target"),
    ],
)
def test_a_relation_that_leads_nowhere_is_refused(relation, flaw):
    with pytest.raises(ValueError, match=flaw):
        ArgumentGraph((CLAIM,), (relation,))


def test_an_id_given_twice_is_refused():
    with pytest.raises(ValueError, match="same id"):
        ArgumentGraph((CLAIM, CLAIM))


def test_rhetoric_that_leans_on_nothing_known_is_refused():
    with pytest.raises(ValueError, match="leans on 5, which is unknown"):
        ArgumentGraph((Node(1, Role.RHETORIC, "", leans_on=5),))


def test_a_link_back_down_a_chain_would_circle():
    graph = argument(3, supports(2, target=1), supports(3, target=2))
    assert graph.would_circle([1], target=3)
    assert graph.would_circle([2], target=2)
    assert not graph.would_circle([3], target=1)


def test_an_undercut_of_ones_own_ground_would_circle():
    graph = argument(3, supports(2, target=1), supports(1, target=3))
    assert graph.would_circle([3], target_relation=1)
    assert not graph.would_circle([2], target_relation=2)


def test_each_circle_is_found_once_from_its_first_node():
    graph = argument(
        7,
        *(supports(2, target=3), supports(3, target=2), supports(2, target=1)),
        *(supports(4, target=5), attacks(5, target=6), supports(6, target=4)),
        supports(7, target=7),
    )
    assert graph.circles() == ((2, 3), (4, 5, 6), (7,))
    assert graph.circles(RelationKind.SUPPORT) == ((2, 3), (7,))


def test_a_circle_may_lead_through_an_undercut():
    graph = argument(3, supports(2, target=1), undercuts(3, step=1), supports(1, target=3))
    assert graph.circles() == ((1, 3),)


def test_undercuts_that_only_attack_each_other_are_a_circle():
    graph = argument(2, undercuts(1, step=2), undercuts(2, step=1))
    assert graph.circles() == ((1, 2),)


@given(graphs())
def test_a_circle_leads_from_each_node_to_the_next(graph):
    for circle in graph.circles():
        for one, other in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert graph.would_circle([other], target=one) or _meet_at_steps(graph, circle)


def _meet_at_steps(graph, circle):
    """In a circle of undercuts nodes are premises of steps that attack each other."""
    return all(any(r.target_relation for r in graph.relations_from(node)) for node in circle)


def test_a_long_chain_is_walked_without_recursion():
    links = [supports(n + 1, target=n) for n in range(1, 5000)]
    graph = argument(5000, *links, supports(1, target=5000))
    assert len(graph.circles()[0]) == 5000
