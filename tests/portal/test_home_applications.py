"""What of applications waits for whom on the home page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.models import Role
from portal.queries import work_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.support import ApplicationFactory, support_stage

pytestmark = pytest.mark.django_db
HOME = reverse("portal:home")
ON = dt.date(2026, 11, 20)  # a Friday


@pytest.fixture
def stage():
    return support_stage()


def waiting(user) -> dict[str, list]:
    """What of applications waits for the person, by kind; of rows that point at an application that one."""
    return {
        work.kind.removeprefix("application-"): [getattr(row, "application", row) for row in work.rows]
        for work in work_of(user, on=ON)
        if work.kind.startswith("application-")
    }


def supplement(stage, application, **facts):
    application.supplements.create(
        round=1,
        reason="Thiếu",
        asked_on=ON,
        asked_at=timezone.now(),
        asked_by=stage.specialist,
        due_on=ON,
        **facts,
    )
    return application


def test_the_office_sees_what_is_new_due_overdue_and_answered(stage):
    new = stage.submitted()
    mine = stage.submitted(
        assignee=stage.specialist, due_on=dt.date(2026, 11, 30)
    )  # the fifth working day: the 24th is a holiday
    stage.submitted(assignee=stage.specialist, due_on=dt.date(2026, 12, 1))
    late = stage.submitted(state="appraisal", assignee=stage.leader, due_on=ON - dt.timedelta(1))
    facts = {"answered_on": ON, "answered_at": timezone.now(), "answered_by": stage.applicant}
    answered = supplement(stage, stage.submitted(), **facts)
    stage.submitted(state="refused", ended_on=ON, due_on=ON - dt.timedelta(9))
    proposed = stage.submitted(state="proposed")
    office = {"mine": [mine], "overdue": [late], "answered": [answered], "new": [new]}
    assert waiting(stage.specialist) == office
    assert waiting(stage.leader) == {
        "decide": [proposed],
        "mine": [late],
        "answered": [answered],
        "new": [new],
    }


def test_the_enterprise_sees_drafts_and_what_it_is_asked(stage):
    assert waiting(stage.applicant) == {"supply": []}
    draft = ApplicationFactory(plan=stage.plan, enterprise=stage.enterprise)
    asked = supplement(stage, stage.submitted(state="supplement"))
    running = stage.submitted()
    ApplicationFactory(plan=stage.plan)
    assert waiting(stage.applicant) == {"supply": [asked], "draft": [draft], "running": [running]}


def test_the_asked_unit_and_the_appraiser_see_what_is_theirs(stage):
    unit = MembershipFactory(organisation=OrganisationFactory(province=stage.province), role=Role.FOCAL_POINT)
    appraiser = stage.specialist
    application = stage.submitted(state="appraisal", assignee=stage.leader)
    asked = {"question": "?", "due_on": ON, "asked_at": timezone.now(), "asked_by": stage.specialist}
    application.opinion_requests.create(organisation=unit.organisation, **asked)
    application.opinion_requests.create(organisation=OrganisationFactory(), **asked)
    application.appraisers.create(user=appraiser)
    excluded = {"has_conflict": True, "conflict": "Người nhà", "declared_at": timezone.now()}
    excused = stage.submitted(state="appraisal", assignee=stage.leader)
    excused.appraisers.create(user=appraiser, **excluded)
    assert waiting(unit.user) == {"opinion": [application]}
    assert waiting(appraiser)["appraise"] == [application]
    excused.appraisers.create(user=UserFactory())
    assert not any("appraise" in waiting(a.user) for a in excused.appraisers.exclude(user=appraiser)), (
        "who left"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_however_many_applications_wait(stage, django_assert_num_queries, count):
    appraised = []
    for _number in range(count):
        stage.submitted(due_on=timezone.localdate())
        stage.submitted(assignee=stage.leader, due_on=timezone.localdate() - dt.timedelta(9))
        stage.submitted(assignee=stage.specialist, due_on=timezone.localdate())
        stage.submitted(state="proposed")
        appraised.append(stage.submitted(state="appraisal"))
        supplement(stage, stage.submitted(state="supplement"))
    for application in appraised:
        application.appraisers.create(user=stage.leader)
    pages = []
    for user, cost in ((stage.leader, 22), (stage.applicant, 9)):
        client = stage.client(user)
        client.get(HOME)
        with django_assert_num_queries(cost):
            pages.append(client.get(HOME).content.decode())
    assert appraised[0].code in pages[0]


def test_each_place_of_the_menu_opens(stage):
    for user in (stage.leader, stage.applicant, UserFactory()):
        client = stage.client(user)
        places = [item.url for group in client.get(HOME).context["portal_menu"] for item in group.items]
        assert reverse("support:application_list") in places
        assert {client.get(place).status_code for place in places} == {200}
