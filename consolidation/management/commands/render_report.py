"""``manage.py render_report PLAN_KEY YEAR --to FILE``: print a yearly report at once, without worker or broker."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from consolidation.actions.rendering import print_period
from programmes.models import Plan
from reporting.models import ReportingPeriod


class Command(BaseCommand):
    """Writes the PDF to a file, whole or not at all; the report kept in the portal stays as it is."""

    help = "Print the yearly report of a plan into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="Key of the plan, e.g. hung-yen-101-2021.")
        parser.add_argument("year", type=int, help="Year of the report.")
        parser.add_argument("--to", type=Path, required=True, help="File to write the PDF to.")

    def handle(self, *, plan: str, year: int, to: Path, **_options: Any) -> None:
        period = self._period(plan, year)
        target = self._writable(to)
        try:
            printed = print_period(period=period, on=timezone.localdate())
        except RuleBroken as no:
            raise CommandError(no.reason) from no
        self._write(target, printed.content)
        self.stdout.write(
            _("%(file)s: %(pages)d pages, SHA-256 %(sha256)s")
            % {"file": target, "pages": printed.pages, "sha256": printed.sha256}
        )

    def _period(self, key: str, year: int) -> ReportingPeriod:
        periods = ReportingPeriod.objects.select_related(
            "plan__province", "plan__programme", "plan__document__issuer"
        )
        period = periods.filter(plan__key=key, year=year).first()
        if period is not None:
            return period
        keys = list(Plan.objects.order_by("key").values_list("key", flat=True))
        if key not in keys:
            raise CommandError(
                _("There is no plan “%(key)s”. Plans: %(keys)s.")
                % {"key": key, "keys": ", ".join(keys) or "–"}
            )
        years = ", ".join(
            map(str, periods.filter(plan__key=key).order_by("year").values_list("year", flat=True))
        )
        raise CommandError(
            _("The report of %(year)s is not open in the plan “%(key)s”. Open years: %(years)s.")
            % {"year": year, "key": key, "years": years or "–"}
        )

    def _writable(self, to: Path) -> Path:
        """The file to write; refused before the work begins where that cannot succeed."""
        target = to.absolute()
        if target.is_dir() or not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
            raise CommandError(_("%(file)s cannot be written.") % {"file": target})
        return target

    def _write(self, target: Path, content: bytes) -> None:
        beside = None
        try:
            with tempfile.NamedTemporaryFile(
                dir=target.parent, prefix=f".{target.name}.", delete=False
            ) as file:
                beside = Path(file.name)
                file.write(content)
            beside.chmod(0o600)
            beside.replace(target)
        except OSError as problem:
            if beside is not None:
                beside.unlink(missing_ok=True)
            raise CommandError(
                _("%(file)s cannot be written: %(problem)s") % {"file": target, "problem": problem.strerror}
            ) from problem
