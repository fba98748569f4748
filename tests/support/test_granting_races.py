"""Two people decide at the same moment: once per content, the last place of a year, and a withdrawal hold."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from enterprises.models import Enterprise
from journal.actions import advance
from programmes.models import AnnualTarget
from support.actions.deciding import decide
from support.models import Application, Support
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import PlanFactory, TaskFactory
from tests.factories.support import SupportContentFactory, support_stage
from tests.support.desk import ONCE, clause, granting, proposed, under_appraisal

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def at_once(*acts):
    """What came of each act, started at the same moment on connections of their own: a state, or code and words of a no."""
    start = Barrier(len(acts))

    def act(step):
        connection.ensure_connection()
        start.wait()
        try:
            with translation.override("en"):
                return step().state, ""
        except RuleBroken as no:
            return no.code, no.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def leaders(here):
    """The stage's leader and a second one."""
    dost = here.leader.memberships.get().organisation
    return here.leader, MembershipFactory(organisation=dost, role="leader").user


def exactly_one_granted(outcomes, applications):
    """One is granted, the other's leader reads the clause and the code of the one that was first."""
    first = Support.objects.get().item.application
    states = sorted(code for code, _words in outcomes)
    words = next(words for code, words in outcomes if code == "once")
    assert states == ["granted", "once"]
    assert (f"“{ONCE}”" in words, first.code in words) == (True, True)
    assert sorted(
        Application.objects.filter(pk__in=[a.pk for a in applications]).values_list("state", flat=True)
    ) == [
        "granted",
        "proposed",
    ]


def decide_both(here, one, other):
    first, second = leaders(here)
    return at_once(lambda: decide(application=one, by=first), lambda: decide(application=other, by=second))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_leaders_grant_one_enterprise_the_same_content_and_one_is_told_why_not(_round):
    here = support_stage()
    clause(here.plan)
    both = proposed(here), proposed(here)
    exactly_one_granted(decide_both(here, *both), both)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_parent_and_its_branch_share_the_one_time(_round):
    here = support_stage()
    clause(here.plan)
    branch = Enterprise.objects.create(
        name="Chi nhánh",
        tax_code=f"{here.enterprise.tax_code}-002",
        province=here.province,
        is_foreign_invested=False,
    )
    both = proposed(here), proposed(here, enterprise=branch)
    exactly_one_granted(decide_both(here, *both), both)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_plans_of_a_merged_province_that_offer_one_content_give_it_once(_round):
    here = support_stage()
    other = SupportContentFactory(
        plan=PlanFactory(province=here.province, year_from=2021, year_to=2030), kin=here.content.kin
    )
    clause(here.plan)
    clause(other.plan)
    both = proposed(here), proposed(here, other, plan=other.plan)
    exactly_one_granted(decide_both(here, *both), both)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_applications_of_two_contents_in_opposite_order_do_not_wait_for_each_other_for_ever(_round):
    here = support_stage()
    clause(here.plan)
    other = SupportContentFactory(plan=here.plan)
    both = proposed(here, here.content, other), proposed(here, other, here.content)
    outcomes = decide_both(here, *both)
    assert sorted(code for code, _words in outcomes) == ["granted", "once"]
    assert Support.objects.count() == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_decision_and_a_withdrawal_at_the_same_moment_leave_exactly_one(_round):
    here = support_stage()
    application = proposed(here)
    outcomes = at_once(
        lambda: decide(application=application, by=here.leader),
        lambda: advance(application, "withdraw", by=here.applicant, ended_on=timezone.localdate()),
    )
    codes = sorted(code for code, _words in outcomes)
    assert codes in (["granted", "moved_on"], ["moved_on", "withdrawn"])
    application.refresh_from_db()
    assert Support.objects.exists() == (application.state == "granted")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_leaders_who_press_for_the_same_application_decide_it_once(_round):
    here = support_stage()
    application = proposed(here)
    outcomes = decide_both(here, application, application)
    assert sorted(code for code, _words in outcomes) == ["granted", "moved_on"]
    assert Support.objects.count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_last_place_of_a_year_goes_to_one_and_the_other_needs_a_reason(_round):
    here = support_stage()
    here.content.task = TaskFactory(plan=here.plan, unit="Doanh nghiệp")
    here.content.save()
    AnnualTarget.objects.create(task=here.content.task, year=timezone.localdate().year, value=1, raw="1")
    another = support_stage().enterprise
    both = proposed(here), proposed(here, enterprise=another)
    outcomes = decide_both(here, *both)
    assert sorted(code for code, _words in outcomes) == ["granted", "over_quota"]
    left = Application.objects.get(state="proposed")
    decided = decide(application=left, by=here.leader, over_quota_reason="Được bổ sung kinh phí.")
    assert (decided.state, Support.objects.exclude(over_quota_reason="").count()) == ("granted", 1)


def test_the_constraint_alone_refuses_a_second_support_too():
    here = support_stage()
    clause(here.plan)
    decide(application=proposed(here), by=here.leader)
    application = under_appraisal(here)
    assert len(granting(application)) == 1
    support = Support.objects.get()
    support.pk, support.item = None, application.items.get()
    with pytest.raises(Exception, match="content_once_per_organisation"):
        support.save(force_insert=True)
