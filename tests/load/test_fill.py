"""Ten years in small: whole, consistent, and people who can sign in."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from consolidation.models import Report
from enterprises.models import Enterprise
from journal.models import Change, Entry
from load.accounts import PASSWORD
from load.browser import code
from load.fill import SMALL, fill
from load.people import chosen
from organisations.models import Province
from programmes.models import Plan, Standing
from reporting.completeness import gaps
from reporting.models import ReportingPeriod, Submission
from reporting.queries.submissions import submissions_in_full
from support.models import Application, ReceiptCounter, RequestedItem


@pytest.fixture
def trial(db):
    for command in ("load_plans", "load_support", "load_outlines", "load_demo"):
        call_command(command, verbosity=0)


@pytest.mark.usefixtures("trial")
def test_a_small_country_is_whole_and_consistent():
    world = fill(SMALL)
    plans = Plan.objects.filter(key__startswith="tai-")
    assert (plans.count(), {plan.standing for plan in plans}) == (SMALL.provinces, {Standing.DEMO})
    periods = ReportingPeriod.objects.filter(plan__in=plans)
    assert periods.count() == SMALL.provinces * SMALL.years
    assert Submission.objects.filter(period__in=periods).count() == periods.count() * SMALL.units
    assert Report.objects.filter(period__in=periods).count() == periods.count()
    assert (Enterprise.objects.count(), Application.objects.count()) == (
        SMALL.enterprises,
        SMALL.applications,
    )
    assert not RequestedItem.objects.exclude(application__plan=None).filter(content=None).exists()
    assert Change.objects.count() >= SMALL.changes
    assert Entry.objects.filter(record_type="support.application").count() >= SMALL.applications
    # the search finds what was poured: folded columns and statistics are there
    assert Enterprise.objects.matching("hòa phát đạt").exists()
    # each receipt that comes next is a new one
    for counter in ReceiptCounter.objects.filter(province__plans__in=plans):
        highest = Application.objects.filter(province=counter.province, year=counter.year).order_by("-number")
        assert counter.last >= (highest[0].number if highest else 0)
    # a row that is added by hand gets an id of its own
    assert Province.objects.create(slug="moi", name="Mới").pk
    assert Enterprise.objects.create(name="Mới", province=Province.objects.get(slug="moi")).pk
    # every form that stands as a draft can be handed in
    drafts = submissions_in_full().filter(period__in=periods, state="draft")
    assert [gaps(form) for form in drafts[:3]] == [[], [], []]
    _people_can_sign_in(world)


def _people_can_sign_in(world):
    people = world["people"]
    users = User.objects.in_bulk([who["user"] for who in people])
    assert all(user.is_demo and "(demo)" in user.full_name for user in users.values())
    assert users[people[0]["user"]].check_password(world["password"])
    assert {who["role"] for who in people if who["secret"]} == {"specialist", "leader", "reader"}
    assert {who["role"] for who in chosen(people, 20)} == {who["role"] for who in people}


@pytest.mark.usefixtures("trial")
def test_nothing_is_made_up_among_real_people():
    User.objects.create_user("that@nscl.example", PASSWORD)
    with pytest.raises(RuntimeError, match="real people"):
        fill(SMALL)
    assert not Plan.objects.filter(key__startswith="tai-").exists()


def test_the_six_digits_are_those_of_an_authenticator():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert code(secret, 59) == "287082" == format_hotp_value(hotp_value(secret, 1))


@pytest.mark.django_db
def test_copied_rows_keep_the_sequence_right():
    from load.pour import pour, reserved

    pour(Province, [{"id": pk, "slug": f"p-{pk}", "name": "P"} for pk in reserved(Province, 3)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM organisations_province")
        [highest] = cursor.fetchone()
    assert Province.objects.create(slug="tiep", name="Tiếp").pk == highest + 1
