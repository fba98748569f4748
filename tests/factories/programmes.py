"""Programmes and plans for tests."""

import datetime as dt
from decimal import Decimal

import factory

from organisations.models import Evidence
from programmes.models import (
    AnnualTarget,
    Baseline,
    DocumentKind,
    DutyKind,
    Finding,
    IndicatorFamily,
    LegalDocument,
    NationalTaskGroup,
    Phase,
    Plan,
    PlanBasis,
    PlanPolicy,
    PolicyKind,
    Programme,
    ReportingDuty,
    RoleKind,
    Standing,
    Target,
    Task,
    TaskGroup,
    TaskRole,
)
from tests.factories.organisations import OrganisationFactory, ProvinceFactory


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme
        django_get_or_create = ["key"]

    key = "P1322"
    decision = factory.LazyAttribute(lambda o: f"{o.key[1:]}/QĐ-TTg")
    decided_on = dt.date(2020, 8, 31)
    title = "Chương trình thử"
    year_from = 2021
    year_to = 2030
    evidence = Evidence.SEED


class NationalTaskGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalTaskGroup

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"NG{n}")
    title = factory.Sequence(lambda n: f"Nhóm quốc gia {n}")
    position = factory.Sequence(int)


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LegalDocument

    kind = DocumentKind.PLAN
    number_and_symbol = factory.Sequence(lambda n: f"{n + 1}/KH-UBND")
    issued_on = dt.date(2021, 6, 16)


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    key = factory.Sequence(lambda n: f"ke-hoach-{n}")
    province = factory.SubFactory(ProvinceFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    document = factory.SubFactory(DocumentFactory)
    standing = Standing.ENACTED
    title = factory.Sequence(lambda n: f"Kế hoạch thử {n}")
    year_from = 2021
    year_to = 2025


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    plan = factory.SubFactory(PlanFactory)
    code = factory.LazyAttribute(lambda o: f"{o.year_from}-{o.year_to}")
    year_from = 2021
    year_to = 2025


class PlanBasisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanBasis

    plan = factory.SubFactory(PlanFactory)
    document = factory.SubFactory(DocumentFactory, kind=DocumentKind.DECISION)
    position = factory.Sequence(int)


class PlanPolicyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanPolicy

    plan = factory.SubFactory(PlanFactory)
    kind = PolicyKind.PRINCIPLE
    text = "Công khai, minh bạch."
    position = factory.Sequence(int)
    source_lines = "12"


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportingDuty

    plan = factory.SubFactory(PlanFactory)
    kind = DutyKind.ANNUAL
    who_raw = "Sở Khoa học và Công nghệ"
    organisation = factory.SubFactory(OrganisationFactory, province=factory.SelfAttribute("..plan.province"))
    addressees = ["Ủy ban nhân dân tỉnh"]
    when_raw = "Định kỳ ngày 25 tháng 11 hằng năm"
    due_month = 11
    due_day = 25
    position = factory.Sequence(int)


class BaselineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Baseline

    plan = factory.SubFactory(PlanFactory)
    indicator = factory.Sequence(lambda n: f"Số gốc {n}")
    value = Decimal(9)
    unit = "doanh nghiệp"
    period = "2016-2020"
    position = factory.Sequence(int)
    source_lines = "58"


class IndicatorFamilyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorFamily

    code = factory.Sequence(lambda n: f"F-{n}")
    name = factory.Sequence(lambda n: f"Nhóm chỉ tiêu {n}")
    unit = "doanh nghiệp"
    position = factory.Sequence(int)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"T{n}")
    indicator = factory.Sequence(lambda n: f"Chỉ tiêu thử {n}")
    statement = "Hỗ trợ ít nhất 15 doanh nghiệp."
    source_lines = "39"
    position = factory.Sequence(int)
    operator = "at_least"
    value = Decimal(15)
    unit = "doanh nghiệp"


class TaskGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskGroup

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"{n + 1}")
    title = factory.Sequence(lambda n: f"Nhóm nhiệm vụ {n}")
    position = factory.Sequence(int)


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"1.{n}")
    title = factory.Sequence(lambda n: f"Nhiệm vụ thử {n}")
    position = factory.Sequence(int)
    source_lines = "184"


class TaskRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskRole

    task = factory.SubFactory(TaskFactory)
    kind = RoleKind.LEAD
    organisation = factory.SubFactory(
        OrganisationFactory, province=factory.SelfAttribute("..task.plan.province")
    )
    position = factory.Sequence(int)


class AnnualTargetFactory(factory.django.DjangoModelFactory):
    """A yearly figure of an annex row; for a target give ``task=None, target=…``."""

    class Meta:
        model = AnnualTarget

    task = factory.SubFactory(TaskFactory, kind="annex_row")
    year = 2021
    value = Decimal(2)
    raw = "2"


class FindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Finding
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"XX-{n:02d}")
    codes = ["TYPO"]
    source_lines = "3"
    text = factory.Sequence(lambda n: f"Lỗi chữ thứ {n}")
    position = factory.Sequence(int)
