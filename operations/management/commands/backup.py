"""``manage.py backup TARGET``"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.actions.backing_up import NoFiles, back_up
from operations.queries.programs import NotInstalled, Stopped


class Command(BaseCommand):
    """Writes database, files and the list of key material into a new folder; nobody has to stop working."""

    help = "Write a backup into the new folder TARGET; {now} in it becomes the moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("target", metavar="TARGET")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it, and say what it holds."""
        target = Path(options["target"].replace("{now}", timezone.localtime().strftime("%Y%m%d-%H%M%S")))
        try:
            manifest = back_up(target)
        except (OSError, NoFiles, NotInstalled, Stopped) as no:
            raise CommandError(str(no)) from no
        rows = sum(table.rows for table in manifest.tables.values())
        said = f"{len(manifest.tables)} tables with {rows} rows, {len(manifest.files)} files"
        self.stdout.write(f"{target}: {said}")
        for name in manifest.missing:
            self.stderr.write(f"named by a row, but not in the store: {name}")
        apart = ", ".join(str(key["name"]) for key in manifest.keys if not key["is_in_backup"])
        self.stdout.write(f"Not in it, keep them apart: {apart}")
