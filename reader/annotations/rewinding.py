"""The article as it once was, read off its log. Nothing that is made here is ever saved."""

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from reader.annotations.graphs import Reading, gathered, standing_steps
from reader.annotations.models import Annotation, Fate, Origin, Passage, Relation, Status
from reader.annotations.placing import Entry, lost_passage, passage_at
from reader.annotations.replaying import replayed
from reader.annotations.states import PLAIN, State
from reader.argument.graph import Relation as Step
from reader.argument.roles import RelationKind
from reader.articles.models import Article, Revision
from reader.web.shelves import kept_awhile

States = Mapping[str, State]


def reading_at(article: Article, edition: int) -> Reading:
    """The argument as it stood after that change. Its rows carry what the log says, and are not to be saved."""
    return reading_told(article, edition, states_at(article, edition))


def reading_told(article: Article, edition: int, states: States) -> Reading:
    """The same, of states that have been read off the log already."""
    annotations = _annotations(article, states)
    standing = {a.number: a for a in annotations.values() if a.status == Status.ACCEPTED}
    head = revision_at(article, edition)
    entries = {number: _entries_in(head, states[f"annotation {number}"]) for number in standing}
    revisions = _revisions(article, head, entries.values())
    passages = {
        number: list(_passages(annotation, entries[number], revisions))
        for number, annotation in standing.items()
    }
    steps = standing_steps(_steps(article, states, annotations), standing.keys())
    return gathered(standing.values(), passages, steps)


def states_at(
    article: Article, edition: int, since: int = 0, before: States | None = None
) -> States:
    """What the log says of every annotation, relation and dismissal after that change.

    What it says after the change `since` need not be read again, if it is `before`.
    """
    changes = article.changes.filter(seq__gt=since, seq__lte=edition).order_by("seq")
    return replayed(changes.only("article", "after"), before)


def two_states(article: Article, a: int, b: int) -> tuple[States, States]:
    """The same of two editions, for the price of the later one; kept for a while."""
    first, last = sorted((a, b))
    early = kept_awhile(f"states:{article.pk}:{first}", lambda: states_at(article, first))
    late = kept_awhile(
        f"states:{article.pk}:{last}", lambda: states_at(article, last, first, early)
    )
    return (early, late) if a == first else (late, early)


def revision_at(article: Article, edition: int) -> Revision:
    """The text of that edition."""
    return article.revisions.filter(edition__lte=edition).latest("number")


def article_at(article: Article, edition: int) -> Article:
    """Title, author, date, language as they were; address and visibility as they are."""
    then = copy.copy(article)
    since = article.changes.filter(seq__gt=edition, verb="describe").order_by("-seq")
    for before in since.values_list("before", flat=True):
        for name, value in before["article"].items():
            is_date = name == "written_on" and value
            setattr(then, name, date.fromisoformat(value) if is_date else value)
    return then


def _annotations(article: Article, states: States) -> dict[int, Annotation]:
    """All that had been made by then, withdrawn or not."""
    rows = {a.number: a for a in article.annotations.select_related("author")}
    told = {number: row for number, row in rows.items() if f"annotation {number}" in states}
    for number, annotation in told.items():
        state = states[f"annotation {number}"]
        _take(annotation, state)
        annotation.leans_on = told.get(state["leans_on"])
    return told


def _steps(
    article: Article, states: States, annotations: Mapping[int, Annotation]
) -> Iterator[tuple[Relation, Step]]:
    rows = {r.number: r for r in article.relations.all()}
    for number, relation in rows.items():
        state = states.get(f"relation {number}")
        if state is None or state["status"] != Status.ACCEPTED:
            continue
        _take(relation, state)
        relation.target_annotation = annotations.get(state["target_annotation"])
        relation.target_relation = rows.get(state["target_relation"])
        yield relation, _step(number, state)


def _take(thing: Annotation | Relation, state: State) -> None:
    for field in PLAIN & state.keys():
        setattr(thing, field, state[field])


def _step(number: int, state: State) -> Step:
    return Step(
        id=number,
        kind=RelationKind(state["kind"]),
        premises=tuple(state["premises"]),
        target=state["target_annotation"],
        target_relation=state["target_relation"],
    )


def _entries_in(head: Revision, state: State) -> list[Entry]:
    """In the order of the text, as the rows are."""
    entries = (entry for entry in state["passages"] if entry[0] == head.number)
    return sorted(entries, key=lambda entry: entry[1:3])


def _revisions(
    article: Article, head: Revision, entries: Collection[Sequence[Entry]]
) -> dict[int, Revision]:
    """Those from which passages take their words: that of the edition, and where lost ones were last."""
    older = {entry[4][0] for of in entries for entry in of if len(entry) > 4} - {head.number}
    rows = (
        article.revisions.filter(number__in=older).only("article", "number", "text")
        if older
        else ()
    )
    return {head.number: head} | {row.number: row for row in rows}


def _passages(
    annotation: Annotation, entries: Sequence[Entry], revisions: Mapping[int, Revision]
) -> Iterator[Passage]:
    for number, start, end, *how in entries:
        revision = revisions[number]
        fate = Fate(how[0]) if how else Fate.SET
        origin = _origin(annotation, how[1], revisions) if len(how) > 1 else None
        if fate == Fate.LOST and origin:
            yield lost_passage(annotation, revision, start, origin)
        else:
            passage = passage_at(annotation, revision, start, end, fate)
            passage.origin = origin
            yield passage


def _origin(
    annotation: Annotation, place: Sequence[int], revisions: Mapping[int, Revision]
) -> Origin:
    number, start, end = place
    return passage_at(annotation, revisions[number], start, end).as_origin()
