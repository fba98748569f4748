"""Two clerks save the checklist, or start the appraisal, at the same moment: one wins, the other is told why."""

import pytest
from django.utils import timezone

from programmes.models import PlanPolicy
from support.actions.checking import Found, record_checks, start_appraisal
from support.queries.checking import checklist, checks_stamp
from tests.factories.support import support_stage
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clerks_save_at_once_and_one_is_told_to_look_again():
    here = support_stage()
    PlanPolicy.objects.create(plan=here.plan, kind="condition", text="Điều 1", position=1, source_lines="1")
    application, today = here.submitted(), timezone.localdate()
    (line,) = checklist(application, today)
    seen = checks_stamp(application)
    acts = [
        lambda by=by, words=words: record_checks(
            application,
            found={line.key: Found("met", words)},
            by=by,
            seen=seen,
            on=today,
            now=timezone.now(),
        )
        for by, words in ((here.specialist, "Một"), (here.leader, "Hai"))
    ]
    assert sorted(map(str, at_once(*acts))) == ["1", "stale"]
    check = application.checks.get()
    assert (check.checked_by, check.evidence) in {(here.specialist, "Một"), (here.leader, "Hai")}


def test_two_clerks_start_the_appraisal_at_once_and_it_begins_once():
    here = support_stage()
    application, today = here.submitted(), timezone.localdate()
    acts = [lambda: start_appraisal(application, by=here.specialist, on=today)] * 2
    assert sorted(at_once(*acts)) == ["done", "moved_on"]
