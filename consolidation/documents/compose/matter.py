"""The matter of a report: what its figures are written from, on paper and on a page."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from programmes.documents.citations import Citations
from programmes.models import LegalDocument
from reporting.models import ReportingPeriod
from reporting.queries.by_group import GroupResult, results_by_group
from reporting.queries.contents import Contents
from reporting.queries.money import Money, money_of_period
from reporting.queries.results import Results
from reporting.queries.trends import Trend, trends_of


@dataclass(kw_only=True)
class Matter:
    """A period's contents and results as of a day; groups, money and years are read when they are first asked for."""

    period: ReportingPeriod
    contents: Contents
    results: Results
    on: dt.date
    citations: Citations = field(default_factory=Citations)

    @property
    def is_demo(self) -> bool:
        """Whether anything in it was made up for trying the portal: forms, documents, outcomes that count, money."""
        return self.contents.is_demo or self.results.has_demo_outcomes or self.money.is_demo

    @cached_property
    def by_group(self) -> tuple[GroupResult, ...]:
        """What came of each national group."""
        return results_by_group(self.results, self.contents)

    @cached_property
    def money(self) -> Money:
        """The money of granted supports."""
        return money_of_period(self.period)

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """The targets over the years of yearly reports; none without targets or before there are two."""
        years = self.results.stretch.summed_since(self.period.plan)
        if len(years) < 2 or not self.results.current:  # noqa: PLR2004 - one year is no trend
            return ()
        return trends_of(self.results.over(years), years[-1])

    @property
    def plan_document(self) -> LegalDocument:
        """The plan's paper."""
        return self.period.plan.document
