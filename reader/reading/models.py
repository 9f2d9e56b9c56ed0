from django.conf import settings
from django.db import models

from reader.articles.models import Article


class Presence(models.Model):
    """Who is on an article's page: one row for each open stream of somebody who works on it, and one
    for all readers that one process serves, who are counted and not named.

    A row that has not been seen for a while is from a process that is gone.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    stream = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    readers = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=60, blank=True, help_text="such as annotation 3")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user or self.readers} on {self.article}"
