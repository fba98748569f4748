"""Who prepared does not certify; DOST sends back parts; what comes again shows what changed."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from outbox.models import Notice
from reporting.actions import submissions as steps
from reporting.actions.content import Content
from reporting.actions.parts import AskedPart
from reporting.actions.unlocking import allow_alone, forbid_alone
from reporting.documents.proof import timeliness
from reporting.models import Filing, Part, ReportingPeriod, ReturnedPart, Submission
from reporting.queries.filings import changes_before_certifying, changes_to_decide
from reporting.queries.parts import open_parts
from tests.factories.reporting import signed_in, stage
from tests.reporting.test_submissions import bring_to, filled, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def today():
    return timezone.localdate()


def hand_in(here, by=None):
    return steps.hand_in(here.submission, by=by or here.focal, on=today())


def certify(here, **more):
    return steps.certify(here.submission, by=here.leader, on=today(), **more)


def send_back_line(here, reason="Ghi rõ nguồn số liệu."):
    part = AskedPart(part=Part.LINE, line=here.line.pk, reason=reason)
    return steps.send_back(here.submission, by=here.specialist, parts=[part])


def resubmit(here, **changed):
    save(here, filled(here, **changed))
    hand_in(here)
    return certify(here)


def test_who_handed_in_does_not_certify_and_nothing_is_filed():
    here = stage()
    save(here)
    hand_in(here, by=here.leader)
    with pytest.raises(RuleBroken) as no:
        certify(here)
    assert (no.value.code, here.submission.state, Filing.objects.count()) == ("alone", "unit_review", 0)
    button = signed_in(here.leader).get(f"/phieu/{here.submission.pk}/").context["steps"][0]
    assert (button.step.name, button.reason.startswith("You handed this form in yourself.")) == (
        "certify",
        True,
    )


def test_one_person_certifies_where_dost_allowed_it_and_the_proof_says_so():
    here = stage()
    save(here)
    allow_alone(here.submission, by=here.specialist, reason="Đơn vị chỉ có một người.")
    hand_in(here, by=here.leader)
    certify(here)
    filing = Filing.objects.get()
    assert (filing.alone, filing.content["filing"]["alone_reason"]) == (True, "Đơn vị chỉ có một người.")
    steps.withdraw(here.submission, by=here.leader, on=today(), reason="Sửa lại.")
    forbid_alone(here.submission, by=here.specialist, reason="Đã có thêm người.")
    hand_in(here, by=here.leader)
    with pytest.raises(RuleBroken):
        certify(here)
    assert [e.action for e in Entry.objects.about(here.submission)][:3] == [
        "hand_in",
        "forbid_alone",
        "withdraw",
    ]


@pytest.mark.parametrize("person", ["focal", "leader", "stranger"])
def test_only_dost_lets_a_unit_work_alone(person):
    here = stage()
    with pytest.raises(RuleBroken) as no:
        allow_alone(here.submission, by=getattr(here, person), reason="Một người.")
    assert (no.value.code, here.submission.alone_reason) == ("not_permitted", "")


def test_each_certification_is_filed_under_the_next_number_with_what_it_said():
    here = stage()
    bring_to(here, "submitted")
    steps.withdraw(here.submission, by=here.leader, on=today(), reason="Thiếu một lớp.")
    hand_in(here)
    certify(here, on_behalf_of="KT. GIÁM ĐỐC")
    new, old = Filing.objects.all()
    assert [(f.number, f.round, f.on_behalf_of) for f in (old, new)] == [(1, 1, ""), (2, 1, "KT. GIÁM ĐỐC")]
    assert (old.withdrawn_at is not None, new.withdrawn_at, new.handed_in_by) == (True, None, here.focal)
    assert (new.content["lines"][0]["figures"][0]["to_date"], new.content["filing"]["number"]) == ("3", 2)


def test_a_form_is_taken_back_by_its_leader_with_a_reason_and_before_dost_decided():
    here = stage()
    bring_to(here, "submitted")
    with pytest.raises(RuleBroken):
        steps.withdraw(here.submission, by=here.leader, on=today(), reason=" ")
    with pytest.raises(RuleBroken) as no:
        steps.withdraw(here.submission, by=here.focal, on=today(), reason="Sửa.")
    assert no.value.code == "not_permitted"
    steps.accept(here.submission, by=here.specialist)
    with pytest.raises(RuleBroken) as no:
        steps.withdraw(here.submission, by=here.leader, on=today(), reason="Sửa.")
    assert (no.value.code, Filing.objects.get().withdrawn_at) == ("moved_on", None)


def test_a_form_is_not_taken_back_when_it_could_not_be_submitted_again():
    here = stage()
    bring_to(here, "submitted")
    past = today() - dt.timedelta(1)
    ReportingPeriod.objects.update(due_on=past, locks_on=past)
    with pytest.raises(RuleBroken) as no:
        steps.withdraw(here.submission, by=here.leader, on=today(), reason="Sửa.")
    assert (no.value.code, here.submission.state) == ("closed", "submitted")


def test_only_the_parts_sent_back_open():
    here = stage()
    bring_to(here, "submitted")
    assert open_parts(here.submission).whole
    send_back_line(here)
    row = here.submission
    parts = open_parts(row)
    assert (row.round, parts.whole, parts.line(here.line.pk), parts.line(0)) == (2, False, True, False)
    assert (parts.documents, parts.statements, parts.integrated) == (False, False, False)
    assert parts.reason_for("line", here.line.pk) == "Ghi rõ nguồn số liệu."
    assert row.return_reason == f"{here.task.code}: Ghi rõ nguồn số liệu."


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], None),
        ([AskedPart(part=Part.DOCUMENTS, reason=" ")], "no_reason"),
        ([AskedPart(part=Part.LINE, line=0, reason="Sửa.")], "stale"),
        (
            [AskedPart(part=Part.WHOLE, line=1, reason="Sửa."), AskedPart(part=Part.WHOLE, reason="x")],
            "stale",
        ),
        ([AskedPart(part=Part.DOCUMENTS, reason="Sửa.")] * 2, "stale"),
    ],
)
def test_a_return_that_says_nothing_or_names_foreign_parts_is_refused_whole(parts, code):
    here = stage()
    bring_to(here, "submitted")
    if any(part.line == 1 for part in parts):
        parts = [AskedPart(part=Part.WHOLE, line=here.line.pk, reason="Sửa.")]
    with pytest.raises(RuleBroken) as no:
        steps.send_back(here.submission, by=here.specialist, parts=parts)
    assert (no.value.code, here.submission.state, ReturnedPart.objects.count()) == (code, "submitted", 0)


def test_a_form_that_declares_nil_goes_back_as_a_whole_only():
    here = stage()
    save(here, Content(is_nil=True, nil_reason="Không phát sinh."))
    hand_in(here)
    certify(here)
    with pytest.raises(RuleBroken) as no:
        send_back_line(here)
    assert no.value.code == "nil"
    page = signed_in(here.specialist).get(f"/phieu/{here.submission.pk}/tra-lai/")
    assert [row.part for row in page.context["form"].rows] == ["whole"]


def test_rounds_are_history_and_each_opens_its_own_parts():
    here = stage()
    bring_to(here, "submitted")
    send_back_line(here)
    resubmit(here, to_date=4)
    documents = AskedPart(part=Part.DOCUMENTS, reason="Thiếu công văn.")
    steps.send_back(here.submission, by=here.specialist, parts=[documents])
    assert [(p.round, p.part) for p in ReturnedPart.objects.order_by("pk")] == [(2, "line"), (3, "documents")]
    parts = open_parts(here.submission)
    assert (parts.documents, parts.line(here.line.pk)) == (True, False)


def test_dost_sees_what_the_resubmission_changed_and_the_leader_before_certifying():
    here = stage()
    bring_to(here, "submitted")
    send_back_line(here)
    save(here, filled(here, to_date=4))
    hand_in(here)
    before = changes_before_certifying(here.submission)
    certify(here)
    seen = changes_to_decide(here.submission)
    assert (
        [(d.before, d.after) for d in before.rows] == [(d.before, d.after) for d in seen.rows] == [("3", "4")]
    )
    assert (seen.base.number, seen.after_accept) == (1, False)
    page = signed_in(here.specialist).get(f"/phieu/{here.submission.pk}/")
    assert page.context["changes"].rows == seen.rows
    assert signed_in(here.focal).get(f"/phieu/{here.submission.pk}/").context["changes"] is None


def test_dost_compares_with_what_it_decided_on_not_with_what_was_taken_back_meanwhile():
    here = stage()
    bring_to(here, "submitted")
    send_back_line(here)
    resubmit(here, to_date=5)
    steps.withdraw(here.submission, by=here.leader, on=today(), reason="Nhầm.")
    resubmit(here, to_date=4)
    assert [(d.before, d.after) for d in changes_to_decide(here.submission).rows] == [("3", "4")]


def test_the_page_of_sending_back_keeps_what_was_typed_and_says_everything_wrong_at_once():
    here = stage()
    bring_to(here, "submitted")
    url, line = f"/phieu/{here.submission.pk}/tra-lai/", f"line_{here.line.pk}"
    browser = signed_in(here.specialist)
    assert browser.post(url, {}).context["form"].non_field_errors() == [
        "Choose at least one part that has to be changed, and say what."
    ]
    answer = browser.post(url, {line: "on", "documents": "on", "statements_reason": "Thêm nguyên nhân."})
    form = answer.context["form"]
    assert sorted(form.errors) == ["documents_reason", f"{line}_reason"]
    assert (form[line].value(), form["statements_reason"].value()) == (True, "Thêm nguyên nhân.")
    assert (here.submission.state, ReturnedPart.objects.count()) == ("submitted", 0)
    browser.post(
        url, {line: "on", f"{line}_reason": "Ghi rõ nguồn.", "statements_reason": "Thêm nguyên nhân."}
    )
    named = ReturnedPart.objects.order_by("pk").values_list("round", "part", "line", "reason")
    assert list(named) == [
        (2, "line", here.line.pk, "Ghi rõ nguồn."),
        (2, "statements", None, "Thêm nguyên nhân."),
    ]


def test_after_entry_has_locked_dost_says_until_when_the_unit_may_correct():
    here = stage()
    bring_to(here, "submitted")
    past = today() - dt.timedelta(1)
    ReportingPeriod.objects.update(due_on=past, locks_on=past)
    browser, url = signed_in(here.specialist), f"/phieu/{here.submission.pk}/tra-lai/"
    assert browser.get(url).context["form"]["until"].value() > today()
    yesterday = {"whole_reason": "Sửa.", "until": f"{past:%d/%m/%Y}"}
    assert list(browser.post(url, yesterday).context["form"].errors) == ["until"]
    browser.post(url, yesterday | {"until": f"{today():%d/%m/%Y}"})
    row = here.submission
    assert (row.state, row.unlocked_until, row.unlocked_by) == ("returned", today(), here.specialist)
    save(here, filled(here, to_date=4))
    assert here.figure.to_date == 4


def test_the_other_side_hears_of_each_step_once():
    here = stage()
    bring_to(here, "returned")
    told = Notice.objects.order_by("pk").values_list("user", "kind")
    assert list(told) == [
        (here.leader.pk, "step_hand_in"),
        (here.specialist.pk, "step_certify"),
        *(
            (person.pk, "step_send_back")
            for person in sorted([here.focal, here.leader], key=lambda u: u.full_name)
        ),
    ]


def test_the_minute_of_due_is_told_by_the_clock_of_viet_nam():
    here = stage()
    save(here)
    hand_in(here)
    due = here.period.due_on
    last = dt.datetime.combine(due, dt.time(23, 59, 59), timezone.get_default_timezone())
    steps.certify(here.submission, by=here.leader, on=due, at=last)
    assert timeliness(Filing.objects.get()).startswith("Nộp đúng hạn")
    steps.withdraw(here.submission, by=here.leader, on=due, reason="Sửa.")
    steps.hand_in(here.submission, by=here.focal, on=due)
    after = last + dt.timedelta(seconds=1)
    steps.certify(here.submission, by=here.leader, on=timezone.localdate(after), at=after)
    assert timeliness(Filing.objects.first()).startswith("Nộp muộn 1 ngày")


def test_dates_of_handing_in_stand_on_the_form():
    here = stage()
    save(here)
    hand_in(here)
    row = Submission.objects.get(pk=here.submission.pk)
    assert (row.handed_in_by, row.handed_in_at is not None) == (here.focal, True)


def test_a_form_sent_back_after_the_day_due_stays_on_time_on_its_proof():
    here = stage()
    save(here)
    hand_in(here)
    due = here.period.due_on
    noon = dt.datetime.combine(due, dt.time(12), timezone.get_default_timezone())
    steps.certify(here.submission, by=here.leader, on=due, at=noon)
    send_back_line(here)
    steps.hand_in(here.submission, by=here.focal, on=due + dt.timedelta(2))
    later = noon + dt.timedelta(2)
    steps.certify(here.submission, by=here.leader, on=due + dt.timedelta(2), at=later)
    day = f"{due:%d/%m/%Y}"
    assert timeliness(Filing.objects.first()) == (
        f"Nộp lần đầu ngày {day}, đúng hạn ({day}); nộp lại lần 1 sau khi Sở Khoa học và Công nghệ mở lại phiếu"
    )
