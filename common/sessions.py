"""Sessions that let people go on reading while nothing can be written."""

import logging

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

from common.outages import outage_of

log = logging.getLogger(__name__)


class SessionStore(CachedStore):
    """Kept in the database and in the cache; a change of a known session may live in the cache alone for a while.

    A new session is not begun that way: signing in says that it cannot be done now.
    """

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Write the session where that can be done."""
        try:
            super().save(must_create)
        except UpdateError as fault:  # also what Django says when the database could not be written
            outage = outage_of(fault)
            if outage is None:
                raise
            log.warning("a session is kept in the cache alone: %s", outage.value)
            self._cache.set(self.cache_key, self._session, self.get_expiry_age())  # type: ignore[attr-defined] # the stubs know neither
