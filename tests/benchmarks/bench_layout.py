"""Placing the map of 1,000 nodes, on a graph of our own and on those of the shared comparison.

That comparison takes engines as plugs: `bench.py --plug tests.benchmarks.bench_layout:plugged`, or
`:plugged_with_lines` to hand over the drawn curves too, run from this project's folder.
"""

import gc
import importlib
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from reader.argument.graph import ArgumentGraph, Id, Node, Relation
from reader.argument.layout import place
from reader.argument.outline import outline_of, walk
from reader.argument.placement import Box, Curve, MapKind, Placement
from reader.argument.roles import RelationKind, Role

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench" / "layout"
NODES, ROUNDS, SEEDS = 1_000, 15, (1, 2, 3)
WIDTH = 690.0
GOAL = "< 15"
HALF_JOINT = 4  # the shared bench takes a joint for a square of 8

Sizes = dict[Id, tuple[float, float]]
Row = dict[str, object]


def run() -> list[Row]:
    graph, sizes = generated(NODES, random.Random(7))
    nodes = [[node.id, node.role, node.text] for node in graph.nodes]
    yardstick = cpu(lambda: json.dumps(nodes))
    rows: list[Row] = []
    for kind in MapKind:
        spent = cpu(lambda kind=kind: place(fresh(graph), sizes, WIDTH, kind))
        placement = place(graph, sizes, WIDTH, kind)
        name = f"placing {NODES:,} nodes as {kind}"
        rows += [
            {"name": name, "value": spent, "goal": GOAL, "unit": "ms CPU"}
            | {"times the time of json.dumps of the same nodes:": spent / yardstick},
            {"name": f"{name}: overlaps", "value": overlaps(placement), "goal": "= 0"},
            {"name": f"{name}: order", "value": order(graph, placement), "goal": "= 100"},
        ]
    return [*rows, *shared_rows()]


def shared_rows() -> Iterator[Row]:
    if not SHARED.is_dir():
        print("skipped: the shared comparison of layout engines is not beside this project")
        return
    sys.path.insert(0, str(SHARED))
    generate = importlib.import_module("gen").gen
    measure = importlib.import_module("bench").measure
    reify = importlib.import_module("core").reify
    for seed in SEEDS:
        given = generate(NODES, seed)
        figures, _ = measure(given, plugged(given), *reify(given))
        name = f"placing the shared graph {given['name']}"
        spent = cpu(lambda given=given: plugged(given))
        yield {"name": name, "value": spent, "goal": GOAL, "unit": "ms CPU"}
        yield {"name": f"{name}: overlaps", "value": figures["overlaps"], "goal": "= 0"}
        yield {"name": f"{name}: order", "value": figures["order"], "goal": "= 100"}


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the median of several rounds."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def fresh(graph: ArgumentGraph) -> ArgumentGraph:
    """Without the indices that the last round has left in it."""
    return ArgumentGraph(graph.nodes, graph.relations)


