"""What is to be drawn between placed nodes: links of the tree, and those that cross it."""

from dataclasses import dataclass, field

from reader.argument.forest import NOWHERE, Forest, LinkKind, link_kind
from reader.argument.graph import ArgumentGraph, Id


@dataclass(slots=True, eq=False)
class Link:
    """A relation, or rhetoric leaning (then without an id). Nodes go by their place in the text.

    Of its premises, `home` hang by it under one parent, `away` stand elsewhere. It bears on node
    `target` or on link `step`. Right beside the step it undercuts its `level` is one more than the
    step's; else 0. `attacked` tells whether such an undercut stands beside it.
    """

    kind: LinkKind
    id: Id | None
    home: list[int] = field(default_factory=list)
    away: list[int] = field(default_factory=list)
    target: int = NOWHERE
    step: "Link | None" = None
    level: int = 0
    attacked: bool = False

    @property
    def carrier(self) -> int:
        """The premise at which its sign stands."""
        return self.home[0] if self.home else self.away[0]

    @property
    def is_linked(self) -> bool:
        return len(self.home) + len(self.away) > 1


def links_of(graph: ArgumentGraph, forest: Forest) -> list[Link]:
    """The links both of whose ends are in the forest.

    Links of the tree come first, in the order in which it is read, then those without a home.
    """
    tree: list[Link] = []
    links: dict[Id, Link] = {}
    for vertex in forest.depths:
        place = forest.places[vertex]
        if place and place.relation is None:
            tree.append(Link(LinkKind.LEAN, None, [vertex], [], place.parent))
        for relation in graph.relations_from(graph.nodes[vertex].id):
            link = links.get(relation.id)
            if link is None:
                link = links[relation.id] = Link(link_kind(relation), relation.id)
            if place and place.relation is relation and _shares_home(forest, link, place.parent):
                if not link.home:
                    tree.append(link)
                link.home.append(vertex)
            else:
                link.away.append(vertex)
    return _aimed(graph, forest, tree, links)


def _aimed(
    graph: ArgumentGraph, forest: Forest, tree: list[Link], links: dict[Id, Link]
) -> list[Link]:
    _aim(graph, forest, links)
    for link in tree:
        _set_level(forest, link)
    return [*tree, *(link for link in links.values() if not link.home)]


def _shares_home(forest: Forest, link: Link, parent: int) -> bool:
    if not link.home:
        return True
    place = forest.places[link.home[0]]
    return place is not None and place.parent == parent


def _aim(graph: ArgumentGraph, forest: Forest, links: dict[Id, Link]) -> None:
    """Find what each link bears on, and drop those whose target is folded away.

    A node that stands in the tree keeps its link: to the parent, if the step it undercuts is gone.
    """
    waiting: list[Link] = []
    for relation_id, link in links.items():
        relation = graph.relation(relation_id)
        if relation.target is not None:
            link.target = graph.order[relation.target]
        elif relation.target_relation in links:
            link.step = links[relation.target_relation]
        if link.step is None and link.target not in forest.depths:
            waiting.append(link)
    while waiting:
        gone = {id(link) for link in waiting if not _kept(forest, links, link)}
        waiting = [link for link in links.values() if link.step and id(link.step) in gone]


def _kept(forest: Forest, links: dict[Id, Link], link: Link) -> bool:
    place = forest.places[link.carrier]
    if link.home and place:
        link.target, link.step = place.parent, None
        return True
    assert link.id is not None, "what leans stands with what it leans on"
    del links[link.id]
    return False


def _set_level(forest: Forest, link: Link) -> None:
    """What stands beside a step comes after it in the walk, so the step has its level already."""
    place = forest.places[link.carrier]
    if link.step and place and place.beside in link.step.home:
        link.level = link.step.level + 1
        link.step.attacked = True
