"""The cache as a comfort: what it holds is kept elsewhere too, so nobody is turned away while it is down."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis for sessions and for counting wrong passwords; while it is down nothing is known and nothing is kept.

    Sessions are then read from the database, where they are kept too; wrong passwords are counted by the proxy
    alone. Whatever else a cache can do still raises, for an answer would be made up.
    """

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """As if nobody had added it before."""
        try:
            return super().add(key, value, timeout, version)
        except RedisError as problem:
            return _told(problem, instead=True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """As if it were not there."""
        try:
            return super().get(key, default, version)
        except RedisError as problem:
            return _told(problem, instead=default)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """As if it were not there."""
        try:
            return super().has_key(key, version)
        except RedisError as problem:
            return _told(problem, instead=False)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Kept by nobody."""
        try:
            super().set(key, value, timeout, version)
        except RedisError as problem:
            _told(problem, instead=None)

    def delete(self, key: str, version: int | None = None) -> bool:
        """As if it had not been there."""
        try:
            return super().delete(key, version)
        except RedisError as problem:
            return _told(problem, instead=False)


def _told(problem: RedisError, *, instead: Any) -> Any:
    log.warning("the cache did not answer: %s", problem)
    return instead
