"""``manage.py load_support``: bring the support contents and the thresholds of size into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.loading import load_reminders, load_thresholds
from organisations.loading.problems import LoadRefused
from support.loading.reading import read_contents
from support.loading.writing import write_contents


class Command(BaseCommand):
    """Checks all files first and changes nothing when one is wrong. Running it again changes nothing."""

    help = "Load the support contents of the enacted plans, the thresholds of size and the days of reminding."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only check the files; write nothing.")

    def handle(self, *, check: bool, **_options: Any) -> None:
        try:
            files = read_contents()
            for data in files:
                self.stdout.write(f"{data['plan']:<20} {len(data['contents']):>4}")
            if check:
                self.stdout.write(_("The files are good. Nothing was written."))
                return
            tally = write_contents(files)
        except LoadRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(_refusal(len(refused.problems))) from refused
        entered = load_thresholds() + load_reminders()
        self.stdout.write(
            _("Rows: %(created)d created, %(updated)d updated, %(unchanged)d unchanged.")
            % {
                "created": tally.created.total() + entered,
                "updated": tally.updated.total(),
                "unchanged": tally.unchanged.total(),
            }
        )


def _refusal(number: int) -> str:
    return ngettext(
        "%(number)d fault in the data files. Nothing was changed; correct it and run the command again.",
        "%(number)d faults in the data files. Nothing was changed; correct them and run the command again.",
        number,
    ) % {"number": number}
