from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.argument.code_layout import place_codes
from reader.argument.graph import ArgumentGraph, Id
from reader.argument.layout import choose_kind, place, rooms_of
from reader.argument.outline import outline_of, walk
from reader.argument.placement import Box, MapKind, Placement, path_data, rounded
from tests.argument.drawing import argument, graphs, supports, undercuts

RADIUS = 8
KINDS = st.sampled_from(MapKind)


def sizes_of(
    graph: ArgumentGraph, kind: MapKind, width: float = 640
) -> dict[Id, tuple[float, float]]:
    """Boxes as wide as they may be, of unlike heights."""
    rooms = rooms_of(graph, width, kind)
    return {node_id: (room, 44.0 + 17 * (int(node_id) % 4)) for node_id, room in rooms.items()}


def placed(graph: ArgumentGraph, kind: MapKind, width: float = 640) -> Placement:
    return place(graph, sizes_of(graph, kind, width), width, kind)


@given(graphs(), KINDS)
def test_every_node_is_placed_once_in_the_size_asked_for(graph, kind):
    sizes = sizes_of(graph, kind)
    boxes = place(graph, sizes, 640, kind).boxes
    assert {node_id: (box.width, box.height) for node_id, box in boxes.items()} == sizes


@given(graphs(), KINDS)
def test_no_box_overlaps_another(graph, kind):
    boxes = placed(graph, kind).boxes.values()
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


@given(graphs(), KINDS)
def test_signs_and_joints_stand_clear_of_boxes(graph, kind):
    placement = placed(graph, kind)
    dots = [disc(sign.x, sign.y, RADIUS) for sign in placement.signs]
    dots += [disc(x, y, 3) for x, y in placement.joints.values()]
    assert not [(dot, box) for dot in dots for box in placement.boxes.values() if overlap(dot, box)]


@given(graphs(), KINDS)
def test_no_curve_runs_through_a_box(graph, kind):
    placement = placed(graph, kind)
    for curve in placement.curves:
        pieces = [piece for pair in pairwise(curve.points()) for piece in cut(*pair)]
        inside = [(p, box) for p in pieces for box in placement.boxes.values() if holds(box, *p)]
        assert not inside, curve


@given(graphs(), KINDS)
def test_all_is_inside_the_map(graph, kind):
    placement = placed(graph, kind)
    boxes = [*placement.boxes.values(), *(disc(s.x, s.y, RADIUS) for s in placement.signs)]
    points = [point for curve in placement.curves for point in curve.points()]
    boxes += [disc(x, y, 0) for x, y in points]
    for box in boxes:
        assert box.x >= 0 and box.y >= 0, box
        assert box.right <= placement.width and box.bottom <= placement.height, box


@given(graphs(), KINDS)
def test_siblings_follow_each_other_as_in_the_outline(graph, kind):
    boxes = placed(graph, kind).boxes
    for branch, _ in walk(outline_of(graph)):
        children = [boxes[child.id] for child in branch.children]
        assert all(upper.bottom <= lower.y for upper, lower in pairwise(children))
        assert all(child.x > boxes[branch.id].x for child in children)


@given(graphs(), KINDS)
def test_the_same_graph_is_placed_the_same_way(graph, kind):
    again = ArgumentGraph(graph.nodes, graph.relations)
    assert placed(graph, kind) == placed(again, kind)


@given(graphs(), KINDS)
def test_every_relation_has_a_sign_and_linked_premises_a_joint(graph, kind):
    placement = placed(graph, kind)
    assert {sign.relation for sign in placement.signs} - {None} == {r.id for r in graph.relations}
    linked = {relation.id for relation in graph.relations if len(relation.premises) > 1}
    assert set(placement.joints) == linked


@given(graphs(), KINDS, st.sets(st.integers(1, 14)))
def test_a_folded_map_holds_up_as_well(graph, kind, folded):
    rooms = rooms_of(graph, 640, kind, folded)
    sizes = {node_id: (room, 50.0) for node_id, room in rooms.items()}
    placement = place(graph, sizes, 640, kind, folded)
    assert sorted(placement.boxes) == sorted(
        branch.id for branch, _ in walk(outline_of(graph, folded))
    )
    assert not [pair for pair in combinations(placement.boxes.values(), 2) if overlap(*pair)]


@given(graphs(most=30))
def test_the_code_map_fits_its_width_and_nothing_overlaps(graph):
    placement = place_codes(graph, 356)
    boxes = placement.boxes.values()
    assert placement.width <= 356
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert all(box.x >= 0 and box.bottom <= placement.height for box in boxes)
    assert list(placement.boxes) == [branch.id for branch, _ in walk(outline_of(graph))]


