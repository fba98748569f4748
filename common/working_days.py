"""On which days offices work: weekends, public holidays of Viet Nam, exchanged Saturdays, dated exceptions.

The holidays come year by year from the `holidays` library (with days off in lieu and the working Saturdays given in
exchange). First days are not counted and days off are skipped as in articles 147 and 148 of the Civil Code.
"""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate

import holidays
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAY = dt.timedelta(1)
SATURDAY = 5
LANGUAGES = {"en": "en_US"}  # of the library; whatever else is read in Vietnamese


@lru_cache(maxsize=128)
def _public(year: int, language: str = "vi") -> tuple[Mapping[dt.date, str], frozenset[dt.date]]:
    """The public days off of a year with their names, and the Saturdays worked in exchange."""
    known = holidays.country_holidays("VN", years=year, language=language, expand=False)
    return dict(known.items()), frozenset(day for day in known.weekend_workdays if day.year == year)


class WorkingCalendar:
    """Which days are worked. ``exceptions`` outweigh the public calendar: day → whether offices work.

    ``names`` says what day an exception is. Knows nothing of the database and costs nothing until asked.
    """

    def __init__(
        self, exceptions: Mapping[dt.date, bool] | None = None, names: Mapping[dt.date, str] | None = None
    ) -> None:
        self.exceptions = dict(exceptions or {})
        self.names = dict(names or {})
        self._worked: dict[int, list[int]] = {}

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.exceptions:
            return self.exceptions[day]
        off, exchanged = _public(day.year)
        return day in exchanged or (day not in off and day.weekday() < SATURDAY)

    def name_of(self, day: dt.date) -> str:
        """What day it is, in the reader's language: a holiday, a weekday of the weekend; "" for any working day."""
        if self.is_working(day):
            return ""
        if day in self.exceptions:
            return self.names.get(day) or _("day off")
        off, _exchanged = _public(day.year, LANGUAGES.get((get_language() or "vi")[:2], "vi"))
        return off.get(day) or str(WEEKDAYS[day.weekday()])

    def shift(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after ``day`` (before it where ``n`` is negative); ``day`` itself for 0."""
        step = DAY if n > 0 else -DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """Working days from ``first``, which is not counted, to ``last``; negative where ``last`` lies before it."""
        if last >= first:
            return self._until(last) - self._until(first) + self._in_years(first.year, last.year)
        before_first, before_last = first - DAY, last - DAY
        return -(
            self._until(before_first)
            - self._until(before_last)
            + self._in_years(before_last.year, before_first.year)
        )

    def on_or_before(self, day: dt.date) -> dt.date:
        """``day`` if it is worked, else the last working day before it."""
        return day if self.is_working(day) else self.shift(day, -1)

    def on_or_after(self, day: dt.date) -> dt.date:
        """``day`` if it is worked, else the next working day."""
        return day if self.is_working(day) else self.shift(day, 1)

    def before(self, day: dt.date) -> dt.date:
        """The last working day strictly before ``day``: "before 30/11" excludes the 30th."""
        return self.shift(day, -1)

    def _until(self, day: dt.date) -> int:
        """Working days of its year up to and including ``day``."""
        if day.year not in self._worked:
            start = dt.date(day.year, 1, 1)
            length = (dt.date(day.year, 12, 31) - start).days + 1
            self._worked[day.year] = list(
                accumulate(int(self.is_working(start + dt.timedelta(n))) for n in range(length))
            )
        return self._worked[day.year][day.timetuple().tm_yday - 1]

    def _in_years(self, first: int, last: int) -> int:
        """Working days of the years from ``first`` up to but not including ``last``."""
        return sum(self._until(dt.date(year, 12, 31)) for year in range(first, last))
