import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reader.argument.graph import ArgumentGraph
from reader.argument.placement import MapKind
from reader.argument.roles import Role
from reader.reading.maps import code_map_of, map_of
from tests.argument.drawing import argument, attacks, graphs, supports, undercuts

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single' ]]>"


def drawn(template, **context):
    """The SVG as a tree; parsing it proves that it is well formed."""
    html = render_to_string(f"reading/{template}", context)
    return ET.fromstring(html.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def drawn_map(graph, **options):
    return drawn("_map.html", map=map_of(graph, **options))


def links(svg, name):
    return [a for a in svg.iter(f"{SVG}a") if name in a.get("class", "").split()]


def node(svg, label):
    return next(a for a in links(svg, "node") if a.get("data-a") == label)


def words(element):
    return " ".join("".join(element.itertext()).split())


def edge(svg, number):
    return next(g for g in svg.iter(f"{SVG}g") if g.get("data-relation") == str(number))


def told(graph, number, gist):
    """The graph with another gist at one node."""
    nodes = [replace(n, text=gist) if n.id == number else n for n in graph.nodes]
    return ArgumentGraph(tuple(nodes), graph.relations)


def test_a_node_leads_to_its_passage_and_says_what_it_is():
    svg = drawn_map(argument(2, supports(2, target=1)))
    premise = node(svg, "P2")
    assert premise.get("id") == "n-P2"
    assert premise.get("href") == "#p-P2"
    assert premise.get("data-role") == "premise"
    assert premise.get("aria-label") == "Premise P2. gist 2. Supports C1."
    assert node(svg, "C1").get("aria-label") == "Main claim C1. gist 1. P2 supports it."


def test_what_a_node_is_called_begins_with_what_can_be_seen_in_it():
    svg = drawn_map(argument(3, supports(2, 3, target=1)), implicit={3}, detached={2})
    for link in links(svg, "node"):
        name = link.get("aria-label").replace(".", "")
        assert name.startswith(words(link))


def test_an_implicit_node_is_marked_and_leads_to_its_card():
    svg = drawn_map(argument(2, supports(2, target=1)), implicit={2})
    premise = node(svg, "P2")
    assert premise.get("href") == "#c-P2"
    assert "implicit" in premise.get("class").split()
    assert "unstated" in words(premise)


def test_a_node_whose_words_are_gone_shows_it_by_more_than_its_outline():
    svg = drawn_map(argument(2, supports(2, target=1)), detached={2})
    premise = node(svg, "P2")
    assert premise.get("href") == "#c-P2"
    assert "detached" in premise.get("class").split()
    assert "not in text" in words(premise)
    assert "#g-broken" in [use.get("href") for use in premise.iter(f"{SVG}use")]
    assert premise.get("aria-label") == (
        "Premise P2 not in text. gist 2. Its words are no longer in the text. Supports C1."
    )


@pytest.mark.parametrize("kind", MapKind)
def test_that_its_words_are_gone_stands_below_where_a_box_is_narrow(kind):
    graph = argument(3, supports(2, target=1), supports(3, target=1))
    for width in (300, 420, 690):
        narrow, wide = map_of(graph, width, kind), map_of(graph, width, kind, detached={1, 2, 3})
        for before, after in zip(narrow.nodes, wide.nodes, strict=True):
            said = after.parts[-1]
            grew = float(after.height) > float(before.height)
            assert said.name == "detached"
            assert float(said.glyph_x) < float(said.x)
            assert (float(said.y) > 19) == grew


def test_the_code_map_draws_and_names_what_is_no_longer_in_the_text():
    svg = drawn("_code_map.html", map=code_map_of(argument(2), detached={2}))
    _, gone = links(svg, "code-node")
    assert (gone.get("href"), gone.get("class")) == ("#c-P2", "code-node detached")
    assert gone.get("aria-label") == "P2, premise. Its words are no longer in the text"


def test_nodes_come_in_reading_order():
    graph = argument(4, supports(4, target=2), supports(2, target=1), supports(3, target=1))
    svg = drawn_map(graph)
    assert [link.get("data-a") for link in links(svg, "node")] == ["C1", "P2", "P4", "P3"]


def test_edges_are_for_the_eye_and_name_their_ends():
    graph = argument(4, supports(2, 3, target=1), undercuts(4, step=1))
    svg = drawn_map(graph)
    group = next(g for g in svg.iter(f"{SVG}g") if g.get("class") == "edges")
    assert group.get("aria-hidden") == "true"
    assert edge(svg, 1).get("data-ends") == "P2 P3 C1"
    assert edge(svg, 2).get("data-ends") == "P4 P2 P3 C1"
    assert edge(svg, 2).get("data-kind") == "undercut"
    assert edge(svg, 2).get("data-on") == "1" and edge(svg, 1).get("data-on") is None
    assert any("joint" in c.get("class", "") for c in edge(svg, 1))


def test_rhetoric_hangs_on_without_a_relation():
    svg = drawn_map(argument(2, leaning={2: 1}))
    (lean,) = [g for g in svg.iter(f"{SVG}g") if g.get("data-kind") == "lean"]
    assert lean.get("data-ends") == "Rh2 C1"
    assert lean.get("data-relation") is None


@pytest.mark.parametrize("kind", MapKind)
def test_hostile_words_stay_words(kind):
    svg = drawn_map(told(argument(2, supports(2, target=1)), 2, HOSTILE), kind=kind)
    assert not list(svg.iter(f"{SVG}script"))
    assert words(node(svg, "P2")).replace(" ", "").endswith(HOSTILE.replace(" ", ""))


def test_right_to_left_words_begin_at_the_right():
    svg = drawn_map(told(argument(1), 1, "كل مدرسة تحتاج إلى شارع آمن"))
    (gist,) = [t for t in svg.iter(f"{SVG}text") if t.get("class") == "node-gist"]
    assert gist.get("direction") == "rtl"
    assert float(gist[0].get("x")) > 100


def test_a_link_across_an_outline_map_is_told_in_words():
    graph = argument(3, supports(3, target=1), attacks(3, target=2))
    svg = drawn_map(graph, kind=MapKind.RAILS)
    (tie,) = links(svg, "map-tie")
    assert tie.get("href") == "#n-P2"
    assert tie.get("data-kind") == "attack"
    assert tie.get("data-relation") == "2"
    assert words(tie) == "also attacks P2"
    assert links(drawn_map(graph, kind=MapKind.TREE), "map-tie") == []


def test_folding_keeps_the_rest_of_the_address():
    graph = argument(4, *(supports(n + 1, target=n) for n in range(1, 4)))
    svg = drawn_map(graph, fold_href=lambda folded: f"?view=map&fold={sorted(folded)}")
    assert [link.get("href") for link in links(svg, "fold")] == [
        "?view=map&fold=[1]",
        "?view=map&fold=[2]",
    ]
    assert links(drawn_map(graph), "fold") == []


def test_a_folded_node_says_how_many_it_hides():
    graph = argument(4, *(supports(n + 1, target=n) for n in range(1, 4)))
    svg = drawn_map(graph, folded={2}, fold_href=lambda folded: f"?fold={sorted(folded)}")
    (outer, inner) = links(svg, "fold")
    assert words(inner) == "+2"
    assert inner.get("aria-label") == "+2: show what hangs under P2"
    assert inner.get("href") == "?fold=[]"
    assert outer.get("href") == "?fold=[1, 2]"


def test_a_long_role_is_shortened_where_the_box_is_narrow():
    graph = argument(5, *(attacks(n + 1, target=n) for n in range(1, 5)))
    nodes = tuple(replace(n, role=Role.COUNTERCLAIM, id=n.id) for n in graph.nodes)
    narrow = map_of(ArgumentGraph(nodes, graph.relations), 500, MapKind.TREE)
    assert {node.parts[0].words for node in narrow.nodes} == {"Counter"}
    wide = map_of(ArgumentGraph(nodes, graph.relations), 2000, MapKind.TREE)
    assert {node.parts[0].words for node in wide.nodes} == {"Counterclaim"}


def test_the_code_map_shows_every_code():
    graph = argument(3, supports(2, 3, target=1))
    svg = drawn("_code_map.html", map=code_map_of(graph, implicit={3}))
    codes = links(svg, "code-node")
    assert [(a.get("id"), a.get("href"), words(a)) for a in codes] == [
        ("k-C1", "#p-C1", "C1"),
        ("k-P2", "#p-P2", "P2"),
        ("k-P3", "#c-P3", "P3"),
    ]
    assert codes[0].get("aria-label") == "C1, main claim"


def test_a_second_code_map_on_a_page_takes_no_id():
    svg = drawn("_code_map.html", map=code_map_of(argument(2)), again=True)
    assert [a.get("id") for a in links(svg, "code-node")] == [None, None]


def test_an_empty_argument_draws_an_empty_map():
    assert links(drawn_map(ArgumentGraph()), "node") == []
    assert links(drawn("_code_map.html", map=code_map_of(ArgumentGraph())), "code-node") == []


def test_nothing_is_styled_in_place():
    graph = argument(4, supports(2, 3, target=1), undercuts(4, step=1))
    html = render_to_string("reading/_map.html", {"map": map_of(graph)})
    html += render_to_string("reading/_code_map.html", {"map": code_map_of(graph)})
    html += render_to_string("components/_glyphs.html")
    assert not re.search(r"style=|<style|\son\w+=", html)


def test_every_role_has_a_glyph():
    html = render_to_string("components/_glyphs.html")
    assert set(re.findall(r'id="g-(\w+)"', html)) == {*Role, "broken"}


@hypothesis_settings(max_examples=40)
@given(graphs(), st.sampled_from(MapKind))
def test_every_argument_can_be_drawn(graph, kind):
    svg = drawn_map(graph, kind=kind, implicit={1}, detached={2}, fold_href=str)
    assert len(links(svg, "node")) == len(graph.nodes)
    code_map = drawn("_code_map.html", map=code_map_of(graph))
    assert len(links(code_map, "code-node")) == len(graph.nodes)
