"""The clock of a process that goes wrong when the harness says so: ahead or back by the seconds a file names.

What Python, Django, Celery and kombu ask for the time of day is moved; what measures how long something takes is not, as
when somebody sets a machine's clock. (A preloaded library that moves the clock of the whole process breaks Python's sleep.)
"""

import datetime as dt
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

LOOK_EVERY = 0.1  # seconds
ASKED_BY = (
    "django.utils.timezone",
    "celery.app.base",
    "celery.beat",
    "celery.schedules",
    "celery.utils.time",
    "celery.worker.request",
)  # modules that keep the class of moments under a name of their own
_true_time, TRUE_MOMENT = time.time, dt.datetime


class Clock:
    """How many seconds the clock is wrong by; looked up in its file now and then."""

    def __init__(self, file: Path) -> None:
        self.file, self._looked_at, self._ahead = file, float("-inf"), 0.0

    def ahead(self) -> float:
        """Seconds; 0 while nobody said anything."""
        now = time.monotonic()
        if now - self._looked_at > LOOK_EVERY:
            self._looked_at = now
            with suppress(OSError, ValueError):
                self._ahead = float(self.file.read_text(encoding="ascii"))
        return self._ahead

    def time(self) -> float:
        """Seconds since 1970, as this clock has it."""
        return _true_time() + self.ahead()


def set_by(file: Path) -> Clock:
    """Let this process read its time of day from a clock that ``file`` sets wrong."""
    clock = Clock(file)

    class _Kind(type):  # every moment is one of this class
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, TRUE_MOMENT)

    class _Moment(dt.datetime, metaclass=_Kind):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return _moment(clock.time(), tz)

    for name in ASKED_BY:
        module = import_module(name)
        if getattr(module, "datetime", None) is dt.datetime:
            module.datetime = _Moment  # type: ignore[attr-defined]
    import_module("kombu.transport.redis")
    time.time = clock.time
    for module in list(sys.modules.values()):
        names = [name for name, value in list(vars(module).items()) if value is _true_time]
        for name in names:
            if module.__name__ != __name__:
                setattr(module, name, clock.time)
    return clock


def _moment(seconds: float, tz: dt.tzinfo | None) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, tz)
