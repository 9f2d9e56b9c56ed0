"""Every model, so that Django finds them."""

from reader.accounts.models import SitePolicy, User
from reader.annotations.models import Annotation, Dismissal, Passage, Relation
from reader.articles.models import (
    Article,
    Change,
    Invitation,
    Membership,
    OldAddress,
    Report,
    Revision,
    Snapshot,
)

__all__ = [
    "Annotation",
    "Article",
    "Change",
    "Dismissal",
    "Invitation",
    "Membership",
    "OldAddress",
    "Passage",
    "Relation",
    "Report",
    "Revision",
    "SitePolicy",
    "Snapshot",
    "User",
]