@pytest.mark.parametrize("kind", MapKind)
def test_the_undercut_of_an_undercut_ends_at_the_one_above_it(kind):
    graph = argument(4, supports(2, target=1), undercuts(3, step=1), undercuts(4, step=2))
    placement = placed(graph, kind)
    sign = {sign.relation: sign for sign in placement.signs}
    ends = {curve.relation: curve.end for curve in placement.curves}
    assert ends[3][0] < sign[3].x and sign[2].y < ends[3][1] < sign[3].y
    assert ends[2][0] < sign[2].x and sign[1].y < ends[2][1] < sign[2].y


@pytest.mark.parametrize("kind", MapKind)
def test_links_outside_the_tree_are_told_from_the_others(kind):
    graph = argument(3, supports(3, target=1), supports(3, target=2))
    crossing = {curve.relation: curve.cross for curve in placed(graph, kind).curves}
    assert crossing == {1: False, 2: True}


def test_a_parent_stands_in_the_middle_of_its_children_undercutters_left_out():
    graph = argument(4, supports(2, 3, target=1), undercuts(4, step=1))
    boxes = place(graph, dict.fromkeys(range(1, 5), (120, 50)), 640).boxes
    assert boxes[1].middle == (boxes[2].middle + boxes[3].middle) / 2


def test_loose_nodes_stand_side_by_side_below():
    graph = argument(5, supports(2, target=1))
    boxes = place(graph, dict.fromkeys(range(1, 6), (200, 50)), 640).boxes
    assert boxes[3].y == boxes[4].y > boxes[1].bottom
    assert boxes[5].y > boxes[3].bottom


@pytest.mark.parametrize("kind", MapKind)
def test_boxes_are_given_no_more_room_than_there_is(kind):
    graph = argument(6, *(supports(n + 1, target=(n + 1) // 2) for n in range(1, 6)))
    assert placed(graph, kind, 700).width <= 700


def test_small_arguments_make_a_tree_and_large_or_deep_ones_rails():
    pane, page = 690, 1300
    wide = argument(30, *(supports(n, target=1) for n in range(2, 31)))
    deep = argument(5, *(supports(n + 1, target=n) for n in range(1, 5)))
    larger = argument(31, *(supports(n, target=1) for n in range(2, 32)))
    assert choose_kind(wide, pane) is choose_kind(deep, page) is MapKind.TREE
    assert choose_kind(deep, pane) is choose_kind(larger, page) is MapKind.RAILS
    assert choose_kind(deep, pane, folded={3}) is MapKind.TREE


@pytest.mark.parametrize("kind", MapKind)
def test_a_chain_of_thousands_is_no_matter(kind):
    graph = argument(3000, *(supports(n + 1, target=n) for n in range(1, 3000)))
    assert len(place(graph, dict.fromkeys(range(1, 3001), (120, 50)), 640, kind).boxes) == 3000


def test_an_empty_argument_has_an_empty_map():
    assert place(ArgumentGraph(), {}, 640).boxes == {}
    assert place_codes(ArgumentGraph()).boxes == {}


def test_path_data_has_lines_and_curves_to_a_tenth():
    assert path_data(((1, 2), (3.04, 4.0), (1, 2, 3, 4, 5.55, 6))) == "M1 2L3 4C1 2 3 4 5.5 6"


def test_corners_are_rounded_and_never_cut_more_than_half_a_line():
    assert rounded([(0, 0), (10, 0), (10, 40)], 8) == (
        (0, 0),
        (5, 0),
        (10, 0, 10, 0, 10, 8),
        (10, 40),
    )


def overlap(one: Box, other: Box) -> bool:
    return (
        min(one.right, other.right) - max(one.x, other.x) > 0.01
        and min(one.bottom, other.bottom) - max(one.y, other.y) > 0.01
    )


def disc(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, 2 * radius, 2 * radius, 0)


def holds(box: Box, x: float, y: float) -> bool:
    return box.x + 0.5 < x < box.right - 0.5 and box.y + 0.5 < y < box.bottom - 0.5


def cut(
    start: tuple[float, float], end: tuple[float, float], step: float = 6
) -> Iterator[tuple[float, float]]:
    """Points along a line, close enough to meet any box on it."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    count = int(max(abs(dx), abs(dy)) // step) + 1
    return ((x + dx * n / count, y + dy * n / count) for n in range(count + 1))
