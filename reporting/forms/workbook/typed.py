"""A cell as the words somebody would have typed into the entry page, so that the same fields judge both."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from common.formatting import number, short_date
from common.vietnamese import clean, fold
from common.workbook.cells import Cell
from reporting.documents.workbook.layout import NO, YES, Column, Holds
from reporting.forms.workbook.choices import Choices

TICKED = {"co", "x", "v", "yes", "true", "1", "✓", "✔"}
NOT_TICKED = {"", "khong", "no", "false", "0", "-"}
APOSTROPHES = "'’‘"
LONGEST = 60
FIRST_DAY = dt.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 16_438, 73_415  # 1945 to 2100


class Unreadable(Exception):
    """A cell that cannot be taken as typed: ``code``, why, and how to mend it."""

    def __init__(self, code: str, why: str, how: str) -> None:
        super().__init__(code)
        self.code, self.why, self.how = code, why, how


def typed(
    cell: Cell, column: Column, choices: dict[str, Choices], *, unit: str = "", first_day: dt.date = FIRST_DAY
) -> str:
    """The words of a cell, "on" for a tick and the stored value of a choice. Unreadable where it is neither.

    ``first_day`` is day 0 of the workbook's calendar, for a day that lost its format.
    """
    _check_kind(cell)
    if column.holds is Holds.FIGURE:
        return _figure(cell, unit)
    if column.holds is Holds.DAY:
        return _day(cell, first_day)
    if column.holds is Holds.TICK:
        return _tick(cell)
    text = plain(cell)
    if column.holds is not Holds.CHOICE or not text:
        return text
    found = choices[column.choices].find(text)
    if found is None:
        offered = "; ".join(list(choices[column.choices].labels.values())[:8])
        raise Unreadable(
            "choice",
            _("“%(typed)s” is not in the list of this column.") % {"typed": short(text)},
            _("Choose from the list: %(offered)s.") % {"offered": offered},
        )
    return found


def plain(cell: Cell) -> str:
    """What a person reads in the cell."""
    if isinstance(cell.value, bool):
        return YES if cell.value else NO
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}".replace(".", ",")
    if isinstance(cell.value, dt.date):
        return short_date(cell.value)
    return clean(str(cell.value))


def short(text: str) -> str:
    """A typed text as it is repeated in a message."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _check_kind(cell: Cell) -> None:
    if cell.formula:
        raise Unreadable(
            "formula",
            _("A formula stands here; its result may differ from program to program, so it is not read."),
            _("Copy the cell and paste it in place as a value (Paste Special, Values)."),
        )
    if cell.kind == "error":
        raise Unreadable(
            "cell_error",
            _("The cell shows the error %(error)s.") % {"error": cell.value},
            _("Type the value itself, or empty the cell if it is not known."),
        )


def _figure(cell: Cell, unit: str) -> str:
    if cell.kind == "truth":
        raise Unreadable("not_a_figure", _("The cell holds TRUE or FALSE, not a number."), _figure_how())
    if cell.kind == "day":
        raise Unreadable(
            "day_for_figure",
            _("The cell holds the day %(day)s: the spreadsheet took what was typed for a date.")
            % {"day": plain(cell)},
            _("Format the cell as a number and type the figure again."),
        )
    if cell.kind == "percent":
        if fold(unit) not in {"%", "phan tram"}:
            raise Unreadable(
                "percent",
                _("The cell is formatted as a percentage, but this figure is counted in “%(unit)s”.")
                % {"unit": unit},
                _("Format the cell as a number and type the figure again."),
            )
        return number(cell.value * 100)
    if cell.kind == "number":
        return number(cell.value)
    return _without_apostrophe(plain(cell))


def _figure_how() -> str:
    return _("Type a number such as 1.500 or 3,5; 0 if measured as zero; nothing if not reported.")


def _day(cell: Cell, first_day: dt.date) -> str:
    if cell.kind in {"truth", "percent"}:
        raise Unreadable("not_a_day", _("The cell holds no day."), _("Type the day as dd/mm/yyyy."))
    if cell.kind == "number" and FIRST_SERIAL <= cell.value <= LAST_SERIAL:
        return short_date(first_day + dt.timedelta(days=int(cell.value)))
    return _without_apostrophe(plain(cell))


def _tick(cell: Cell) -> str:
    word = "1" if cell.value is True else fold(plain(cell))
    if word in TICKED:
        return "on"
    if word in NOT_TICKED or cell.value is False:
        return ""
    raise Unreadable(
        "choice",
        _("“%(typed)s” is neither yes nor no.") % {"typed": short(plain(cell))},
        _("Write “%(yes)s”, or leave the cell empty.") % {"yes": YES},
    )


def _without_apostrophe(text: str) -> str:
    """Without the apostrophe that some programs write out before a number kept as text."""
    return text[1:].strip() if text[:1] in APOSTROPHES else text
