"""Every model, so that Django finds them."""

from reader.accounts.models import User
from reader.annotations.models import Annotation, Passage, Relation
from reader.articles.models import Article, Change, Membership, Revision

__all__ = [
    "Annotation",
    "Article",
    "Change",
    "Membership",
    "Passage",
    "Relation",
    "Revision",
    "User",
]
