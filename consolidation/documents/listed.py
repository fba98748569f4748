"""The lists behind a report as data: annex rows, units and how they answered, enterprises they named."""

import datetime as dt
from typing import Any

from common.formatting import plain_number
from enterprises.queries.masking import masked
from reporting.models import ReportingPeriod, SupportedEnterprise
from reporting.queries.contents import Contents
from reporting.queries.measures import Measure
from reporting.queries.results import Results
from reporting.queries.status import filed_on
from reporting.states import FILED, SubmissionState

Listed = list[dict[str, Any]]
ANSWERED, NIL, FILED_ONLY, SENT_BACK, SILENT = (
    "Đã tiếp nhận", "Không phát sinh", "Đã nộp, chưa tiếp nhận", "Trả lại để bổ sung", "Chưa báo cáo",
)  # fmt: skip


def rows(results: Results) -> Listed:
    """The annex rows of the plan with what each came to; rows are never added up here."""
    return [
        {
            "code": row.task.code,
            "title": row.task.title,
            "unit": row.task.unit,
            "planned": plain_number(row.year_plan.value),
            **{name: figure(getattr(row, name)) for name in ("year", "estimate", "cumulative")},
        }
        for row in results.rows
    ]


def units(contents: Contents, on: dt.date) -> Listed:
    """Every unit asked, with how it answered by ``on``; a day nobody knows is None."""
    listed = []
    for submission in contents.everybody:
        day = filed_on(submission)
        late = (day or on) > contents.period.due_on and not submission.loaded_from
        said = _said(submission.state, is_nil=submission.is_nil)
        listed.append(
            {
                "name": submission.organisation.name,
                "said": said,
                "filed_on": str(day) if day else None,
                "is_late": late and submission.state in FILED,
                "is_counted": submission.state == SubmissionState.ACCEPTED,
            }
        )
    return listed


def completeness(listed: Listed) -> dict[str, Any]:
    """How many units were asked, how many answers count, how many came late, who is silent."""
    return {
        "asked": len(listed),
        "answered": sum(1 for unit in listed if unit["is_counted"]),
        "late": sum(1 for unit in listed if unit["is_late"]),
        "silent": [unit["name"] for unit in listed if not unit["is_counted"]],
    }


def enterprises(period: ReportingPeriod) -> Listed:
    """The enterprises behind figures that count, as the units named them; a household's tax code is covered."""
    found = SupportedEnterprise.objects.filter(
        figure__line__submission__period=period, figure__line__submission__state=SubmissionState.ACCEPTED
    ).select_related("enterprise", "figure__line__submission__organisation")
    return [
        {
            "name": each.enterprise.name,
            "tax_code": masked(each.enterprise.tax_code)
            if each.enterprise.is_household
            else each.enterprise.tax_code,
            "content": each.content,
            "product": each.product,
            "indicator": each.figure.indicator,
            "attribution": str(each.figure.line.attribution),
            "unit": each.figure.line.submission.organisation.name,
        }
        for each in found.order_by("enterprise__order", "enterprise_id", "pk")
    ]


def _said(state: str, *, is_nil: bool) -> str:
    if state == SubmissionState.RETURNED:
        return SENT_BACK
    if state not in FILED:
        return SILENT
    if state != SubmissionState.ACCEPTED:
        return FILED_ONLY
    return NIL if is_nil else ANSWERED


def figure(measure: Measure) -> dict[str, str | None]:
    """A figure and how much is known of it (a ``Reported``); only a measured one has a value."""
    return {"state": str(measure.state), "value": plain_number(measure.value)}
