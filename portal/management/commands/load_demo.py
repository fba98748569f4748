"""``manage.py load_demo``: fill a trial with demo accounts, the periods of the carried reports, and reports on their way."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from portal import demo, demo_reports
from programmes.models import Plan


class Command(BaseCommand):
    """Idempotent: what is there stays as it is. Needs the plans (``load_plans``) first."""

    help = "Fill a trial with demo accounts, the periods of the carried reports, and reports on their way."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - no options
        if not Plan.objects.exists():
            raise CommandError(_("There are no plans yet; “manage.py load_plans” loads them."))
        try:
            loaded = demo.load(on=timezone.localdate())
            reports = demo_reports.load(on=timezone.localdate())
        except RuleBroken as no:
            raise CommandError(no.reason) from no
        for entry in loaded:
            self.stdout.write(
                _("%(period)s: %(filled)d submissions filled")
                % {"period": entry.period, "filled": entry.filled}
            )
        for report in reports:
            self.stdout.write(f"{report}: {report.get_state_display()}")
