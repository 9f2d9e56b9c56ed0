"""Name the scheme after which a relation argues."""

from reader.accounts.models import User
from reader.annotations.changes import refuse_proposed
from reader.annotations.meanwhile import meanwhile
from reader.annotations.models import Relation, Status
from reader.annotations.recording import recording
from reader.argument.schemes import scheme_of
from reader.articles.history import ChangeOvertaken, ChangeRefused


def set_scheme(relation: Relation, scheme: str, by: User, version: int | None = None) -> Relation:
    """Give a relation a scheme by its key, or with an empty key take it away again.

    A version is that of the relation as the editor saw it: a scheme that somebody else has named
    since is not replaced.
    """
    with recording(relation.article, "scheme", by) as change:
        held = change.hold(relation)
        if held.status == Status.WITHDRAWN:
            raise ChangeRefused("This relation has been taken back meanwhile.")
        refuse_proposed(held)
        if version is not None and scheme != held.scheme:
            _refuse_overtaken(held, version)
        if scheme and scheme_of(scheme) is None and scheme != held.scheme:
            raise ChangeRefused("Choose one of the schemes.")
        held.scheme = scheme
        change.save(held)
    return held


def _refuse_overtaken(relation: Relation, version: int) -> None:
    since = meanwhile(relation, version)
    if "scheme" in since.fields and version != relation.version:
        scheme, by = scheme_of(relation.scheme), since.who(["scheme"])
        name = scheme.name.lower() if scheme else relation.scheme
        did = f"named the scheme {name}" if name else "took the scheme away"
        raise ChangeOvertaken(
            f"{by.name if by else 'Somebody'} {did} meanwhile. Save again to replace that."
        )
