"""``manage.py load_plans``: bring the carried plans into the database, or say everything that is wrong with them."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.loading.problems import LoadRefused
from organisations.loading.rows import Tally
from programmes.loading.library import Library, read_library, write_library
from programmes.loading.shapes import counts


class Command(BaseCommand):
    """Checks all files first and changes nothing when one is wrong. Running it again changes nothing."""

    help = "Load provinces, organisations and the enacted plans from their data files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only check the files; write nothing.")

    def handle(self, *, check: bool, **_options: Any) -> None:
        try:
            library = read_library()
        except LoadRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(self._refusal(len(refused.problems))) from refused
        self._print_table(library)
        if check:
            self.stdout.write(_("The files are good. Nothing was written."))
        else:
            self._print_tally(write_library(library))

    def _refusal(self, number: int) -> str:
        return ngettext(
            "%(number)d fault in the data files. Nothing was changed; correct it and run the command again.",
            "%(number)d faults in the data files. Nothing was changed; correct them and run the command again.",
            number,
        ) % {"number": number}

    def _print_table(self, library: Library) -> None:
        heads = [_("Document"), _("Groups"), _("Tasks"), _("Targets"), _("Annual values"), _("Findings")]
        rows = []
        for plan in library.plans:
            number = counts(plan)
            tasks = number["tasks"] + number["projects"] + number["annex_rows"]
            rows.append(
                [
                    plan["key"],
                    number["groups"],
                    tasks,
                    number["targets"],
                    number["annual_values"],
                    number["findings"],
                ]
            )
        sums = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
        self._print_rows([heads, *rows, [_("Total"), *sums]])

    def _print_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
        for name, *figures in rows:
            cells = [f"{figure:>{width}}" for figure, width in zip(figures, widths[1:], strict=True)]
            self.stdout.write("  ".join([f"{name:<{widths[0]}}", *cells]))

    def _print_tally(self, tally: Tally) -> None:
        self.stdout.write(
            _("Rows: %(created)d created, %(updated)d updated, %(unchanged)d unchanged.")
            % {
                "created": tally.created.total(),
                "updated": tally.updated.total(),
                "unchanged": tally.unchanged.total(),
            }
        )
        if tally.kept.total():
            self.stdout.write(
                _("Values changed in the portal and kept: %(kept)d.") % {"kept": tally.kept.total()}
            )
