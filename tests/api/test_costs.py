"""Every address of the door costs the same number of queries with one row of each kind as with several."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Role
from reporting.models import IssuedDocument, Statement
from tests.factories.api import Program, a_token
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programmes import PlanFactory, TargetFactory, TaskFactory, TaskRoleFactory
from tests.factories.reporting import FigureFactory, LineFactory, PeriodFactory, SubmissionFactory, stage

pytestmark = pytest.mark.django_db

# Queries of one GET with DOST's token: the token and what its holder reaches are four of them.
COSTS = {
    "token": 2,
    "plans": 3,
    "plans/{plan}": 3,
    "plans/{plan}/tasks": 6,
    "plans/{plan}/targets": 5,
    "periods": 4,
    "periods/{period}": 4,
    "periods/{period}/results": 12,
    "reports": 4,
    "enterprises": 4,
    "enterprises/{enterprise}": 4,
    "submissions": 5,
    "submissions/{submission}": 9,
}


@pytest.fixture
def here():
    return stage()


def more(here, times: int):
    """So many more rows of every kind in the province of DOST's token."""
    province = here.plan.province
    for _ in range(times):
        TaskRoleFactory(task=TaskFactory(plan=here.plan), organisation=here.unit)
        TargetFactory(plan=here.plan)
        plan = PlanFactory(province=province, programme=here.plan.programme)
        SubmissionFactory(period=PeriodFactory(plan=plan), organisation=here.unit)
        FigureFactory(line=LineFactory(submission=here.submission))
        Statement.objects.create(submission=here.submission, kind="proposal", text="x")
        document = PlanFactory().document
        IssuedDocument.objects.create(submission=here.submission, document=document, section="plans")
        EnterpriseFactory(province=province)


def costs(here, secret: str) -> dict[str, int]:
    """Queries of each address."""
    program, found = Program(secret), {}
    enterprise = here.plan.province.enterprises.first()
    places = {
        "plan": here.plan.key,
        "period": here.period.pk,
        "enterprise": enterprise.pk,
        "submission": here.submission.pk,
    }
    for address in COSTS:
        asked = f"/api/v1/{address.format(**places)}"
        program.get(asked)
        with CaptureQueriesContext(connection) as queries:
            assert program.get(asked).status_code == 200, address
        found[address] = len(queries)
    return found


def test_as_many_queries_for_many_rows_as_for_one(here):
    more(here, 1)
    _, secret = a_token(here.dost, role=Role.SPECIALIST)
    assert costs(here, secret) == COSTS
    more(here, 3)
    assert costs(here, secret) == COSTS
