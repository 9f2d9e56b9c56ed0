from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reader.argument.roles import RelationKind, Role, label_of
from reader.articles.models import Article, Revision

GIST_LENGTH = 200
NOTE_LENGTH = 5_000
QUOTE_LENGTH = 2_000
COMMENT_LENGTH = 5_000


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Fate(models.TextChoices):
    """How a passage got to where it stands in its revision."""

    SET = "set", "Set by an editor"
    KEPT = "kept", "Kept"
    MOVED = "moved", "Moved"
    EDITED = "edited", "Edited"
    LOST = "lost", "Lost"


class StandingQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """What everybody sees who may read the article."""
        return self.filter(status=Status.ACCEPTED)

    def shown(self) -> Self:
        """What stands and what is proposed, for those who work on the article."""
        return self.exclude(status=Status.WITHDRAWN)


class Standing(models.Model):
    """What stands in an article, or has been withdrawn: by whom, and in which version."""

    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACCEPTED)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["number"]


class Annotation(Standing):
    """One unit of the argument. No passage means that it is implicit: the text never says it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="annotations")
    role = models.CharField(max_length=12, choices=[(r.value, r.capitalize()) for r in Role])
    gist = models.CharField(max_length=GIST_LENGTH)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    device = models.CharField(max_length=60, blank=True)
    leans_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rhetoric"
    )

    class Meta(Standing.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="annotation_number_unique"),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="annotation_role_known"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.RHETORIC) | Q(leans_on=None, device=""),
                name="annotation_only_rhetoric_leans",
            ),
            models.CheckConstraint(
                condition=Q(leans_on=None) | ~Q(leans_on=F("id")),
                name="annotation_not_on_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.gist}"

    @property
    def label(self) -> str:
        return label_of(Role(self.role), self.number)

    @property
    def is_withdrawn(self) -> bool:
        return self.status == Status.WITHDRAWN


class PassageQuerySet(models.QuerySet["Passage"]):
    def found(self) -> Self:
        return self.exclude(fate=Fate.LOST)

    def doubtful(self) -> Self:
        return self.filter(fate__in=(Fate.EDITED, Fate.LOST))

    def with_places(self) -> Self:
        """With the revisions that they and their origins stand in, but not the texts of these."""
        texts = ("source", "html", "text")
        rows = self.select_related("revision", "origin_revision")
        return rows.defer(
            *(f"{of}__{text}" for of in ("revision", "origin_revision") for text in texts)
        )


@dataclass(frozen=True)
class Origin:
    """Where words stood when nobody had to doubt them yet, and what they were."""

    revision: Revision
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


class Passage(models.Model):
    """Where an annotation stands in one revision. Offsets count code points of its plain text.

    Words that a revision no longer has are lost: start and end are then the point near which they
    stood, and quote, prefix and suffix are what they were. `origin` is, for edited and lost ones,
    the last place whose words nobody has had to doubt. It is kept by value: what is done later may
    ask for a place at which no row of that revision stands, and rows of older revisions never change.
    """

    annotation = models.ForeignKey(Annotation, models.CASCADE, related_name="passages")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.SET)
    origin_revision = models.ForeignKey(
        Revision, models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )
    origin_start = models.PositiveIntegerField(null=True, editable=False)
    origin_end = models.PositiveIntegerField(null=True, editable=False)
    origin_quote = models.TextField(blank=True, editable=False)
    origin_prefix = models.CharField(max_length=64, blank=True, editable=False)
    origin_suffix = models.CharField(max_length=64, blank=True, editable=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["start", "end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["annotation", "revision", "start", "end"],
                condition=~Q(fate=Fate.LOST),
                name="passage_unique",
            ),
            models.CheckConstraint(
                condition=Q(Q(fate=Fate.LOST), start=F("end"))
                | Q(~Q(fate=Fate.LOST), start__lt=F("end")),
                name="passage_not_empty",
            ),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="passage_fate_known"),
            models.CheckConstraint(
                condition=Q(origin_revision=None, origin_start=None, origin_end=None)
                | Q(origin_revision__isnull=False, origin_start__lte=F("origin_end")),
                name="passage_origin_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annotation.label} at {self.start}-{self.end}"

    @property
    def is_lost(self) -> bool:
        return self.fate == Fate.LOST

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at what a revision has made of it."""
        return self.fate in (Fate.EDITED, Fate.LOST)

    @property
    def origin(self) -> Origin | None:
        revision, start, end = self.origin_revision, self.origin_start, self.origin_end
        if revision is None or start is None or end is None:
            return None
        words = self.origin_quote, self.origin_prefix, self.origin_suffix
        return Origin(revision, start, end, *words)

    @origin.setter
    def origin(self, place: Origin | None) -> None:
        self.origin_revision = place.revision if place else None
        self.origin_start = place.start if place else None
        self.origin_end = place.end if place else None
        self.origin_quote = place.quote if place else ""
        self.origin_prefix = place.prefix if place else ""
        self.origin_suffix = place.suffix if place else ""

    def as_origin(self) -> Origin:
        """This place, for what a newer text makes of it."""
        words = self.quote, self.prefix, self.suffix
        return Origin(self.revision, self.start, self.end, *words)

    @property
    def old_quote(self) -> str:
        """Its words as they were when they were last beyond doubt."""
        return self.origin.quote if self.origin else self.quote

    @property
    def doubtful_since(self) -> int | None:
        """The number of the revision that first had other words, or none, in their place."""
        return self.origin.revision.number + 1 if self.origin and self.is_doubtful else None


