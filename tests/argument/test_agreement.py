import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.argument.agreement import exact_spans, relations_agreed, roles_agreed, shared_spans
from reader.argument.matching import Unit, matched
from tests.argument.drawing import argument, attacks, graphs, supports, undercuts
from tests.argument.marking import LENGTH, C, E, P, marked, units

FEWER = settings(max_examples=40)
SPANS = (exact_spans, shared_spans)
SAME = {number: number for number in range(1, 15)}


def relations(*links):
    """Relations numbered from 1 between nodes 1 to 6."""
    return argument(6, *links).relations


def compared(mine, theirs, same=SAME):
    """The two F1s, of whole relations and of ties."""
    agreed = relations_agreed(mine, theirs, same)
    return agreed.exact.f1, agreed.ties.f1


def test_exact_spans_are_those_with_the_same_bounds():
    score = exact_spans(marked((0, 4), (6, 9), (12, 15)), marked((0, 4), (6, 10), role=C))
    assert (score.precision, score.recall) == (1 / 3, 1 / 2)
    assert score.f1 == pytest.approx(2 / 5)


def test_a_span_marked_twice_needs_two_of_the_others():
    assert exact_spans(marked((0, 4), (0, 4)), marked((0, 4))).precision == 1 / 2


def test_shared_spans_count_the_part_that_both_marked():
    score = shared_spans(marked((0, 10), (20, 24)), marked((4, 14), (20, 28), (29, 30)))
    assert score.precision == pytest.approx((6 / 10 + 4 / 4) / 2)
    assert score.recall == pytest.approx((6 / 10 + 4 / 8 + 0) / 3)


def test_a_passage_is_shared_with_one_other_only():
    score = shared_spans(marked((0, 10)), marked((0, 6), (6, 10)))
    assert (score.precision, score.recall) == (6 / 10, 1 / 2)


@pytest.mark.parametrize("spans", SPANS)
def test_who_marked_nothing_has_no_precision_and_two_of_them_no_score(spans):
    alone = spans([], marked((0, 4)))
    assert (alone.precision, alone.recall, alone.f1) == (None, 0, 0)
    assert spans([], []).f1 is None


@pytest.mark.parametrize("spans", SPANS)
@FEWER
@given(mine=units(), theirs=units())
def test_f1_is_the_same_both_ways(spans, mine, theirs):
    one, other = spans(mine, theirs), spans(theirs, mine)
    assert one.f1 == other.f1
    assert (one.precision, one.recall) == (other.recall, other.precision)


@pytest.mark.parametrize("spans", SPANS)
@given(marks=units().filter(bool))
def test_who_marks_the_same_agrees_fully(spans, marks):
    assert spans(marks, marks[::-1]).f1 == 1


@pytest.mark.parametrize("spans", SPANS)
@FEWER
@given(mine=units(), theirs=units().filter(bool))
def test_a_passage_that_the_other_has_not_never_raises_f1(spans, mine, theirs):
    before = spans(mine, theirs).f1
    assert spans([*mine, Unit(LENGTH, LENGTH + 5, P)], theirs).f1 <= before


def test_roles_are_compared_on_passages_that_both_marked():
    spans = [(place, place + 5) for place in range(0, 50, 10)]
    mine = [Unit(*span, role) for span, role in zip(spans, (C, P, P, E, C), strict=True)]
    theirs = [Unit(*span, role) for span, role in zip(spans[:4], (C, P, E, E), strict=True)]
    agreed = roles_agreed(mine, theirs, matched(mine, theirs))
    assert agreed.same.f1 == 3 / 4
    assert agreed.table == {(C, C): 1, (P, P): 1, (P, E): 1, (E, E): 1}
    # By hand: 2 of 8 values met another one; 8 values, 2 claims and 3 each of the others.
    assert agreed.alpha.value == pytest.approx(1 - (2 / 8) / ((64 - 4 - 9 - 9) / 56))


def test_roles_without_a_passage_in_common_have_no_score():
    agreed = roles_agreed(marked((0, 4)), marked((9, 12)), ())
    assert (agreed.same.f1, agreed.alpha.value, agreed.table) == (None, None, {})


@FEWER
@given(units(), units())
def test_alpha_of_roles_is_the_same_both_ways(mine, theirs):
    one = roles_agreed(mine, theirs, matched(mine, theirs)).alpha
    assert one == roles_agreed(theirs, mine, matched(theirs, mine)).alpha


def test_relations_are_compared_in_the_others_numbers():
    mine = relations(supports(2, target=1), attacks(3, target=1))
    theirs = relations(supports(5, target=4), supports(6, target=4))
    assert compared(mine, theirs, {1: 4, 2: 5, 3: 6}) == (1 / 2, 1 / 2)


def test_premises_have_no_order_but_working_together_counts():
    together = relations(supports(2, 3, target=1))
    assert compared(together, relations(supports(3, 2, target=1))) == (1, 1)
    apart = relations(supports(2, target=1), supports(3, target=1))
    assert compared(together, apart) == (0, 1)


def test_ties_have_no_direction_but_a_kind():
    mine = relations(supports(2, target=1))
    assert compared(mine, relations(supports(1, target=2))) == (0, 1)
    assert compared(mine, relations(attacks(2, target=1))) == (0, 0)


def test_a_relation_with_an_end_that_the_other_has_not_is_left_out():
    mine = relations(supports(2, target=1), supports(2, 3, target=1), supports(1, target=3))
    agreed = relations_agreed(mine, relations(supports(2, target=1)), {1: 1, 2: 2})
    assert (agreed.exact.f1, agreed.mine_left_out, agreed.theirs_left_out) == (1, 2, 0)


def test_undercuts_are_the_same_if_they_attack_the_same_step():
    mine = relations(supports(2, target=1), supports(3, target=1), undercuts(4, step=1))
    theirs = relations(undercuts(4, step=2), supports(2, target=1), supports(3, target=1))
    other = relations(undercuts(4, step=3), supports(2, target=1), supports(3, target=1))
    assert compared(mine, theirs) == (1, 1)
    assert compared(mine, other) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_undercuts_in_a_circle_and_on_what_is_left_out_are_left_out():
    circle = relations(undercuts(1, step=2), undercuts(2, step=1))
    assert relations_agreed(circle, circle, SAME).mine_left_out == 2
    on_unmatched = relations(supports(5, target=1), undercuts(2, step=1))
    agreed = relations_agreed(on_unmatched, on_unmatched, {1: 1, 2: 2})
    assert (agreed.mine_left_out, agreed.exact.f1) == (2, None)


def test_a_long_chain_of_undercuts_is_followed():
    steps = [undercuts(2, step=step) for step in range(1, 3000)]
    chain = relations(supports(2, target=1), *steps)
    assert compared(chain, chain) == (1, 1)


def test_nodes_are_matched_one_to_one():
    with pytest.raises(ValueError, match="matched with the same one"):
        relations_agreed((), (), {1: 4, 2: 4})


@FEWER
@given(graphs(), graphs(), st.permutations(sorted(SAME)))
def test_relations_agree_the_same_both_ways(mine, theirs, numbers):
    same = dict(zip(sorted(SAME), numbers, strict=True))
    back = {other: one for one, other in same.items()}
    one = relations_agreed(mine.relations, theirs.relations, same)
    other = relations_agreed(theirs.relations, mine.relations, back)
    assert (one.exact.f1, one.ties.f1) == (other.exact.f1, other.ties.f1)
    assert one.mine_left_out == other.theirs_left_out
