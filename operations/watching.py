"""Each web process looks now and then whether something is out of order, beside the requests and at no cost to them."""

import logging
import threading

from django.db import connection

from common.outages import Outage
from operations.queries.troubles import OF_OUTAGE, Trouble, troubles

log = logging.getLogger(__name__)
EVERY = 15.0  # seconds
_known: tuple[Trouble, ...] = ()
_begun = threading.Lock()


def known() -> tuple[Trouble, ...]:
    """What was out of order at the last look."""
    return _known


def look() -> None:
    """Look now."""
    _set(troubles())


def note(outage: Outage) -> None:
    """A request met an outage: everybody is told at once, until the next look says otherwise."""
    trouble = OF_OUTAGE.get(outage)
    if trouble is not None and trouble not in _known:
        _set((trouble, *_known))


def forget() -> None:
    """As if everything were well."""
    _set(())


def begin() -> None:
    """Look from now on, once per process, until the process ends."""
    if _begun.acquire(blocking=False):
        threading.Thread.start(threading.Thread(target=_go_on, name="watching", daemon=True))


def _go_on() -> None:
    pause = threading.Event()
    while True:
        try:
            look()
        except Exception:
            log.exception("nobody could look whether something is out of order")
        finally:
            connection.close()  # of this thread alone; nothing is held between two looks
        pause.wait(EVERY)


def _set(found: tuple[Trouble, ...]) -> None:
    global _known  # noqa: PLW0603 - one small fact of the process
    _known = found
