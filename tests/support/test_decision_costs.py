"""Pages of appraisal and decision cost the same with one content, criterion and appraiser as with three of each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programmes.models import AnnualTarget
from support.actions.appraising import declare, invite, score
from support.actions.deciding import propose
from support.queries.scoring import criteria_for
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import TaskFactory
from tests.factories.support import (
    CriterionFactory,
    SupportContentFactory,
    SupportLevelFactory,
    SupportProcedureFactory,
    support_stage,
)
from tests.support.desk import clause, granting, under_appraisal

pytestmark = pytest.mark.django_db

COSTS = {
    "support:decision_detail": 20,
    "support:decision_propose": 21,
    "support:decision_take": 24,
    "support:decision_minutes": 6,
    "support:appraiser_list": 13,
    "support:appraisal_score": 9,
}


def stage(count):
    """An application with ``count`` contents, criteria and appraisers who scored, on the stage of its DOST."""
    here = support_stage()
    dost = here.leader.memberships.get().organisation
    SupportProcedureFactory(plan=here.plan, pass_mark=10)
    for _number in range(count):
        CriterionFactory(plan=here.plan)
        clause(here.plan)
    contents = [
        SupportContentFactory(plan=here.plan, task=TaskFactory(plan=here.plan)) for _n in range(count)
    ]
    for content in contents:
        SupportLevelFactory.create_batch(count, content=content)
        AnnualTarget.objects.create(task=content.task, year=timezone.localdate().year, value=9, raw="9")
    application = under_appraisal(here, *contents)
    for _number in range(count):
        user = MembershipFactory(organisation=dost, role="specialist").user
        appraiser = invite(application=application, user=user, by=here.specialist)
        declare(appraiser=appraiser, has_conflict=False, by=user)
        score(
            appraiser=appraiser, points=dict.fromkeys([c.pk for c in criteria_for(application)], 70), by=user
        )
    return here, application, user


def costs(count):
    here, application, appraiser = stage(count)
    found = {}
    for name in (
        "appraisal_score",
        "appraiser_list",
        "decision_minutes",
        "decision_propose",
        "decision_detail",
    ):
        found[name] = cost(here.client(appraiser), name, application)
    propose(
        application=application,
        verdicts=granting(application, amount=1, recognised=100),
        by=here.specialist,
    )
    found["decision_take"] = cost(here.client(here.leader), "decision_take", application)
    return {f"support:{name}": queries for name, queries in found.items()}


def cost(client, name, application):
    address = reverse(f"support:{name}", args=[application.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, name
    return len(asked)


@pytest.mark.parametrize("count", [1, 3])
def test_every_page_costs_what_is_written_however_many_rows(count):
    assert costs(count) == COSTS
