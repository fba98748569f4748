"""Ten years of every province: a plan, and for each year a period, its units' forms and the report made of them.

Everything is a copy of what the trial holds, so that it is whole: Hà Nội's plan and open period, Hà Giang's issued report.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from consolidation.models import Passage, PassageSource, Report
from load.places import standing_in
from load.pour import Copy, Row, pour, pour_copies, reserved
from organisations.models import Organisation, Province
from programmes.models import (
    AnnualTarget,
    LegalDocument,
    Phase,
    Plan,
    ReportingDuty,
    Standing,
    Target,
    Task,
    TaskGroup,
    TaskRole,
)
from reporting.models import (
    Figure,
    ReportingPeriod,
    ReportSetting,
    Statement,
    Submission,
    SubmissionLine,
)
from reporting.states import SubmissionState
from support.models import ContentTarget, SupportContent

PATTERN = "ha-noi-149-2021"
ISSUED = ("ha-giang-125-2021", 2022)  # a report that left the house
NOW = (  # where this year's forms of a province stand, in turns
    SubmissionState.DRAFT,
    SubmissionState.NOT_STARTED,
    SubmissionState.UNIT_REVIEW,
    SubmissionState.DRAFT,
    SubmissionState.SUBMITTED,
)
NARRATIVE = "Đã tổ chức 3 lớp tập huấn cho 120 lượt học viên của 45 doanh nghiệp trên địa bàn."


def plan_rows(plan: Plan) -> list[QuerySet[Any]]:
    """All of a plan that a copy needs, rows after what they point to."""
    return [
        LegalDocument.objects.filter(pk=plan.document_id),
        Plan.objects.filter(pk=plan.pk),
        Phase.objects.filter(plan=plan),
        ReportingDuty.objects.filter(plan=plan),
        TaskGroup.objects.filter(plan=plan),
        Target.objects.filter(plan=plan),
        Task.objects.filter(plan=plan),
        Task.targets.through.objects.filter(task__plan=plan),
        TaskRole.objects.filter(task__plan=plan),
        AnnualTarget.objects.filter(task__plan=plan),
        AnnualTarget.objects.filter(target__plan=plan, task=None),
        SupportContent.objects.filter(plan=plan),
        ContentTarget.objects.filter(content__plan=plan),
    ]


def pour_plans(units: dict[int, list[Organisation]], years: range) -> dict[int, Copy]:
    """A copy of the pattern for every province; by province, what stands for what."""
    pattern = Plan.objects.get(key=PATTERN)
    copies = {}
    for province in Province.objects.filter(pk__in=units):
        copy = copies[province.pk] = Copy()
        standing_in(copy, pattern.province, units[province.pk])
        copy.changes = {
            LegalDocument: {"number_and_symbol": f"TẢI-{province.slug}/KH-UBND", "is_demo": True},
            Plan: {
                "key": f"tai-{province.slug}",
                "standing": Standing.DEMO,
                "year_from": years[0],
                "year_to": years[-1],
            },
        }
    pour_copies(plan_rows(pattern), list(copies.values()))
    return copies


def period_days(year: int, today: dt.date) -> Row:
    """This year's period is due within days; those of past years long ago."""
    if year == today.year:
        week = dt.timedelta(days=7)
        return {
            "cutoff_on": today,
            "opens_on": today - 4 * week,
            "due_on": today + week,
            "locks_on": today + 3 * week,
        }
    return {
        "cutoff_on": dt.date(year, 11, 15),
        "opens_on": dt.date(year, 10, 20),
        "due_on": dt.date(year, 11, 25),
        "locks_on": dt.date(year, 12, 5),
        "issued_on": dt.date(year, 12, 10),
    }


