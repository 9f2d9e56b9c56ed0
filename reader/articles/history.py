"""The append-only log. Whoever changes an article does it between `locked` and `record`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max

from reader.accounts.models import User
from reader.articles.announcing import announce, announce_to_others
from reader.articles.models import Article, Change
from reader.articles.searching import index_change
from reader.articles.sending import sending_by
from reader.articles.showing import is_shown

State = Mapping[str, Any] | None
States = Mapping[str, State]


class ChangeRefused(Exception):
    """The change makes no sense; the message is for the editor to read."""


class ChangeMade(ChangeRefused):
    """It was sent twice, and has been made by now."""


class ChangeOvertaken(ChangeRefused):
    """Somebody else was faster: the version that the editor saw is no longer the newest."""


def locked(article: Article) -> Article:
    """The article as it stands now, held until the transaction ends.

    Numbers of changes, annotations and relations are taken under this lock, so they come in
    the order of the commits, on PostgreSQL too.
    """
    return Article.objects.select_for_update().get(pk=article.pk)


def record(
    article: Article,
    verb: str,
    by: User,
    before: States,
    after: States,
    undoes: Change | None = None,
) -> Change:
    """Write the change down, let the search know it and give the article its next edition.

    `before` and `after` name the same things: annotation 3, relation 2, article, … The first is
    what the change is about.
    """
    sending = sending_by(by)
    if sending and sending.is_made_already():
        raise ChangeMade("This is saved already.")
    article.edition += 1
    if any(is_shown(name, before[name], state) for name, state in after.items()):
        article.shown_edition = article.edition
        article.save(update_fields=["edition", "shown_edition", "changed_at"])
    else:
        article.save(update_fields=["edition"])
    last = article.changes.aggregate(last=Max("seq"))["last"] or 0
    change: Change = article.changes.create(
        seq=last + 1,
        actor=by,
        verb=verb,
        object=next(iter(after)),
        before=before,
        after=after,
        undoes=undoes,
        key=sending.key if sending else "",
    )
    if sending:
        sending.made.add(change.pk)
    index_change(article, change)
    announce_to_others(article.pk)
    transaction.on_commit(partial(announce, article.pk), robust=True)
    return change
