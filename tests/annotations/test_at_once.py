"""Several editors change one article in the same instant: each change is made once, and in order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection

from reader.accounts.models import User
from reader.annotations.adopting import Taking, adopt
from reader.annotations.replaying import strayed
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member
from tests.rounds import make_round, sheet_of
from tests.rounds import mark as mark_on

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4
# A paragraph for each of them, and one that nobody touches between any two.
SOURCE = "\n\n".join(
    f"Writer {n} says so. It is so.\n\nNobody touches {n}." for n in range(WRITERS)
)


def at_once(doing: Callable[[int], int]) -> list[int]:
    """What each writer brought about; all begin in the same moment."""
    ready = Barrier(WRITERS)

    def work(number: int) -> int:
        ready.wait()
        try:
            return doing(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        return list(threads.map(work, range(WRITERS)))


@pytest.fixture
def people(article: Article) -> list[User]:
    return [make_member(article, f"writer{n}", Part.EDITOR) for n in range(WRITERS)]


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(SOURCE, editor=alice)
    for number in range(WRITERS):
        make_annotation(article, f"Writer {number} says so.", Role.PREMISE)
    return article


def test_texts_saved_in_the_same_moment_are_all_in_the_last_one(
    article: Article, people: list[User]
) -> None:
    def save(number: int) -> int:
        source = SOURCE.replace(
            f"Writer {number} says so. It", f"Writer {number} says so. Indeed it"
        )
        return revise(article, source, 1, f"by {number}", people[number]).revision.number

    assert sorted(at_once(save)) == [2, 3, 4, 5]
    article.refresh_from_db()
    assert article.head is not None
    assert article.head.source == SOURCE.replace("It is so", "Indeed it is so")
    assert [r.number for r in article.revisions.all()] == [1, 2, 3, 4, 5]
    assert strayed(article) == []


def test_of_several_who_adopt_the_same_thing_one_does(article: Article, people: list[User]) -> None:
    round = make_round(article, "bob")
    source = mark_on(sheet_of(round, "bob"), "Nobody touches 1.")

    def adopt_it(number: int) -> int:
        with suppress(ChangeRefused):
            return len(adopt(round, [Taking(source)], people[number]))
        return 0

    before = article.annotations.count()
    assert sum(at_once(adopt_it)) == 1
    assert article.annotations.count() == before + 1
