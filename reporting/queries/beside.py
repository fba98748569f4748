"""What stands beside the figures of a form: the promise, what came before, and what is to be counted."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.templatetags.formats import vn_date
from organisations.queries import former_organisation_ids
from programmes.expressions import to_words
from programmes.models import AnnualTarget, Target
from reporting.models import Attribution, CountedAs, Figure, LineRole, Submission, SubmissionLine
from reporting.queries.measures import is_share

OWN_SCOPE = _("Count what your unit did from %(first)s to %(last)s.")
PART_SCOPE = _(
    "Count only the part your unit did itself from %(first)s to %(last)s; the lead and the other partners report theirs."
)
SHARE_SCOPE = _("Give the percentage reached on %(last)s.")
SHARE_PART_SCOPE = _("Give the percentage reached on %(last)s in the part your unit looks after itself.")
PROOF: dict[str, Promise] = {
    CountedAs.TYPED: _("Files of evidence stand behind it."),
    CountedAs.ACTIVITIES: _("Each one stands in the records with its title, date and place."),
    CountedAs.PARTICIPANTS: _("It is the sum of the participants of the activities in the records."),
    CountedAs.EXPERTS: _("Each person certified stands in the records with the certificate."),
    CountedAs.ENTERPRISES: _(
        "Each enterprise stands in the records by name; one helped several times is counted once."
    ),
}


@dataclass(frozen=True)
class Beside:
    """The target in words; the figure of the year, enacted or (``is_assigned``) set by DOST; last year's figure.

    ``before`` is what the unit had accepted in the earlier years of the plan, None where nothing was or where years
    are not added up; ``since`` the plan's first year; ``counts`` says what is counted, from when to when, and what
    stands behind it.
    """

    target: str = ""
    annual: Decimal | None = None
    is_assigned: bool = False
    last_year: Decimal | None = None
    before: Decimal | None = None
    since: int = 0
    is_added_up: bool = False
    counts: str = ""

    def cumulative(self, value: Decimal | None) -> Decimal | None:
        """Since the plan began, with ``value`` for this year; None where there is nothing to add up."""
        if not self.is_added_up or (self.before is None and value is None):
            return None
        return (self.before or Decimal(0)) + (value or Decimal(0))


def beside_figures(submission: Submission) -> dict[int, Beside]:
    """Figure id → what stands beside it. At most four queries for any number of figures; ``submission`` is in full."""
    annual = _annual(submission)
    last, before = _earlier(submission)
    found = {}
    for line in submission.lines.all():
        for figure in line.figures.all():
            if not figure.is_own:
                cell = annual.get(("task", line.task_id)) or annual.get(("target", figure.target_id))
                found[figure.pk] = Beside(
                    target=target_in_words(figure.target) if figure.target else "",
                    annual=cell.value if cell else None,
                    is_assigned=bool(cell and cell.is_assigned),
                    last_year=last.get((line.task_id, figure.target_id)),
                    before=before.get((line.task_id, figure.target_id)),
                    since=submission.period.plan.year_from,
                    is_added_up=submission.period.is_yearly and not is_share(figure.unit),
                    counts=what_counts(figure, line, submission),
                )
    return found


def target_in_words(target: Target) -> str:
    """The target as the plan promises it, in the reader's language."""
    return to_words(target.expression, get_language() or "vi")


def what_counts(figure: Figure, line: SubmissionLine, submission: Submission) -> str:
    """What is counted, from which day to which, and which records stand behind it; a partner counts its own part."""
    period = submission.period
    days = {
        "first": vn_date(dt.date(period.covers_from or period.year, 1, 1)),
        "last": vn_date(period.cutoff_on),
    }
    if is_share(figure.unit):
        scope = SHARE_SCOPE if line.role == LineRole.LEAD else SHARE_PART_SCOPE
    else:
        scope = OWN_SCOPE if line.role == LineRole.LEAD else PART_SCOPE
    return f"{scope % days} {PROOF[figure.counted_as]}"


def accepted_before(submission: Submission) -> dict[int, int]:
    """What the unit (or those it followed) had accepted in earlier periods of the same kind and plan: id → year.

    Asked once per form and kept on it; plain ids keep the queries that build on it small, whatever the planner knows.
    """
    found: dict[int, int] | None = getattr(submission, "accepted_before", None)
    if found is None:
        period = submission.period
        units = former_organisation_ids(submission.organisation_id, period.locks_on)
        earlier = Submission.objects.accepted().filter(
            period__plan=period.plan_id,
            period__kind=period.kind,
            period__number=period.number,
            period__year__lt=period.year,
            organisation__in=units,
        )
        found = dict(earlier.order_by().values_list("pk", "period__year"))
        submission.accepted_before = found  # type: ignore[attr-defined] # kept on the form
    return found


def _annual(submission: Submission) -> dict[tuple[str, int | None], AnnualTarget]:
    """("task" or "target", id) → the cell of the year."""
    year, plan = submission.period.year, submission.period.plan_id
    rows = AnnualTarget.objects.filter(Q(task__plan=plan) | Q(target__plan=plan), year=year)
    return {("task", r.task_id) if r.task_id else ("target", r.target_id): r for r in rows}


Totals = dict[tuple[int | None, int | None], Decimal]


def _earlier(submission: Submission) -> tuple[Totals, Totals]:
    """(task id, target id) → last year's figure, for the whole year where it was estimated; and the sum of all years."""
    years = accepted_before(submission)
    figures = Figure.objects.filter(
        line__submission__in=years, line__attribution=Attribution.PROGRAMME, is_own=False
    ).with_counts()
    told = figures.order_by().values_list(  # type: ignore[misc] # "counted" is annotated
        "line__submission", "line__task", "target", "to_date", "counted", "estimate"
    )
    last: Totals = {}
    before: Totals = {}
    for form, task, target, to_date, counted, estimate in told:
        value = counted if to_date is None else to_date
        if years[form] == submission.period.year - 1:
            _add(last, (task, target), value if estimate is None else estimate)
        _add(before, (task, target), value)
    return last, before


def _add(totals: Totals, place: tuple[int | None, int | None], value: Decimal | None) -> None:
    if value is not None:
        totals[place] = totals.get(place, Decimal(0)) + value
