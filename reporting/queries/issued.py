"""Whether a year's report has left the house."""

from programmes.models import Plan
from reporting.models import Submission


def is_issued(plan: Plan, year: int) -> bool:
    """Whether the yearly report of ``plan`` for ``year`` is an issued paper, so that what it was held against stays."""
    return year in issued_years(plan)


def issued_years(plan: Plan) -> frozenset[int]:
    """The years whose yearly report of ``plan`` has left the house: issued in the portal, or taken over from its paper."""
    issued = plan.periods.yearly().filter(issued_on__isnull=False).values_list("year", flat=True)
    taken_over = Submission.objects.filter(period__plan=plan, period__kind="year").exclude(loaded_from="")
    before = taken_over.values_list("period__year", flat=True)
    return frozenset(issued.order_by().union(before.order_by()))
