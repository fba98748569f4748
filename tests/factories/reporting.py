"""Periods and submissions for tests, and a small stage on which all of them play."""

import datetime as dt
from dataclasses import dataclass, field

import factory
from django.test import Client
from django.utils import timezone

from accounts.models import User
from organisations.models import Organisation, Role
from programmes.models import NationalTaskGroup, Plan, Target, Task
from reporting.actions.periods import open_period
from reporting.models import Figure, ReportingPeriod, Submission, SubmissionLine
from tests.factories.accounts import UserFactory
from tests.factories.organisations import DostFactory, MembershipFactory, OrganisationFactory
from tests.factories.programmes import (
    NationalTaskGroupFactory,
    PlanFactory,
    TargetFactory,
    TaskFactory,
    TaskRoleFactory,
)

YEAR = 2026


class PeriodFactory(factory.django.DjangoModelFactory):
    """A period open for entry today, due in ten days."""

    class Meta:
        model = ReportingPeriod

    plan = factory.SubFactory(PlanFactory, year_to=2030)
    year = YEAR
    cutoff_on = factory.LazyFunction(timezone.localdate)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(10))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(10))
    locks_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(14))


class SubmissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Submission

    period = factory.SubFactory(PeriodFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, province=factory.SelfAttribute("..period.plan.province")
    )


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubmissionLine

    submission = factory.SubFactory(SubmissionFactory)
    task = factory.SubFactory(TaskFactory, plan=factory.SelfAttribute("..submission.period.plan"))
    role = "lead"
    position = factory.Sequence(int)


class FigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Figure

    line = factory.SubFactory(LineFactory)
    indicator = factory.Sequence(lambda n: f"Nội dung tính {n}")
    unit = "doanh nghiệp"


@dataclass
class Stage:
    """A province with DOST and one department that leads one task with one target; its people; an open period."""

    plan: Plan
    dost: Organisation
    unit: Organisation
    task: Task
    target: Target
    group: NationalTaskGroup
    specialist: User = field(init=False)
    focal: User = field(init=False)
    leader: User = field(init=False)
    stranger: User = field(init=False)
    period: ReportingPeriod = field(init=False)

    def __post_init__(self) -> None:
        self.specialist = MembershipFactory(organisation=self.dost, role=Role.SPECIALIST).user
        self.focal = MembershipFactory(organisation=self.unit, role=Role.FOCAL_POINT).user
        self.leader = MembershipFactory(organisation=self.unit, role=Role.UNIT_LEADER).user
        self.stranger = MembershipFactory(role=Role.FOCAL_POINT).user

    def open(self, **days: dt.date) -> ReportingPeriod:
        """Open the period of the year; entry is possible today unless ``days`` say otherwise."""
        self.period = open_period(
            plan=self.plan, year=YEAR, by=self.specialist, **{**days_around_today(), **days}
        )
        return self.period

    @property
    def submission(self) -> Submission:
        """The department's form."""
        return Submission.objects.get(period=self.period, organisation=self.unit)

    @property
    def line(self) -> SubmissionLine:
        """Its line about the task."""
        return self.submission.lines.get(task=self.task)

    @property
    def figure(self) -> Figure:
        """Its figure for the target."""
        return self.line.figures.get(target=self.target)


def days_around_today() -> dict[str, dt.date]:
    """The four days of a period that is open today."""
    today = timezone.localdate()
    return {
        "cutoff_on": today,
        "opens_on": today - dt.timedelta(10),
        "due_on": today + dt.timedelta(10),
        "locks_on": today + dt.timedelta(14),
    }


def stage(*, opened: bool = True) -> Stage:
    """Set the stage."""
    plan = PlanFactory(year_to=2030, province__name="Hưng Yên")
    group = NationalTaskGroupFactory(programme=plan.programme)
    unit = OrganisationFactory(province=plan.province, name="Sở Công Thương")
    task = TaskFactory(plan=plan, national_group=group, unit="doanh nghiệp")
    target = TargetFactory(plan=plan)
    task.targets.add(target)
    TaskRoleFactory(task=task, organisation=unit)
    set_ = Stage(plan, DostFactory(province=plan.province), unit, task, target, group)
    if opened:
        set_.open()
    return set_


def signed_in(user: User | None = None) -> Client:
    """A browser with ``user`` signed in, reading English, so that tests do not depend on the catalogue."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user or UserFactory())
    return client


def typed(client: Client, submission: Submission, **changed: str) -> dict[str, str]:
    """What a browser sends from the entry page when only ``changed`` was typed (``__`` stands for ``-``)."""
    entry = client.get(f"/phieu/{submission.pk}/nhap/").context["entry"]
    sent = {}
    forms = [form for form, _about in entry.named_forms()]
    for form in [*forms, *(rows.management_form for rows in entry.all_rows())]:
        for bound in form:
            shown = bound.field.prepare_value(bound.value()) if bound.value() is not None else ""
            if bound.widget_type != "checkbox" or shown:
                sent[bound.html_name] = bound.field.widget.format_value(shown) or "" if shown != "" else ""
    return sent | {"save": "draft"} | {name.replace("__", "-"): value for name, value in changed.items()}
