"""Opening the yearly report of a plan."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import User
from common.errors import RuleBroken
from common.working_days import WorkingCalendar
from journal.models import Entry
from reporting.actions.periods import open_period
from reporting.models import Campaign, Figure, ReportingPeriod, Submission
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import DutyFactory, TaskRoleFactory
from tests.factories.reporting import YEAR, days_around_today, signed_in, stage

DAYS = {
    "cutoff_on": dt.date(2026, 11, 15),
    "opens_on": dt.date(2026, 10, 1),
    "due_on": dt.date(2026, 11, 20),
    "locks_on": dt.date(2026, 11, 24),
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.django_db
def test_opening_makes_forms_the_paper_and_the_dated_work():
    here = stage(opened=False)
    DutyFactory(plan=here.plan)
    period = here.open(**DAYS)
    assert [(s.organisation, s.state) for s in period.submissions.all()] == [(here.unit, "not_started")]
    assert [(f.indicator, f.unit, f.to_date) for f in Figure.objects.all()] == [
        (here.target.indicator, "doanh nghiệp", None)
    ]
    assert (period.setting.superior, period.setting.issuer, period.setting.symbol) == (
        "UBND TỈNH HƯNG YÊN",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "BC-SKHCN",
    )
    assert period.setting.addressees == ["UBND tỉnh Hưng Yên", "Bộ Khoa học và Công nghệ"]
    assert Campaign.objects.get().runs_at.isoformat() == "2026-11-24T23:00:00+00:00"
    assert [(e.action, e.by, e.facts) for e in Entry.objects.all()] == [
        ("open_period", here.specialist, {"units": 1, "lines": 1})
    ]


@pytest.mark.django_db
def test_a_year_reported_after_its_day_is_rendered_the_morning_after_entry_locks():
    here = stage(opened=False)
    open_period(plan=here.plan, year=2023, by=here.specialist, **DAYS)
    assert Campaign.objects.get().runs_at.isoformat() == "2026-11-24T23:00:00+00:00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"year": 2031}, "year"),
        ({"due_on": dt.date(2026, 9, 1), "cutoff_on": dt.date(2026, 9, 1)}, "due_on"),
        ({"locks_on": dt.date(2026, 11, 19)}, "locks_on"),
        ({"cutoff_on": dt.date(2026, 12, 1)}, "cutoff_on"),
    ],
)
def test_days_out_of_order_and_years_outside_the_plan_are_refused_at_their_field(wrong, field):
    here = stage(opened=False)
    with pytest.raises(RuleBroken) as no:
        open_period(**({"plan": here.plan, "year": YEAR, "by": here.specialist, **DAYS} | wrong))
    assert list(no.value.message_dict) == [field]
    assert ReportingPeriod.objects.count() == 0


@pytest.mark.django_db
def test_only_dost_opens():
    here = stage(opened=False)
    with pytest.raises(RuleBroken) as no:
        open_period(plan=here.plan, year=YEAR, by=here.focal, **DAYS)
    assert no.value.code == "not_permitted"


@pytest.mark.django_db
def test_a_dost_that_has_ended_opens_nothing():
    here = stage(opened=False)
    here.dost.valid_to = timezone.localdate() - dt.timedelta(1)
    here.dost.save()
    with pytest.raises(RuleBroken) as no:
        open_period(plan=here.plan, year=YEAR, by=User.objects.get(pk=here.specialist.pk), **DAYS)
    assert no.value.code == "not_permitted"


@pytest.mark.django_db(transaction=True)
def test_two_people_opening_at_once_make_one_period():
    here = stage(opened=False)
    start = Barrier(2)

    def open_it(_person):
        start.wait()
        try:
            return open_period(plan=here.plan, year=YEAR, by=here.specialist, **DAYS).year
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        outcomes = sorted(map(str, people.map(open_it, range(2))))
    assert outcomes == ["2026", "already_open"]
    assert (ReportingPeriod.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_form_proposes_the_plans_days_and_opens():
    here = stage(opened=False)
    DutyFactory(plan=here.plan)
    client = signed_in(here.specialist)
    url = f"/bao-cao/mo-ky/{here.plan.key}/?year=2030"
    form = client.get(url).context["form"]
    assert form["due_on"].value() == dt.date(2030, 11, 15)  # 25/11 is a day off
    typed = {name: f"{day:%d/%m/%Y}" for name, day in days_around_today().items()}
    answer = client.post(url, {"year": "2026", **typed})
    assert answer.url == ReportingPeriod.objects.get().get_absolute_url()
    again = client.post(url, {"year": "2026", **typed}, follow=True)
    assert ReportingPeriod.objects.count() == 1
    assert "nothing was opened twice" in str(list(again.context["messages"])[-1])


@pytest.mark.django_db
def test_wrong_days_stay_on_the_page():
    here = stage(opened=False)
    answer = signed_in(here.specialist).post(
        f"/bao-cao/mo-ky/{here.plan.key}/",
        {
            "year": "2019",
            "cutoff_on": "31/02/2026",
            "opens_on": "hôm nay",
            "due_on": "",
            "locks_on": "1.1.3026",
        },
    )
    assert set(answer.context["form"].errors) == {"year", "cutoff_on", "opens_on", "due_on", "locks_on"}
    assert 'value="31/02/2026"' in answer.content.decode()


@pytest.mark.django_db
def test_only_dost_of_the_province_finds_the_form():
    here = stage(opened=False)
    url = f"/bao-cao/mo-ky/{here.plan.key}/"
    assert [signed_in(u).get(url).status_code for u in (here.specialist, here.focal)] == [200, 403]


@pytest.mark.django_db
def test_the_period_shows_every_unit_the_silent_ones_too():
    here = stage()
    answer = signed_in(here.specialist).get(here.period.get_absolute_url())
    assert (answer.context["total"], answer.context["silent"]) == (1, 1)
    assert [s.organisation for s, _status in answer.context["units"]] == [here.unit]
    none = signed_in(here.specialist).get(here.period.get_absolute_url() + "?state=accepted")
    assert none.context["units"] == []
    assert signed_in(here.focal).get(here.period.get_absolute_url()).status_code == 404


def cost(client, url):
    """Queries of the page itself, without those that tell who is asking."""
    asking = {"accounts_user", "organisations_membership"} | {
        "organisations_succession",
        "organisations_provincesuccession",
    }
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return sum(re.search(r'FROM "(\w+)"', q["sql"])[1] not in asking for q in queries)


@pytest.mark.django_db
@pytest.mark.parametrize("units", [1, 3])
def test_the_pages_cost_the_same_for_any_number_of_units(units):
    here = stage(opened=False)
    for _ in range(units - 1):
        TaskRoleFactory(
            task=here.task, kind="partner", organisation=OrganisationFactory(province=here.plan.province)
        )
    here.open()
    client = signed_in(here.specialist)
    assert here.period.submissions.count() == units
    assert cost(client, here.period.get_absolute_url()) == 7
    assert cost(client, "/bao-cao/") == 3


@pytest.mark.django_db
def test_the_usual_days_of_a_past_year_begin_today():
    from reporting.queries.calendar import usual_days

    here, today = stage(opened=False), timezone.localdate()
    days = usual_days(here.plan, 2021, today, WorkingCalendar())
    assert (days.opens_on, days.due_on, days.cutoff_on) == (
        today,
        WorkingCalendar().on_or_after(today + dt.timedelta(14)),
        dt.date(2021, 12, 31),
    )
