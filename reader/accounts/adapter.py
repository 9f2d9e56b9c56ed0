"""Where Crux differs from django-allauth: who may sign up, where one is led, what is said."""

import logging
import unicodedata
from ipaddress import ip_address
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from reader.accounts.models import User
from reader.accounts.signing_up import came_by_mail, may_sign_up
from reader.accounts.throttle import is_too_much, is_used_up

logger = logging.getLogger(__name__)

WRONG = "That name and password do not belong together."
TOO_MANY = "Too many wrong tries. Wait a quarter of an hour, then try again."
WRONG_HERE = "login_failed_here"
ENTRANCE = ("login", "logout", "account_signup", "account_reauthenticate", "mfa_reauthenticate")


class Accounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "duplicate_email": "This address is yours already.",
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "enter_current_password": "That is not your present password.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That code is not right, or too old. Try the one shown now.",
        "max_email_addresses": "An account can have %d addresses. Remove one first.",
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
        "username_blacklisted": "This name is kept for the people who run the site.",
        "username_taken": "Somebody has this name already. Choose another.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return may_sign_up(request)

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        return came_by_mail(request, email)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Letters that look alike become the same; an address is no name, for names are seen."""
        username = unicodedata.normalize("NFKC", username)
        if "@" in username:
            raise ValidationError("Others see your name: leave out the “@”.")
        cleaned: str = super().clean_username(username, shallow)
        return cleaned

    def is_safe_url(self, url: str) -> bool:
        """Addresses of this very site that lead on, not round in a circle."""
        request = context.request
        own = {request.get_host()}
        if not url_has_allowed_host_and_scheme(url, own, require_https=request.is_secure()):
            return False
        return urlsplit(url).path not in {reverse(name) for name in ENTRANCE}

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """By name each try counts, and is given back if right; by network the wrong ones alone."""
        if is_used_up(request, WRONG_HERE):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        is_too_much(request, WRONG_HERE)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As asgi.py has found it, from trusted proxies alone; all without an address share one."""
        try:
            return str(ip_address(request.META.get("REMOTE_ADDR", "")))
        except ValueError:
            return "unknown"

    def is_ajax(self, request: HttpRequest) -> bool:
        """Every answer is a page."""
        return False

    def get_login_stages(self) -> list[str]:
        ours = f"{AddressCheck.__module__}.{AddressCheck.__qualname__}"
        stages = super().get_login_stages()
        return [ours if stage.endswith(".EmailVerificationStage") else stage for stage in stages]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer is no reason to break down: say so, and go on."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("A mail could not be sent")
            words = "The e-mail could not be sent just now. Please try again in a while."
            messages.error(self.request, words)


class AddressCheck(EmailVerificationStage):
    """Whoever signs up proves the address before coming in for the first time.

    Who was in before, or was given the account by the site's owner, is not kept out.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if isinstance(user, User) and (user.last_login or not _has_signed_up(user)):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


def _has_signed_up(user: User) -> bool:
    """Then an address is on record from the start; who was given the account has none so far."""
    found: bool = EmailAddress.objects.filter(user=user).exists()
    return found


class SecondFactors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": Accounts.error_messages["incorrect_code"],
    }
