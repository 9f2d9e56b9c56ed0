"""What the log keeps of a comment."""

from reader.annotations.comment_models import Comment


def name_of(comment: Comment) -> str:
    """As the log knows it: comment 5."""
    return f"comment {comment.number}"


def state_of(comment: Comment) -> dict[str, str]:
    """What the log keeps. Whoever wrote it is the actor of its first change."""
    return {
        "about": about_of(comment),
        "answers": name_of(comment.parent) if comment.parent else "",
        "body": comment.body,
        "status": "taken back" if comment.withdrawn_at else "accepted",
        "resolved": "yes" if comment.resolved_at else "",
    }


def about_of(comment: Comment) -> str:
    """As the log knows it: annotation 3, relation 2, article."""
    if comment.annotation:
        return f"annotation {comment.annotation.number}"
    return f"relation {comment.relation.number}" if comment.relation else "article"
