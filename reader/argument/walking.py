"""Walks over directed graphs whose vertices are 0..n-1, given as lists of followers.

Nothing here recurses: an argument may be a chain of thousands.
"""

from collections import deque
from collections.abc import Iterable, Sequence

Followers = Sequence[Sequence[int]]


def finishing_order(starts: Iterable[int], followers: Followers) -> list[int]:
    """The vertices in the order in which a depth-first walk leaves them.

    An edge closes a circle exactly where its head is left no earlier than its tail.
    """
    finished: list[int] = []
    seen = bytearray(len(followers))
    for start in starts:
        if seen[start]:
            continue
        seen[start] = 1
        path = [(start, iter(followers[start]))]
        while path:
            vertex, rest = path[-1]
            for follower in rest:
                if not seen[follower]:
                    seen[follower] = 1
                    path.append((follower, iter(followers[follower])))
                    break
            else:
                path.pop()
                finished.append(vertex)
    return finished


def reachable(start: int, followers: Followers) -> set[int]:
    """Every vertex that can be reached, the start among them."""
    seen, waiting = {start}, [start]
    while waiting:
        for follower in followers[waiting.pop()]:
            if follower not in seen:
                seen.add(follower)
                waiting.append(follower)
    return seen


def knots(followers: Followers) -> list[list[int]]:
    """The strongly connected parts that hold a circle, by their first vertex (Kosaraju)."""
    order = finishing_order(range(len(followers)), followers)
    leading = _reversed(followers)
    part_of = [-1] * len(followers)
    parts: list[list[int]] = []
    for start in reversed(order):
        if part_of[start] < 0:
            parts.append(_part(start, leading, part_of, len(parts)))
    circular = [part for part in parts if len(part) > 1 or part[0] in followers[part[0]]]
    return sorted(sorted(part) for part in circular)


def shortest_circle(knot: Sequence[int], followers: Followers) -> list[int]:
    """The shortest circle through the first vertex of a knot, each vertex leading to the next."""
    start, inside = knot[0], set(knot)
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while start not in came_from:
        vertex = waiting.popleft()
        for follower in followers[vertex]:
            if follower in inside and follower not in came_from:
                came_from[follower] = vertex
                waiting.append(follower)
    circle = [came_from[start]]
    while circle[-1] != start:
        circle.append(came_from[circle[-1]])
    return circle[::-1]


def _part(start: int, leading: Followers, part_of: list[int], number: int) -> list[int]:
    part_of[start] = number
    part = [start]
    for vertex in part:
        for leader in leading[vertex]:
            if part_of[leader] < 0:
                part_of[leader] = number
                part.append(leader)
    return part


def _reversed(followers: Followers) -> list[list[int]]:
    leading: list[list[int]] = [[] for _ in followers]
    for vertex, heads in enumerate(followers):
        for head in heads:
            leading[head].append(vertex)
    return leading
