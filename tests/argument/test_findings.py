from reader.argument.findings import FindingKind, findings_of
from tests.argument.drawing import argument, attacks, supports


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
    assert findings_of(argument(2, attacks(1, target=2), attacks(2, target=1))) == ()
