"""``manage.py read_report FILE [--json]``: what the PDF of a report carries, whose seal it is, and whether it is whole."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from consolidation.documents import seal
from consolidation.documents.taking_over import Reading, read_report
from consolidation.models import Installation
from papers.pages import MOST_BYTES


class Command(BaseCommand):
    """Reads and judges the file; nothing is stored. It ends with an error where the file is not as it was sealed."""

    help = "Read the data a report's PDF carries and check them against seal, table and pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="PDF of a report.")
        parser.add_argument("--json", action="store_true", help="Write the data to standard output, as JSON.")

    def handle(self, *, file: Path, json: bool, **_options: Any) -> None:
        try:
            reading = read_report(_content(file))
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from problem
        except RuleBroken as no:
            raise CommandError(no.reason) from no
        if not reading.is_whole:
            raise CommandError(
                "\n".join([_("The file is not as it was sealed:"), *(f"- {why}" for why in reading.problems)])
            )
        self.stdout.write(_as_json(reading) if json else "\n".join(_lines(reading)))


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)  # one more is refused as too large


def _as_json(reading: Reading) -> str:
    return json.dumps(reading.data, ensure_ascii=False, indent=1)


def _lines(reading: Reading) -> list[str]:
    report, province = reading.data["report"], reading.data["province"]
    return [
        _("The report is whole: seal, table and pages say the same."),
        f"{province.get('name')}, {report.get('period')}",
        _("Number %(number)s/%(symbol)s of %(date)s, version %(version)s, %(pages)d pages")
        % {
            "number": report.get("number"),
            "symbol": report.get("symbol"),
            "date": report.get("dated_on"),
            "version": report.get("version"),
            "pages": reading.pages,
        },
        _("%(count)d targets") % {"count": len(reading.data["targets"])},
        _("SHA-256 %(sha256)s") % {"sha256": reading.sha256},
        _("Key %(fingerprint)s: %(whose)s")
        % {"fingerprint": reading.fingerprint, "whose": _whose(reading.key)},
    ]


def _whose(key: str) -> str:
    if key == seal.public_key():
        return _("this portal's own")
    installation = Installation.objects.filter(public_key=key).first()
    if installation is None:
        return _("of a portal nobody here has confirmed; compare the fingerprint with the people there")
    return str(installation) if installation.is_trusted else _("%s, no longer believed") % installation
