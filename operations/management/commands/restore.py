"""``manage.py restore SOURCE``"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.actions.restoring import NotEmpty, restore
from operations.queries.comparing import differences
from operations.queries.manifests import Damaged
from operations.queries.programs import NotInstalled, Stopped


class Command(BaseCommand):
    """Fills an empty database and an empty store from a backup, and compares what came of it."""

    help = "Bring the backup in the folder SOURCE back into an empty place."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("source", metavar="SOURCE", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Bring it back; CommandError where the place is not empty, the backup not whole or the copy not equal."""
        try:
            manifest = restore(options["source"])
            found = differences(manifest)
        except (Damaged, NotEmpty, NotInstalled, OSError, Stopped) as no:
            raise CommandError(str(no)) from no
        if found:
            raise CommandError("\n".join(["The copy is not equal:", *found]))
        self.stdout.write(
            f"Equal: {len(manifest.tables)} tables, {len(manifest.files)} files, of {manifest.begun}."
        )
