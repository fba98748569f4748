"""Numbers, money and dates as Vietnamese documents write them, and as the English screens do.

The plain functions (:func:`number`, :func:`short_date` …) always write Vietnamese: a document is Vietnamese
whatever language its maker's screen has. The ``english_`` functions are for the English screens; the template
filters of ``common.templatetags.formats`` choose between the two.
Decimal comma: Decree 86/2012/NĐ-CP. Dates and places: Decree 30/2020/NĐ-CP, annex I.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, Protocol

from django.utils import timezone

NBSP = "\u00a0"
BLANK = NBSP * 3  # with a blank on either side: room to write the day by hand that HTML does not swallow
SMALL = 10  # house style: a count of one digit is written 01 … 09
FULL = Decimal(100)
ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 (reads as the list it is)


class Dated(Protocol):
    """Whatever has a year, a month and a day, each perhaps unknown: a date, a datetime, :class:`PartialDate`."""

    @property
    def year(self) -> int | None: ...
    @property
    def month(self) -> int | None: ...
    @property
    def day(self) -> int | None: ...


class PartialDate(NamedTuple):
    """A date as far as the source states it: "/9/2021" is ``PartialDate(2021, 9)``."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def number(value: Decimal | int | None) -> str:
    """Return ``1.234,5``: dots between thousands, a decimal comma, no trailing zeros; None is ''.

    ValueError for NaN and infinity, which are no figures.
    """
    return english_number(value).translate(str.maketrans(",.", ".,"))


def percent(value: Decimal | int | None, places: int = 1) -> str:
    """Return ``53,2%`` for 53.2 (percent, not a fraction), rounded to so many places; None is ''.

    What has not reached 100 never reads 100%: 99.97 is ``99,9%``.
    """
    return "" if value is None else f"{number(_rounded_percent(value, places))}%"


def small_count(value: Decimal | int | None) -> str:
    """Return a count with the leading zero of documents: ``02``, ``15``, ``1.500``; 0 stays ``0``, None is ''.

    Of sentences, as administrative papers write them. The cells of a table take ``number``: “7” stands above “12” and beside “0”.
    """
    text = number(value)
    return f"0{text}" if value is not None and 0 < value < SMALL and text.isdigit() else text


def money(value: Decimal | int | None) -> str:
    """Return an amount in đồng: ``1.500.000 đồng``; None is ''."""
    return "" if value is None else f"{number(value)} đồng"


def short_date(value: Dated | None) -> str:
    """Return ``05/02/2026`` for lists and screens; unknown parts as dots, ``…/09/2021``; None is ''."""
    if value is None:
        return ""
    year, month, day = _parts(value)
    return f"{_padded(day, below=SMALL)}/{_padded(month, below=SMALL)}/{_padded(year, below=0)}"


def administrative_date(value: Dated | None) -> str:
    """Return the date of a cited document, ``06/3/2023``: day padded, month only if 1 or 2; None is ''."""
    if value is None:
        return ""
    year, month, day = _parts(value)
    return f"{_padded(day, below=SMALL)}/{_padded(month, below=3)}/{_padded(year, below=0)}"


def long_date(value: Dated | None) -> str:
    """Return ``ngày 05 tháng 02 năm 2026``; an unknown part leaves room to write it by hand; None is ''."""
    if value is None:
        return ""
    year, month, day = _parts(value)
    written = (
        _padded(day, below=SMALL, unknown=BLANK),
        _padded(month, below=3, unknown=BLANK),
        _padded(year, below=0, unknown=BLANK),
    )
    return "ngày {} tháng {} năm {}".format(*written)


def date_time(value: dt.datetime | None) -> str:
    """Return ``14:05 25/11/2026`` in the portal's time zone; None is ''."""
    return "" if value is None else f"{_local(value):%H:%M} {short_date(value)}"


def english_number(value: Decimal | int | None) -> str:
    """Return ``1,234.5``; None is ''. ValueError for NaN and infinity."""
    if value is None:
        return ""
    figure = Decimal(str(value))
    if not figure.is_finite():
        raise ValueError(f"{value} is not a figure")
    text = f"{figure:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def plain_number(value: Decimal | int | None) -> str | None:
    """Return ``1234.5`` as programs read it; None stays None. ValueError for NaN and infinity."""
    return None if value is None else english_number(value).replace(",", "")


def english_percent(value: Decimal | int | None, places: int = 1) -> str:
    """Return ``53.2%`` under the rules of :func:`percent`; None is ''."""
    return "" if value is None else f"{english_number(_rounded_percent(value, places))}%"


def english_money(value: Decimal | int | None) -> str:
    """Return ``1,500,000 VND``; None is ''."""
    return "" if value is None else f"{english_number(value)} VND"


def english_date(value: Dated | None) -> str:
    """Return ``25 Nov 2023``, or what is known of it: ``Sep 2021``, ``2021``; None is ''."""
    if value is None:
        return ""
    year, month, day = _parts(value)
    known = (day if month else None, ENGLISH_MONTHS[month - 1] if month else None, year)
    return " ".join(str(part) for part in known if part)


def english_date_time(value: dt.datetime | None) -> str:
    """Return ``25 Nov 2023, 14:05`` in the portal's time zone; None is ''."""
    return "" if value is None else f"{english_date(value)}, {_local(value):%H:%M}"


def _rounded_percent(value: Decimal | int, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    exact = Decimal(str(value))
    rounded = exact.quantize(step, ROUND_HALF_UP)
    return FULL - step if exact < FULL <= rounded else rounded


def _parts(value: Dated) -> tuple[int | None, int | None, int | None]:
    if isinstance(value, dt.datetime):
        value = _local(value)
    return value.year, value.month, value.day


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _padded(part: int | None, *, below: int, unknown: str = "…") -> str:
    if part is None:
        return unknown
    return f"{part:02d}" if part < below else str(part)
