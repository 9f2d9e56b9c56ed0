"""Remarks that editors do not want to see again: findings, and suggested passages."""

from reader.accounts.models import User
from reader.annotations.models import Dismissal, Status
from reader.annotations.recording import recording
from reader.articles.models import Article


def dismiss(article: Article, about: str, by: User, reason: str = "") -> Dismissal:
    """Do not make this remark again. What has been dismissed once before is taken up again."""
    with recording(article, "dismiss", by) as change:
        known = Dismissal.objects.filter(article=change.article, about=about).first()
        if known is None:
            new = Dismissal(article=change.article, about=about, reason=reason, author=by)
            change.add(new)
            return new
        held: Dismissal = change.hold(known)
        if held.status == Status.WITHDRAWN:
            held.status, held.reason = Status.ACCEPTED, reason
            change.save(held)
        return held


def reinstate(dismissal: Dismissal, by: User) -> None:
    """Make a remark again that was dismissed."""
    with recording(dismissal.article, "reinstate", by) as change:
        held = change.hold(dismissal)
        held.status = Status.WITHDRAWN
        change.save(held)
