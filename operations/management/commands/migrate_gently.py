"""``manage.py migrate_gently``"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from operations.actions.building_indexes import patient_indexes
from operations.queries.indexes import invalid_indexes

HELD = {"55P03", "40P01"}  # PostgreSQL: somebody else holds the lock; each of two held what the other wanted
PAUSE = 2.0  # seconds between two tries, in which everybody else gets through
LOCK_CLASS = 7304  # names our advisory lock among others in the same database


class Command(BaseCommand):
    """Applies what waits while people read: no step queues for a lock longer than ``--wait`` seconds.

    A step that waits for a table makes everybody after it wait too. Here it gives up, lets them pass and tries again;
    steps that were done stay done. Indexes that are built beside people's work wait as long as it takes, for nobody
    waits behind them. Whoever upgrades at the same time waits until the first is done.
    """

    help = "Apply migrations without holding up readers."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How patient to be."""
        parser.add_argument("--wait", type=int, default=3, help="seconds a step may queue for a lock (3)")
        parser.add_argument("--tries", type=int, default=60, help="how often it is tried (60)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """CommandError: somebody held a table all the time; the words say what to look for."""
        for _turn in range(options["tries"]):
            try:
                self._upgrade(options["wait"], options["verbosity"])
            except OperationalError as fault:
                if getattr(fault.__cause__, "sqlstate", None) not in HELD:
                    raise
                self.stderr.write("A table is in use; trying again.")
            else:
                return
            finally:
                connection.close()  # its settings and its lock go with it
            time.sleep(PAUSE)
        raise CommandError("A table was in use all the time: look for old transactions in pg_stat_activity.")

    def _upgrade(self, wait: int, verbosity: int) -> None:
        """Once through what waits. Raises OperationalError where a lock is not to be had."""
        self._be_the_only_one()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{wait}s"])
        with patient_indexes(self.stderr.write):
            call_command("migrate", interactive=False, verbosity=verbosity)
        if names := invalid_indexes():
            self.stderr.write(
                f"Not valid, and of no step of ours: {', '.join(names)}. Drop them, or REINDEX INDEX CONCURRENTLY."
            )

    def _be_the_only_one(self) -> None:
        """Wait for another upgrade: asked again and again, for a query that waits would hold up the other's indexes."""
        is_told = False
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [LOCK_CLASS])
                if cursor.fetchone()[0]:
                    return
            if not is_told:
                self.stderr.write("Another upgrade is under way; waiting for it.")
                is_told = True
            time.sleep(PAUSE)
