"""Says what stands in the log: what was done, and what everything was before and after."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reader.accounts.models import User
from reader.annotations.history_words import FIELDS, PLACES, PROPOSED, STATUSES, UNSAID, VERBS
from reader.annotations.logged_words import LoggedWords, is_carried, is_lost
from reader.annotations.placing import Entry as Placed
from reader.annotations.states import state_of
from reader.annotations.verdict_words import verdict_words
from reader.argument.roles import Role, label_of
from reader.articles.models import Article, Change

LONGEST_VALUE = 400


@dataclass(frozen=True)
class Difference:
    """One field of one thing."""

    thing: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Sayer:
    """Says what stands in the log of one article; knows its annotations by their numbers."""

    article: Article

    @cached_property
    def quotes(self) -> LoggedWords:
        return LoggedWords(self.article)

    @cached_property
    def labels(self) -> dict[int, str]:
        rows = self.article.annotations.values_list("number", "role")
        return {number: label_of(Role(role), number) for number, role in rows}

    @cached_property
    def people(self) -> dict[int, str]:
        """Whoever has been a member, by the number under which the log knows them."""
        changes = self.article.changes.filter(object__startswith="member ")
        names = {name for after in changes.values_list("after", flat=True) for name in after}
        numbers = [int(name.removeprefix("member ")) for name in names if name[:7] == "member "]
        return {user.pk: user.name for user in User.objects.filter(pk__in=numbers)}

    @cached_property
    def readers(self) -> dict[int, str]:
        """Whoever has had a sheet in a round."""
        readers = User.objects.filter(memberships__article__round__article=self.article)
        return {user.pk: user.name for user in readers}

    @cached_property
    def steps(self) -> dict[int, Mapping[str, Any]]:
        """What the relations say now, for what the log only names."""
        rows = self.article.relations.select_related("target_annotation", "target_relation")
        return {row.number: state_of(row) for row in rows.prefetch_related("premises")}

    def words(self, change: Change) -> str:
        """What was done, said of whoever did it: reworded C1."""
        if change.undoes is not None:
            verb = "undid" if change.verb == "undo" else "did again"
            original = change.undoes
            while original.undoes is not None:
                original = original.undoes
            return f"{verb}: {self.words(original)}"
        kind = change.object.partition(" ")[0]
        pattern = VERBS.get(f"{change.verb} {kind}") or VERBS.get(change.verb)
        if pattern is None:
            return f"{change.verb}: {change.object}"
        return pattern.format(self._things(change))

    def differences(self, change: Change) -> Iterator[Difference]:
        self.quotes.read([change])
        for name in _in_order(change):
            if name.startswith("verdict "):
                continue  # said in the words of the change already
            after = change.after[name] or {}
            # How a new thing stands goes without saying.
            before = change.before.get(name) or {"status": after.get("status")}
            for key, value in sorted(after.items(), key=_place_of_field):
                if key in UNSAID or (key == "passages" and is_carried(change, name)):
                    continue
                # A proposal that is accepted does not itself stand.
                field = "" if name.startswith("proposal ") and key == "status" else key
                was, now = self._value(field, before.get(key)), self._value(field, value)
                if before.get(key) != value and was != now:
                    title = FIELDS.get(key, key.capitalize())
                    yield Difference(self.name(name, after or before), title, was, now)

    def name(self, name: str, state: Mapping[str, Any]) -> str:
        """C1, for annotation 1; for relation 2, what it says: P2 supports C1."""
        kind, _, number = name.partition(" ")
        if kind == "annotation":
            # The label it had at that time.
            role = state.get("role")
            return label_of(Role(role), int(number)) if role else self._label(int(number))
        if kind == "relation" and (
            said := state if "premises" in state else self.steps.get(int(number))
        ):
            return self._relation(said)
        if kind == "comment":
            return self._place(state.get("about", ""))
        if kind == "member":
            return self.people.get(int(number), "somebody")
        named = {"dismissal": "remark", "round": name, "proposal": name.capitalize()}
        return named.get(kind, kind)

    def _things(self, change: Change) -> str:
        states = {
            name: change.after[name] or change.before.get(name) or {} for name in _in_order(change)
        }
        if change.verb in ("adopt", "leave out"):
            return verdict_words(states, self.readers)
        if change.object.startswith("proposal "):
            return self._proposed(states)
        return self._named_things(change, states)

    def _named_things(self, change: Change, states: Mapping[str, Mapping[str, Any]]) -> str:
        if change.verb in ("revise", "snapshot"):
            return _named(states[change.object])
        names = [self.name(name, state) for name, state in states.items()]
        if change.verb == "hand over":
            return names[0]
        if change.verb in ("recast", "merge", "withdraw", "restore", "confirm"):
            return _listed(names)
        if change.verb in ("assume", "join", "part"):
            relations = (n for n in states if n.startswith("relation "))
            return self.name(name := next(relations, change.object), states[name])
        return names[0]

    def _proposed(self, states: Mapping[str, Mapping[str, Any]]) -> str:
        """What a proposal is about: C1, other words for C1, to withdraw C1, to take back: P2 supports C1."""
        proposal = next(iter(states.values()))
        number, relation = proposal["annotation"], f"relation {proposal['relation']}"
        is_step = number is None
        what = self.name(relation, states.get(relation, {})) if is_step else self._label(number)
        if is_step and proposal["kind"] == "removal":
            return f"to take back: {what}"
        return PROPOSED.get(proposal["kind"], "{}").format(what)

    def _place(self, about: str) -> str:
        """What a comment is about: C1, P2 supports C1, the article."""
        kind, _, number = about.partition(" ")
        if kind == "relation" and int(number) in self.steps:
            return f"“{self.name(about, {})}”"
        return self._label(int(number)) if kind == "annotation" else PLACES.get(kind, "something")

    def _relation(self, state: Mapping[str, Any]) -> str:
        premises = [self._label(number) for number in state["premises"]]
        s = "s" if len(premises) == 1 else ""
        if state["target_annotation"] is None:
            return f"{_listed(premises)} undercut{s} a step"
        return f"{_listed(premises)} {state['kind']}{s} {self._label(state['target_annotation'])}"

    def _label(self, number: int) -> str:
        return self.labels.get(number, str(number))

    def _value(self, field: str, value: Any) -> str:
        sayings: dict[str, Callable[[Any], str]] = {
            "passages": lambda entries: " … ".join(map(self._passage, entries)),
            "premises": lambda numbers: _listed([self._label(number) for number in numbers]),
            "leans_on": self._label,
            "target_annotation": self._label,
            "target_relation": lambda _: "a step",
            "status": lambda status: STATUSES.get(status, status),
            "people": lambda people: _listed([self.readers.get(pk, "somebody") for pk in people]),
            "closed": _yes_or_no,
            "shown": _yes_or_no,
            "done": _yes_or_no,
        }
        is_empty = value is None or value == "" or value == []
        return "" if is_empty else sayings.get(field, _shortened)(value)

    def _passage(self, entry: Placed) -> str:
        words = _shortened(" ".join(self.quotes[entry].split()))
        return f"“{words}” (lost)" if is_lost(entry) else f"“{words}”"


def _in_order(change: Change) -> list[str]:
    """What the change is about, then the rest by number: PostgreSQL keeps no order of its own."""

    def place(name: str) -> tuple[bool, str, int]:
        kind, _, number = name.partition(" ")
        return name != change.object, kind, int(number) if number.isdecimal() else 0

    return sorted(change.after, key=place)


def _place_of_field(item: tuple[str, Any]) -> int:
    names = list(FIELDS)
    return names.index(item[0]) if item[0] in FIELDS else len(names)


def _named(state: Mapping[str, Any]) -> str:
    """A revision by its number and summary, a snapshot by its name."""
    if "name" in state:
        return f"“{state['name']}”"
    summary = state.get("summary")
    return (
        f"revision {state['revision']}, “{summary}”" if summary else f"revision {state['revision']}"
    )


def _yes_or_no(value: object) -> str:
    return "yes" if value else "no"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _shortened(value: object) -> str:
    words = str(value)
    return words if len(words) <= LONGEST_VALUE else words[:LONGEST_VALUE].rstrip() + " …"
