"""How far two annotators agree who read the same text apart: on passages, roles and relations.

What holds for more than two, and beyond chance, is in `reader.argument.reliability`; the figures
themselves, and their sentences, are in `reader.argument.figures`.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from reader.argument.figures import Alpha, Measure, Score
from reader.argument.graph import Id, Relation
from reader.argument.matching import Pair, Unit, matched, shared
from reader.argument.reliability import alpha_of_values
from reader.argument.roles import RelationKind, Role

# Where a relation leads: whether that is a relation, and which.
End = tuple[bool, Id]
Form = tuple[RelationKind, frozenset[Id], End]
Tie = tuple[RelationKind, frozenset[End]]


def exact_spans(mine: Sequence[Unit], theirs: Sequence[Unit]) -> Score:
    """How many units begin and end at the same characters; roles make no difference.

    A span that is marked twice by one needs two of the other's.
    """
    mine_spans, their_spans = (Counter((u.start, u.end) for u in units) for units in (mine, theirs))
    both = (mine_spans & their_spans).total()
    return Score(Measure.EXACT_SPANS, len(mine), len(theirs), both, both)


def shared_spans(mine: Sequence[Unit], theirs: Sequence[Unit]) -> Score:
    """How much of each unit is in the other annotator's unit that is paired with it.

    Each unit counts as 1, however long it is, and is found by the part of its characters that it
    shares. Here units are paired however little they overlap (see matched); roles make no difference
    but between pairings that are equal.
    """
    pairs = [(mine[i], theirs[j]) for i, j in matched(mine, theirs, least=0)]
    mine_found = fsum(shared(one, other) / one.length for one, other in pairs)
    theirs_found = fsum(shared(one, other) / other.length for one, other in pairs)
    return Score(Measure.SHARED_SPANS, len(mine), len(theirs), mine_found, theirs_found)


@dataclass(frozen=True, slots=True)
class RolesAgreed:
    """Roles on passages that both marked: how many are the same, alpha, and which met which.

    `table` counts pairs by (my role, their role). Alpha is Krippendorff's, not Cohen's kappa: it
    allows for few pairs, and the usual thresholds are meant for it. It expects what chance would
    bring from the roles that both gave on these passages alone.
    """

    same: Score
    alpha: Alpha
    table: Mapping[tuple[Role, Role], int]


def roles_agreed(
    mine: Sequence[Unit], theirs: Sequence[Unit], pairs: Iterable[Pair]
) -> RolesAgreed:
    """What roles the two gave to the same passages; `pairs` come from `matched`."""
    table = Counter((mine[i].role, theirs[j].role) for i, j in pairs)
    number = table.total()
    same = sum(count for (one, other), count in table.items() if one is other)
    score = Score(Measure.SAME_ROLE, number, number, same, same)
    return RolesAgreed(score, alpha_of_values(table.items(), Measure.ROLES), table)


@dataclass(frozen=True, slots=True)
class RelationsAgreed:
    """Relations between passages that both marked.

    `exact`: same kind, same premises together, same target. `ties`: each premise with its target by
    itself, whichever of the two bears on the other, of the same kind. Both count different ones.
    `mine_left_out` and `theirs_left_out` say how many relations touch passages of one annotator only
    and are not compared.
    """

    exact: Score
    ties: Score
    mine_left_out: int
    theirs_left_out: int


def relations_agreed(
    mine: Sequence[Relation], theirs: Sequence[Relation], same: Mapping[Id, Id]
) -> RelationsAgreed:
    """Compares relations; `same` says which of their nodes each of my nodes is (from `matched`).

    An undercut is the same if what it attacks is the same; it is left out where that is, and where
    undercuts attack each other in a circle. Two of my nodes that are one of theirs raise ValueError.
    """
    if len(set(same.values())) < len(same):
        raise ValueError("Two nodes are matched with the same one.")
    numbers: dict[Form, int] = {}
    my_forms = list(_forms(mine, same, numbers))
    their_forms = list(_forms(theirs, {node: node for node in same.values()}, numbers))
    return RelationsAgreed(
        _score(Measure.RELATIONS, set(my_forms), set(their_forms)),
        _score(Measure.TIES, _ties(my_forms), _ties(their_forms)),
        len(mine) - len(my_forms),
        len(theirs) - len(their_forms),
    )


def _forms(
    relations: Iterable[Relation], names: Mapping[Id, Id], numbers: dict[Form, int]
) -> Iterator[Form]:
    """Relations whose ends are all named, in those names; equal forms get equal `numbers`."""
    undercuts: defaultdict[Id, list[Relation]] = defaultdict(list)
    ready: deque[tuple[Relation, End]] = deque()
    for relation in relations:
        if relation.target_relation is not None:
            undercuts[relation.target_relation].append(relation)
        elif relation.target is not None and relation.target in names:
            ready.append((relation, (False, names[relation.target])))
    while ready:
        relation, end = ready.popleft()
        if all(premise in names for premise in relation.premises):
            form = (relation.kind, frozenset(names[p] for p in relation.premises), end)
            number = numbers.setdefault(form, len(numbers))
            ready.extend((undercut, (True, number)) for undercut in undercuts[relation.id])
            yield form


def _ties(forms: Iterable[Form]) -> set[Tie]:
    return {
        (kind, frozenset({(False, premise), end}))
        for kind, premises, end in forms
        for premise in premises
    }


def _score(measure: Measure, mine: set[Form] | set[Tie], theirs: set[Form] | set[Tie]) -> Score:
    both = len(mine & theirs)
    return Score(measure, len(mine), len(theirs), both, both)
