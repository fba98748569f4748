"""The library as a file: exactly what is seen."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common.sheets import Table, Value
from common.templatetags.formats import vn_date
from consolidation.models import Report
from consolidation.queries.library import ReportsSought, reports_sought


@dataclass(frozen=True)
class Column:
    """A column of the library's file."""

    label: str | Promise
    value: Callable[[Report], Value]
    width: int = 18
    kind: str = "words"


COLUMNS = (
    Column(gettext_lazy("Province"), lambda report: str(report.period.plan.province or ""), 20),
    Column(gettext_lazy("Plan"), lambda report: str(report.period.plan), 40),
    Column(gettext_lazy("Kind"), lambda report: str(report.period.get_kind_display()), 16),
    Column(gettext_lazy("Period"), lambda report: report.period.name, 20),
    Column(gettext_lazy("Version"), lambda report: report.version, 10),
    Column(gettext_lazy("State"), lambda report: str(report.get_state_display()), 28),
    Column(gettext_lazy("Number and symbol"), lambda report: report.number_and_symbol, 20),
    Column(gettext_lazy("Date of the paper"), lambda report: report.dated_on, 16, "day"),
    Column(gettext_lazy("Pages"), lambda report: report.pages, 8),
    Column("SHA-256 (PDF)", lambda report: report.pdf_sha256, 66),
)


def table_of(user: User, sought: ReportsSought, on: dt.date) -> Table:
    """What ``sought`` shows ``user``, without an end of page."""
    found = reports_sought(user, sought)
    count = found.count()
    said = ngettext("%(count)s report on %(day)s", "%(count)s reports on %(day)s", count)
    rows: Iterator[list[Value]] = ([column.value(report) for column in COLUMNS] for report in found)
    return Table(
        [str(column.label) for column in COLUMNS],
        COLUMNS,
        rows,
        [said % {"count": count, "day": vn_date(on)}],
        _("Reports"),
    )


def file_name(on: dt.date, kind: str) -> str:
    """What the file is called."""
    return f"bao-cao-tong-hop-{on:%Y%m%d}.{kind}"
