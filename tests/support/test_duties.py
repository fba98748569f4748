"""The minute tick looks after supplements and opinions."""

import datetime as dt

import pytest
from django.utils import timezone

from jobs import kinds
from organisations.queries import working_calendar
from outbox.models import Notice
from support import jobs
from support.actions.supplements import ask
from support.models import Application
from tests.factories.organisations import MembershipFactory
from tests.factories.support import support_stage

pytestmark = pytest.mark.django_db


def test_the_tick_knows_both_duties():
    assert {jobs.look_after_supplements, jobs.look_after_opinions} <= set(kinds.duties())


def test_a_tick_closes_what_ran_out_and_reminds_who_is_due():
    here = support_stage()
    today, late, other = timezone.localdate(), here.submitted(), here.submitted()
    asked_on = today - dt.timedelta(30)
    due_on = working_calendar().shift(asked_on, 5)
    ask(
        late,
        reason="Thiếu.",
        points=["Một"],
        due_on=due_on,
        by=here.specialist,
        on=asked_on,
        now=timezone.now(),
    )
    unit = MembershipFactory(organisation__province=here.province)
    other.opinion_requests.create(
        organisation=unit.organisation,
        question="?",
        due_on=today,
        asked_at=timezone.now() - dt.timedelta(9),
        asked_by=here.leader,
    )
    for duty in (jobs.look_after_supplements, jobs.look_after_opinions) * 2:
        duty()
    assert Application.objects.get(pk=late.pk).state == "expired"
    assert Notice.objects.filter(user=unit.user).count() == 1
