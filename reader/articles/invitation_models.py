"""Invitations to an article."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from reader.articles.models import NOT_HIDDEN, Article, Membership, Part


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Those that can be accepted.

        They stand as long as whoever made them is an owner, and wait while the article is hidden.
        """
        inviting = Membership.objects.filter(
            article=OuterRef("article"),
            user=OuterRef("invited_by"),
            part=Part.OWNER,
            user__is_active=True,
        )
        return self.filter(
            Exists(inviting),
            article__in=Article.objects.present().filter(NOT_HIDDEN),
            revoked_at=None,
            accepted_at=None,
            expires_at__gt=timezone.now(),
        )


class Invitation(models.Model):
    """A part in an article, for whoever comes with its link before it expires.

    With an e-mail address it is for one person; without, for everyone who has the link. The link
    itself is signed, not stored.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="invitations")
    part = models.CharField(max_length=10, choices=Part.choices)
    email = models.EmailField(blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="invitation_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.article}, for {self.email or 'whoever has the link'}"
