"""The enterprise's own page: where things stand in its words, what is expected of it and until when."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from support.queries.own import in_own_words, own_applications
from tests.factories.enterprises import (
    CertificateFactory,
    EnterpriseMembershipFactory,
    SizeDeclarationFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.support import ApplicationFactory, RequestedItemFactory, SupportFactory, support_stage
from tests.support.desk import ONCE, clause, decided, refusing

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 12, 3)


@pytest.fixture
def here():
    return support_stage()


def shown(here, user=None):
    return here.client(user or here.applicant).get("/ho-so/")


def asked_to_supply(here):
    application = here.submitted(state="supplement")
    application.supplements.create(
        round=1, reason="Thiếu", asked_on=timezone.localdate(), asked_at=timezone.now(),
        asked_by=here.specialist, due_on=DUE,
    )  # fmt: skip
    return application


def test_what_waits_for_the_enterprise_stands_first_with_its_day(here):
    ended, running = here.submitted(state="withdrawn", ended_on=DUE), here.submitted(state="appraisal")
    waiting = asked_to_supply(here)
    draft = ApplicationFactory(plan=here.plan, enterprise=here.enterprise)
    rows = [in_own_words(a) for a in own_applications([here.enterprise.pk])]
    assert [row.application for row in rows] == [draft, waiting, running, ended]
    assert [row.standing.until for row in rows] == [None, DUE, None, None]
    assert [row.may_ask_again for row in rows] == [False, False, False, True]


def test_a_refusal_shows_reason_and_clause_and_the_way_to_ask_again(here):
    once = clause(here.plan)
    application = decided(here, verdicts=lambda a: refusing(a, "Đã được hỗ trợ năm 2025", once))
    page = shown(here).content.decode()
    assert ("Đã được hỗ trợ năm 2025" in page, ONCE in page) == (True, True)
    assert f"/ho-so/{application.pk}/lap-lai/" in page


def test_office_words_and_people_of_the_office_are_not_there(here):
    here.submitted(state="proposed", assignee=here.specialist)
    page = shown(here).content.decode()
    assert here.specialist.full_name not in page


def test_supports_certificates_and_sizes_that_need_something_are_listed(here):
    support = SupportFactory(
        enterprise=here.enterprise, content=here.content, state="implementing", contract_on=DUE
    )
    support.milestones.create(title="Đánh giá hiện trạng", due_on=dt.date(2026, 1, 5))
    CertificateFactory(enterprise=here.enterprise, title="ISO 22000", expires_on=timezone.localdate())
    page = shown(here)
    words = page.content.decode()
    assert [text in words for text in ("Đánh giá hiện trạng", "05/01/2026", "ISO 22000")] == [True] * 3
    assert page.context["undeclared"] == [here.enterprise]
    SizeDeclarationFactory(enterprise=here.enterprise, year=timezone.localdate().year)
    assert shown(here).context["undeclared"] == []


def test_only_managers_are_offered_the_data(here):
    member = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user
    assert [shown(here, user).context["managed"] for user in (here.applicant, member)] == [
        [here.enterprise],
        [],
    ]


def test_who_acts_for_a_unit_too_finds_what_the_unit_is_asked(here):
    unit = MembershipFactory(user=here.applicant)
    application = support_stage().submitted()
    application.opinion_requests.create(
        organisation=unit.organisation, question="?", due_on=DUE, asked_at=timezone.now(),
        asked_by=here.specialist,
    )  # fmt: skip
    assert application.code not in shown(here).content.decode()
    asked = here.client(here.applicant).get("/ho-so/?view=asked").content.decode()
    assert application.code in asked


def test_the_page_costs_the_same_with_more(here):
    def grow():
        asked_to_supply(here)
        decided(here, verdicts=lambda a: refusing(a, "Hết hạn mức"))
        support = SupportFactory(enterprise=here.enterprise, state="implementing", contract_on=DUE)
        support.milestones.create(title="Bước", due_on=DUE)
        CertificateFactory(enterprise=here.enterprise, expires_on=timezone.localdate())
        RequestedItemFactory(application=here.submitted())

    costs = []
    for _round in range(2):
        grow()
        client = here.client(here.applicant)
        client.get("/ho-so/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/ho-so/").status_code == 200
        costs.append(len(queries))
    assert costs == [costs[0]] * 2
