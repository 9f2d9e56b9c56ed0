"""What merging two annotations will do, said before it is done."""

from collections.abc import Iterator
from typing import Any

from reader.annotations.graphs import Reading
from reader.annotations.models import Annotation
from reader.argument.graph import Id, Relation
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.editing.pages import words_of
from reader.editing.reshaping_forms import MergeForm
from reader.reading.words import listed


def merging_page(
    article: Article, reading: Reading, annotation: Annotation, form: MergeForm, other: str = ""
) -> dict[str, Any]:
    """The form that lets an annotation swallow another one."""
    return {
        "article": article,
        "annotation": annotation,
        "form": form,
        "slot": f"form-{annotation.number}",
        "others": [a for a in reading.annotations if a.number != annotation.number],
        "chosen": other,
    }


def merging_words(reading: Reading, kept: Annotation, gone: Annotation) -> list[str]:
    """Sentences about passages, wording and relations."""
    stays = f"The role and gist of {kept.label} stay; those of {gone.label} go."
    note = f" Its note is added to that of {kept.label}." if gone.note else ""
    return [_where(reading, kept, gone), stays + note, *_relations(reading, kept, gone)]


def _where(reading: Reading, kept: Annotation, gone: Annotation) -> str:
    if not reading.passages[gone.number]:
        why = "is no longer in the text" if reading.lost[gone.number] else "is unstated"
        return f"{gone.label} {why}: {kept.label} stays where it stands."
    return f"{kept.label} also stands where {gone.label} stands."


def _relations(reading: Reading, kept: Annotation, gone: Annotation) -> Iterator[str]:
    if kept.role == Role.RHETORIC and reading.graph.relations_from(gone.number):
        yield f"{kept.label} is rhetoric and gives no reasons: this will be refused."
        return
    moved, lost = _sorted_out(reading, kept.number, gone.number)
    if moved:
        yield f"{kept.label} takes over: {listed(words_of(reading, n) for n in moved)}."
    if lost:
        those = listed(words_of(reading, n) for n in lost)
        yield f"Withdrawn, as pointless or double then: {those}."
    if not moved and not lost:
        yield f"{gone.label} is not connected to anything."


def _sorted_out(reading: Reading, kept: Id, gone: Id) -> tuple[list[int], list[int]]:
    """The numbers of the relations that move over, and of those that make no sense any more."""
    graph = reading.graph
    ends = {r.id: r for r in (*graph.relations_from(gone), *graph.relations_on(gone))}
    there = {_ends(relation, kept, kept) for relation in graph.relations if relation.id not in ends}
    moved: list[int] = []
    lost: list[int] = []
    for relation in sorted(ends.values(), key=lambda relation: int(relation.id)):
        after = _ends(relation, kept, gone)
        is_lost = after in there or (relation.target is not None and after[2] in after[1])
        (lost if is_lost else moved).append(int(relation.id))
        there.add(after)
    return moved, lost


def _ends(
    relation: Relation, kept: Id, gone: Id
) -> tuple[str, frozenset[Id], Id | None, Id | None]:
    premises = frozenset(kept if premise == gone else premise for premise in relation.premises)
    target = kept if relation.target == gone else relation.target
    return relation.kind.value, premises, target, relation.target_relation
