"""Count how often somebody asks for a thing, so that nobody asks for it without end."""

import hashlib
import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def too_often(name: str, who: str, most: int, seconds: int) -> bool:
    """Count one more asking of ``who`` for ``name``; whether it is beyond ``most`` within ``seconds``.

    The time runs from the first asking, not from the last. ``who`` is an address or a code and is kept only as a
    digest. While the cache is down nobody is turned away: the proxy counts too.
    """
    key = f"often:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) > most
    except (
        RedisError,
        ValueError,
    ) as problem:  # ValueError: the count ended between the two lines, or was never kept
        log.warning("nobody counts %s: %s", name, problem)
        return False


def asker(request: HttpRequest) -> str:
    """The network address a request comes from, as the sign-in counts it (behind a proxy the visitor's own)."""
    return get_adapter(request).get_client_ip(request) or ""
