"""The demo articles and their readings hang together, so that seeding them can never be refused."""

import json
import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from reader.argument.graph import ArgumentGraph, Id, Node, Relation
from reader.argument.roles import RelationKind, Role
from reader.text.front_matter import Details, split
from reader.text.rendering import render

Reading = dict[str, list[dict[str, Any]]]

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "reader" / "management" / "demo"
MAIN, SHORT, BARE = "keep-moving-the-clocks", "escalator-niretsu", "the-map-came-last"
ANNOTATED = [MAIN, SHORT]
LONGEST_GIST = 80
LONGEST_NOTE = 5_000
LONGEST_QUOTE = 2_000


@pytest.mark.parametrize("slug", [MAIN, SHORT, BARE])
def test_an_article_opens_with_front_matter(slug: str) -> None:
    details, _ = _source(slug)
    assert details.title and details.byline and details.written_on
    assert details.language == ("ja" if slug == SHORT else "en")


@pytest.mark.parametrize(("slug", "least", "most"), [(MAIN, 1_100, 1_300), (BARE, 500, 800)])
def test_an_english_article_has_the_length_it_should(slug: str, least: int, most: int) -> None:
    assert least <= len(_text(slug).split()) <= most


def test_the_japanese_article_is_short() -> None:
    assert 600 <= len(re.sub(r"\s", "", _text(SHORT))) <= 1_000


@pytest.mark.parametrize("slug", [MAIN, SHORT, BARE])
def test_no_markdown_is_left_in_the_text(slug: str) -> None:
    assert not re.search(r"\*|\[\^|^[>#|]|\| ---", _text(slug), re.MULTILINE)


@pytest.mark.parametrize("tag", ["h2", "table", "blockquote", "strong", "em", "sup"])
def test_the_main_article_shows_every_kind_of_block(tag: str) -> None:
    assert f"<{tag}" in _html(MAIN)


@pytest.mark.parametrize("tag", ["ul", "dl", "code", "blockquote"])
def test_the_bare_article_shows_lists_and_code(tag: str) -> None:
    assert f"<{tag}" in _html(BARE)
    assert not (DEMO / f"{BARE}.json").exists()


@pytest.mark.parametrize("slug", ANNOTATED)
def test_every_quote_stands_in_the_text_exactly_once(slug: str) -> None:
    quotes = [quote for passage in _passages(slug) for quote in _quotes(passage)]
    assert {quote: _text(slug).count(quote) for quote in quotes} == dict.fromkeys(quotes, 1)
    assert all(0 < len(quote) <= LONGEST_QUOTE for quote in quotes)


@pytest.mark.parametrize("slug", ANNOTATED)
def test_passages_are_listed_in_the_order_of_the_text(slug: str) -> None:
    starts = [_text(slug).index(_quotes(passage)[0]) for passage in _explicit(slug)]
    assert starts == sorted(starts)


@pytest.mark.parametrize("slug", ANNOTATED)
def test_gists_are_short_and_in_other_words(slug: str) -> None:
    for passage in _passages(slug):
        assert 0 < len(passage["gist"]) <= LONGEST_GIST
        assert passage["gist"].casefold() not in _text(slug).casefold()
        assert 0 < len(passage["note"]) <= LONGEST_NOTE


@pytest.mark.parametrize("slug", ANNOTATED)
def test_ids_are_unique_and_every_id_referred_to_exists(slug: str) -> None:
    passages = [passage["id"] for passage in _passages(slug)]
    links = [link["id"] for link in _links(slug)]
    assert len(set(passages)) == len(passages) and len(set(links)) == len(links)
    for link in _links(slug):
        assert set(link["premises"]) <= set(passages)
        assert link["target"] in (links if link["kind"] == "undercuts" else passages)


@pytest.mark.parametrize("slug", ANNOTATED)
def test_nothing_bears_on_itself_or_twice_on_the_same(slug: str) -> None:
    assert all(link["target"] not in link["premises"] for link in _links(slug))
    steps = [(frozenset(link["premises"]), link["target"]) for link in _links(slug)]
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize("slug", ANNOTATED)
def test_only_rhetoric_leans_and_it_is_never_a_premise(slug: str) -> None:
    rhetoric = [passage for passage in _passages(slug) if passage["role"] == Role.RHETORIC]
    leaning = [passage for passage in _passages(slug) if {"device", "on"} & passage.keys()]
    names = {passage["id"] for passage in rhetoric}
    assert rhetoric == leaning
    assert all(passage["device"] and passage["on"] in _ids(slug) for passage in rhetoric)
    assert not names & {premise for link in _links(slug) for premise in link["premises"]}


@pytest.mark.parametrize("slug", ANNOTATED)
def test_everything_hangs_on_one_main_claim(slug: str) -> None:
    targets = {link["id"]: link["target"] for link in _links(slug)}
    onward = {p: link["target"] for link in _links(slug) for p in link["premises"]}
    onward |= {p["id"]: p["on"] for p in _passages(slug) if "on" in p}
    ends = {_end_of(name, onward, targets) for name in _ids(slug)}
    assert len(ends) == 1
    assert next(p["role"] for p in _passages(slug) if p["id"] in ends) == Role.CLAIM


@pytest.mark.parametrize("slug", ANNOTATED)
def test_a_reading_makes_a_graph(slug: str) -> None:
    graph = _graph_of(_reading(slug))
    assert (len(graph.nodes), len(graph.relations)) == (
        len(_passages(slug)),
        len(_links(slug)),
    )


