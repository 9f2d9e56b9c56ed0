"""Who may make an account: everyone, the invited, or nobody, as the site's owner has decided."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest

from reader.accounts.models import SignUp, SitePolicy

# What the page of an invitation leaves in the session of a stranger who opens it: the invitation
# that was found valid, and the address it was mailed to, if it was.
INVITED, INVITED_EMAIL = "invited", "invited_email"


def sign_up_policy() -> SignUp:
    policy = SitePolicy.objects.first()
    return SignUp(policy.sign_up) if policy else SignUp.INVITED


def may_sign_up(request: HttpRequest) -> bool:
    policy = sign_up_policy()
    return policy == SignUp.OPEN or (policy == SignUp.INVITED and _is_invited(request))


def came_by_mail(request: HttpRequest, email: str) -> bool:
    """Whether an invitation that was mailed to this address has been opened: that proves it."""
    return invited_address(request) == email.casefold() != ""


def invited_address(request: HttpRequest) -> str:
    return str(request.session.get(INVITED_EMAIL) or "").casefold()


def forget_invitation(request: HttpRequest) -> None:
    """An invitation that was opened once is good for one account."""
    for name in (INVITED, INVITED_EMAIL):
        request.session.pop(name, None)


def _is_invited(request: HttpRequest) -> bool:
    """Whether the invitation still stands: it may have been revoked since it was opened."""
    number = request.session.get(INVITED)
    if number is None:
        return False
    # Asked for by its name: articles know of accounts, not the other way round.
    invitations: Any = apps.get_model("reader", "Invitation")._default_manager
    return bool(invitations.open().filter(pk=number).exists())
