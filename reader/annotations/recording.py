"""What a verb does between taking hold of an article and leaving one Change behind."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import Max

from reader.accounts.models import User
from reader.annotations.states import State, Thing, name_of, state_of, states_of
from reader.articles.history import ChangeRefused, record
from reader.articles.membering import edited
from reader.articles.models import Article, Change

T = TypeVar("T", bound=Any)


class Recorder:
    """Notes what each thing was before a verb touched it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.held: dict[str, Thing] = {}
        self.before: dict[str, State | None] = {}
        self.saved: set[str] = set()
        self.change: Change | None = None

    def hold(self, thing: T) -> T:
        """The thing as it stands now that the article is held; the same object each time."""
        if thing.article_id != self.article.pk:
            raise ChangeRefused("Both ends must be in this article.")
        name = name_of(thing)
        if name not in self.held:
            rows = type(thing).objects.select_related("article")
            self._note(rows.get(pk=thing.pk), is_new=False)
        return cast(T, self.held[name])

    def add(self, thing: T) -> T:
        """Save a new thing under the next number of its kind in the article."""
        self.add_all([thing])
        return thing

    def add_all(self, things: Sequence[T]) -> None:
        """The same for many of one kind, in two queries."""
        if not things:
            return
        rows = type(things[0]).objects
        # Withdrawn ones count too: a number never comes back.
        last = rows.filter(article=self.article).aggregate(last=Max("number"))["last"] or 0
        for number, thing in enumerate(things, last + 1):
            thing.number = number
        rows.bulk_create(things)
        for thing in things:
            self._note(thing, is_new=True)

    def save(self, thing: Thing) -> None:
        """Save a held thing as its next version, if anything about it has changed.

        One change makes one version, however often it saves: so the log tells what each one was.
        """
        name = name_of(thing)
        if state_of(thing) != self.before[name]:
            thing.version += name not in self.saved
            self.saved.add(name)
            thing.save()

    def _note(self, thing: Thing, is_new: bool) -> None:
        name = name_of(thing)
        self.held[name] = thing
        self.before[name] = None if is_new else state_of(thing)


@contextmanager
def recording(
    article: Article,
    verb: str,
    by: User,
    undoes: Change | None = None,
    hold: Callable[[Article, User], Article] = edited,
) -> Iterator[Recorder]:
    """One transaction. Where nothing has changed in the end, nothing is recorded.

    `hold` locks the article and refuses whoever may not do this any more.
    """
    with transaction.atomic():
        recorder = Recorder(hold(article, by))
        yield recorder
        after = states_of(recorder.held.values())
        changed = {name: state for name, state in after.items() if state != recorder.before[name]}
        if changed:
            before = {name: recorder.before[name] for name in changed}
            recorder.change = record(recorder.article, verb, by, before, changed, undoes)
