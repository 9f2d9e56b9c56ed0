"""Take changes back and make them again, to any depth.

Nothing here is remembered but the log itself: taking back is a change like any other, which names
the one it takes back. So undo works after a reload, on another device, and can itself be undone.
A change is in effect unless a change that is in effect undoes it.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from reader.accounts.models import User
from reader.annotations.changes import target_of
from reader.annotations.meanwhile import REVISE, altered, phrased
from reader.annotations.models import Annotation, Proposal, Relation, Status
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import is_double, refuse_leaning, refuse_proposed_ends
from reader.annotations.states import MODELS, State, Thing, name_of, state_of, take_state, thing_of
from reader.annotations.verdict_models import Verdict
from reader.argument.roles import Role
from reader.articles.history import ChangeRefused, locked
from reader.articles.models import Article, Change

UNDO, REDO = "undo", "redo"


class UndoRefused(ChangeRefused):
    """Undoing would overwrite what came after, or pull the ground from under it: `since` is that."""

    def __init__(self, label: str, since: Change | None, words: str, what: str = "") -> None:
        self.since = since
        who = f" by {since.actor.name}" if since else ""
        told = f": {what}" if what else ""
        super().__init__(f"{label} {words}{who} since then{told}. Undo that in the history first.")


@dataclass(frozen=True)
class Entry:
    """One change, as far as it matters to what can be undone next."""

    seq: int
    verb: str
    undoes: int | None
    is_mine: bool


def in_effect(entries: Iterable[Entry]) -> dict[int, bool]:
    """For the seq of every change, whether it still holds. One pass from the newest to the oldest."""
    holds: dict[int, bool] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq, reverse=True):
        holds.setdefault(entry.seq, True)
        if entry.undoes is not None and holds[entry.seq]:
            holds[entry.undoes] = False
    return holds


def next_undo(entries: Iterable[Entry]) -> int | None:
    """The seq of one's own last change that is in effect, undoing and redoing not counted."""
    return max(_undoable(entries), default=None)


def _undoable(entries: Iterable[Entry]) -> list[int]:
    log = list(entries)
    holds = in_effect(log)
    return sorted(e.seq for e in log if e.is_mine and e.undoes is None and holds[e.seq])


def next_redo(entries: Iterable[Entry]) -> int | None:
    """The seq of one's own last undoing that is in effect, unless one went on after it."""
    log = list(entries)
    holds = in_effect(log)
    went_on = max((e.seq for e in log if e.is_mine and e.undoes is None), default=0)
    undone = (e.seq for e in log if e.is_mine and e.verb == UNDO and holds[e.seq])
    return max((seq for seq in undone if seq > went_on), default=None)


def entries_of(article: Article, user: User) -> list[Entry]:
    """A person's changes to the argument, and everything that undid any."""
    things = Q(*(Q(object__startswith=f"{kind} ") for kind in MODELS), _connector=Q.OR)
    rows = article.changes.filter(things).filter(Q(actor=user) | Q(undoes__isnull=False))
    values = rows.order_by("seq").values_list("seq", "verb", F("undoes__seq"), "actor")
    return [Entry(seq, verb, undoes, actor == user.pk) for seq, verb, undoes, actor in values]


@transaction.atomic
def undo(article: Article, by: User, seq: int | None = None) -> Change:
    """Undo one change: one's own last, or the one of that number, whoever made it."""
    article = locked(article)
    entries = entries_of(article, by)
    wanted = next_undo(entries) if seq is None else seq
    change = _change(article, wanted)
    if change is None or change.undoes:
        raise ChangeRefused("There is nothing to undo.")
    if not in_effect(entries).get(change.seq, True):
        raise ChangeRefused("This has been undone already.")
    return _invert(article, change, by, UNDO)


def undo_before(article: Article, by: User, seq: int | None) -> Change | None:
    """What one may want to undo instead of a change of one's own that is in effect and cannot be
    undone: the one before it. None names one's own last.
    """
    mine = _undoable(entries_of(article, by))
    refused = mine[-1] if mine and seq is None else seq
    place = mine.index(refused) if refused in mine else 0
    return _change(article, mine[place - 1]) if place else None


@transaction.atomic
def redo(article: Article, by: User) -> Change:
    """Make again what one undid last."""
    article = locked(article)
    change = _change(article, next_redo(entries_of(article, by)))
    if change is None:
        raise ChangeRefused("There is nothing to redo.")
    return _invert(article, change, by, REDO)


def is_undoable(change: Change) -> bool:
    """Whether it is about the argument: who may see an article, and who belongs to it, is set elsewhere."""
    return change.object.partition(" ")[0] in MODELS


def _change(article: Article, seq: int | None) -> Change | None:
    change = article.changes.filter(seq=seq).first() if seq else None
    return change if change and is_undoable(change) else None


def _invert(article: Article, change: Change, by: User, verb: str) -> Change:
    """Give everything that a change touched the state from before it, field by field."""
    with recording(article, verb, by, undoes=change) as recorder:
        held = [_held(recorder, article, name) for name in sorted(change.after)]
        for thing in held:
            fields = _fields_before(change, thing)
            _refuse_overwriting(article, change, thing, fields)
            take_state(thing, fields)
        # What makes room comes first: a source has one verdict at a time.
        for thing in sorted(held, key=lambda thing: thing.status != Status.WITHDRAWN):
            _refuse_odd(article, change, thing)
            recorder.save(thing)
        # Only now, when all of it is as it was, does it show whether it makes sense.
        for thing in held:
            _refuse_broken(article, change, thing)
    if recorder.change is None:
        raise ChangeRefused("There is nothing left of this to undo.")
    return recorder.change


