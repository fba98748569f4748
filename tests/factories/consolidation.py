"""Reports of periods for tests."""

import datetime as dt

import factory

from consolidation.actions.starting import start_report
from consolidation.models import Installation, Passage, ReceivedReport, Report
from reporting.actions.outlines import outline_row_for
from tests.factories.accounts import UserFactory
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


class InstallationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Installation

    name = factory.Sequence("Cổng {}".format)
    public_key = factory.Sequence("khóa {}".format)
    fingerprint = "1f3a 90c2"
    checked = "Gọi điện"
    trusted_by = factory.SubFactory(UserFactory)


class ReceivedReportFactory(factory.django.DjangoModelFactory):
    """A report of another installation; its file is left out."""

    class Meta:
        model = ReceivedReport

    installation = factory.SubFactory(InstallationFactory)
    name = "bao-cao.pdf"
    size = 8
    sha256 = factory.Sequence("{:064d}".format)
    pages = 1
    data = factory.LazyFunction(lambda: {"text": [], "targets": []})
    province = "Hưng Yên"
    plan = "101/KH-UBND"
    period_kind = "yearly"
    period = "năm 2026"
    year = 2026
    version = 1
    number = 5
    symbol = "BC-SKHCN"
    dated_on = dt.date(2026, 11, 25)
    code = factory.Sequence("CODE{:08d}".format)
    received_by = factory.SubFactory(UserFactory)


def a_report(period, by=None):
    """The report of a period as it is when somebody starts it."""
    return start_report(period=period, by=by)
