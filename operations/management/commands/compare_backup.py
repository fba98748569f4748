"""``manage.py compare_backup SOURCE``"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.queries.comparing import differences
from operations.queries.manifests import Damaged, damages, manifest_of


class Command(BaseCommand):
    """Says whether a backup is whole, and whether this place holds the same rows and files."""

    help = "Compare this place with the backup in the folder SOURCE; --whole looks at the backup alone."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup."""
        parser.add_argument("source", metavar="SOURCE", type=Path)
        parser.add_argument(
            "--whole", action="store_true", help="only look whether the backup is as it was written"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """CommandError names every difference."""
        try:
            manifest = manifest_of(options["source"])
            found = damages(options["source"], manifest)
            if not options["whole"]:
                found += differences(manifest)
        except (Damaged, OSError) as no:
            raise CommandError(str(no)) from no
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(
            f"Equal: {len(manifest.tables)} tables, {len(manifest.files)} files, of {manifest.begun}."
        )
