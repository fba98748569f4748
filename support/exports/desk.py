"""The desk as a file: exactly what is seen — its filters, its columns, its order."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.sheets import Table, Value
from common.templatetags.formats import vn_date
from common.working_days import WorkingCalendar
from enterprises.queries.masking import shown_tax_code
from journal.actions import note_readings
from organisations.queries import working_calendar
from support.models import Application
from support.queries.choices import choices, in_words
from support.queries.columns import Column, columns_of
from support.queries.desk import Desk, applications_of, with_beside
from support.queries.wanted import Wanted

CHUNK = 2000  # rows read at once
Tell = Callable[[int], None]


def table_of(desk: Desk, wanted: Wanted, on: dt.date, *, tell: Tell = lambda done: None) -> Table:  # noqa: ARG005
    """What ``wanted`` shows the desk's person, without an end of page; rows are read when they are written.

    Whoever takes it along has read each of them: that is written down.
    """
    calendar = working_calendar()
    columns = columns_of(wanted.columns)
    keys = list(applications_of(desk, wanted, on, calendar).order_by().values_list("pk", flat=True))
    note_readings(desk.user, Application, keys, place="support:desk_export")
    count = len(keys)
    said = ngettext("%(count)s application on %(day)s", "%(count)s applications on %(day)s", count)
    about = [said % {"count": count, "day": vn_date(on)}, *in_words(choices(desk, wanted), wanted)]
    return Table(
        [str(column.label) for column in columns],
        columns,
        _rows(desk, wanted, on, calendar, tell),
        about,
        _("Applications"),
    )


def _rows(
    desk: Desk, wanted: Wanted, on: dt.date, calendar: WorkingCalendar, tell: Tell
) -> Iterator[list[Value]]:
    columns = columns_of(wanted.columns)
    found = with_beside(applications_of(desk, wanted, on, calendar), wanted)
    for number, application in enumerate(found.iterator(chunk_size=CHUNK), start=1):
        if number % CHUNK == 0:
            tell(number)
        yield [_value(column, application, desk) for column in columns]


def _value(column: Column, application: Application, desk: Desk) -> Value:
    if column.key == "tax_code":
        return shown_tax_code(application.enterprise, desk.user)
    return column.value(application)


def file_name(on: dt.date, kind: str) -> str:
    """What the file is called."""
    return f"ho-so-{on:%Y%m%d}.{kind}"
