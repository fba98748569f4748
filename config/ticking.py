"""When the minute tick is asked for, also on a machine whose clock was wrong and is set right."""

import datetime as dt
from typing import Any

from celery.beat import PersistentScheduler

STEADY = dt.timedelta(seconds=5)  # clocks that are kept right move by less


class SteadyScheduler(PersistentScheduler):
    """Celery's, which by itself would wait until the moment of its last tick comes again: an hour, or a year."""

    def tick(self, *given: Any, **facts: Any) -> float:
        """Ask for what is due; how many seconds to wait. What was asked for last in the future counts as asked for now."""
        now = self.app.now()
        latest = now + STEADY
        ahead = [
            entry for entry in self.schedule.values() if entry.last_run_at and entry.last_run_at > latest
        ]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None  # it knows the moments of before
        seconds: float = super().tick(*given, **facts)
        return seconds
