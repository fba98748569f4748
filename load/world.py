"""Where everybody works, for those who play them: they know the portal only by its pages."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from consolidation.models import Report
from load.pour import Row
from reporting.models import Figure, ReportingPeriod, Submission, SubmissionLine
from reporting.states import SubmissionState
from support.models import Application, SupportContent

OF_A_DESK = 20  # applications that staff open again and again


def world(accounts: list[Row], today: dt.date) -> dict[str, Any]:
    """Each person with the addresses of their own work."""
    periods = {
        period.plan.province_id: period
        for period in ReportingPeriod.objects.filter(
            plan__key__startswith="tai-", year=today.year
        ).select_related("plan__province")
    }
    rows = list(Submission.objects.filter(period__in=periods.values()))
    forms = {(row.period_id, row.organisation_id): row.pk for row in rows}
    states = {row.pk: row.state for row in rows}
    submitted: dict[int, list[int]] = {}
    for row in rows:
        if row.state == SubmissionState.SUBMITTED:
            submitted.setdefault(row.period_id, []).append(row.pk)
    owed = SubmissionLine.objects.filter(submission__in=forms.values())
    # words alone are enough for a line that asks for no figure; the last one named here is the one written at
    in_words = owed.annotate(asks=Exists(Figure.objects.filter(line=OuterRef("pk")))).order_by("-asks", "-pk")
    lines = {form: pk for pk, form in in_words.values_list("pk", "submission_id")}
    reports = dict(Report.objects.filter(period__in=periods.values()).values_list("period_id", "pk"))
    contents = dict(SupportContent.objects.order_by("-pk").values_list("plan_id", "pk"))
    desks: dict[int, list[int]] = {}
    for plan in (period.plan_id for period in periods.values()):
        lying = Application.objects.filter(plan=plan, state="appraisal").order_by("-pk")
        desks[plan] = list(lying.values_list("pk", flat=True)[:OF_A_DESK])
    clerks: dict[int, list[Row]] = {}
    for account in accounts:
        period = periods[account["province"]]
        form = forms.get((period.pk, account["place"]))
        account |= {
            "plan": period.plan.key,
            "period": period.pk,
            "report": reports[period.pk],
            "content": contents[period.plan_id],
            "form": form if account["role"] in ("focal_point", "unit_leader") else None,
            "line": lines.get(form) if form else None,
        }
        account["slug"] = period.plan.province.slug
        account["applications"] = desks.get(period.plan_id, []) if account["role"] == "specialist" else []
        account["state"] = states.get(account["form"], "")
        account["submitted"] = []
        if account["role"] == "specialist":  # two of them never decide on the same form
            clerks.setdefault(period.pk, []).append(account)
    for number, working in clerks.items():
        for turn, pk in enumerate(submitted.get(number, [])):
            working[turn % len(working)]["submitted"].append(pk)
    return {"people": accounts}
