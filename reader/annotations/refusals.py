"""Which relations and leanings make no sense, and how that is said to the editor."""

from collections.abc import Iterable

from reader.annotations.models import Annotation, Relation, Status
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article


def refuse_nonsense(
    article: Article,
    premises: list[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
    itself: Relation | None = None,
    is_proposed: bool = False,
) -> None:
    """`itself` is the relation in question where it is there already: it does not double itself."""
    refuse_senseless_ends(article, premises, kind, target, is_proposed)
    _refuse_double(article, premises, target, itself, is_proposed)


def refuse_senseless_ends(
    article: Article,
    premises: list[Annotation],
    kind: RelationKind,
    target: Annotation | Relation,
    is_proposed: bool = False,
) -> None:
    """Only what is itself proposed may rest on what is proposed."""
    things = [*premises, target]
    if not premises:
        raise ChangeRefused("A relation needs at least one premise.")
    if any(thing.article_id != article.pk for thing in things):
        raise ChangeRefused("Both ends must be in this article.")
    if any(_is_gone(thing) for thing in things):
        raise ChangeRefused("One of the ends has been withdrawn meanwhile.")
    if not is_proposed:
        refuse_proposed_ends(premises, target)
    if isinstance(target, Relation) and kind is RelationKind.SUPPORT:
        raise ChangeRefused("A step can be undercut, but not supported: support what it leads to.")
    rhetoric = next((p for p in premises if p.role == Role.RHETORIC), None)
    if rhetoric:
        raise ChangeRefused(
            f"{rhetoric.label} is rhetoric: it gives no reason. Let it lean on something instead."
        )
    _refuse_itself(premises, target)


def refuse_as_double(
    other: Relation, premises: list[Annotation], target: Annotation | Relation
) -> None:
    raise ChangeRefused(f"This is there already: {_words_for(other, premises, target)}.")


def refuse_proposed_ends(
    premises: Iterable[Annotation], target: Annotation | Relation | None
) -> None:
    """What stands does not rest on what is only proposed."""
    for end in (*premises, target):
        if end is not None and end.status == Status.PROPOSED:
            label = end.label if isinstance(end, Annotation) else "The step it bears on"
            raise ChangeRefused(f"{label} is only proposed. Accept it first.")


def refuse_leaning(annotation: Annotation, prop: Annotation) -> None:
    if prop.article_id != annotation.article_id:
        raise ChangeRefused("Rhetoric leans on something in the same article.")
    if annotation.pk and _leans_at_last_on(annotation, prop):
        raise ChangeRefused(f"{annotation.label} cannot lean on itself.")
    if annotation.status == Status.ACCEPTED:
        refuse_proposed_ends([prop], None)


def is_double(relation: Relation, premises: set[Annotation], target: Annotation | Relation) -> bool:
    """Whether another relation already lets just these premises do the same to the target."""
    others = target.bearing.standing().exclude(pk=relation.pk).prefetch_related("premises")
    return any(
        other.kind == relation.kind and set(other.premises.all()) == premises for other in others
    )


def _is_gone(thing: Annotation | Relation | None) -> bool:
    """Withdrawn, or a step that has lost an end: no map shows it."""
    while isinstance(thing, Relation):
        premises = thing.premises.all()
        if thing.status == Status.WITHDRAWN or all(p.is_withdrawn for p in premises):
            return True
        thing = thing.target_annotation or thing.target_relation
    return thing is None or thing.is_withdrawn


def _leans_at_last_on(annotation: Annotation, prop: Annotation | None) -> bool:
    """Rhetoric may lean on rhetoric, but not in a circle."""
    while prop and prop.pk != annotation.pk:
        prop = prop.leans_on
    return prop is not None


def _refuse_itself(premises: list[Annotation], target: Annotation | Relation) -> None:
    if isinstance(target, Annotation) and target in premises:
        raise ChangeRefused(f"{target.label} cannot bear on itself.")


def _refuse_double(
    article: Article,
    premises: list[Annotation],
    target: Annotation | Relation,
    itself: Relation | None,
    is_proposed: bool,
) -> None:
    ends = {p.pk for p in premises}
    for other in _relations_on(article, target, is_proposed):
        if other != itself and {p.pk for p in other.premises.all() if not p.is_withdrawn} == ends:
            refuse_as_double(other, premises, target)


def _relations_on(
    article: Article, target: Annotation | Relation, is_proposed: bool
) -> Iterable[Relation]:
    rows = article.relations.shown() if is_proposed else article.relations.standing()
    standing = rows.prefetch_related("premises")
    if isinstance(target, Annotation):
        return standing.filter(target_annotation=target)
    return standing.filter(target_relation=target)


def _words_for(
    relation: Relation, premises: list[Annotation], target: Annotation | Relation
) -> str:
    labels = " and ".join(p.label for p in premises)
    s = "s" if len(premises) == 1 else ""
    if isinstance(target, Relation):
        return f"{labels} undercut{s} that step"
    verb = "support" if relation.kind == RelationKind.SUPPORT else "attack"
    return f"{labels} {verb}{s} {target.label}"
