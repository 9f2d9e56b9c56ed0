from dataclasses import replace

from hypothesis import given

from reader.argument.findings import (
    LONGEST_KEY,
    Finding,
    FindingKind,
    Step,
    circles_of,
    findings_of,
)
from reader.argument.graph import ArgumentGraph, Node
from reader.argument.roles import Role
from tests.argument.drawing import argument, attacks, graphs, supports, undercuts


def recast(graph: ArgumentGraph, **roles: Role) -> ArgumentGraph:
    """The same argument, where n2=Role.CLAIM makes node 2 a claim."""
    nodes = (replace(node, role=roles.get(f"n{node.id}", node.role)) for node in graph.nodes)
    return ArgumentGraph(tuple(nodes), graph.relations)


def found(graph: ArgumentGraph, kind: FindingKind, **more) -> list[tuple]:
    return [finding.ids for finding in findings_of(graph, **more) if finding.kind is kind]


def test_a_circle_of_support_is_named_step_by_step():
    graph = argument(3, supports(1, target=2), supports(2, target=3), supports(3, target=1))
    (finding,) = findings_of(graph, lambda number: f"P{number}")
    assert finding.kind is FindingKind.CIRCLE
    assert finding.ids == (1, 2, 3)
    assert finding.words == (
        "P1 supports P2, P2 supports P3 and P3 supports P1: the reasons go round in a circle."
    )


def test_a_node_that_supports_itself_is_a_circle_too():
    (finding,) = findings_of(argument(1, supports(1, target=1)))
    assert finding.words == "1 supports itself: the reasons go round in a circle."


def test_attacks_on_each_other_are_no_circle_of_support():
    assert not list(circles_of(argument(2, attacks(1, target=2), attacks(2, target=1))))


def test_a_circle_has_the_same_key_wherever_it_is_entered():
    one = Finding(FindingKind.CIRCLE, (7, 2, 5), "")
    assert one.key == Finding(FindingKind.CIRCLE, (2, 5, 7), "").key == "circle 2 5 7"
    assert one.key != Finding(FindingKind.CIRCLE, (5, 2, 7), "").key


def test_a_sound_argument_has_no_findings():
    assert not findings_of(argument(3, supports(2, target=1), supports(3, target=2)))


def test_a_claim_that_is_only_attacked_has_nothing_under_it():
    graph = argument(2, attacks(2, target=1))
    (finding,) = findings_of(graph, lambda number: f"C{number}")
    assert (finding.kind, finding.ids, finding.step) == (
        FindingKind.UNSUPPORTED,
        (1,),
        Step.SUPPORT,
    )
    assert finding.words == "C1 has no reason under it."


def test_a_reason_with_a_reason_of_its_own_may_still_lead_nowhere():
    graph = argument(4, supports(2, target=1), supports(4, target=3))
    assert found(graph, FindingKind.LOOSE) == [(3,)]


def test_a_claim_leads_nowhere_by_right():
    assert not found(argument(2, supports(2, target=1)), FindingKind.LOOSE)


def test_what_is_tied_to_nothing_is_unconnected_and_nothing_else():
    graph = argument(3, supports(2, target=1))
    assert [(f.kind, f.ids) for f in findings_of(graph)] == [(FindingKind.UNCONNECTED, (3,))]


def test_a_claim_all_by_itself_is_unconnected():
    assert [f.kind for f in findings_of(argument(1))] == [FindingKind.UNCONNECTED]


def test_rhetoric_that_leans_on_nothing_is_edited_not_connected():
    graph = recast(argument(1), n1=Role.RHETORIC)
    (finding,) = findings_of(graph, lambda number: f"Rh{number}")
    assert finding.words == "Rh1 leans on nothing."
    assert finding.step is Step.EDIT


def test_rhetoric_on_a_claim_without_reasons_stands_where_a_reason_is_missing():
    graph = argument(2, leaning={2: 1})
    assert found(graph, FindingKind.BARE_RHETORIC) == [(2, 1)]
    supported = argument(3, supports(3, target=1), leaning={2: 1})
    assert not found(supported, FindingKind.BARE_RHETORIC)


def test_rhetoric_on_a_premise_is_no_finding():
    graph = argument(3, supports(2, target=1), leaning={3: 2})
    assert not findings_of(graph)


def test_an_objection_to_the_main_claim_wants_an_answer():
    graph = recast(argument(3, supports(2, target=1), attacks(3, target=1)), n3=Role.COUNTERCLAIM)
    assert found(graph, FindingKind.UNANSWERED) == [(3,)]


def test_an_attack_or_an_undercut_answers_an_objection():
    for answer in (attacks(4, target=3), undercuts(4, step=2)):
        graph = argument(4, supports(2, target=1), attacks(3, target=1), answer)
        assert not found(recast(graph, n3=Role.COUNTERCLAIM), FindingKind.UNANSWERED)


def test_the_same_gist_twice_is_found_whatever_its_capitals():
    nodes = (Node(1, Role.CLAIM, "Trees  cool"), Node(2, Role.CLAIM, "trees cool"))
    (finding,) = [f for f in findings_of(ArgumentGraph(nodes)) if f.kind is FindingKind.TWICE]
    assert finding.ids == (2, 1)


def test_a_gist_that_says_more_is_told_with_its_words():
    graph = argument(2, supports(2, target=1))
    (finding,) = findings_of(graph, lambda n: f"P{n}", overstated={2: ("all", "causes")})
    assert finding.words == "The gist of P2 says “all” and “causes”; its passage does not."
    assert finding.key == "overstated 2 all causes"


@given(graphs())
def test_every_finding_has_words_a_next_step_and_a_key_of_its_own(graph):
    findings = findings_of(graph)
    assert all(f.words and f.next_step and f.ids for f in findings)
    keys = [finding.key for finding in findings]
    assert len(set(keys)) == len(keys)
    assert all(len(key) <= LONGEST_KEY for key in keys)


@given(graphs())
def test_labels_change_no_key(graph):
    keys = {finding.key for finding in findings_of(graph)}
    assert keys == {finding.key for finding in findings_of(graph, lambda number: f"X{number}")}


def test_a_long_circle_has_a_short_key():
    steps = [supports(n, target=n % 150 + 1) for n in range(1, 151)]
    (finding,) = circles_of(argument(150, *steps))
    assert len(finding.key) <= LONGEST_KEY
