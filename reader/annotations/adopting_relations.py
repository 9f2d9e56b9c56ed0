"""Connect in the article what sheets of a round connect, once what they connect stands there."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from reader.accounts.models import User
from reader.annotations.adopting import NOTHING
from reader.annotations.models import Annotation, Relation
from reader.annotations.refusals import refuse_as_double, refuse_senseless_ends
from reader.annotations.verdicts import Docket, Name, Source, adjudicating, key_of, target_of
from reader.argument.roles import RelationKind
from reader.articles.history import ChangeRefused
from reader.articles.models import Round

# What is borne on, and what bears on it together.
Bearing = tuple[Name, frozenset[int]]


def adopt_relations(
    round: Round, sources: Iterable[tuple[Relation, ...]], by: User
) -> list[Relation]:
    """Each entry: one relation, as it is on each sheet.

    Both ends must have been adopted; of an undercut also the step that it attacks, now or before.
    """
    waiting = list(sources)
    if not waiting:
        raise ChangeRefused(NOTHING)
    adopted: list[Relation] = []
    with adjudicating(round, "adopt", by) as docket:
        bench = _Bench(docket)
        while waiting:
            ready = [group for group in waiting if docket.have_ends(group[0])]
            if not ready:
                raise ChangeRefused("Adopt both ends of this relation first.")
            adopted += bench.connect(ready)
            waiting = [group for group in waiting if group not in ready]
    return adopted


class _Bench:
    """What connecting needs to know of an article while it is held."""

    def __init__(self, docket: Docket) -> None:
        self.docket, self.article = docket, docket.article
        relations = [v.relation for v in docket.by_source.values() if v.relation]
        prefetch_related_objects(relations, "premises", "target_annotation", "target_relation")

    def connect(self, groups: list[tuple[Relation, ...]]) -> list[Relation]:
        """In a fixed number of queries, however many they are."""
        fresh: list[tuple[Relation, list[Annotation]]] = []
        adopted: list[Relation] = []
        for source, *_ in groups:
            premises = list(dict.fromkeys(self._ours(p) for p in source.premises.all()))
            target = self._ours(target_of(source))
            relation = self._there(premises, RelationKind(source.kind), target)
            if relation is None:
                relation = self._connected(source, premises, target)
                fresh.append((relation, premises))
            adopted.append(relation)
        self._save(fresh)
        pairs = zip(groups, adopted, strict=True)
        self.docket.decide((one, thing) for of, thing in pairs for one in self.docket.left(of))
        return adopted

    @cached_property
    def bearing(self) -> dict[Bearing, Relation]:
        """What stands, by what bears on what."""
        standing = self.article.relations.standing().select_related("article")
        rows = standing.select_related("target_annotation", "target_relation")
        rows = rows.prefetch_related("premises")
        return {_bearing(r, (p for p in r.premises.all() if not p.is_withdrawn)): r for r in rows}

    def _there(
        self, premises: list[Annotation], kind: RelationKind, target: Annotation | Relation
    ) -> Relation | None:
        """The same relation, if it stands in the article. Refused where it does the opposite there."""
        there = self.bearing.get(_bearing_on(target, premises))
        if there and there.kind != kind:
            refuse_as_double(there, premises, target)
        return there

    def _connected(
        self, source: Relation, premises: list[Annotation], target: Annotation | Relation
    ) -> Relation:
        kind = RelationKind(source.kind)
        refuse_senseless_ends(self.article, premises, kind, target)
        relation = Relation(
            article=self.article,
            kind=kind,
            scheme=source.scheme,
            author_id=source.author_id,
            target_annotation=target if isinstance(target, Annotation) else None,
            target_relation=target if isinstance(target, Relation) else None,
        )
        self.bearing[_bearing_on(target, premises)] = relation
        return relation

    def _save(self, fresh: list[tuple[Relation, list[Annotation]]]) -> None:
        relations = [relation for relation, _ in fresh]
        self.docket.change.add_all(relations)
        joined = Relation.premises.through
        joined.objects.bulk_create(
            joined(relation=relation, annotation=premise)
            for relation, premises in fresh
            for premise in premises
        )
        prefetch_related_objects(relations, "premises")

    def _ours(self, source: Source) -> Any:
        thing = self.docket.became(source)
        assert thing is not None, "its ends have been asked for"
        return thing


def _bearing(relation: Relation, premises: Iterable[Annotation]) -> Bearing:
    return _bearing_on(target_of(relation), premises)


def _bearing_on(target: Source, premises: Iterable[Annotation]) -> Bearing:
    return key_of(target), frozenset(premise.pk for premise in premises)
