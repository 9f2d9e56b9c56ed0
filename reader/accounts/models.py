from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class Digest(models.TextChoices):
    NEVER = "never", "No mail"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"


class User(AbstractUser):
    display_name = models.CharField(max_length=80, blank=True)
    own_initials = models.CharField(max_length=3, blank=True)
    preferences = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=10, choices=Digest.choices, default=Digest.NEVER)
    digested_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name, verbose_name_plural = "person", "people"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_unique_in_any_case",
                violation_error_message="Somebody has this name already. Choose another.",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=Digest.values), name="user_digest_known"
            ),
        ]

    @property
    def name(self) -> str:
        return self.display_name or self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        """One to three letters for small places: Ines Moreau is IM, alice is A."""
        return self.own_initials or "".join(word[0] for word in self.name.split()[:2]).upper()

    @property
    def reading(self) -> dict[str, Any] | None:
        """How this person reads, as chosen while signed in; None if never."""
        chosen: dict[str, Any] | None = self.preferences.get("reading")
        return chosen


class SignUp(models.TextChoices):
    OPEN = "open", "Open: anyone may make an account"
    INVITED = "invited", "By invitation"
    CLOSED = "closed", "Closed: only you make accounts"


class SitePolicy(models.Model):
    """What the site's owner decides for the whole site; there is one row at most."""

    sign_up = models.CharField(max_length=10, choices=SignUp.choices, default=SignUp.INVITED)

    class Meta:
        verbose_name_plural = "site policy"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_policy_is_one"),
            models.CheckConstraint(
                condition=models.Q(sign_up__in=SignUp.values), name="site_policy_sign_up_known"
            ),
        ]

    def __str__(self) -> str:
        return "Site policy"
