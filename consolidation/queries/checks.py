"""What a person should look at before trusting a period's report."""

import datetime as dt
from dataclasses import dataclass

from consolidation.models import Report
from programmes.expressions import Verdict
from reporting.models import ReportingPeriod, Submission
from reporting.queries.judge import TargetResult
from reporting.queries.results import Results, results_of_period
from reporting.states import SubmissionState


@dataclass(frozen=True)
class Checks:
    """Units without accepted submission, targets nobody can judge, doubtful figures, changes since the rendering."""

    submissions: tuple[Submission, ...]
    silent: tuple[Submission, ...]
    changed: tuple[Submission, ...]
    results: Results

    @property
    def not_assessable(self) -> tuple[TargetResult, ...]:
        """Targets of the year that cannot be judged, each with its reason."""
        return tuple(
            result for result in self.results.current if result.assessment.verdict == Verdict.NOT_ASSESSABLE
        )

    @property
    def doubtful(self) -> tuple[TargetResult, ...]:
        """Targets whose figures contradict each other."""
        return tuple(result for result in self.results.current if result.warnings)

    @property
    def are_fine(self) -> bool:
        """Whether nothing needs a look."""
        return not (self.silent or self.changed or self.not_assessable or self.doubtful)


def checks_of(period: ReportingPeriod, report: Report | None, *, on: dt.date) -> Checks:
    """Look at the period as it is now, beside the ``report`` rendered last."""
    submissions = tuple(
        period.submissions.select_related("organisation", "period").order_by("organisation__order", "pk")
    )
    since = report.rendered_at if report else None
    return Checks(
        submissions=submissions,
        silent=tuple(s for s in submissions if s.state != SubmissionState.ACCEPTED),
        changed=tuple(s for s in submissions if since and s.decided_at and s.decided_at > since),
        results=results_of_period(period, on=on),
    )
