"""Both sides of the counter: an enterprise that applies, the DOST that handles it, and what they press."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from enterprises.models import EnterpriseMembership
from enterprises.queries.tax_codes import check_digit
from organisations.models import Organisation, Province, Role
from portal import demo
from programmes.models import Plan
from reporting.models import ReportingPeriod
from support.models import SupportContent
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.support import (
    CriterionFactory,
    RequestedItemFactory,
    RequiredPaperFactory,
    SubmittedFactory,
    SupportLevelFactory,
    SupportProcedureFactory,
)
from tests.journeys.looking import Looked
from tests.journeys.office import PASSWORD

PLAN = "ha-noi-149-2021"
ASKED = ("SC-TCCS-HTQL", "SC-CNTT")  # the content that is granted, and the one that is refused
DESK, LEADER = "chuyen-vien.ha-noi@demo.example", "lanh-dao.ha-noi@demo.example"
APPRAISER, APPLICANT, BRANCH = (
    "tham-dinh@demo.example",
    "giam-doc@sao-mai.example",
    "chi-nhanh@sao-mai.example",
)
NAME = "Công ty TNHH Cơ khí Sao Mai (thử)"
TEN = "012345678" + str(check_digit("012345678"))
PAPER = b"%PDF-1.7 thu"
APPLICANT_PASSWORD = "bốn từ dễ nhớ thôi"


class Counter(Looked):
    """Who sits on which side of the counter, and where the application stands."""

    def __init__(self, visitor, screen):
        super().__init__(visitor, screen)
        self.application = None

    @property
    def plan(self):
        return Plan.objects.get(key=PLAN)

    @property
    def granted(self):
        """The support the first content became."""
        return self.item(0).support

    def item(self, place):
        return self.application.items.get(content__code=ASKED[place])

    def content(self, place):
        return SupportContent.objects.get(plan__key=PLAN, code=ASKED[place])

    def again(self):
        self.application.refresh_from_db()
        return self.application

    def clause(self, kind):
        return self.plan.policies.filter(kind=kind).first()

    def open(self, email):
        """The page of the application."""
        return self.at(email, "support:application_detail", self.application.pk)

    def step(self, email, name, **words):
        """A step from the application's page: go there, fill in, confirm."""
        page = self.open(email)
        self.follow(page, reverse(f"support:{name}", args=[self.application.pk]))
        return self.fill_and_confirm(page, **words)


@pytest.fixture
def counter(transactional_db, visitor, screen):
    """Hà Nội's plan with its contents; what DOST has to enter for it; one more specialist; data run until today."""
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    call_command("load_support", verbosity=0)
    here = Counter(visitor, screen)
    SupportProcedureFactory(plan=here.plan)
    SupportLevelFactory(content=here.content(0), rate=50, cap=60_000_000)
    RequiredPaperFactory(plan=here.plan, name="Tờ khai (thử)")
    CriterionFactory(plan=here.plan, name="Sự cần thiết (thử)", weight=60)
    CriterionFactory(plan=here.plan, name="Năng lực (thử)", weight=40)
    ReportingPeriod.objects.filter(plan=here.plan).update(cutoff_on=timezone.localdate())
    dost = Organisation.objects.get(key="ha-noi/DOST")
    MembershipFactory(user=known(APPRAISER), organisation=dost, role=Role.SPECIALIST)
    return here


def known(email):
    """An account that can sign in."""
    user = UserFactory(email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def somebody_of(counter, email, tax_code, name):
    """An enterprise with one account, as registering leaves them."""
    province = Province.objects.get(slug="ha-noi")
    enterprise = EnterpriseFactory(name=name, tax_code=tax_code, province=province)
    EnterpriseMembershipFactory(enterprise=enterprise, user=known(email), role="manager")
    return enterprise


def under_appraisal(counter, enterprise, *places, number=1):
    """An application of ``enterprise`` for some of the contents, with the checklist behind it."""
    application = SubmittedFactory(
        plan=counter.plan,
        enterprise=enterprise,
        state="appraisal",
        number=number,
        purpose="Giảm hàng lỗi (thử).",
        submitted_by=EnterpriseMembership.objects.get(enterprise=enterprise).user,
    )
    for place in places:
        RequestedItemFactory(application=application, content=counter.content(place), wish="Tư vấn (thử)")
    return application
