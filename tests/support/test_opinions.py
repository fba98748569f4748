"""Opinions of departments: asked at once, given, changed, closed; silence is never consent."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from common.errors import RuleBroken
from common.received import receive
from outbox.models import Notice
from support.actions.attachments import attach
from support.actions.opinions import ask_opinions, close_opinion, give_opinion
from support.actions.telling_of_opinions import remind
from support.models import Application, OpinionRequest
from support.queries.opinions import opinion_stamp, units_to_ask
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.support import SupportProcedureFactory, support_stage
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 11, 20)
DUE = dt.date(2026, 11, 25)  # the 24th is a holiday, so the reminder of the day before comes on the 23rd
EARLIER = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)


@pytest.fixture
def here():
    stage = support_stage()
    SupportProcedureFactory(plan=stage.plan)
    stage.finance, stage.industry = (
        MembershipFactory(organisation=OrganisationFactory(province=stage.province, name=name))
        for name in ("Sở Tài chính", "Sở Công Thương")
    )
    return stage


def asked(here, application, *memberships, due_on=DUE):
    return ask_opinions(
        application,
        organisations=[m.organisation for m in memberships],
        question="Đề nghị cho ý kiến.",
        due_on=due_on,
        by=here.specialist,
        on=FRIDAY,
        now=EARLIER,
    )


def given(request, by, words="Thống nhất.", seen=None, stance="agrees"):
    seen = opinion_stamp(request) if seen is None else seen
    return give_opinion(request, stance=stance, answer=words, by=by, seen=seen, now=timezone.now())


def refusal(act):
    with pytest.raises(RuleBroken) as no:
        act()
    return no.value.code


def test_several_units_are_asked_at_once_and_told(here):
    application = here.submitted()
    requests = asked(here, application, here.finance, here.industry)
    assert {r.organisation.name for r in requests} == {"Sở Tài chính", "Sở Công Thương"}
    notices = Notice.objects.all()
    assert {(n.user, n.due_on, n.url) for n in notices} == {
        (m.user, DUE, r.get_absolute_url())
        for m, r in zip((here.finance, here.industry), requests, strict=True)
    }


def test_a_unit_being_asked_is_not_asked_twice_and_days_off_are_refused(here):
    application = here.submitted()
    asked(here, application, here.finance)
    assert refusal(lambda: asked(here, application, here.finance, here.industry)) == "asked_already"
    assert refusal(lambda: asked(here, application, here.industry, due_on=dt.date(2026, 11, 24))) == "day_off"
    assert refusal(lambda: asked(here, application, here.industry, due_on=FRIDAY)) == "past"
    assert refusal(lambda: asked(here, application)) == "nobody"
    assert OpinionRequest.objects.count() == 1


def test_an_opinion_may_be_given_late_and_changed_until_dost_closes(here):
    (request,) = asked(here, here.submitted(), here.finance)
    assert given(request, here.finance.user).stance == "agrees"
    request.refresh_from_db()
    given(request, here.finance.user, "Không đồng ý.", stance="objects")
    request.refresh_from_db()
    assert (request.stance, request.answer) == ("objects", "Không đồng ý.")
    close_opinion(request, by=here.specialist, now=timezone.now())
    assert refusal(lambda: given(request, here.finance.user)) == "closed"
    assert refusal(lambda: close_opinion(request, by=here.leader, now=timezone.now())) == "closed"


def test_a_unit_sees_the_application_while_it_is_asked_or_when_it_has_answered(here):
    application, user = here.submitted(), here.finance.user
    (silent,) = asked(here, application, here.finance)
    assert sees(user, application)
    close_opinion(silent, by=here.specialist, now=timezone.now())
    assert not sees(user, application)
    page = here.client(user).get(silent.get_absolute_url()).content.decode()
    assert application.get_absolute_url() + '"' not in page
    (again,) = asked(here, application, here.finance)
    given(again, user)
    again.refresh_from_db()
    close_opinion(again, by=here.specialist, now=timezone.now())
    assert sees(user, application)


def sees(user, application):
    """The predicate and the queryset, which have to agree."""
    (answer,) = {
        user.has_perm("support.view_application", application),
        Application.objects.visible_to(user).filter(pk=application.pk).exists(),
    }
    return answer


def test_silence_is_no_opinion(here):
    (request,) = asked(here, here.submitted(), here.finance)
    close_opinion(request, by=here.specialist, now=timezone.now())
    request.refresh_from_db()
    assert (request.stance, request.answered_at) == ("", None)
    page = here.client(here.specialist).get(f"/ho-so/{request.application_id}/").content.decode()
    assert "status-nil" in page
    assert "status-accepted" not in page


def test_no_opinion_is_taken_after_the_decision(here):
    application = here.submitted()
    (request,) = asked(here, application, here.finance)
    type(application).objects.filter(pk=application.pk).update(state="refused", ended_on=DUE)
    assert refusal(lambda: given(request, here.finance.user)) == "moved_on"
    assert refusal(lambda: asked(here, application, here.industry)) == "moved_on"


def test_a_file_that_arrives_after_dost_closed_the_request_is_refused(here):
    application = here.submitted()
    [seen] = asked(here, application, here.finance)
    close_opinion(OpinionRequest.objects.get(pk=seen.pk), by=here.specialist, now=timezone.now())
    file = receive(SimpleUploadedFile("y-kien.pdf", b"%PDF-1.7 thu"), most=20)
    assert refusal(lambda: attach(application, file, by=here.finance.user, opinion=seen)) == "closed"


def test_reminders_come_a_working_day_before_and_on_the_day(here):
    requests = asked(here, here.submitted(), here.finance, here.industry)
    given(requests[1], here.industry.user)
    days = [dt.date(2026, 11, day) for day in range(20, 28)]
    assert [(day.day, remind(day), remind(day)) for day in days] == [
        (20, 0, 0), (21, 0, 0), (22, 0, 0), (23, 1, 0), (24, 0, 0), (25, 1, 0), (26, 0, 0), (27, 0, 0),
    ]  # fmt: skip


def test_overdue_is_marked_from_the_day_after(here):
    (request,) = asked(here, here.submitted(), here.finance)
    assert [request.is_overdue(DUE + dt.timedelta(n)) for n in (0, 1)] == [False, True]
    given(request, here.finance.user)
    request.refresh_from_db()
    assert request.is_overdue(DUE + dt.timedelta(1)) is False


def test_a_colleague_of_the_unit_does_not_overwrite_unseen(here):
    (request,) = asked(here, here.submitted(), here.finance)
    seen = opinion_stamp(request)
    given(request, here.finance.user, seen=seen)
    assert refusal(lambda: given(request, here.finance.user, "Khác", seen=seen)) == "stale"


def test_units_named_in_the_task_stand_first_and_dost_is_not_asked(here):
    application = here.submitted()
    first, others = units_to_ask(application, FRIDAY)
    assert (first, sorted(unit.name for unit in others)) == ([], ["Sở Công Thương", "Sở Tài chính"])


def test_the_unit_answers_on_its_page_and_sees_only_its_own_request(here):
    application = here.submitted()
    mine, other = asked(here, application, here.finance, here.industry, due_on=DUE)
    client = here.client(here.finance.user)
    page = client.get(mine.get_absolute_url())
    assert (page.status_code, client.get(other.get_absolute_url()).status_code) == (200, 404)
    data = {
        "stance": "with_remarks",
        "answer": "Bổ sung dự toán.",
        "seen": page.context["form"]["seen"].value(),
    }
    assert client.post(mine.get_absolute_url(), data).status_code == 302
    mine.refresh_from_db()
    assert (mine.stance, mine.answered_by) == ("with_remarks", here.finance.user)
    whole = client.get(f"/ho-so/{application.pk}/").content.decode()
    assert ("Sở Tài chính" in whole, "Sở Công Thương" in whole) == (True, False)


def test_the_enterprise_sees_no_opinion(here):
    application = here.submitted()
    (request,) = asked(here, application, here.finance)
    given(request, here.finance.user, "Ý kiến nội bộ")
    client = here.client(here.applicant)
    assert "Ý kiến nội bộ" not in client.get(f"/ho-so/{application.pk}/").content.decode()
    assert client.get(request.get_absolute_url()).status_code == 404


def test_dost_asks_from_its_page_and_sees_who_will_hear(here):
    application = here.submitted()
    client, url = here.client(here.specialist), f"/ho-so/{application.pk}/xin-y-kien/"
    page = client.get(url)
    assert here.finance.user.email in page.content.decode()
    units = [here.finance.organisation.pk, here.industry.organisation.pk]
    later = page.context["form"]["due_on"].value()
    data = {"others": units, "question": "Ý kiến?", "due_on": later.strftime("%d/%m/%Y")}
    assert client.post(url, data).status_code == 302
    assert application.opinion_requests.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_opinion_and_its_closing_at_once_never_leave_a_changed_closed_one():
    stage = support_stage()
    unit = MembershipFactory(organisation=OrganisationFactory(province=stage.province))
    (request,) = asked(stage, stage.submitted(), unit)
    seen = opinion_stamp(request)
    gave, closed = at_once(
        lambda: given(request, unit.user, seen=seen),
        lambda: close_opinion(request, by=stage.specialist, now=timezone.now()),
    )
    assert (gave, closed) in {("done", "done"), ("closed", "done")}
    request.refresh_from_db()
    assert bool(request.answered_at) == (gave == "done")
