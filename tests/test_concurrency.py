"""Eight writers change one article at once, each by all verbs: nothing is lost, doubled or locked out.

EVERY_CHANGE=1 lets each of them make 500 changes; without it they make a few, in every run.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Barrier, Event

import pytest
from django.db import connection
from django.db.models import Count, Max
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.answering import accept, decline
from reader.annotations.changes import annotate, recast, restore, reword, withdraw
from reader.annotations.commenting import comment, reopen, reply, resolve
from reader.annotations.models import Annotation, ProposalStatus, Relation, Status
from reader.annotations.naming import set_scheme
from reader.annotations.proposing import propose_annotation, propose_wording
from reader.annotations.relating import assume, join, part, relate
from reader.annotations.replaying import strayed
from reader.annotations.reshaping import merge, place, split
from reader.annotations.revising import MergeConflict, revise
from reader.annotations.states import name_of
from reader.annotations.undoing import redo, undo
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Change, Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
CHANGES = 500 if os.environ.get("EVERY_CHANGE") else 8
ROLES = list(Role)
SOURCE = "\n\n".join(
    f"Writer {n} says so. It is so.\n\nNobody touches {n}." for n in range(WRITERS)
)


class Writer:
    """One editor, who chooses by dice, and notes every change that was acknowledged."""

    def __init__(self, article: Article, number: int) -> None:
        self.article, self.number = article, number
        self.user = User.objects.get(username=f"writer{number}")
        self.dice = Random(number)
        self.made: list[tuple[int, str]] = []
        self.refused = 0

    def work(self) -> None:
        while len(self.made) < CHANGES:
            verb = self.dice.choice(WORK)
            try:
                verb(self, Article.objects.with_heads().get(pk=self.article.pk))
            except (ChangeRefused, MergeConflict):
                self.refused += 1
                assert self.last() == (self.made[-1:] or [None])[0], (
                    "what is refused leaves nothing"
                )
            else:
                self.note()
            assert self.refused < 50 * CHANGES, "hardly anything can be done"

    def note(self) -> None:
        """What was saved is there at once, as the newest change of this writer."""
        last = self.last()
        if last and last not in self.made[-1:]:
            assert not self.made or last[0] > self.made[-1][0]
            self.made.append(last)
            edition = Article.objects.values_list("edition", flat=True).get(pk=self.article.pk)
            assert edition >= last[0]

    def last(self) -> tuple[int, str] | None:
        mine = Change.objects.filter(article=self.article, actor=self.user)
        return mine.order_by("-seq").values_list("seq", "verb").first()

    def annotation(self, article: Article) -> Annotation:
        rows = article.annotations.select_related("article__head")
        return self.any(rows if self.dice.random() < 0.1 else rows.standing())

    def relation(self, article: Article) -> Relation:
        return self.any(article.relations.standing().select_related("article__head"))

    def withdrawn(self, article: Article) -> Annotation | Relation:
        rows = self.dice.choice([article.annotations, article.relations])
        return self.any(rows.filter(status=Status.WITHDRAWN).select_related("article__head"))

    def any(self, rows):
        """One of these rows, if there is any."""
        numbers = list(rows.values_list("pk", flat=True))
        if not numbers:
            raise ChangeRefused("There is none.")
        return rows.get(pk=self.dice.choice(numbers))

    def words(self) -> str:
        return f"{self.number} says {len(self.made)}"

    def spans(self, article: Article) -> list[tuple[int, int]]:
        start = self.dice.randrange(len(article.head.text) - 20)
        return [(start, start + self.dice.randrange(1, 20))]


def mark(w: Writer, article: Article) -> None:
    annotate(article, w.dice.choice(ROLES), w.words(), w.user, w.spans(article))


def word(w: Writer, article: Article) -> None:
    one = w.annotation(article)
    reword(one, w.user, one.version, Role(one.role), w.words(), leans_on=one.leans_on)


def turn(w: Writer, article: Article) -> None:
    recast([w.annotation(article), w.annotation(article)], w.dice.choice(ROLES), w.user)


def connect(w: Writer, article: Article) -> None:
    target = w.relation(article) if w.dice.random() < 0.1 else w.annotation(article)
    kind = (
        RelationKind.ATTACK if isinstance(target, Relation) else w.dice.choice(list(RelationKind))
    )
    relate(article, [w.annotation(article)], kind, target, w.user)


def add_premise(w: Writer, article: Article) -> None:
    join(w.relation(article), w.annotation(article), w.user)


def drop_premise(w: Writer, article: Article) -> None:
    relation = w.relation(article)
    part(relation, w.dice.choice(list(relation.premises.all())), w.user)


def take_for_granted(w: Writer, article: Article) -> None:
    assume(w.relation(article), w.words(), w.user)


def name(w: Writer, article: Article) -> None:
    relation = w.relation(article)
    set_scheme(relation, w.dice.choice(["", "sign", "example"]), w.user, relation.version)


def move(w: Writer, article: Article) -> None:
    one = w.annotation(article)
    place(one, w.spans(article), w.user, one.version)


def cut(w: Writer, article: Article) -> None:
    one = w.annotation(article)
    split(one, w.spans(article), w.user, one.version)


def unite(w: Writer, article: Article) -> None:
    merge(w.annotation(article), w.annotation(article), w.user)


def take_off(w: Writer, article: Article) -> None:
    withdraw(w.dice.choice([w.annotation, w.relation])(article), by=w.user)


def bring_back(w: Writer, article: Article) -> None:
    restore(w.withdrawn(article), by=w.user)


def take_back(w: Writer, article: Article) -> None:
    undo(article, w.user)


def make_again(w: Writer, article: Article) -> None:
    redo(article, w.user)


def talk(w: Writer, article: Article) -> None:
    about = w.dice.choice([w.annotation, w.relation])(article) if w.dice.random() < 0.8 else None
    comment(article, w.words(), w.user, about)


def answer(w: Writer, article: Article) -> None:
    reply(w.any(article.comments.filter(parent=None)), w.words(), w.user)


def settle(w: Writer, article: Article) -> None:
    thread = w.any(article.comments.filter(parent=None))
    (resolve if w.dice.random() < 0.7 else reopen)(thread, w.user)


def offer(w: Writer, article: Article) -> None:
    propose_annotation(article, w.dice.choice(ROLES), w.words(), w.user, w.spans(article))


def offer_words(w: Writer, article: Article) -> None:
    one = w.annotation(article)
    propose_wording(one, w.user, one.version, Role(one.role), w.words())


def judge(w: Writer, article: Article) -> None:
    proposal = w.any(article.proposals.filter(status=ProposalStatus.OPEN))
    if w.dice.random() < 0.7:
        accept(proposal, w.user)
    else:
        decline(proposal, w.user, "No.")


def write(w: Writer, article: Article) -> None:
    if CHANGES > 20 and w.dice.random() < 0.8:
        return  # a new text carries everything over: not too often where there is much
    lines = article.head.source.split("\n\n")
    lines[2 * w.number] = f"Writer {w.number} says {len(w.made)}. It is so."
    revise(article, "\n\n".join(lines), article.head.number, "", w.user)


# Each as often as it stands here. New verbs join this list.
WORK: list[Callable[[Writer, Article], None]] = [
    *(mark, mark, word, word, word, turn, connect, connect, add_premise, drop_premise),
    *(take_for_granted, name, move, move, cut, unite, take_off, bring_back, bring_back),
    *(take_back, take_back, make_again, talk, answer, settle, offer, offer_words, judge, judge),
    write,
]


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(SOURCE, editor=alice, slug="busy")
    claim = make_annotation(article, "Writer 0 says so.")
    for number in range(1, WRITERS):
        premise = make_annotation(article, f"Writer {number} says so.", Role.PREMISE)
        make_relation(premise, target=claim)
    for number in range(WRITERS):
        make_member(article, f"writer{number}", Part.EDITOR)
    return article


def watch(article: Article, done: Event) -> None:
    """In one look the edition is the number of changes; and it never goes back."""
    seen = 0
    rows = Article.objects.annotate(last=Max("changes__seq"), count=Count("changes"))
    while not done.wait(0.05):
        edition, last, count = rows.values_list("edition", "last", "count").get(pk=article.pk)
        assert edition == last == count >= seen
        seen = edition
    connection.close()


@contextmanager
def watched(article: Article) -> Iterator[None]:
    done = Event()
    with ThreadPoolExecutor(1) as thread:
        watching = thread.submit(watch, article, done)
        try:
            yield
        finally:
            done.set()
        watching.result()


def all_at_once(doing: Callable[[int], None]) -> None:
    ready = Barrier(WRITERS)

    def work(number: int) -> None:
        ready.wait()
        try:
            doing(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(work, range(WRITERS)))


def versions(article: Article) -> dict[str, int]:
    things = [*article.annotations.all(), *article.relations.all(), *article.proposals.all()]
    return {name_of(thing): thing.version for thing in things}


def versions_told(article: Article) -> Counter[str]:
    """Every change to a thing makes one version of it, but a new text."""
    named = article.changes.exclude(verb="revise").values_list("after", flat=True)
    kinds = ("annotation", "relation", "proposal")
    return Counter(name for after in named for name in after if name.split()[0] in kinds)


def test_every_acknowledged_change_is_in_the_log_once(article: Article) -> None:
    before = article.changes.count()
    writers = [Writer(article, number) for number in range(WRITERS)]
    with watched(article):
        all_at_once(lambda number: writers[number].work())
    log = list(article.changes.order_by("seq").values_list("seq", "verb", "actor"))
    assert [seq for seq, *_ in log] == list(range(1, before + WRITERS * CHANGES + 1))
    for writer in writers:
        mine = [(seq, verb) for seq, verb, actor in log if actor == writer.user.pk]
        assert mine == writer.made
    article.refresh_from_db()
    assert article.edition == len(log)
    assert strayed(article) == []
    assert versions(article) == versions_told(article)
    print(f"{len(log)} changes, {sum(w.refused for w in writers)} refused kindly")
    print(Counter(verb for _, verb, _ in log))


def test_saves_by_address_are_never_locked_out(article: Article) -> None:
    clients = [Client(headers={"HX-Request": "true"}) for _ in range(WRITERS)]
    for number, client in enumerate(clients):
        client.force_login(User.objects.get(username=f"writer{number}"))
    answers: list[int] = []

    def save(number: int) -> None:
        sent = {"version": 1, "role": "claim", "gist": f"Said by {number}"}
        post = clients[number].post
        answers.append(post(reverse("annotation_edit", args=["busy", 1]), sent).status_code)
        sent = {"role": "claim", "gist": f"Unsaid by {number}"}
        answers.append(post(reverse("annotation_list", args=["busy"]), sent).status_code)
        answers.append(post(reverse("change_undo", args=["busy"])).status_code)

    before = article.changes.count()
    all_at_once(save)
    assert Counter(answers) == {200: 2 * WRITERS + 1, 409: WRITERS - 1}
    article.refresh_from_db()
    assert article.edition == article.changes.count() == before + answers.count(200)
    assert strayed(article) == []
