"""``manage.py load_outlines``: keep the outlines the portal carries, as published versions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from reporting.actions.outlines import keep_carried_outlines


class Command(BaseCommand):
    """Idempotent: versions that are kept already stay as they are. Needs the programmes (``load_plans``) first."""

    help = "Keep the outlines of reports the portal carries, as published versions."

    def handle(self, *_args: Any, **_options: Any) -> None:
        number = keep_carried_outlines()
        words = ngettext("%(number)s outline is new.", "%(number)s outlines are new.", number)
        self.stdout.write(words % {"number": number})
