from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from reader.argument.forest import LinkKind
from reader.argument.outline import outline_of, walk
from tests.argument.drawing import argument, attacks, graphs, supports, undercuts


def lines(graph, folded=()):
    """The outline as indented ids."""
    return [f"{'. ' * depth}{branch.id}" for branch, depth in walk(outline_of(graph, folded))]


def branch_of(graph, node_id):
    return next(branch for branch, _ in walk(outline_of(graph)) if branch.id == node_id)


def test_grounds_hang_under_their_claim_in_the_order_of_the_text():
    graph = argument(4, attacks(4, target=1), supports(3, target=2), supports(2, target=1))
    assert lines(graph) == ["1", ". 2", ". . 3", ". 4"]
    assert branch_of(graph, 4).kind is LinkKind.ATTACK
    assert branch_of(graph, 1).kind is None


def test_linked_premises_stand_together_and_know_each_other():
    graph = argument(4, supports(2, 4, target=1), supports(3, target=1))
    assert lines(graph) == ["1", ". 2", ". 4", ". 3"]
    assert branch_of(graph, 2).linked_with == (4,)


def test_an_undercutter_stands_right_after_the_premises_whose_step_it_attacks():
    graph = argument(
        6,
        supports(2, 3, target=1),
        supports(4, target=1),
        undercuts(6, step=1),
        undercuts(5, step=3),
    )
    assert lines(graph) == ["1", ". 2", ". 3", ". 6", ". 5", ". 4"]
    undercutter = branch_of(graph, 6)
    assert (undercutter.kind, undercutter.relation, undercutter.step) == (LinkKind.UNDERCUT, 3, 1)


def test_a_shared_premise_has_one_place_and_its_other_relations_are_told():
    graph = argument(3, supports(3, target=1), supports(3, target=2))
    assert lines(graph) == ["1", ". 3", "2"]
    assert branch_of(graph, 3).cross == (2,)


def test_linked_premises_are_rather_kept_together_than_near_the_root():
    graph = argument(4, supports(4, target=1), supports(2, target=1), supports(3, 4, target=2))
    assert lines(graph) == ["1", ". 2", ". . 3", ". . 4"]


def test_rhetoric_hangs_on_what_it_leans_on():
    graph = argument(3, supports(2, target=1), leaning={3: 2})
    assert lines(graph) == ["1", ". 2", ". . 3"]
    assert branch_of(graph, 3).kind is LinkKind.LEAN
    assert branch_of(graph, 3).relation is None


def test_a_pure_circle_begins_with_its_first_node_in_the_text():
    graph = argument(3, supports(2, target=3), supports(3, target=1), supports(1, target=2))
    assert lines(graph) == ["1", ". 3", ". . 2"]
    assert branch_of(graph, 1).cross == (3,)


def test_a_circle_with_a_way_out_hangs_on_it():
    graph = argument(3, supports(2, target=3), supports(3, target=2), supports(3, target=1))
    assert lines(graph) == ["1", ". 3", ". . 2"]


def test_undercuts_of_undercuts_stand_in_a_row():
    links = [supports(2, target=1), *(undercuts(n + 2, step=n) for n in range(1, 5))]
    assert lines(argument(6, *links)) == ["1", ". 2", ". 3", ". 4", ". 5", ". 6"]


def test_what_hangs_under_a_folded_node_is_counted():
    graph = argument(5, *(supports(n + 1, target=n) for n in range(1, 5)))
    assert lines(graph, folded={2}) == ["1", ". 2"]
    assert outline_of(graph, {2})[0].children[0].hidden == 3
    assert outline_of(graph, {5})[0].hidden == 0


def test_folding_moves_nothing_else():
    graph = argument(4, supports(2, target=1), supports(3, target=1), supports(4, 3, target=2))
    assert lines(graph) == ["1", ". 2", ". . 3", ". . 4"]
    assert lines(graph, folded={2}) == ["1", ". 2"]


@given(graphs())
def test_every_node_stands_at_exactly_one_place(graph):
    found = [branch.id for branch, _ in walk(outline_of(graph))]
    assert sorted(found) == [node.id for node in graph.nodes]


@given(graphs())
def test_roots_of_the_graph_are_roots_of_the_outline(graph):
    roots = [branch.id for branch in outline_of(graph)]
    assert roots == sorted(roots)
    assert {node.id for node in graph.roots()} <= set(roots)


@given(graphs())
def test_premises_of_one_relation_are_never_torn_apart(graph):
    for branch, _ in walk(outline_of(graph)):
        runs = [relation for relation, _ in groupby(child.relation for child in branch.children)]
        hung = [relation for relation in runs if relation is not None]
        assert len(hung) == len(set(hung))


@given(graphs())
def test_siblings_come_in_the_order_of_the_text_but_for_what_must_stand_together(graph):
    for branch, _ in walk(outline_of(graph)):
        placed = [child for child in branch.children if child.step is None]
        firsts = [next(run).id for _, run in groupby(placed, key=lambda c: c.relation or c.id)]
        assert firsts == sorted(firsts)


@given(graphs(), st.sets(st.integers(1, 14)))
def test_shown_and_hidden_nodes_are_all_nodes(graph, folded):
    walked = [branch for branch, _ in walk(outline_of(graph, folded))]
    assert len(walked) + sum(branch.hidden for branch in walked) == len(graph.nodes)


def test_a_chain_of_thousands_is_no_matter():
    graph = argument(5000, *(supports(n + 1, target=n) for n in range(1, 5000)))
    assert sum(1 for _ in walk(outline_of(graph))) == 5000