class Periods:
    """The periods of all plans, poured at once, kind of row by kind of row."""

    def __init__(self, plans: dict[int, Copy], units: dict[int, list[Organisation]], years: range) -> None:
        self.plans, self.units, self.years = plans, units, years
        pattern = Plan.objects.get(key=PATTERN)
        self.pattern = ReportingPeriod.objects.yearly().filter(plan=pattern).latest("year")
        self.form = max(self.pattern.submissions.all(), key=lambda form: form.lines.count())
        self.tasks = list(Task.objects.filter(plan=pattern).prefetch_related("targets"))
        self.by = User.objects.filter(is_demo=True).earliest("pk").pk
        self.periods: dict[tuple[int, int], int] = {}

    def pour(self, today: dt.date) -> None:
        """Periods and letterheads, forms with their lines and figures."""
        self._pour_periods(today)
        forms = list(self._forms(today))
        for form, pk in zip(forms, reserved(Submission, len(forms)), strict=True):
            form["id"] = pk
        pour(Submission, ({k: v for k, v in form.items() if not k.startswith("_")} for form in forms))
        lines = list(chain.from_iterable(self._lines(form) for form in forms))
        for line, pk in zip(lines, reserved(SubmissionLine, len(lines)), strict=True):
            line["id"] = pk
        pour(SubmissionLine, ({k: v for k, v in line.items() if not k.startswith("_")} for line in lines))
        pour(Figure, chain.from_iterable(self._figures(line) for line in lines))
        pour(
            Statement,
            (self._statement(form) for form in forms if form["state"] != SubmissionState.NOT_STARTED),
        )

    def _pour_periods(self, today: dt.date) -> None:
        copies = []
        for province, plan in self.plans.items():
            for year in self.years:
                copy = Copy({model: dict(rows) for model, rows in plan.pointed.items()})
                copy.changes = {ReportingPeriod: {"year": year} | period_days(year, today)}
                copies.append(((province, year), copy))
        rows = [
            ReportingPeriod.objects.filter(pk=self.pattern.pk),
            ReportSetting.objects.filter(period=self.pattern),
        ]
        pour_copies(rows, [copy for _key, copy in copies])
        self.copies = dict(copies)
        self.periods = {key: copy.pointed[ReportingPeriod][self.pattern.pk] for key, copy in copies}

    def _forms(self, today: dt.date) -> Iterator[Row]:
        """This year's forms stand at every step; those of past years were accepted."""
        for (province, year), period in self.periods.items():
            for number, unit in enumerate(self.units[province]):
                is_now = year == today.year
                state = NOW[number % len(NOW)] if is_now else SubmissionState.ACCEPTED
                day = today - dt.timedelta(days=2) if is_now else dt.date(year, 11, 20)
                moment = dt.datetime.combine(day, dt.time(2), tzinfo=dt.UTC)
                yield {
                    "period_id": period,
                    "organisation_id": unit.pk,
                    "is_demo": True,
                    "state": state,
                    "_province": province,
                } | self._moments(state, moment)

    def _moments(self, state: SubmissionState, moment: dt.datetime) -> Row:
        """Who did what when, as far as the form has come."""
        steps = {
            "handed_in": {SubmissionState.UNIT_REVIEW, SubmissionState.SUBMITTED},
            "certified": {SubmissionState.SUBMITTED, SubmissionState.ACCEPTED},
            "decided": {SubmissionState.ACCEPTED},
        }
        row: Row = {"first_filed_at": moment} if state in steps["certified"] else {}
        for name, states in steps.items():
            if state in states:
                row |= {f"{name}_at": moment, f"{name}_by_id": self.by}
        return row

    def _lines(self, form: Row) -> Iterator[Row]:
        plan = self.plans[form["_province"]]
        is_filled = form["state"] != SubmissionState.NOT_STARTED
        for position, task in enumerate(self.tasks):
            yield {
                "submission_id": form["id"],
                "task_id": plan.stands_for(Task, task.pk),
                "role": "partner",
                "narrative": NARRATIVE if is_filled else "",
                "position": position,
                "_task": task,
                "_plan": plan,
                "_filled": is_filled,
            }

    def _figures(self, line: Row) -> Iterator[Row]:
        for position, target in enumerate(line["_task"].targets.all()):
            yield {
                "line_id": line["id"],
                "target_id": line["_plan"].stands_for(Target, target.pk),
                "indicator": target.indicator,
                "unit": target.unit,
                "to_date": 3 if line["_filled"] else None,
                "estimate": 4 if line["_filled"] else None,
                "position": position,
            }

    def _statement(self, form: Row) -> Row:
        return {
            "submission_id": form["id"],
            "kind": "assessment",
            "text": "Kết quả đạt kế hoạch đề ra.",
            "addressee": "",
        }


def pour_reports(periods: Periods, today: dt.date) -> None:
    """A report for every period: issued in past years, this year's one being drafted."""
    key, year = ISSUED
    issued = Report.objects.get(period__plan__key=key, period__year=year)
    drafted = Report.objects.get(period=periods.pattern)
    for report in (issued, drafted):
        wanted = {
            place: copy
            for place, copy in periods.copies.items()
            if (place[1] == today.year) == (report == drafted)
        }
        for number, (place, copy) in enumerate(sorted(wanted.items())):
            _change(report, copy, place, number)
            if report.issuer_id:
                copy.changes[Report]["issuer_id"] = periods.units[place[0]][0].pk
            copy.pointed[ReportingPeriod][report.period_id] = periods.periods[place]
            standing_in(copy, report.period.plan.province, periods.units[place[0]])
        documents = LegalDocument.objects.filter(pk__in=[report.document_id] if report.document_id else [])
        rows = [
            documents,
            Report.objects.filter(pk=report.pk),
            Passage.objects.filter(report=report),
            PassageSource.objects.filter(passage__report=report),
        ]
        pour_copies(rows, list(wanted.values()))


def _change(report: Report, copy: Copy, place: tuple[int, int], number: int) -> None:
    changed: Row = {"verify_code": f"TAI{place[0]:05}{place[1]}"}
    if report.dated_on:
        changed["dated_on"] = dt.date(place[1], 12, 10)
    copy.changes |= {
        Report: changed,
        LegalDocument: {"number_and_symbol": f"TẢI-{number}/BC-SKHCN", "is_demo": True},
    }