def test_the_main_reading_is_complete() -> None:
    roles = Counter(passage["role"] for passage in _passages(MAIN))
    assert roles.keys() == set(Role)
    assert 24 <= roles.total() <= 32
    assert roles[Role.CLAIM] == 4, "the main claim and three that carry it"
    assert roles[Role.RHETORIC] >= 3


def test_the_main_reading_has_an_implicit_assumption_in_a_linked_step() -> None:
    silent = [passage for passage in _passages(MAIN) if not _quotes(passage)]
    assert [(passage["role"], passage["implicit"]) for passage in silent] == [("assumption", True)]
    assert any(silent[0]["id"] in link["premises"] for link in _linked(MAIN))


def test_the_main_reading_has_linked_and_shared_premises() -> None:
    uses = Counter(premise for link in _links(MAIN) for premise in link["premises"])
    assert len(_linked(MAIN)) >= 2
    assert max(uses.values()) == 2


def test_the_main_reading_has_an_undercut_and_an_undercut_of_one() -> None:
    undercuts = {link["id"]: link["target"] for link in _links(MAIN) if link["kind"] == "undercuts"}
    assert undercuts
    assert any(target in undercuts for target in undercuts.values())


def test_the_main_reading_answers_a_counterclaim() -> None:
    roles = {passage["id"]: passage["role"] for passage in _passages(MAIN)}
    answers = [link for link in _links(MAIN) if link["kind"] == "attacks"]
    assert any(
        roles[link["target"]] == "counterclaim" and roles[link["premises"][0]] == "rebuttal"
        for link in answers
    )


def test_the_main_reading_has_a_nested_and_a_crossing_pair() -> None:
    pairs = [sorted(pair) for pair in combinations(_spans(MAIN), 2)]
    overlaps = [(a, b) for a, b in pairs if b[0] < a[1]]
    assert len(overlaps) == 2
    assert sorted(b[1] <= a[1] for a, b in overlaps) == [False, True]


def test_the_main_reading_has_annotations_in_several_passages() -> None:
    assert any(len(_quotes(passage)) > 1 for passage in _passages(MAIN))


def test_the_short_reading_is_small_and_has_an_undercut() -> None:
    assert 8 <= len(_passages(SHORT)) <= 12
    assert any(link["kind"] == "undercuts" for link in _links(SHORT))


def test_the_example_in_the_documentation_is_a_reading_of_its_text() -> None:
    page = (ROOT / "docs" / "reading-format.md").read_text(encoding="utf-8")
    text = " ".join(line[2:] for line in page.splitlines() if line.startswith("> "))
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    quotes = [quote for passage in example["passages"] for quote in _quotes(passage)]
    assert {quote: text.count(quote) for quote in quotes} == dict.fromkeys(quotes, 1)
    assert _graph_of(example).relation("l3").is_undercut


def _end_of(name: str, onward: dict[str, str], targets: dict[str, str]) -> str:
    seen: set[str] = set()
    while step := onward.get(name):
        assert name not in seen, f"a circle through {name}"
        seen.add(name)
        while step in targets:
            step = targets[step]
        name = step
    return name


def _graph_of(reading: Reading) -> ArgumentGraph:
    passages = reading["passages"]
    nodes = tuple(Node(p["id"], Role(p["role"]), p["gist"], p.get("on")) for p in passages)
    return ArgumentGraph(nodes, tuple(_relation(link) for link in reading["links"]))


def _relation(link: dict[str, Any]) -> Relation:
    kind = RelationKind.SUPPORT if link["kind"] == "supports" else RelationKind.ATTACK
    premises: tuple[Id, ...] = tuple(link["premises"])
    if link["kind"] == "undercuts":
        return Relation(link["id"], kind, premises, target_relation=link["target"])
    return Relation(link["id"], kind, premises, target=link["target"])


def _spans(slug: str) -> list[tuple[int, int]]:
    quotes = [quote for passage in _passages(slug) for quote in _quotes(passage)]
    return [(start := _text(slug).index(quote), start + len(quote)) for quote in quotes]


def _linked(slug: str) -> list[dict[str, Any]]:
    return [link for link in _links(slug) if len(link["premises"]) > 1]


def _explicit(slug: str) -> list[dict[str, Any]]:
    return [passage for passage in _passages(slug) if _quotes(passage)]


def _quotes(passage: dict[str, Any]) -> list[str]:
    return passage.get("quotes") or ([passage["quote"]] if "quote" in passage else [])


def _ids(slug: str) -> set[str]:
    return {passage["id"] for passage in _passages(slug)}


def _passages(slug: str) -> list[dict[str, Any]]:
    return _reading(slug)["passages"]


def _links(slug: str) -> list[dict[str, Any]]:
    return _reading(slug)["links"]


@cache
def _reading(slug: str) -> Reading:
    reading: Reading = json.loads((DEMO / f"{slug}.json").read_bytes())
    return reading


def _text(slug: str) -> str:
    return _rendered(slug)[0]


def _html(slug: str) -> str:
    return _rendered(slug)[1]


@cache
def _rendered(slug: str) -> tuple[str, str]:
    rendered = render(_source(slug)[1])
    return rendered.text, rendered.html


def _source(slug: str) -> tuple[Details, str]:
    return split((DEMO / f"{slug}.md").read_text(encoding="utf-8"))
