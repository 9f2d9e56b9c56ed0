"""Streams of the real server, over a restart too."""

import pytest

from reader.articles.membering import remove
from reader.articles.models import Part
from tests.factories import make_annotation, make_article, make_member, make_user, owner_of
from tests.reading.streaming import Listener
from tests.running import RunningServer


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_doubled_over_a_restart(running_server: RunningServer) -> None:
    article = make_article(editor=make_user())
    bob = make_member(article, "bob", Part.EDITOR)
    stream = Listener(running_server, article, bob, "since=1&stream=bobspage")
    assert stream.response.status == 200
    assert stream.response.headers["Content-Type"] == "text/event-stream"
    assert "no-store" in stream.response.headers["Cache-Control"]
    assert stream.response.headers["X-Accel-Buffering"] == "no"
    make_annotation(article, "Trees")
    last = stream.next()
    assert (last.id, last.data["words"]) == ("2", "Alice marked C1.")
    running_server.stop()
    assert [event for event in stream.rest() if event.name != "presence"] == []
    make_annotation(article, "Shade")
    running_server.start()
    again = Listener(running_server, article, bob, "since=1", **{"Last-Event-ID": last.id})
    make_annotation(article, "Roots")
    assert [again.next().id for _ in range(2)] == ["3", "4"]
    remove(article, bob, by=owner_of(article))
    assert [event.name for event in again.rest() if event.name != "presence"] == ["gone"]
    refused = Listener(running_server, article, bob)
    assert (refused.response.status, refused.rest()) == (404, [])
