"""Every model, so that Django finds them."""

from reader.accounts.models import SitePolicy, User
from reader.annotations.comment_models import Comment, Notification, ThreadSeen
from reader.annotations.models import Annotation, Dismissal, Passage, Proposal, Relation
from reader.annotations.verdict_models import Verdict
from reader.articles.invitation_models import Invitation
from reader.articles.models import (
    Article,
    Change,
    Membership,
    OldAddress,
    Revision,
    Round,
    Snapshot,
)
from reader.articles.report_models import Report
from reader.articles.search_models import SearchText
from reader.reading.models import Presence

__all__ = [
    "Annotation",
    "Article",
    "Change",
    "Comment",
    "Dismissal",
    "Invitation",
    "Membership",
    "Notification",
    "OldAddress",
    "Passage",
    "Presence",
    "Proposal",
    "Relation",
    "Report",
    "Revision",
    "Round",
    "SearchText",
    "SitePolicy",
    "Snapshot",
    "ThreadSeen",
    "User",
    "Verdict",
]
