"""Asking for what is missing: rounds, answers, the clock, warnings and the end."""

import datetime as dt

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from journal.models import Entry
from organisations.models import CalendarException
from outbox.models import Notice
from support.actions import supplements
from support.actions.supplements import Answer
from support.actions.waiting import expire_overdue, warn
from support.models import SupplementRequest
from support.queries.supplements import answer_stamp, open_round
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.support import SupportProcedureFactory, support_stage

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 11, 20)  # the Tuesday after it, 24 November, is a public holiday
DUE = dt.date(2026, 11, 27)
NOW = timezone.now()


@pytest.fixture
def here():
    stage = support_stage()
    SupportProcedureFactory(plan=stage.plan, warn_days=[3, 1], most_rounds=2)
    return stage


def asked(here, application, *, points=("Báo cáo tài chính", "Chứng chỉ"), on=FRIDAY, due_on=DUE):
    return supplements.ask(
        application, reason="Thiếu giấy tờ.", points=points, due_on=due_on, by=here.specialist, on=on, now=NOW
    )


def said(request, words="Xin gửi."):
    return Answer(text=words, points={point.pk: words for point in request.points.all()})


def send(here, request, *, on, answer=None, seen=None):
    return supplements.send_answer(
        request,
        answer=answer or said(request),
        by=here.applicant,
        seen=seen or answer_stamp(request),
        on=on,
        now=NOW,
    )


def refusal(act):
    with pytest.raises(RuleBroken) as no:
        act()
    return no.value.code


def told(prefix):
    return sorted(Notice.objects.filter(key__startswith=prefix).values_list("user__full_name", "title"))


def test_the_clock_stops_with_what_is_left_and_goes_on_with_it(here):
    application = here.submitted(due_on=dt.date(2026, 12, 2))
    request = asked(here, application)
    application.refresh_from_db()
    assert (application.state, application.due_on, request.round, request.days_left) == (
        "supplement", None, 1, 7,
    )  # fmt: skip
    send(here, request, on=dt.date(2026, 11, 25))
    application.refresh_from_db()
    assert (application.state, application.due_on) == ("submitted", dt.date(2026, 12, 4))
    assert open_round(application) is None


def test_where_nothing_was_promised_nothing_is_due_afterwards(here):
    application = here.submitted(due_on=None)
    request = asked(here, application)
    send(here, request, on=DUE)
    application.refresh_from_db()
    assert (request.days_left, application.due_on) == (None, None)


def test_the_enterprise_is_told_what_is_missing_and_the_desk_of_the_answer(here):
    application = here.submitted(assignee=here.specialist)
    colleague = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user
    request = asked(here, application)
    notices = Notice.objects.order_by("pk")
    assert {n.user for n in notices} == {here.applicant, colleague}
    assert next(n.body for n in notices) == "Thiếu giấy tờ.\n– Báo cáo tài chính\n– Chứng chỉ"
    assert {n.due_on for n in notices} == {DUE}
    send(here, request, on=DUE)
    assert {n.user for n in Notice.objects.all()} == {
        here.specialist,
        colleague,
    }  # what pressed was taken back


def test_a_request_needs_a_point_a_working_day_to_come_and_rounds_left(here):
    application = here.submitted()
    assert refusal(lambda: asked(here, application, points=[])) == "no_points"
    assert refusal(lambda: asked(here, application, due_on=FRIDAY)) == "past"
    assert refusal(lambda: asked(here, application, due_on=dt.date(2026, 11, 24))) == "day_off"
    for _round in range(2):
        send(here, asked(here, application), on=FRIDAY)
    assert refusal(lambda: asked(here, application)) == "rounds_used"
    assert list(application.supplements.values_list("round", flat=True)) == [1, 2]


def test_a_draft_of_the_answer_is_kept_and_not_sent(here):
    application = here.submitted()
    request = asked(here, application)
    supplements.save_answer(
        request, answer=said(request, "Đang làm"), by=here.applicant, seen=answer_stamp(request)
    )
    application.refresh_from_db()
    request.refresh_from_db()
    assert (application.state, request.answer, request.answered_on) == ("supplement", "Đang làm", None)
    assert [p.answer for p in request.points.all()] == ["Đang làm", "Đang làm"]


