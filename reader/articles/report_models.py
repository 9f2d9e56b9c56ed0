"""What readers report to the site's owner."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reader.articles.models import Article


class Offence(models.TextChoices):
    SPAM = "spam", "Spam or advertising"
    ABUSE = "abuse", "Harassment or hate"
    COPYRIGHT = "copyright", "It is somebody else’s text"
    PRIVACY = "privacy", "It gives away something private"
    OTHER = "other", "Something else"


class Report(models.Model):
    """A reader tells the site's owner that something is wrong with an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reports")
    about = models.CharField(max_length=20, blank=True, help_text="such as C3; empty: all of it")
    offence = models.CharField(max_length=10, choices=Offence.choices)
    words = models.TextField(max_length=2_000, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offence__in=Offence.values), name="report_offence_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_offence_display()}: {self.article}"
