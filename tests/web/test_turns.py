"""Writers of one process take turns on SQLite."""

from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from reader.accounts.models import User
from reader.web.sqlite.base import Turns
from tests.factories import make_user

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'")


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


def test_whoever_comes_first_is_served_first() -> None:
    turns, served, threads = Turns(), [], []

    def work(number: int) -> None:
        assert turns.take()
        served.append(number)
        turns.give()

    assert turns.take()
    for number in range(5):
        threads.append(Thread(target=work, args=[number]))
        threads[-1].start()
        while waiting(turns) <= number:
            pass
    turns.give()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]
    assert turns.take(0), "the last one gave it back"


def test_whoever_waits_too_long_leaves_the_queue() -> None:
    turns = Turns()
    assert turns.take()
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


@sqlite_only
def test_a_turn_is_given_back_however_a_write_ends(transactional_db: None) -> None:
    user = make_user("alice")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="alice")
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=user.pk).update(username=None)
    with transaction.atomic():
        connection.close()
    assert not connection.has_turn
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(write).result(10) == 1


def write() -> int:
    try:
        return User.objects.update(last_name="Writer")
    finally:
        connection.close()
