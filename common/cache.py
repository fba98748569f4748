"""The cache as a comfort: what it holds is kept elsewhere too, so nobody is turned away while it is down."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Silent

log = logging.getLogger(__name__)
LEFT_ALONE = 5.0  # seconds


class ForgivingRedisCache(RedisCache):
    """Redis for sessions and for counting wrong passwords; while it is down nothing is known and nothing is kept.

    Sessions are then read from the database, where they are kept too; wrong passwords are counted by the proxy
    alone. Whatever else a cache can do still raises, for an answer would be made up. One that takes questions and
    answers none is left alone for a while by the whole process: a page waits for it once.
    """

    silent_until = 0.0  # by the monotonic clock; of the class, for each thread has a cache of its own

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """As if nobody had added it before."""
        return bool(self._told(super().add, key, value, timeout, version, instead=True))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """As if it were not there."""
        return self._told(super().get, key, default, version, instead=default)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """As if it were not there."""
        return bool(self._told(super().has_key, key, version, instead=False))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Kept by nobody."""
        self._told(super().set, key, value, timeout, version, instead=None)

    def delete(self, key: str, version: int | None = None) -> bool:
        """As if it had not been there."""
        return bool(self._told(super().delete, key, version, instead=False))

    @classmethod
    def _told(cls, ask: Callable[..., Any], *asked: Any, instead: Any) -> Any:
        """The answer, or ``instead`` where there is none to be had."""
        if time.monotonic() < cls.silent_until:
            return instead
        try:
            return ask(*asked)
        except RedisError as problem:
            if isinstance(problem, Silent):
                cls.silent_until = time.monotonic() + LEFT_ALONE
            log.warning("the cache did not answer: %s", problem)
            return instead
