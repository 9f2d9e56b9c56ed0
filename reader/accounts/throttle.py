"""Limits that are counted in one place for all processes: ACCOUNT_RATE_LIMITS in the settings."""

from allauth.core import ratelimit
from django.http import HttpRequest


def is_too_much(request: HttpRequest, action: str) -> bool:
    """Count one more try of this action; True where that is more than the limit allows."""
    return not ratelimit.consume(request, action=action)
