"""Name the scheme after which a relation argues."""

from reader.accounts.models import User
from reader.annotations.models import Relation, Status
from reader.annotations.recording import recording
from reader.argument.schemes import scheme_of
from reader.articles.history import ChangeOvertaken, ChangeRefused


def set_scheme(relation: Relation, scheme: str, by: User, version: int | None = None) -> Relation:
    """Give a relation a scheme by its key, or with an empty key take it away again.

    A version is that of the relation as the editor saw it.
    """
    with recording(relation.article, "scheme", by) as change:
        held = change.hold(relation)
        if held.status == Status.WITHDRAWN:
            raise ChangeRefused("This relation has been taken back meanwhile.")
        if version is not None and held.version != version:
            raise ChangeOvertaken("This relation was changed meanwhile. Look at it again.")
        if scheme and scheme_of(scheme) is None and scheme != held.scheme:
            raise ChangeRefused("Choose one of the schemes.")
        held.scheme = scheme
        change.save(held)
    return held