def test_every_point_wants_words_or_a_file(here):
    application = here.submitted()
    request = asked(here, application)
    first, second = request.points.all()
    bare = Answer(points={first.pk: "Có", second.pk: ""})
    assert refusal(lambda: send(here, request, on=DUE, answer=bare)) == "incomplete"
    application.attachments.create(
        point=second,
        file="x.pdf",
        name="x.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0",
        added_by=here.applicant,
    )
    send(here, request, on=DUE, answer=bare)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_colleague_does_not_overwrite_unseen_words(here):
    request = asked(here, here.submitted())
    seen = answer_stamp(request)
    supplements.save_answer(request, answer=said(request, "Của tôi"), by=here.applicant, seen=seen)
    assert refusal(lambda: send(here, request, on=DUE, seen=seen)) == "stale"
    request.refresh_from_db()
    assert request.answer == "Của tôi"


def test_an_answer_is_sent_once(here):
    request = asked(here, here.submitted())
    send(here, request, on=DUE)
    assert refusal(lambda: send(here, request, on=DUE)) == "answered"


def test_dost_takes_a_request_back_and_the_clock_goes_on(here):
    application = here.submitted(due_on=dt.date(2026, 12, 2))
    request = asked(here, application)
    supplements.take_back(request, reason="Đã có trên Cổng.", by=here.leader, on=dt.date(2026, 11, 23))
    application.refresh_from_db()
    request.refresh_from_db()
    assert (application.state, application.due_on) == ("submitted", dt.date(2026, 12, 3))
    assert (request.closed_on, request.close_reason) == (dt.date(2026, 11, 23), "Đã có trên Cổng.")
    assert refusal(lambda: send(here, request, on=DUE)) == "closed"


def test_only_dost_asks_and_only_the_enterprise_answers(here):
    application = here.submitted()
    stranger = UserFactory()
    for person in (stranger, here.applicant):
        act = lambda person=person: supplements.ask(  # noqa: E731
            application, reason="x", points=["y"], due_on=DUE, by=person, on=FRIDAY, now=NOW
        )
        assert refusal(act) == "not_permitted"
    assert SupplementRequest.objects.count() == 0


def test_warnings_come_on_their_days_once_each(here):
    request = asked(here, here.submitted())
    days = [dt.date(2026, 11, day) for day in range(20, 29)]
    assert [(day.day, warn(day), warn(day)) for day in days] == [
        (20, 0, 0), (21, 0, 0), (22, 0, 0), (23, 1, 0), (24, 0, 0), (25, 0, 0), (26, 1, 0), (27, 0, 0), (28, 0, 0),
    ]  # fmt: skip
    keys = Notice.objects.filter(key__contains=":pressing:").order_by("pk").values_list("key", flat=True)
    assert [key.rpartition(":")[2] for key in keys] == ["asked", "3", "1"]
    assert request.points.count() == 2


def test_after_a_pause_only_the_warning_that_holds_is_sent(here):
    asked(here, here.submitted())
    assert (warn(dt.date(2026, 11, 27)), warn(dt.date(2026, 11, 28))) == (1, 0)
    titles = Notice.objects.filter(key__endswith=":1").values_list("title", flat=True)
    assert [title.startswith("0") or "0" in title for title in titles] == [True]


def test_what_nobody_supplied_is_closed_the_day_after_and_both_sides_hear(here):
    application = here.submitted(assignee=here.specialist)
    request = asked(here, application)
    assert (
        expire_overdue(DUE),
        expire_overdue(DUE + dt.timedelta(1)),
        expire_overdue(DUE + dt.timedelta(1)),
    ) == (0, 1, 0)
    application.refresh_from_db()
    request.refresh_from_db()
    assert (application.state, application.ended_on) == ("expired", DUE + dt.timedelta(1))
    assert application.end_reason == request.close_reason != ""
    assert {n.user for n in Notice.objects.all()} == {here.applicant, here.specialist}
    assert refusal(lambda: send(here, request, on=DUE + dt.timedelta(1))) == "closed"
    entry = Entry.objects.about(application).first()
    assert (entry.action, entry.by) == ("expire", None)


def test_a_withdrawn_application_neither_warns_nor_expires(here):
    application = here.submitted()
    asked(here, application)
    supplements.close_with(application, on=FRIDAY, reason="Doanh nghiệp rút hồ sơ.")
    assert (warn(DUE), expire_overdue(DUE + dt.timedelta(9))) == (0, 0)
    assert Notice.objects.count() == 0


def test_a_last_day_that_was_made_a_day_off_since_ends_with_the_next_working_day(here):
    asked(here, here.submitted())
    CalendarException.objects.create(day=DUE, is_working=False, name="Nghỉ bù")  # a Friday
    monday = DUE + dt.timedelta(3)
    assert [expire_overdue(day) for day in (monday, monday + dt.timedelta(1))] == [0, 1]
