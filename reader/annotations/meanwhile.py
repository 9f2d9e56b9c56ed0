"""What became of a thing since an editor saw it, read off the log.

Every change to a thing makes its next version, but a new text, which only carries it along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models.fields.json import KeyTransform

from reader.accounts.models import User
from reader.annotations.models import Annotation, Relation
from reader.annotations.states import State, name_of, state_of

REVISE = "revise"
PHRASES = {
    "role": "the role",
    "gist": "the gist",
    "note": "the note",
    "device": "the device",
    "leans_on": "what it leans on",
    "passages": "its passages",
    "premises": "the premises",
    "target_annotation": "what it bears on",
    "target_relation": "what it bears on",
    "kind": "its kind",
    "scheme": "the scheme",
}


@dataclass(frozen=True)
class Deed:
    """One change to a thing: by whom, and which fields of its state it altered."""

    seq: int
    by: User
    fields: frozenset[str]


@dataclass(frozen=True)
class Meanwhile:
    """`base` is the state that was seen; None where the log does not tell, and then anything may
    have changed."""

    base: State | None
    deeds: tuple[Deed, ...]
    now: State

    @cached_property
    def fields(self) -> frozenset[str]:
        """What was altered since, even if it is again what it was."""
        if self.base is None:
            return frozenset(self.now)
        return frozenset().union(*(deed.fields for deed in self.deeds))

    def who(self, fields: Iterable[str]) -> User | None:
        """Who last altered any of these."""
        wanted = set(fields)
        return next((deed.by for deed in reversed(self.deeds) if deed.fields & wanted), None)


def meanwhile(thing: Annotation | Relation, version: int) -> Meanwhile:
    """Since that version. The thing is held, or else it may be another one already."""
    now = state_of(thing)
    if version == thing.version:
        return Meanwhile(now, (), now)
    name = name_of(thing)
    touching = thing.article.changes.filter(after__has_key=name).exclude(verb=REVISE)
    seqs = list(touching.order_by("seq").values_list("seq", flat=True))
    if len(seqs) != thing.version or not 0 < version < thing.version:
        return Meanwhile(None, (), now)
    rows = touching.filter(seq__gte=seqs[version - 1]).order_by("seq").select_related("actor")
    told = rows.annotate(was=KeyTransform(name, "before"), became=KeyTransform(name, "after"))
    seen, *later = told.defer("before", "after")
    deeds = (Deed(one.seq, one.actor, altered(one.was or {}, one.became)) for one in later)
    return Meanwhile(seen.became, tuple(deeds), now)


def phrased(fields: Iterable[str]) -> str:
    """The gist and the note; whether something stands goes without saying."""
    wanted = set(fields)
    words = list(dict.fromkeys(PHRASES[field] for field in PHRASES if field in wanted))
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def altered(was: State, became: State) -> frozenset[str]:
    return frozenset(field for field in became if was.get(field) != became[field])
