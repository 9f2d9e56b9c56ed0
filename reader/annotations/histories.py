"""The log in words: who did what, and what everything was before and after."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from reader.accounts.models import User
from reader.annotations.logged_words import LoggedWords, is_carried, is_lost
from reader.annotations.models import Annotation
from reader.annotations.placing import Entry as Placed
from reader.annotations.states import state_of
from reader.annotations.undoing import is_undoable
from reader.annotations.verdict_words import verdict_words
from reader.argument.roles import Role, label_of
from reader.articles.models import Article, Change

PER_PAGE = 50
LONGEST_VALUE = 400

STATUSES = {"accepted": "stands"}
PROPOSED = {"wording": "other words for {}", "removal": "to withdraw {}"}
# Of a proposal: said in the words of the change, or for the programme alone.
UNSAID = {"annotation", "relation", "wording", "base", "answered_by"}
PLACES = {"relation": "a step", "article": "the article"}
# Said of whoever did it: Alice marked C1. {} stands for what was touched.
VERBS = {
    "annotate": "marked {}",
    "reword": "reworded {}",
    "recast": "gave {} another role",
    "place": "moved the borders of {}",
    "split": "split {}",
    "merge": "merged {}",
    "withdraw": "withdrew {}",
    "restore": "brought back {}",
    "relate": "connected {}",
    "join": "added a premise: {}",
    "part": "took a premise away: {}",
    "assume": "named an assumption: {}",
    "scheme": "named the scheme of {}",
    "revise": "revised the text: {}",
    "confirm": "confirmed the words of {}",
    "remark": "marked {} anew",
    "let go": "gave up the lost words of {}",
    "snapshot": "made a snapshot to be cited: {}",
    "dismiss": "dismissed a remark",
    "reinstate": "wants to see a remark again",
    "create": "added the article",
    "publish": "changed who can read it",
    "describe": "changed the details of the article",
    "readdress": "changed the address of the article",
    "delete": "deleted the article",
    "recover": "restored the article",
    "appoint": "gave {} another part in the article",
    "remove": "removed {} from the article",
    "leave": "left the article",
    "hand over": "handed the article over to {}",
    "invite": "invited somebody",
    "revoke": "took an invitation back",
    "accept": "accepted an invitation",
    "hide": "hid the article from everyone but its members",
    "lift": "let the article be seen again",
    "comment": "commented on {}",
    "reply": "answered in a thread on {}",
    "edit comment": "changed a comment on {}",
    "take back comment": "took back a comment on {}",
    "bring back comment": "brought back a comment on {}",
    "resolve": "resolved a thread on {}",
    "reopen": "opened a thread on {} again",
    "propose": "proposed {}",
    "accept proposal": "accepted what was proposed: {}",
    "reword proposal": "reworded the proposal: {}",
    "amend": "amended and accepted what was proposed: {}",
    "decline": "declined what was proposed: {}",
    "take back": "took back what was proposed: {}",
    "adopt": "adopted {}",
    "leave out": "left out {}",
    "open round": "opened {}",
    "close round": "closed {}",
    "add to round": "changed who takes part in {}",
    "leave round": "changed who takes part in {}",
    "show readings": "showed readers the readings of {}",
    "hide readings": "shows readers the readings of {} no longer",
    "done": "is done with the sheet",
    "go on": "goes on with the sheet",
}
FIELDS = {
    "role": "Role",
    "gist": "Gist",
    "note": "Note",
    "device": "Device",
    "leans_on": "Leans on",
    "status": "Status",
    "passages": "Passages",
    "kind": "Kind",
    "premises": "Premises",
    "target_annotation": "Bears on",
    "target_relation": "Bears on",
    "scheme": "Scheme",
    "about": "About",
    "reason": "Reason",
    "revision": "Revision",
    "summary": "Summary",
    "name": "Name",
    "edition": "Edition",
    "title": "Title",
    "byline": "Author",
    "language": "Language",
    "written_on": "Date",
    "source_url": "Source",
    "visibility": "Visibility",
    "slug": "Address",
    "part": "Part",
    "way": "Sent as",
    "expires_at": "Until",
    "deleted_at": "Deleted",
    "hidden": "Hidden",
    "because": "Because",
    "body": "Comment",
    "why": "Why",
    "answer": "Answer",
    "resolved": "Resolved",
    "instructions": "Instructions",
    "people": "People",
    "closed": "Closed",
    "shown": "Shown to readers",
    "done": "Done",
}


@dataclass(frozen=True)
class Difference:
    """One field of one thing."""

    thing: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change as the history page shows it."""

    change: Change
    words: str
    differences: tuple[Difference, ...]
    can_be_undone: bool
    was_undone: bool

    @property
    def revisions(self) -> tuple[int, int] | None:
        """The text before and after, where a new one was saved."""
        if self.change.verb != "revise":
            return None
        before, after = self.change.before["article"], self.change.after["article"]
        return before["revision"], after["revision"]


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


def changes_of(article: Article, number: int | None = None, actor: str = "") -> QuerySet[Change]:
    """The log, newest first: of one annotation, or of one person, where asked for."""
    changes = article.changes.select_related("actor", "undoes__undoes__undoes").order_by("-seq")
    if number is not None:
        changes = changes.filter(after__has_key=f"annotation {number}")
    return changes.filter(actor__username=actor) if actor else changes


def entries(article: Article, changes: list[Change], holds: Mapping[int, bool]) -> list[Entry]:
    """Changes as they are shown; `holds` says which of them are still in effect."""
    sayer = Sayer(article)
    sayer.quotes.read(changes)
    return [
        Entry(
            change,
            sayer.words(change),
            tuple(sayer.differences(change)),
            change.undoes is None and is_undoable(change) and holds.get(change.seq, True),
            not holds.get(change.seq, True),
        )
        for change in changes
    ]


def numbers_in(change: Change) -> list[int]:
    """The annotations that a change touched."""
    names = (name.partition(" ") for name in change.after)
    return [int(number) for kind, _, number in names if kind == "annotation"]


def standing_label(article: Article, change: Change) -> str:
    """Where to look after a change: the first annotation it touched that stands."""
    found = article.annotations.standing().filter(number__in=numbers_in(change)).first()
    return found.label if isinstance(found, Annotation) else ""


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
