"""What people say of themselves, and what the site's owner does about accounts."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from reader.accounts.models import User
from reader.accounts.preferences import preferences_of


def set_profile(user: User, display_name: str, own_initials: str) -> None:
    user.display_name, user.own_initials = display_name, own_initials
    user.save(update_fields=["display_name", "own_initials"])


def set_digest(user: User, digest: str) -> None:
    user.digest = digest
    user.save(update_fields=["digest"])


@transaction.atomic
def keep_preferences(user: User, chosen: Mapping[str, Any]) -> None:
    """Two tabs may save at once: each writes the whole of its choices, the later one stays."""
    current = User.objects.select_for_update().get(pk=user.pk)
    current.preferences = current.preferences | {"reading": preferences_of(chosen)}
    current.save(update_fields=["preferences"])
    user.preferences = current.preferences


@transaction.atomic
def vouch_for(user: User) -> None:
    """The site's owner has typed this address: it counts as proved, and becomes the main one."""
    if not user.email:
        EmailAddress.objects.filter(user=user).delete()
        return
    EmailAddress.objects.filter(user=user).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user,
        email=user.email.lower(),
        defaults={"verified": True, "primary": True},
    )


def has_proved(user: User, email: str) -> bool:
    """Whether this address is known to be theirs: anybody can type one."""
    proved: bool = EmailAddress.objects.filter(
        user=user, email__iexact=email, verified=True
    ).exists()
    return proved


def is_taken(email: str, by_other_than: int | None) -> bool:
    """Whether an account other than that one has this address."""
    addresses = EmailAddress.objects.filter(email__iexact=email)
    users = User.objects.filter(email__iexact=email)
    if by_other_than is not None:
        addresses, users = addresses.exclude(user=by_other_than), users.exclude(pk=by_other_than)
    return addresses.exists() or users.exists()
