"""A change that is sent twice is made once.

Where an answer is lost on its way, a page cannot know whether its change was made, and sends it
again. So each change that a script sends has a key of its own, which the log keeps beside it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_htmx.http import trigger_client_event

from reader.accounts.models import User
from reader.articles.models import Change

Handler = Callable[[HttpRequest], HttpResponseBase]

HEADER = (
    "Idempotency-Key"  # as draft-ietf-httpapi-idempotency-key-header has it, which no browser sends
)
KEY = re.compile(r"[0-9A-Za-z-]{16,40}")


@dataclass
class Sending:
    """What one request brings. `made` are the changes that it has made itself, by their keys."""

    user: User
    key: str
    made: set[int] = field(default_factory=set)

    def is_made_already(self) -> bool:
        """By another request. Under the lock of the article nobody else is just about to."""
        same = Change.objects.filter(actor=self.user, key=self.key)
        return same.exclude(pk__in=self.made).exists()


_sending: ContextVar[Sending | None] = ContextVar("sending", default=None)


def sending_by(user: User) -> Sending | None:
    """What this person sends just now, if it has a key."""
    sending = _sending.get()
    return sending if sending and sending.user == user else None


def sent_once(get_response: Handler) -> Handler:
    """What is refused by the second of two requests, because the first has done it, was done."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = request.headers.get(HEADER, "")
        user = request.user if KEY.fullmatch(key) else None
        if request.method != "POST" or not isinstance(user, User):
            return get_response(request)
        with _sent(Sending(user, key)) as sending:
            if sending.is_made_already():
                return _made()
            response = get_response(request)
            is_refused = response.status_code >= 400 and not sending.made
            return _made() if is_refused and sending.is_made_already() else response

    return middleware


@contextmanager
def _sent(sending: Sending) -> Iterator[Sending]:
    token = _sending.set(sending)
    try:
        yield sending
    finally:
        _sending.reset(token)


def _made() -> HttpResponse:
    """The page learns the rest as it learns of everybody's changes."""
    return trigger_client_event(HttpResponse(status=204), "change:made", {})