def generated(count: int, chance: random.Random) -> tuple[ArgumentGraph, Sizes]:
    """Trees of a few levels, every tenth node linked elsewhere too; linked premises, undercuts."""
    nodes = [Node(n, Role.PREMISE, f"Gist of node {n}. " * 3) for n in range(count)]
    relations: list[Relation] = []
    number = 1
    while number < count:
        premises = tuple(range(number, min(count, number + chance.choice((1, 1, 1, 1, 2, 3)))))
        number = premises[-1] + 1
        kind = chance.choice((RelationKind.SUPPORT, RelationKind.SUPPORT, RelationKind.ATTACK))
        if relations and chance.random() < 0.06:
            step = relations[-1].id
            relations.append(Relation(premises[0], kind, premises, target_relation=step))
        elif chance.random() < 0.98:
            target = int(premises[0] * chance.uniform(0.4, 0.95))
            relations.append(Relation(premises[0], kind, premises, target=target))
    for extra in range(count // 10):
        ends = chance.sample(range(count), 2)
        relations.append(Relation(f"x{extra}", RelationKind.SUPPORT, (ends[0],), target=ends[1]))
    sizes: Sizes = {n: (180.0, 48.0 + 17 * chance.randint(0, 4)) for n in range(count)}
    return ArgumentGraph(tuple(nodes), tuple(relations)), sizes


def overlaps(placement: Placement) -> int:
    boxes = sorted(placement.boxes.values())
    found, near = 0, list[Box]()
    for box in boxes:
        near = [other for other in near if other.right > box.x]
        found += sum(1 for other in near if other.y < box.bottom and other.bottom > box.y)
        near.append(box)
    return found


def order(graph: ArgumentGraph, placement: Placement) -> float:
    """Per cent of neighbouring siblings of which the earlier one stands above."""
    pairs = [
        (placement.boxes[upper.id].y, placement.boxes[lower.id].y)
        for branch, _ in walk(outline_of(graph))
        for upper, lower in pairwise(branch.children)
    ]
    return 100 * sum(upper < lower for upper, lower in pairs) / len(pairs)


def plugged(given: dict[str, Any]) -> dict[str, Any]:
    """Positions for the shared bench. What it times is our graph made anew and placed."""
    graph, sizes = read(given)
    return _positions(place(fresh(graph), sizes, WIDTH))


def plugged_with_lines(given: dict[str, Any]) -> dict[str, Any]:
    """The same and what is drawn; links across the tree are left out, as they show in focus only."""
    graph, sizes = read(given)
    placement = place(fresh(graph), sizes, WIDTH)
    edges = importlib.import_module("core").reify(given)[1]
    return _positions(placement) | {"lines": [_line(placement, edge) for edge in edges]}


_READ: dict[str, tuple[ArgumentGraph, Sizes]] = {}


def read(given: dict[str, Any]) -> tuple[ArgumentGraph, Sizes]:
    """Their graph as ours: read once and kept, since any engine begins with its own form."""
    if given["name"] not in _READ:
        found = sorted(given["nodes"], key=lambda node: node["pos"])
        nodes = tuple(Node(node["id"], Role(node["role"]), node["label"]) for node in found)
        graph = ArgumentGraph(nodes, tuple(_relations(given["edges"])))
        _READ[given["name"]] = graph, {node["id"]: (node["w"], node["h"]) for node in found}
    return _READ[given["name"]]


def _relations(edges: list[dict[str, Any]]) -> Iterator[Relation]:
    name = {edge["id"]: edge["group"] or edge["id"] for edge in edges}
    premises: dict[str, list[str]] = {}
    for edge in edges:
        premises.setdefault(name[edge["id"]], []).append(edge["s"])
    for edge in {name[edge["id"]]: edge for edge in edges}.values():
        kind = RelationKind.SUPPORT if edge["kind"] == "supports" else RelationKind.ATTACK
        own = name[edge["id"]]
        step = name[edge["te"]] if "te" in edge else None
        yield Relation(own, kind, tuple(premises[own]), edge.get("t"), step)


def _positions(placement: Placement) -> dict[str, Any]:
    positions = {node_id: (box.x, box.y) for node_id, box in placement.boxes.items()}
    for relation, (x, y) in placement.joints.items():
        positions[f"j:{relation}"] = x - HALF_JOINT, y - HALF_JOINT
    return {"pos": positions, "style": "lr"}


def _line(placement: Placement, edge: tuple[str, str, str]) -> list[tuple[float, float]]:
    """The stroke of one of their edges, which end at joints where there are any."""
    end, start, number = edge
    joint = next((name.removeprefix("j:") for name in (end, start) if name.startswith("j:")), "")
    for curve in placement.curves:
        if _draws(curve, joint or number, start) and not curve.cross:
            return list(curve.points())
    return [(0.0, 0.0)]


def _draws(curve: Curve, relation: str, start: str) -> bool:
    premise = None if start.startswith("j:") else start
    return curve.relation == relation and curve.premise == premise
