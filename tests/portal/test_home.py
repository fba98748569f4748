import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.queries import people_of_enterprises
from enterprises.queries.tax_codes import check
from journal.actions import advance
from organisations.models import Membership, Role
from portal import demo
from portal.queries import work_of
from reporting.models import ReminderStep, Submission
from tests.factories.accounts import UserFactory
from tests.factories.organisations import DostFactory, OrganisationFactory
from tests.factories.outbox import NoticeFactory
from tests.factories.programmes import PlanFactory
from tests.factories.reporting import PeriodFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
HOME = reverse("portal:home")


def member(organisation, *roles):
    user = UserFactory()
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def kinds(user) -> dict[str, int]:
    return {work.kind: len(work.rows) for work in work_of(user, on=timezone.localdate())}


def test_a_visitor_sees_what_the_portal_is_for(client):
    page = client.get(HOME)
    assert (page.status_code, page.templates[0].name) == (200, "portal/welcome.html")


def test_somebody_without_a_role_is_told_what_to_do(client):
    client.force_login(UserFactory())
    assert "quản trị" in client.get(HOME).content.decode().lower()


def test_each_role_finds_its_own_work():
    submission = SubmissionFactory()
    dost = DostFactory(province=submission.organisation.province)
    focal = member(submission.organisation, Role.FOCAL_POINT)
    leader = member(submission.organisation, Role.UNIT_LEADER)
    specialist = member(dost, Role.SPECIALIST)
    assert (kinds(focal), kinds(leader)) == ({"enter": 1}, {"certify": 0, "enter": 1})
    submission = advance(submission, "hand_in", by=None)
    assert (kinds(focal), kinds(leader)) == ({"enter": 0}, {"certify": 1, "enter": 0})
    advance(submission, "certify", by=None, certified_at=timezone.now(), certified_by=leader)
    assert kinds(specialist) == {"decide": 1, "period": 1}
    other = member(OrganisationFactory(), Role.FOCAL_POINT)
    assert kinds(other) == {"enter": 0}


def test_more_than_fits_is_counted_not_shown():
    organisation = OrganisationFactory()
    for year in range(2010, 2022):
        SubmissionFactory(organisation=organisation, period=PeriodFactory(year=year))
    (work,) = work_of(member(organisation, Role.FOCAL_POINT), on=timezone.localdate())
    assert (len(work.rows), work.more) == (10, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_however_much_waits(client, django_assert_num_queries, count):
    organisation = OrganisationFactory()
    for year in range(2020, 2020 + count):
        SubmissionFactory(organisation=organisation, period=PeriodFactory(year=year))
    client.force_login(member(organisation, Role.FOCAL_POINT))
    client.get(HOME)
    with django_assert_num_queries(9):
        client.get(HOME)


def test_the_trial_can_be_loaded_again_and_nothing_changes():
    call_command("load_plans", verbosity=0)
    first = demo.load(on=timezone.localdate())
    held = (User.objects.count(), Submission.objects.count(), Membership.objects.count())
    again = demo.load(on=timezone.localdate())
    assert sum(loaded.filled for loaded in first) == 27
    assert sum(loaded.filled for loaded in again) == 0
    assert held == (User.objects.count(), Submission.objects.count(), Membership.objects.count())


def test_the_trial_has_an_enterprise_with_a_manager_and_a_member():
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    (enterprise,) = Enterprise.objects.filter(is_demo=True, people__isnull=False).distinct()
    assert (enterprise.name.endswith("(demo)"), check(enterprise.tax_code).problem) == (True, None)
    people = people_of_enterprises([enterprise.pk])[enterprise.pk]
    assert [(user.is_demo, user.check_password(demo.facts()["password"])) for user in people] == [
        (True, True),
        (True, True),
    ]


def test_a_trial_without_plans_is_told_what_comes_first():
    with translation.override("en"), pytest.raises(CommandError, match="load_plans"):
        call_command("load_demo")
    assert User.objects.count() == 0


def test_demo_accounts_are_printed_only_where_they_are(capsys):
    call_command("demo_accounts")
    assert "load_demo" in capsys.readouterr().out
    call_command("load_plans", verbosity=0)
    call_command("load_demo", verbosity=0)
    capsys.readouterr()
    call_command("demo_accounts")
    out = capsys.readouterr().out
    accounts = demo.facts()["accounts"]
    assert [account["email"] in out for account in accounts] == [True] * len(accounts)


def test_health_tells_nothing_but_that_it_lives(client):
    assert client.get(reverse("operations:healthz")).json() == {"ok": True}


@pytest.mark.parametrize(("language", "word"), [("vi", "Kế hoạch"), ("en", "Plans")])
def test_the_language_is_chosen_and_kept(client, language, word):
    client.post(reverse("set_language"), {"language": language, "next": HOME})
    assert f'<h2 id="plans">{word}</h2>' in client.get(HOME).content.decode()


def test_vietnamese_is_the_default(client):
    assert client.get(HOME)["Content-Language"] == "vi"


def test_dost_is_asked_to_open_the_year_from_thirty_days_before_until_it_is_open():
    ReminderStep.objects.all().delete()
    ReminderStep.objects.create(kind="call", days=-30)
    plan = PlanFactory(year_from=2021, year_to=2030)
    specialist = member(DostFactory(province=plan.province), Role.SPECIALIST)
    asked = [
        [work.rows[0].plan for work in work_of(specialist, on=day) if work.kind == "call"]
        for day in (dt.date(2026, 10, 25), dt.date(2026, 10, 26), dt.date(2026, 12, 1))
    ]
    assert asked == [[], [plan], [plan]]
    PeriodFactory(plan=plan, year=2026)
    assert [w.kind for w in work_of(specialist, on=dt.date(2026, 12, 1))] == ["decide", "period"]


def test_what_was_told_and_not_read_stands_on_the_home_page(client):
    notice = NoticeFactory()
    client.force_login(notice.user)
    assert notice.title in client.get(HOME).content.decode()
    client.post(reverse("outbox:notice_read"), {"notice": notice.pk})
    assert notice.title not in client.get(HOME).content.decode()
