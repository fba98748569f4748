"""``manage.py apply_retention``"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from operations.actions.retention import apply_retention


class Command(BaseCommand):
    """Erases personal data by the rules of retention; with ``--dry-run`` only says how much it would be."""

    help = "Erase personal data whose time is over, by the dated rules in the administration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which day, and whether in earnest."""
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument("--on", type=date.fromisoformat, help="as if it were this day (YYYY-MM-DD)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """A line for each kind of personal data."""
        on, dry_run = options["on"] or timezone.localdate(), options["dry_run"]
        with translation.override("en"):
            for outcome in apply_retention(on=on, dry_run=dry_run):
                if outcome.rule is None:
                    self.stdout.write(
                        f"{outcome.holding.key}: kept; no rule with a number of years holds on {on}"
                    )
                    continue
                verb = "would be erased" if dry_run else f"erased, with {outcome.lines} lines of the journal"
                self.stdout.write(
                    f"{outcome.holding.key}: {outcome.records} {verb} ({outcome.rule.years} years, {outcome.rule.legal_basis})"
                )
