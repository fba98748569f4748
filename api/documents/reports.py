"""Issued reports as a program reads them."""

import datetime as dt
from typing import Self

from ninja import Field, Schema

from api.documents.shared import ProvinceOut
from consolidation.models import Report


class ReportOut(Schema):
    """A version of a report that has left the house."""

    id: int
    period: int = Field(description="Id of the period")
    plan: str = Field(description="Key of the plan")
    province: ProvinceOut | None
    kind: str
    year: int
    name: str
    version: int
    state: str = Field(description="issued, or superseded by a later version")
    number: str = Field(description="Number and symbol of the paper")
    dated_on: dt.date | None
    issued_at: dt.datetime | None
    pdf_sha256: str
    verify_code: str = Field(description="The code printed on the paper")

    @classmethod
    def of(cls, report: Report) -> Self:
        """The report with its place at hand."""
        period = report.period
        return cls(
            id=report.pk,
            period=period.pk,
            plan=period.plan.key,
            province=ProvinceOut.of(period.plan.province),
            kind=period.kind,
            year=period.year,
            name=period.name,
            version=report.version,
            state=report.state,
            number=report.number_and_symbol,
            dated_on=report.dated_on,
            issued_at=report.issued_at,
            pdf_sha256=report.pdf_sha256,
            verify_code=report.verify_code,
        )


class ReportsOut(Schema):
    """A page of reports."""

    items: list[ReportOut]
    next: str | None
