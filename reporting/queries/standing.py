"""Results of a period that is not a year: its own forms beside the sums of yearly reports, never in them."""

from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.expressions import Assessment, Verdict
from programmes.models import Task
from reporting.queries.counted import Counted
from reporting.queries.judge import Judge, TargetResult, YearPlan, below_to_date, written
from reporting.queries.measures import Measure, Reading, estimate, measure, to_date
from reporting.queries.reported import Reports, within
from reporting.queries.stretch import Basis, Stretch

NONE_BEFORE = _(
    "Targets are judged by yearly reports; there is none before %(year)s in the phase of this target."
)
FORMS_DIFFER = _(
    "The forms of this review say %(own)s, the yearly reports add up to %(sum)s; neither replaces the other."
)
COVERS_A_PART = _(
    "The review covers the years from %(begins)s on; the phase of the target begins in %(first)s."
)


class Own:
    """What the forms of one period say by themselves, and outcomes of supports up to its cut-off."""

    def __init__(self, stretch: Stretch, reports: Reports, counted: Counted) -> None:
        self.stretch, self.reports, self.counted = stretch, reports, counted

    def beside(self, result: TargetResult, judge: Judge, own: Judge) -> TargetResult:
        """``result`` of the yearly reports by ``judge``, with what the period's own forms say (by ``own``) as its year."""
        years = _overlap(self.stretch.own_years, judge)
        reported = self._judged_years(judge, years)
        year, foretold = (own.told(judge.target, reported, read) for read in (to_date, estimate))
        return replace(
            result,
            year_plan=own.planned() if self.stretch.basis == Basis.ALONE else YearPlan(),
            year=year,
            estimate=foretold,
            assessment=self._assessment(result, judge),
            is_current=bool(years),
            integrated=tuple(within(self.reports.integrated[judge.target.pk], self._filed)) if years else (),
            warnings=(*below_to_date(year, foretold), *self._warnings(result, judge, year)),
        )

    def of_row(self, task: Task, read: Reading) -> Measure:
        """What the period's forms say of an annex row."""
        if self.counted.counts_row(task.pk):
            return self.counted.of_row(task.pk, self.stretch.own_years, read)
        figures = within(self.reports.of_rows[task.pk], self._filed)
        return measure(figures, read, is_nil=self.reports.is_nil([task], self._filed))

    @property
    def _filed(self) -> range:
        """The year the period's forms are filed under, whatever years they speak of."""
        return range(self.stretch.year, self.stretch.year + 1)

    def _judged_years(self, judge: Judge, years: range) -> range:
        """The years to ask for: outcomes by the day they were reached, figures by the year they are filed under."""
        if not years or self.counted.counts_target(judge.target):
            return years
        return self._filed

    def _assessment(self, result: TargetResult, judge: Judge) -> Assessment:
        if self.stretch.basis == Basis.ALONE and judge.first > self.stretch.summed_to:
            return Assessment(Verdict.NOT_ASSESSABLE, NONE_BEFORE % {"year": self.stretch.year})
        return result.assessment

    def _warnings(self, result: TargetResult, judge: Judge, year: Measure) -> tuple[str | Promise, ...]:
        if self.stretch.basis != Basis.REVIEW:
            return ()
        told: list[str | Promise] = []
        begins = self.stretch.begins or judge.first
        if judge.first < begins <= judge.last:
            told.append(COVERS_A_PART % {"begins": begins, "first": judge.first})
        total = result.cumulative
        if year.is_measured and total.is_measured and year.value != total.value:
            told.append(FORMS_DIFFER % {"own": written(year.value), "sum": written(total.value)})
        return tuple(told)


def _overlap(years: range, judge: Judge) -> range:
    """The years that lie in the target's phase."""
    return range(max(years.start, judge.first), min(years.stop, judge.last + 1))
