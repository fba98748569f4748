"""Contents, applications and supports for tests, and a small stage on which all of them play."""

from dataclasses import dataclass

import factory
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enterprises.models import Enterprise
from organisations.models import Province, Role
from programmes.models import Plan
from support.models import (
    Application,
    Criterion,
    RequestedItem,
    RequiredPaper,
    Support,
    SupportContent,
    SupportLevel,
    SupportProcedure,
)
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import DostFactory, MembershipFactory
from tests.factories.programmes import PlanFactory

YEAR = 2026


class SupportContentFactory(factory.django.DjangoModelFactory):
    """A content everybody may ask for."""

    class Meta:
        model = SupportContent

    plan = factory.SubFactory(PlanFactory, year_from=2021, year_to=2030)
    code = factory.Sequence(lambda n: f"SC-{n}")
    text = factory.Sequence(lambda n: f"Hỗ trợ doanh nghiệp nội dung {n}")
    short = factory.Sequence(lambda n: f"Nội dung {n}")
    source_lines = "1"
    position = factory.Sequence(int)


class SupportProcedureFactory(factory.django.DjangoModelFactory):
    """Fourteen working days, ten to supplement, warnings three and one day before."""

    class Meta:
        model = SupportProcedure

    plan = factory.SubFactory(PlanFactory)
    days_to_decide = 14
    days_to_supplement = 10
    warn_days = [3, 1]
    legal_basis = "Quy chế thử"
    evidence = "M"


class SupportLevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SupportLevel

    content = factory.SubFactory(SupportContentFactory)
    rate = 50
    cap = 100_000_000
    legal_basis = "Nghị quyết thử"
    evidence = "M"


class RequiredPaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RequiredPaper

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Giấy tờ {n}")
    position = factory.Sequence(int)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Tiêu chí {n}")
    weight = 50
    position = factory.Sequence(int)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A draft."""

    class Meta:
        model = Application

    enterprise = factory.SubFactory(EnterpriseFactory)
    plan = factory.SubFactory(PlanFactory, year_from=2021, year_to=2030)


class RequestedItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RequestedItem

    application = factory.SubFactory(ApplicationFactory)
    content = factory.SubFactory(SupportContentFactory, plan=factory.SelfAttribute("..application.plan"))
    cost = 200_000_000


class SubmittedFactory(ApplicationFactory):
    """An application with a number; the numbers of a test are its own."""

    state = "submitted"
    number = factory.Sequence(lambda n: n + 1)
    year = YEAR
    province = factory.SelfAttribute("plan.province")
    code = factory.LazyAttribute(lambda a: f"NSCL-{a.province.pk}-{a.year}-{a.number:05d}")
    submitted_at = factory.LazyFunction(timezone.now)
    submitted_by = factory.SubFactory(UserFactory)


class SupportFactory(factory.django.DjangoModelFactory):
    """A granted support of a decided application."""

    class Meta:
        model = Support

    class Params:
        plan = factory.SubFactory(PlanFactory, year_from=2021, year_to=2030)

    enterprise = factory.SubFactory(EnterpriseFactory)
    content = factory.SubFactory(SupportContentFactory)
    item = factory.SubFactory(
        RequestedItemFactory,
        application=factory.SubFactory(
            SubmittedFactory,
            state="granted",
            ended_on=factory.LazyFunction(timezone.localdate),
            enterprise=factory.SelfAttribute("...enterprise"),
            plan=factory.SelfAttribute("...content.plan"),
        ),
        content=factory.SelfAttribute("..content"),
        verdict="granted",
    )
    family = factory.LazyAttribute(lambda s: s.enterprise.tax_code[:10])
    kin = factory.SelfAttribute("content.kin")
    granted_on = factory.LazyFunction(timezone.localdate)
    granted_by = factory.SubFactory(UserFactory)
    amount = 100_000_000


@dataclass
class SupportStage:
    """A province with its DOST, a running plan with one open content, and an enterprise with its manager."""

    province: Province
    plan: Plan
    content: SupportContent
    enterprise: Enterprise
    applicant: User
    specialist: User
    leader: User

    def client(self, user: User | None = None) -> Client:
        """A browser in which ``user`` (nobody) has signed in."""
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    def submitted(self, **facts: object) -> Application:
        """An application of the enterprise that asks for the content and lies on the desk."""
        application = SubmittedFactory(plan=self.plan, enterprise=self.enterprise, **facts)
        RequestedItemFactory(application=application, content=self.content)
        return application


def support_stage(**plan: object) -> SupportStage:
    """Set the stage."""
    dost = DostFactory()
    facts: dict = {
        "province": dost.province,
        "year_from": 2021,
        "year_to": timezone.localdate().year + 4,
        **plan,
    }
    content = SupportContentFactory(plan=PlanFactory(**facts))
    enterprise = EnterpriseFactory(province=dost.province)
    return SupportStage(
        province=dost.province,
        plan=content.plan,
        content=content,
        enterprise=enterprise,
        applicant=EnterpriseMembershipFactory(enterprise=enterprise).user,
        specialist=MembershipFactory(organisation=dost, role=Role.SPECIALIST).user,
        leader=MembershipFactory(organisation=dost, role=Role.LEADER).user,
    )
