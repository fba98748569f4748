"""How a plan's applications are handled on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F

from programmes.models import Plan
from support.models import SupportProcedure


def procedures_of(plans: Iterable[Plan], on: dt.date) -> dict[int, SupportProcedure]:
    """By id of each plan that has one, its procedure in force on ``on``: the row that began last. One query."""
    rows = SupportProcedure.objects.on(on).filter(plan__in=[plan.pk for plan in plans])
    return {row.plan_id: row for row in rows.order_by(F("valid_from").asc(nulls_first=True), "pk")}


def procedure_of(plan: Plan, on: dt.date) -> SupportProcedure | None:
    """The plan's procedure in force on ``on``; None where DOST has published none: then nothing is promised."""
    return procedures_of([plan], on).get(plan.pk)
