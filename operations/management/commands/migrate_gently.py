"""``manage.py migrate_gently``"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

NOT_AVAILABLE = "55P03"  # PostgreSQL: somebody else holds the lock
PAUSE = 2.0  # seconds between two tries, in which everybody else gets through


class Command(BaseCommand):
    """Applies what waits while people read: no step queues for a lock longer than ``--wait`` seconds.

    A step that waits for a table makes everybody after it wait too. Here it gives up, lets them pass and tries again;
    steps that were done stay done.
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
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{options['wait']}s"])
                call_command("migrate", interactive=False, verbosity=options["verbosity"])
            except OperationalError as fault:
                if getattr(fault.__cause__, "sqlstate", None) != NOT_AVAILABLE:
                    raise
                self.stderr.write("A table is in use; trying again.")
                connection.close()
                time.sleep(PAUSE)
            else:
                connection.close()  # the setting goes with it
                return
        raise CommandError("A table was in use all the time: look for old transactions in pg_stat_activity.")