class Relation(Standing):
    """Premises that work together, and what they bear on: an annotation or another relation."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in RelationKind])
    premises = models.ManyToManyField(Annotation, related_name="relations")
    target_annotation = models.ForeignKey(
        Annotation, models.PROTECT, null=True, blank=True, related_name="bearing"
    )
    target_relation = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bearing"
    )
    scheme = models.CharField(max_length=60, blank=True)

    class Meta(Standing.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="relation_number_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in RelationKind]), name="relation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(target_annotation=None) ^ Q(target_relation=None),
                name="relation_one_target",
            ),
            models.CheckConstraint(
                condition=Q(target_relation=None) | ~Q(target_relation=F("id")),
                name="relation_not_on_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"relation {self.number} ({self.kind})"


class Dismissal(Standing):
    """A remark that editors do not want to see again: a finding, or a suggested passage.

    `about` names the remark for good (circle 1 2 5, or a cue and its words). Withdrawn means that
    the remark may be made again.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="dismissals")
    about = models.CharField(max_length=200)
    reason = models.CharField(max_length=GIST_LENGTH, blank=True)

    class Meta(Standing.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="dismissal_number_unique"),
            models.UniqueConstraint(
                fields=["article", "about"],
                condition=~Q(status=Status.WITHDRAWN),
                name="dismissal_about_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"dismissal {self.number}: {self.about}"


class ProposalKind(models.TextChoices):
    ANNOTATION = "annotation", "A new annotation"
    RELATION = "relation", "A new relation"
    WORDING = "wording", "Other words or another role"
    REMOVAL = "removal", "A removal"


class ProposalStatus(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"


class Proposal(models.Model):
    """What somebody who may not annotate would change, until an editor accepts or declines it.

    It is about an annotation or a relation. A new one is there already, with the status proposed;
    `wording` holds what a reworded one would say, in the fields of its state, and `base` the version
    that its author saw.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ProposalKind.choices)
    annotation = models.ForeignKey(
        Annotation, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    relation = models.ForeignKey(
        Relation, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    wording = models.JSONField(default=dict, blank=True)
    base = models.PositiveIntegerField(default=1)
    why = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    status = models.CharField(
        max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.OPEN
    )
    answer = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="proposal_number_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=ProposalKind.values), name="proposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="proposal_status_known"
            ),
            models.CheckConstraint(
                condition=Q(annotation=None) ^ Q(relation=None), name="proposal_about_one"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.number}: {self.get_kind_display()}"

    @property
    def thing(self) -> Annotation | Relation:
        """What it is about."""
        thing: Annotation | Relation | None = self.annotation or self.relation
        assert thing is not None, "the database holds exactly one"
        return thing

    @property
    def is_new(self) -> bool:
        """Whether what it is about is there only because of it."""
        return self.kind in (ProposalKind.ANNOTATION, ProposalKind.RELATION)
