from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reader.annotations.models import COMMENT_LENGTH, Annotation, Relation
from reader.articles.models import Article, Change


class Comment(models.Model):
    """What somebody says of an annotation, a relation or, where neither is named, the article.

    One without a parent opens a thread; only that one is resolved, for all its replies. `html` is
    made from `body` when it is saved. Withdrawn ones keep their place as long as others answer them.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField()
    annotation = models.ForeignKey(
        Annotation, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    relation = models.ForeignKey(
        Relation, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    body = models.TextField(max_length=COMMENT_LENGTH)
    html = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="comment_number_unique"),
            models.CheckConstraint(
                condition=Q(annotation=None) | Q(relation=None), name="comment_about_one"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(resolved_at=None), name="comment_thread_resolved"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.number}"

    @property
    def root(self) -> Comment:
        """What opened its thread: itself, or what it answers."""
        return self.parent or self


class ThreadSeen(models.Model):
    """How far a person has read a thread: comments up to this number are old to them."""

    thread = models.ForeignKey(Comment, models.CASCADE, related_name="seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="thread_seen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} has read {self.thread} up to {self.number}"


class Occasion(models.TextChoices):
    MENTION = "mention", "Somebody named you"
    REPLY = "reply", "Somebody answered"
    PROPOSAL = "proposal", "Something is proposed"
    DECISION = "decision", "Your proposal was answered"
    ROUND = "round", "A round opened or closed"


class Notification(models.Model):
    """Somebody should know of a change. What it says is read off the change when it is shown."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    change = models.ForeignKey(Change, models.CASCADE, related_name="notifications")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "change"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="notification_occasion_known"
            ),
        ]
        indexes = [models.Index(fields=["user", "seen_at"], name="notification_unseen")]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()}, to {self.user}"
