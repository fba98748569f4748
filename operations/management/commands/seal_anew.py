"""``manage.py seal_anew``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.actions.sealing_anew import seal_anew


class Command(BaseCommand):
    """Seals second factors with PORTAL_SECRET_KEY, so that PORTAL_SECRET_KEY_FALLBACKS can be dropped."""

    help = "Seal what lies sealed in the database with today's PORTAL_SECRET_KEY."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """CommandError where something opens with no secret this installation knows."""
        try:
            count = seal_anew()
        except ValueError as no:
            raise CommandError(str(no)) from no
        self.stdout.write(f"{count} second factors are sealed anew.")
