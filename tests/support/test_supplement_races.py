"""The tick and two people press at the same moment: one wins, the others are told why."""

import datetime as dt

import pytest
from django.utils import timezone

from journal.models import Entry
from outbox.models import Notice
from support.actions import supplements
from support.actions.waiting import expire_overdue, warn
from support.models import Application
from support.queries.supplements import answer_stamp
from tests.factories.support import SupportProcedureFactory, support_stage
from tests.support.at_once import at_once
from tests.support.test_supplements import asked, said

pytestmark = pytest.mark.django_db(transaction=True)
AFTER = dt.date(2026, 11, 28)


@pytest.fixture
def here():
    stage = support_stage()
    SupportProcedureFactory(plan=stage.plan)
    return stage


def steps():
    return list(
        Entry.objects.filter(record_type="support.application")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_two_ticks_close_once_and_tell_once(here):
    asked(here, here.submitted())
    assert sorted(at_once(*[lambda: expire_overdue(AFTER)] * 4)) == [0, 0, 0, 1]
    assert steps() == ["ask_for_supplement", "expire"]
    assert Notice.objects.filter(key__endswith=":expired").count() == 1


def test_two_ticks_warn_once(here):
    asked(here, here.submitted())
    at_once(*[lambda: warn(dt.date(2026, 11, 26))] * 4)
    assert Notice.objects.filter(key__endswith=":pressing:1").count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_an_answer_and_the_expiry_at_once_have_one_winner(here, turn):
    request = asked(here, here.submitted(due_on=dt.date(2026, 12, 2)))
    answer, seen = said(request), answer_stamp(request)
    acts = [
        lambda: supplements.send_answer(
            request, answer=answer, by=here.applicant, seen=seen, on=AFTER, now=timezone.now()
        ),
        lambda: expire_overdue(AFTER),
    ]
    sent, expired = at_once(*acts) if turn % 2 else reversed(at_once(*reversed(acts)))
    assert (sent, expired) in {("done", 0), ("closed", 1)}
    request.refresh_from_db()
    application = Application.objects.get()
    if sent == "done":
        assert (application.state, request.answered_on, request.closed_on) == ("submitted", AFTER, None)
    else:
        assert (application.state, request.answered_on, request.closed_on) == ("expired", None, AFTER)
        request.refresh_from_db()
        assert request.answer == ""


def test_an_answer_and_a_request_taken_back_at_once_have_one_winner(here):
    request = asked(here, here.submitted())
    answer, seen = said(request), answer_stamp(request)
    sent, back = at_once(
        lambda: supplements.send_answer(
            request, answer=answer, by=here.applicant, seen=seen, on=AFTER, now=timezone.now()
        ),
        lambda: supplements.take_back(request, reason="Đã có.", by=here.specialist, on=AFTER),
    )
    assert (sent, back) in {("done", "answered"), ("closed", "done")}


def test_two_colleagues_send_at_once_and_one_answer_stands(here):
    request = asked(here, here.submitted())
    seen = answer_stamp(request)
    acts = [
        lambda words=words: supplements.send_answer(
            request, answer=said(request, words), by=here.applicant, seen=seen, on=AFTER, now=timezone.now()
        )
        for words in ("A", "B")
    ]
    assert sorted(map(str, at_once(*acts))) == ["answered", "done"]


def test_two_clerks_ask_at_once_and_one_round_stands(here):
    application = here.submitted()
    assert sorted(at_once(*[lambda: asked(here, application)] * 2)) == ["done", "moved_on"]
    assert application.supplements.count() == 1
