"""Reporting periods and results as a program reads them."""

import datetime as dt
from typing import Self

from ninja import Field, Schema

from api.documents.shared import MeasureOut, ProvinceOut
from common.formatting import plain_number
from reporting.models import ReportingPeriod
from reporting.queries.joining import integrated_of_result
from reporting.queries.judge import TargetResult
from reporting.queries.results import Results, RowResult


class PeriodOut(Schema):
    """A period: what is reported, its days, and how many units answered."""

    id: int
    plan: str = Field(description="Key of the plan")
    province: ProvinceOut | None
    kind: str = Field(description="year, half, quarter, five_year, midterm, final or ad_hoc")
    year: int
    number: int
    covers_from: int | None
    name: str
    cutoff_on: dt.date
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date
    issued_on: dt.date | None
    units: int = Field(description="Units that owe a form")
    filed: int = Field(description="Forms submitted or accepted")
    accepted: int

    @classmethod
    def of(cls, period: ReportingPeriod) -> Self:
        """The period, counted as for the list."""
        days = {
            name: getattr(period, name)
            for name in ("cutoff_on", "opens_on", "due_on", "locks_on", "issued_on")
        }
        counts = {name: getattr(period, name) for name in ("units", "filed", "accepted")}
        return cls(
            id=period.pk,
            plan=period.plan.key,
            province=ProvinceOut.of(period.plan.province),
            kind=period.kind,
            year=period.year,
            number=period.number,
            covers_from=period.covers_from,
            name=period.name,
            **days,
            **counts,
        )


class PeriodsOut(Schema):
    """A page of periods."""

    items: list[PeriodOut]
    next: str | None


class ResultOut(Schema):
    """A target and what came of it. Figures of other programmes (``integrated``) stand apart and are in no sum."""

    code: str
    indicator: str
    unit: str
    words: str = Field(description="The target in the language asked for")
    planned: str | None = Field(description="What the year asks for, decimal text")
    year: MeasureOut
    estimate: MeasureOut
    cumulative: MeasureOut
    integrated: MeasureOut
    percent: str | None
    verdict: str = Field(description="exceeded, met, in_progress, not_met or not_assessable")
    reason: str
    is_current: bool = Field(description="Whether its phase holds the year")
    unknown_years: list[int] = Field(description="Years without any accepted submission")

    @classmethod
    def of(cls, result: TargetResult) -> Self:
        """The result."""
        target = result.target
        return cls(
            code=target.code,
            indicator=target.indicator,
            unit=target.unit,
            words=result.words,
            planned=plain_number(result.year_plan.value),
            year=MeasureOut.of(result.year),
            estimate=MeasureOut.of(result.estimate),
            cumulative=MeasureOut.of(result.cumulative),
            integrated=MeasureOut.of(integrated_of_result(result)),
            percent=plain_number(result.percent),
            verdict=str(result.assessment.verdict.value),
            reason=str(result.assessment.reason),
            is_current=result.is_current,
            unknown_years=list(result.unknown_years),
        )


class RowOut(Schema):
    """An annex row and what came of it. Rows of one target are never added up here."""

    code: str
    title: str
    unit: str
    planned: str | None
    year: MeasureOut
    estimate: MeasureOut
    cumulative: MeasureOut

    @classmethod
    def of(cls, row: RowResult) -> Self:
        """The row."""
        return cls(
            code=row.task.code,
            title=row.task.title,
            unit=row.task.unit,
            planned=plain_number(row.year_plan.value),
            year=MeasureOut.of(row.year),
            estimate=MeasureOut.of(row.estimate),
            cumulative=MeasureOut.of(row.cumulative),
        )


class ResultsOut(Schema):
    """Results of a period as its report tells them; only accepted submissions count."""

    as_of: dt.date
    is_demo: bool = Field(description="Whether any figure was made up for trying the portal")
    targets: list[ResultOut]
    rows: list[RowOut]

    @classmethod
    def of(cls, results: Results, on: dt.date) -> Self:
        """The results."""
        return cls(
            as_of=on,
            is_demo=results.is_demo,
            targets=[ResultOut.of(result) for result in results.targets],
            rows=[RowOut.of(row) for row in results.rows],
        )
