"""Reports of periods for tests."""

import factory

from consolidation.actions.starting import start_report
from consolidation.models import Passage, Report
from reporting.actions.outlines import outline_row_for
from tests.factories.reporting import PeriodFactory


class ReportFactory(factory.django.DjangoModelFactory):
    """A first draft without passages; ``a_report`` starts one as a person would."""

    class Meta:
        model = Report

    period = factory.SubFactory(PeriodFactory)
    outline = factory.LazyAttribute(lambda report: outline_row_for(report.period))


class PassageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Passage

    report = factory.SubFactory(ReportFactory)
    section = "I.2.2"
    position = factory.Sequence(int)
    text = "Đã tổ chức một hội nghị."


def a_report(period, by=None):
    """The report of a period as it is when somebody starts it."""
    return start_report(period=period, by=by)
