"""Results that are counted from outcomes of supports, as measures: to the day the report's data run to."""

import datetime as dt
from copy import copy
from decimal import Decimal

from programmes.models import CountedFrom, Target
from reporting.queries.measures import MISSING, UNASKED, Measure, Reading, Reported, estimate
from support.queries.outcomes import Ledger, Tally, outcomes_of

BEGINNING, END = (1, 1), (12, 31)  # month and day


class Counted:
    """The targets of a plan that count from outcomes, and the annex rows they hang on, up to the cut-off day.

    A row with such a target takes nothing from submissions: it shows outcomes of the contents that hang on it; where none
    hangs on it and the target has no other row, the target's.
    """

    def __init__(self, targets: list[Target], until: dt.date) -> None:
        """Read the outcomes; ``until`` is the day data run to. No query where no target counts from outcomes."""
        self.until = until
        own = [target for target in targets if target.counted_from == CountedFrom.OUTCOMES]
        self.ledger: Ledger = outcomes_of(own, until)
        self._own = {target.pk for target in own}
        self._of_rows: dict[int, list[Target]] = {}
        for target in own:
            for row in target.rows:  # type: ignore[attr-defined] # of reports_of_plans
                self._of_rows.setdefault(row.pk, []).append(target)

    def up_to(self, until: dt.date) -> "Counted":
        """The same outcomes for an earlier day; nothing is read again."""
        earlier = copy(self)
        earlier.until = until
        return earlier

    def counts_target(self, target: Target) -> bool:
        """Whether outcomes are the target's one source."""
        return target.pk in self._own

    def lacks_contents(self, target: Target) -> bool:
        """Whether no content counts for the target, so that nothing can."""
        return not self.ledger.counts_target(target.pk)

    def counts_row(self, row_id: int) -> bool:
        """Whether an annex row counts from outcomes."""
        return row_id in self._of_rows or self.ledger.counts_row(row_id)

    def of_target(self, target: Target, years: range, read: Reading) -> Measure:
        """What counts for a target in ``years``. Nothing is estimated; 0 is a count; without contents it is missing."""
        span = self._days(years)
        if span is None or self.lacks_contents(target):
            return MISSING
        return UNASKED if read is estimate else told(self.ledger.of_target(target.pk, *span))

    def of_row(self, row_id: int, years: range, read: Reading) -> Measure:
        """What counts for an annex row in ``years``."""
        span = self._days(years)
        if span is None:
            return MISSING
        if self.ledger.counts_row(row_id):
            return UNASKED if read is estimate else told(self.ledger.of_row(row_id, *span))
        targets = self._of_rows.get(row_id, [])
        if len(targets) == 1 and len(targets[0].rows) == 1:  # type: ignore[attr-defined] # of reports_of_plans
            return self.of_target(targets[0], years, read)
        return MISSING

    def _days(self, years: range) -> tuple[dt.date, dt.date] | None:
        if not years:
            return None
        return dt.date(years[0], *BEGINNING), min(dt.date(years[-1], *END), self.until)


def told(tally: Tally) -> Measure:
    """A tally as a measure; outcomes of several kinds make no one number."""
    if len(tally.kinds) > 1 and tally.asked[0] == "dong":
        return Measure(Reported.APART, outcomes=tally)
    return Measure(Reported.MEASURED, Decimal(tally.value), outcomes=tally)


def cutoff_of(plan_cutoffs: dict[int, dt.date], year: int) -> dt.date:
    """The day data of ``year`` run to: that of its yearly period, else the year's last; never in another year."""
    last = dt.date(year, *END)
    return min(plan_cutoffs.get(year, last), last)
