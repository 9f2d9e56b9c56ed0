from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from reader.accounts.models import User

SNAPSHOT_NAME_LENGTH = 120
SNAPSHOT_NOTE_LENGTH = 5_000
ROUND_INSTRUCTIONS_LENGTH = 2_000


class Visibility(models.TextChoices):
    PRIVATE = "private", "Private"
    UNLISTED = "unlisted", "Unlisted"
    PUBLIC = "public", "Public"


class Part(models.TextChoices):
    OWNER = "owner", "Owner"
    EDITOR = "editor", "Editor"
    REVIEWER = "reviewer", "Reviewer"
    READER = "reader", "Reader"


MAY_ANNOTATE = (Part.OWNER, Part.EDITOR)
MAY_DISCUSS = (*MAY_ANNOTATE, Part.REVIEWER)
# The site's owner hides what must not be seen; those who take part in it still find it.
NOT_HIDDEN = Q(hidden_at=None)


class ArticleQuerySet(models.QuerySet["Article"]):
    def present(self) -> Self:
        """What is there at all: a deleted article is gone for everyone, whatever their part.

        A sheet is no article: only its own editor finds it, by the two methods that say so.
        """
        return self.filter(deleted_at=None, round=None)

    def readable_by(self, user: User | AnonymousUser) -> Self:
        """What may be opened by its address: the unlisted too, for an unlisted address is a secret.

        One's own sheets too, also when their round is closed.
        """
        open_to_all = NOT_HIDDEN & ~Q(visibility=Visibility.PRIVATE)
        if not user.is_authenticated:
            return self.present().filter(open_to_all)
        is_article = Q(round=None) & (open_to_all | self._memberships_of(user))
        return self.filter(is_article | self._sheets_of(user), deleted_at=None)

    def listed_for(self, user: User | AnonymousUser) -> Self:
        """What may be shown in lists: public articles and one's own."""
        public = NOT_HIDDEN & Q(visibility=Visibility.PUBLIC)
        return self.present().filter(public | self._memberships_of(user))

    def annotatable_by(self, user: User | AnonymousUser) -> Self:
        """One's articles, and one's sheets as long as their round is open."""
        is_article = Q(round=None) & self._memberships_of(user, *MAY_ANNOTATE)
        return self.filter(is_article | self._sheets_of(user, closed_at=None), deleted_at=None)

    def traceable_by(self, user: User | AnonymousUser) -> Self:
        """Whose history one may read: what one annotates, and one's sheets after their round too."""
        is_article = Q(round=None) & self._memberships_of(user, *MAY_ANNOTATE)
        return self.filter(is_article | self._sheets_of(user), deleted_at=None)

    def revisable_by(self, user: User | AnonymousUser) -> Self:
        """Where one may change the text: the text of a sheet is that of its round."""
        return self.present().filter(self._memberships_of(user, *MAY_ANNOTATE))

    def discussable_by(self, user: User | AnonymousUser) -> Self:
        """Where one may comment, propose, and see who is there."""
        return self.present().filter(self._memberships_of(user, *MAY_DISCUSS))

    def markable_by(self, user: User | AnonymousUser) -> Self:
        """Where one may mark passages, or propose to; nobody proposes anything on a sheet."""
        return self.annotatable_by(user) | self.discussable_by(user)

    def manageable_by(self, user: User | AnonymousUser) -> Self:
        return self.present().filter(self._memberships_of(user, Part.OWNER))

    def shared_with(self, user: User | AnonymousUser) -> Self:
        """What one takes part in, whatever the part."""
        return self.present().filter(self._memberships_of(user))

    def published(self) -> Self:
        """What everyone finds in the library."""
        return self.present().filter(NOT_HIDDEN, visibility=Visibility.PUBLIC)

    def published_by(self, user: User) -> Self:
        """Public articles that somebody owns or edits."""
        return self.published().filter(self._memberships_of(user, *MAY_ANNOTATE))

    def deleted_by_owner(self, user: User | AnonymousUser) -> Self:
        """One's own articles that wait to be gone for good, and can still be restored."""
        return self.filter(self._memberships_of(user, Part.OWNER), deleted_at__isnull=False)

    def with_heads(self) -> Self:
        return self.select_related("head")

    @classmethod
    def _sheets_of(cls, user: User | AnonymousUser, **of_round: Any) -> Q:
        """Whoever no longer edits the article has no sheet of it, nor has anybody of a deleted one."""
        rounds = Round.objects.filter(
            pk=OuterRef("round"),
            article__deleted_at=None,
            article__memberships__user=user.pk,
            article__memberships__part__in=MAY_ANNOTATE,
            **of_round,
        )
        return Q(Exists(rounds)) & cls._memberships_of(user)

    @staticmethod
    def _memberships_of(user: User | AnonymousUser, *parts: str) -> Q:
        memberships = Membership.objects.filter(article=OuterRef("pk"), user=user.pk)
        if parts:
            memberships = memberships.filter(part__in=parts)
        return Q(Exists(memberships))


class Article(models.Model):
    """A text that is read and annotated. `edition` names the state of the whole page.

    `shown_edition` is the last one that altered what those see who may only read it; talk does not.
    """

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    byline = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    written_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=35, default="en")
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    head = models.ForeignKey(
        "Revision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    edition = models.PositiveIntegerField(default=0, editable=False)
    shown_edition = models.PositiveIntegerField(default=0, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_because = models.CharField(max_length=500, blank=True)
    # A sheet: one editor's own copy of a revision, in a round. It is no article to anybody else.
    round = models.ForeignKey(
        "Round", models.CASCADE, null=True, blank=True, related_name="sheets", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="article_visibility_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article_page", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def is_private(self) -> bool:
        return self.visibility == Visibility.PRIVATE


class Revision(models.Model):
    """The text at one time: its Markdown, and what was rendered from it, once. Never changed.

    `edition` is the first edition of the article that had this text.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1, editable=False)
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    summary = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"


class Snapshot(models.Model):
    """A state of text and map that somebody has named, to be cited: it never changes.

    `edition` is the article's edition that it shows; `key` makes an address that outlives every
    address of the article.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=SNAPSHOT_NAME_LENGTH)
    note = models.TextField(max_length=SNAPSHOT_NOTE_LENGTH, blank=True)
    edition = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="snapshot_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.name}"


class Round(models.Model):
    """Editors annotate the same revision, each on a sheet, without seeing each other until it closes.

    `is_shown`: readers of the article are told where two readings differ.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    instructions = models.TextField(max_length=ROUND_INSTRUCTIONS_LENGTH, blank=True)
    is_shown = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="round_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.article}, round {self.number}"


class Membership(models.Model):
    """What part a person has in an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="membership_unique"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="membership_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.part} of {self.article}"


class OldAddress(models.Model):
    """Where an article was found before: it leads on to where the article is now, for good."""

    slug = models.SlugField(max_length=120, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="old_addresses")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.slug} → {self.article.slug}"


class Change(models.Model):
    """One entry of the append-only log: who did what, and what it touched, before and after.

    `before` and `after` map the name of each thing that was touched (article, annotation 3,
    relation 2) to its state, or to those fields of it that a new text alters; null stands for a
    thing that was not there. `object` names the first. `seq` is the edition that the change made.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="changes")
    seq = models.PositiveIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20)
    object = models.CharField(max_length=60, help_text="such as article, annotation 3, relation 2")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(
        max_length=40, blank=True, editable=False, help_text="given by the page that sent it"
    )

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["article", "seq"], name="change_seq_unique"),
        ]
        indexes = [
            models.Index(fields=["actor", "key"], condition=~Q(key=""), name="change_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.verb} {self.object}"
