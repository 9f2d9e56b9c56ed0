"""Connect what is marked: relations, their premises, and what a step takes for granted."""

from collections.abc import Iterable

from reader.accounts.models import User
from reader.annotations.changes import refuse_proposed, refuse_senseless, target_of
from reader.annotations.models import Annotation, Relation, Status
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import refuse_nonsense
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article


def relate(
    article: Article,
    premises: Iterable[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
    by: User,
) -> Relation:
    """Let premises, working together, support or attack an annotation or another relation."""
    with recording(article, "relate", by) as change:
        held = [change.hold(premise) for premise in dict.fromkeys(premises)]
        refuse_nonsense(change.article, held, kind, change.hold(target))
        relation = new_relation(change, held, kind, change.hold(target), by)
    return relation


def join(relation: Relation, premise: Annotation, by: User) -> Relation:
    """Let one more premise work together with those of a relation."""
    with recording(relation.article, "join", by) as change:
        relation = _still_standing(change, relation)
        _join(change, relation, change.hold(premise))
    return relation


def part(relation: Relation, premise: Annotation, by: User) -> Relation:
    """Let one premise go; the others work together without it. The last one cannot go."""
    with recording(relation.article, "part", by) as change:
        relation = _still_standing(change, relation)
        premises = list(relation.premises.all())
        if premise not in premises:
            raise ChangeRefused(f"{premise.label} is no part of this step.")
        premises.remove(premise)
        refuse_nonsense(
            change.article, premises, RelationKind(relation.kind), target_of(relation), relation
        )
        relation.premises.remove(premise)
        change.save(relation)
    return relation


def assume(relation: Relation, gist: str, by: User) -> Annotation:
    """Say what must be true for a step: an unstated assumption that works with its premises."""
    with recording(relation.article, "assume", by) as change:
        relation = _still_standing(change, relation)
        assumption = change.add(
            Annotation(article=change.article, role=Role.ASSUMPTION, gist=gist, author=by)
        )
        _join(change, relation, assumption)
    return assumption


def new_relation(
    change: Recorder,
    premises: Iterable[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
    by: User,
    status: Status = Status.ACCEPTED,
) -> Relation:
    """Add a relation that has been found to make sense."""
    relation = Relation(article=change.article, kind=kind, author=by, status=status)
    aim(relation, target)
    change.add(relation)
    relation.premises.set(premises)
    return relation


def aim(relation: Relation, target: Annotation | Relation) -> None:
    """Let it bear on that."""
    relation.target_annotation = target if isinstance(target, Annotation) else None
    relation.target_relation = target if isinstance(target, Relation) else None


def _join(change: Recorder, relation: Relation, premise: Annotation) -> None:
    if premise in relation.premises.all():
        raise ChangeRefused(f"{premise.label} is already part of this step.")
    relation.premises.add(premise)
    refuse_senseless(relation)
    change.save(relation)


def _still_standing(change: Recorder, relation: Relation) -> Relation:
    held = change.hold(relation)
    if held.status == Status.WITHDRAWN:
        raise ChangeRefused("This relation has been taken back meanwhile.")
    refuse_proposed(held)
    return held
