"""The words that the search looks through."""

from django.db import models

from reader.articles.models import Article


class Where(models.IntegerChoices):
    """Where words stand that the search finds, from the most telling place to the least."""

    TITLE = 1, "Title"
    BYLINE = 2, "Author"
    ARGUMENT = 3, "Gist and note of an annotation"
    TEXT = 4, "Text"


class SearchText(models.Model):
    """A stretch of an article's words, folded, as the search compares them.

    `place` is where a stretch of the text begins, or the number of an annotation.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    where = models.PositiveSmallIntegerField(choices=Where.choices)
    place = models.PositiveIntegerField(default=0)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "where", "place"], name="search_text_place_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_where_display()}, {self.place}"
