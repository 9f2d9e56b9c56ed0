from __future__ import annotations

from django.db import models
from django.db.models import Q

from reader.annotations.models import Annotation, Relation, Standing, Status
from reader.articles.models import Article, Round


class Verdict(Standing):
    """What an editor decided about something on a sheet of a round, once the round was closed.

    It has become an annotation, or a relation, of the article; with neither it was left out. What
    two sheets agree on becomes one thing, and each of the two has a verdict that names it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="verdicts")
    round = models.ForeignKey(Round, models.CASCADE, related_name="verdicts")
    source_annotation = models.ForeignKey(
        Annotation, models.CASCADE, null=True, blank=True, related_name="verdicts"
    )
    source_relation = models.ForeignKey(
        Relation, models.CASCADE, null=True, blank=True, related_name="verdicts"
    )
    annotation = models.ForeignKey(
        Annotation, models.CASCADE, null=True, blank=True, related_name="adopted_from"
    )
    relation = models.ForeignKey(
        Relation, models.CASCADE, null=True, blank=True, related_name="adopted_from"
    )

    class Meta(Standing.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="verdict_number_unique"),
            models.CheckConstraint(
                condition=Q(source_annotation__isnull=False, source_relation=None, relation=None)
                | Q(source_relation__isnull=False, source_annotation=None, annotation=None),
                name="verdict_about_one",
            ),
            models.UniqueConstraint(
                fields=["source_annotation"],
                condition=Q(status=Status.ACCEPTED),
                name="verdict_annotation_once",
            ),
            models.UniqueConstraint(
                fields=["source_relation"],
                condition=Q(status=Status.ACCEPTED),
                name="verdict_relation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"verdict {self.number} on {self.source}: {self.thing or 'left out'}"

    @property
    def source(self) -> Annotation | Relation:
        source = self.source_annotation or self.source_relation
        assert source is not None, "the database holds exactly one source"
        return source

    @property
    def thing(self) -> Annotation | Relation | None:
        return self.annotation or self.relation

    @property
    def is_left_out(self) -> bool:
        return self.annotation_id is None and self.relation_id is None
