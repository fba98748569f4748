"""Whether a year's report has left the house."""

from programmes.models import Plan
from reporting.models import Submission


def is_issued(plan: Plan, year: int) -> bool:
    """Whether the yearly report of ``plan`` for ``year`` is an issued paper, so that what it was held against stays.

    Until the portal registers papers itself, it knows issued ones only where it took over their content.
    """
    return year in issued_years(plan)


def issued_years(plan: Plan) -> frozenset[int]:
    """The years whose yearly report of ``plan`` has left the house."""
    taken_over = Submission.objects.filter(period__plan=plan, period__kind="year").exclude(loaded_from="")
    return frozenset(taken_over.order_by().values_list("period__year", flat=True).distinct())
