"""Limits that are counted in one place for all processes: ACCOUNT_RATE_LIMITS in the settings."""

import time

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import apply_rate, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"


def is_too_much(request: HttpRequest, action: str) -> bool:
    """Count one more try of this action; True where that is more than the limit allows."""
    return not ratelimit.consume(request, action=action)


def is_used_up(request: HttpRequest, action: str) -> bool:
    """Whether the limit is reached already. It only looks, so nobody waits for anybody else.

    Counting takes a lock for each network address: a class that signs in at the same moment would
    queue for it, and its last would be refused.
    """
    for rate in get_rates(app=APP, action=action):
        tries = cache.get(get_cache_key(request, app=APP, action=action, rate=rate), [])
        is_allowed, _ = apply_rate(tries, time.time(), rate, dry_run=True)
        if not is_allowed:
            return True
    return False
