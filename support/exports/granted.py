"""The list of granted supports as a file: exactly what its filters find, with the sums in its head."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.formatting import money
from common.sheets import Table, Value
from common.templatetags.formats import vn_date
from enterprises.queries.masking import shown_tax_code
from journal.actions import note_readings
from support.exports.desk import CHUNK, Tell
from support.models import Application, Support
from support.models.support import SupportQuerySet
from support.queries.choices import in_words
from support.queries.granted import BESIDE, SupportsSought, Totals, granted_to_see, totals_of
from support.queries.granted_columns import COLUMNS, choices_of


def granted_table(
    user: User, wanted: SupportsSought, on: dt.date, *, tell: Tell = lambda _done: None
) -> Table:
    """What ``wanted`` shows ``user``, without an end of page; rows are read when they are written.

    Whoever takes it along has read the applications behind them: that is written down.
    """
    found = granted_to_see(user, wanted, on)
    keys = sorted(set(found.order_by().values_list("item__application_id", flat=True)))
    note_readings(user, Application, keys, place="support:support_export")
    totals = totals_of(found)
    said = ngettext("%(count)s support on %(day)s", "%(count)s supports on %(day)s", totals.count)
    about = [said % {"count": totals.count, "day": vn_date(on)}, sums_in_words(totals)]
    about += in_words(choices_of(user, wanted), wanted)
    rows = _rows(found.select_related(*BESIDE), user, tell)
    return Table([str(c.label) for c in COLUMNS], list(COLUMNS), rows, about, title=_("Granted supports"))


def sums_in_words(totals: Totals) -> str:
    """The money of all that is found as one line."""
    return _("Granted %(granted)s; paid %(paid)s; still to pay %(left)s; to be paid back %(owed)s") % {
        name: money(getattr(totals, name)) for name in ("granted", "paid", "left", "owed")
    }


def granted_file_name(on: dt.date, kind: str) -> str:
    """What the file is called."""
    return f"ho-tro-da-duyet-{on:%Y%m%d}.{kind}"


def _rows(found: SupportQuerySet, user: User, tell: Tell) -> Iterator[list[Value]]:
    for number, support in enumerate(found.iterator(chunk_size=CHUNK), start=1):
        if number % CHUNK == 0:
            tell(number)
        yield [_value(column.key, column.value(support), support, user) for column in COLUMNS]


def _value(key: str, value: Value, support: Support, user: User) -> Value:
    return shown_tax_code(support.enterprise, user) if key == "tax_code" else value
