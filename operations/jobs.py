"""The duties of the minute tick: leave word that it ran, and clear away what was never finished."""

import time
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import storages
from django.utils import timezone

from common.storage import UNFINISHED, PrivateFiles
from operations.queries.checks import TICK

DAY = 86_400


def leave_word() -> None:
    """A worker did the tick that beat sent: both are alive."""
    cache.set(TICK, timezone.now().timestamp(), DAY)


def clear_away() -> None:
    """Files whose writer died before they got a name go after a day; nobody can point at them."""
    store = storages["default"]
    if not isinstance(store, PrivateFiles):
        return
    for file in Path(store.path(UNFINISHED)).glob("*"):
        if file.stat().st_mtime < time.time() - DAY:
            file.unlink(missing_ok=True)