def _held(recorder: Recorder, article: Article, name: str) -> Thing:
    thing = thing_of(article, name)
    assert thing is not None, "what is in the log is never deleted"
    return recorder.hold(thing)


def _fields_before(change: Change, thing: Thing) -> State:
    """What the change altered, as it was; what it brought into being is withdrawn instead."""
    before, after = change.before[name_of(thing)], change.after[name_of(thing)]
    if before is None:
        return {"status": str(Status.WITHDRAWN)}
    return {field: before[field] for field in before if before[field] != after.get(field)}


def _refuse_overwriting(article: Article, change: Change, thing: Thing, fields: State) -> None:
    name = name_of(thing)
    after, now = change.after[name], state_of(thing)
    touched = after if change.before[name] is None else fields
    others = {field for field in touched if now[field] != after[field]}
    if others == {"passages"} and not _was_placed_since(article, change, name):
        return  # a new text has carried them along, and carries what they were before as well
    if others:
        since = _since(article, change, name, others)
        raise UndoRefused(_label(thing), since, "was changed", phrased(others))


def _was_placed_since(article: Article, change: Change, name: str) -> bool:
    later = _holding_since(article, change, name)
    states = later.values_list(KeyTransform(name, "before"), KeyTransform(name, "after"))
    return any((before or {}).get("passages") != after["passages"] for before, after in states)


def _refuse_broken(article: Article, change: Change, thing: Thing) -> None:
    """Refuse what the verbs would have refused, and to pull the ground from under later changes."""
    if isinstance(thing, Proposal):
        return
    if thing.status != Status.ACCEPTED:
        for other in _built_on(thing):
            since = _since(article, change, name_of(other))
            if since and name_of(other) not in change.after:
                raise UndoRefused(_label(thing), since, "was built upon")
    if isinstance(thing, Relation) and thing.status != Status.WITHDRAWN:
        _refuse_senseless(thing)


def _refuse_senseless(relation: Relation) -> None:
    """What may have become of its ends meanwhile. Ends that are withdrawn only hide it, as before."""
    premises, target = set(relation.premises.all()), target_of(relation)
    rhetoric = next((premise for premise in premises if premise.role == Role.RHETORIC), None)
    if rhetoric:
        raise ChangeRefused(f"{rhetoric.label} is rhetoric now: it gives no reason.")
    if isinstance(target, Annotation) and target in premises:
        raise ChangeRefused(f"{target.label} would bear on itself now.")
    if relation.status == Status.ACCEPTED:
        refuse_proposed_ends(premises, target)
    if is_double(relation, premises, target):
        raise ChangeRefused("Undoing this would put the same relation there twice.")


def _built_on(thing: Thing) -> list[Thing]:
    """What stands only as long as this does."""
    if not isinstance(thing, Annotation | Relation):
        return []
    built: list[Thing] = list(thing.bearing.standing())
    if isinstance(thing, Annotation):
        built += [*thing.relations.standing(), *thing.rhetoric.standing()]
    return built


def _refuse_odd(article: Article, change: Change, thing: Thing) -> None:
    """A role that no longer goes with what others have made of the annotation meanwhile."""
    if isinstance(thing, Verdict):
        _refuse_second(thing)
    if not isinstance(thing, Annotation):
        return
    is_rhetoric, leans = thing.role == Role.RHETORIC, bool(thing.device or thing.leans_on)
    if (is_rhetoric and _gives_reasons(thing)) or (leans and not is_rhetoric):
        raise UndoRefused(thing.label, _since(article, change, name_of(thing)), "was built upon")
    if thing.leans_on:
        refuse_leaning(thing, thing.leans_on)


def _refuse_second(verdict: Verdict) -> None:
    """Somebody else may have decided about the same thing meanwhile."""
    others = type(verdict).objects.standing().exclude(pk=verdict.pk)
    same = others.filter(
        source_annotation=verdict.source_annotation, source_relation=verdict.source_relation
    )
    if verdict.status == Status.ACCEPTED and same.exists():
        raise ChangeRefused("This has been decided anew meanwhile. Undo that in the history first.")


def _gives_reasons(annotation: Annotation) -> bool:
    return not annotation.is_withdrawn and annotation.relations.standing().exists()


def _since(
    article: Article, change: Change, name: str, fields: Set[str] = frozenset()
) -> Change | None:
    """The last change to a thing, or to these fields of it, that came after this one and still holds."""
    later = list(_holding_since(article, change, name).select_related("actor"))
    touched = [c for c in later if altered(c.before[name] or {}, c.after[name] or {}) & fields]
    found = touched or later
    return found[-1] if found else None


def _holding_since(article: Article, change: Change, name: str) -> QuerySet[Change]:
    """The changes to a thing that came after this one and still hold.

    Making one again does not make it later, what was undone came to nothing, and a new text has
    only carried things along.
    """
    first = Coalesce("undoes__undoes__seq", "undoes__seq", "seq")
    touching = article.changes.filter(after__has_key=name).exclude(verb=REVISE)
    later = (
        touching.annotate(first=first)
        .filter(first__gt=_first(change))
        .values_list("seq", "verb", "undoes__seq")
    )
    log = [Entry(seq, verb, undoes, is_mine=False) for seq, verb, undoes in later]
    holds = in_effect(log)
    return article.changes.filter(
        seq__in=[e.seq for e in log if e.undoes is None and holds[e.seq]]
    ).order_by("seq")


def _first(change: Change) -> int:
    """An undoing names a change, a redoing names an undoing: no chain is longer."""
    while change.undoes:
        change = change.undoes
    return change.seq


def _label(thing: Thing) -> str:
    if isinstance(thing, Annotation):
        return thing.label
    names = {
        Relation: "This relation",
        Proposal: "This proposal",
        Verdict: "This decision",
    }
    return names.get(type(thing), "This remark")
