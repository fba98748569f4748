"""The trial's dossiers: enough of them, plainly demo, in the states the rules allow, the same each time."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db.models import Count, Max

from enterprises.models import Enterprise
from enterprises.queries.tax_codes import check
from portal import demo, demo_dossiers
from support.models import Application, Disbursement, Outcome, ReceiptCounter, Support
from support.states import OPEN

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


def fill_the_trial():
    call_command("load_plans", verbosity=0)
    call_command("load_support", verbosity=0)
    demo.load(on=DAY)


def states() -> dict[str, int]:
    return dict(Application.objects.order_by().values_list("state").annotate(Count("pk")))


def the_desk_looks_alive_and_says_that_it_is_demo():
    assert Enterprise.objects.filter(is_demo=True).count() >= 200
    assert Application.objects.filter(is_demo=True).count() >= 400
    assert set(states()) >= {*OPEN, "granted", "refused", "withdrawn", "expired"}
    assert not Application.objects.filter(is_demo=False).exists()
    assert not Enterprise.objects.exclude(name__endswith="(demo)").exists()
    assert [e.tax_code for e in Enterprise.objects.all() if check(e.tax_code).problem] == []


def numbers_have_no_gaps_and_nothing_lies_in_the_future():
    for year, last, count in (
        Application.objects.submitted()
        .order_by()
        .values("year")
        .annotate(Max("number"), Count("pk"))
        .values_list("year", "number__max", "pk__count")
    ):
        assert (last, ReceiptCounter.objects.get(year=year).last) == (count, count)
    assert Application.objects.aggregate(last=Max("ended_on"))["last"] <= DAY
    assert Support.objects.aggregate(last=Max("accepted_on"))["last"] <= DAY
    assert Disbursement.objects.aggregate(last=Max("paid_on"))["last"] <= DAY


def terminated_supports_count_no_more():
    assert Outcome.objects.filter(support__state="terminated").exists()
    assert not Outcome.objects.counting().filter(support__state="terminated").exists()


def loading_again_changes_nothing():
    before = (states(), Support.objects.count(), Enterprise.objects.count())
    assert demo_dossiers.load(on=DAY) == 0
    assert (states(), Support.objects.count(), Enterprise.objects.count()) == before


def test_the_trial_has_dossiers():
    """In one test, for filling the trial is what takes long."""
    fill_the_trial()
    the_desk_looks_alive_and_says_that_it_is_demo()
    numbers_have_no_gaps_and_nothing_lies_in_the_future()
    terminated_supports_count_no_more()
    loading_again_changes_nothing()
