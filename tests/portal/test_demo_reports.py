"""The trial's reports: one in every state a person wants to see, each made once."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from consolidation.models import Report
from consolidation.queries.incoming import placing_of
from outbox.models import Notice
from portal import demo, demo_reports

pytestmark = pytest.mark.django_db


def test_the_trial_shows_reports_on_their_way_and_makes_each_once():
    today = timezone.localdate()
    call_command("load_plans", verbosity=0)
    demo.load(on=today)
    made = {(report.period.plan.key, report.period.year): report for report in demo_reports.load(on=today)}
    assert {where: report.state for where, report in made.items()} == {
        ("ha-giang-125-2021", 2022): "issued",
        ("ha-giang-125-2021", 2023): "review",
        ("hung-yen-101-2021", 2023): "drafting",
        ("ha-noi-149-2021", today.year): "drafting",
    }
    issued, read, clean, open_year = made.values()
    assert [each.recipient.endswith("(demo)") for each in issued.dispatches.all()] == [True, True]
    assert (issued.document.is_demo, issued.signed_files.get().differences) == (True, [])
    assert [each.settled_at for each in read.comments.all()] == [None]
    places = [placing_of(Report.objects.with_place().get(pk=each.pk)) for each in (clean, open_year)]
    assert [(len(each.unplaced), len(each.changed)) for each in places] == [(0, 0), (1, 1)]
    told = Notice.objects.count()
    assert demo_reports.load(on=today) == []
    assert (Report.objects.count(), Notice.objects.count()) == (4, told)
