"""Who acts for an enterprise stands on its side, whatever else they are."""

import pytest
from django.utils import timezone

from enterprises.actions.people import leave
from support.queries.appraisers import has_conflict
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.support import support_stage

pytestmark = pytest.mark.django_db
OFFICE = ("handle_application", "decide_application", "view_handling", "view_decision")


def rights(user, application):
    return [user.has_perm(f"support.{step}", application) for step in OFFICE]


def test_a_leader_who_acts_for_the_enterprise_reads_and_decides_nothing_of_the_office():
    here = support_stage()
    application = here.submitted(state="proposed")
    assert rights(here.leader, application) == [True, True, True, True]
    EnterpriseMembershipFactory(enterprise=here.enterprise, user=here.leader, role="member")
    both = type(here.leader).objects.get(pk=here.leader.pk)
    assert rights(both, application) == [False, False, False, False]
    assert both.has_perm("support.view_application", application)


def test_who_left_the_day_they_joined_has_acted_for_it_all_the_same():
    here, today = support_stage(), timezone.localdate()
    application = here.submitted(state="appraisal")
    EnterpriseMembershipFactory(
        enterprise=here.enterprise, user=here.specialist, role="member", valid_from=today
    )
    leave(here.enterprise, by=here.specialist, on=today)
    assert not here.enterprise.people.on(today).filter(user=here.specialist).exists()
    assert has_conflict(application, here.specialist)
