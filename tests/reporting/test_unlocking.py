"""DOST opens a form again until a day; afterwards the portal looks at what came of it."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from outbox.models import Notice
from reporting.actions import submissions as steps
from reporting.actions.parts import AskedPart
from reporting.actions.unlocking import close_ended_unlocks, unlock, unlock_entry
from reporting.models import Part, ReportingPeriod, ReturnedPart, Submission
from reporting.queries.filings import changes_to_decide
from reporting.queries.parts import open_parts
from tests.factories.reporting import signed_in, stage
from tests.reporting.test_submissions import bring_to, filled, save

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def today():
    return timezone.localdate()


def accepted():
    here = stage()
    bring_to(here, "accepted")
    return here


def open_again(here, until=None, **more):
    part = AskedPart(part=Part.LINE, line=here.line.pk, reason="Sửa số doanh nghiệp.")
    return unlock(
        here.submission, by=here.specialist, until=until or today(), on=today(), **{"parts": [part]} | more
    )


def lock_entry(here):
    past = today() - DAY
    ReportingPeriod.objects.update(opens_on=past - DAY, due_on=past, locks_on=past)
    here.period.refresh_from_db()


def test_an_accepted_form_opens_with_reason_person_and_day_and_does_not_count_meanwhile():
    here = accepted()
    with pytest.raises(RuleBroken):
        open_again(here, until=today() - DAY)
    with pytest.raises(RuleBroken):
        open_again(here, parts=(), reason=" ")
    row = open_again(here)
    assert (row.state, row.round, row.unlocked_until, row.unlocked_by) == (
        "returned",
        2,
        today(),
        here.specialist,
    )
    assert (Submission.objects.accepted().count(), open_parts(row).line(here.line.pk)) == (0, True)
    entry = Entry.objects.about(row).first()
    assert (entry.action, entry.by, entry.facts["unlocked_until"]) == (
        "unlock",
        here.specialist,
        str(today()),
    )


@pytest.mark.parametrize("person", ["focal", "leader", "stranger"])
def test_only_dost_opens(person):
    here = accepted()
    with pytest.raises(RuleBroken) as no:
        unlock(here.submission, by=getattr(here, person), until=today(), on=today(), reason="Sửa.")
    assert (no.value.code, here.submission.state, ReturnedPart.objects.count()) == (
        "not_permitted",
        "accepted",
        0,
    )
    with pytest.raises(RuleBroken):
        unlock_entry(here.submission, by=getattr(here, person), until=today(), on=today(), reason="Sửa.")


def test_nothing_changed_until_the_end_counts_again_as_it_was_accepted():
    here = accepted()
    before = here.submission
    open_again(here)
    assert close_ended_unlocks(on=today()) == []
    assert [row.pk for row in close_ended_unlocks(on=today() + DAY)] == [before.pk]
    row = here.submission
    assert (row.state, row.decided_at, row.decided_by) == ("accepted", before.decided_at, before.decided_by)
    assert (row.unlocked_until, row.unlock_reason, row.return_reason) == (None, "", "")
    assert close_ended_unlocks(on=today() + DAY) == []
    assert Entry.objects.filter(action="relock").count() == 1
    assert Entry.objects.get(action="relock").by is None


def test_a_change_taken_back_is_no_change():
    here = accepted()
    open_again(here)
    save(here, filled(here, to_date=4))
    save(here, filled(here))
    assert len(close_ended_unlocks(on=today() + DAY)) == 1


def test_a_changed_form_that_was_not_submitted_is_told_to_dost_once():
    here = accepted()
    open_again(here)
    save(here, filled(here, to_date=4))
    for _ in range(2):
        assert close_ended_unlocks(on=today() + DAY) == []
    assert here.submission.state == "returned"
    assert Entry.objects.filter(action="unlock_ended").count() == 1
    assert Notice.objects.filter(user=here.specialist, kind="step_unlock_ended").count() == 1


def test_a_form_that_was_sent_back_and_never_accepted_is_not_accepted_by_the_clock():
    here = stage()
    bring_to(here, "submitted")
    lock_entry(here)
    steps.send_back(here.submission, by=here.specialist, reason="Sửa.", until=today())
    assert close_ended_unlocks(on=today() + DAY) == []
    assert here.submission.state == "returned"


def test_what_changed_after_acceptance_is_shown_as_such_and_accepting_closes_everything():
    here = accepted()
    open_again(here)
    save(here, filled(here, to_date=4))
    steps.hand_in(here.submission, by=here.focal, on=today())
    steps.certify(here.submission, by=here.leader, on=today())
    changes = changes_to_decide(here.submission)
    assert (changes.after_accept, [(d.before, d.after) for d in changes.rows]) == (True, [("3", "4")])
    page = signed_in(here.specialist).get(f"/phieu/{here.submission.pk}/chap-nhan/").content.decode()
    assert "Changed after DOST had accepted" in page
    row = steps.accept(here.submission, by=here.specialist)
    assert (row.state, row.unlocked_until, row.unlocked_by, row.unlock_reason) == ("accepted", None, None, "")


def test_an_unlocked_form_that_was_handed_in_and_declined_counts_again_too():
    here = accepted()
    open_again(here)
    steps.hand_in(here.submission, by=here.focal, on=today())
    steps.decline(here.submission, by=here.leader, reason="Không cần sửa.")
    assert len(close_ended_unlocks(on=today() + DAY)) == 1
    assert here.submission.state == "accepted"


@pytest.mark.parametrize("state", ["draft", "unit_review"])
def test_a_locked_form_opens_until_a_day_where_it_stands(state):
    here = stage()
    bring_to(here, state)
    lock_entry(here)
    with pytest.raises(RuleBroken):
        steps.certify(here.submission, by=here.leader, on=today())
    unlock_entry(here.submission, by=here.specialist, until=today(), on=today(), reason="Bão lũ.")
    row = here.submission
    assert (row.state, row.unlocked_until, row.unlock_reason) == (state, today(), "Bão lũ.")
    if state == "draft":
        steps.hand_in(row, by=here.focal, on=today())
    assert steps.certify(row, by=here.leader, on=today()).state == "submitted"


def test_opening_is_extended_and_both_days_stand_in_the_journal():
    here = stage()
    save(here)
    lock_entry(here)
    for days in (0, 3):
        unlock_entry(
            here.submission, by=here.specialist, until=today() + days * DAY, on=today(), reason="Bão lũ."
        )
    facts = Entry.objects.about(here.submission).first().facts
    assert facts == {"until": str(today() + 3 * DAY), "until_before": str(today())}


def test_entry_that_is_open_for_everybody_is_not_opened():
    here = stage()
    with pytest.raises(RuleBroken) as no:
        unlock_entry(here.submission, by=here.specialist, until=today() + DAY, on=today(), reason="Bão lũ.")
    assert no.value.code == "open"
    names = [
        b.step.name for b in signed_in(here.specialist).get(f"/phieu/{here.submission.pk}/").context["steps"]
    ]
    assert names == ["allow_alone"]


def test_a_submitted_form_is_not_opened_but_sent_back():
    here = stage()
    bring_to(here, "submitted")
    with pytest.raises(RuleBroken) as no:
        unlock_entry(here.submission, by=here.specialist, until=today(), on=today(), reason="Sửa.")
    assert no.value.code == "moved_on"


def test_pages_of_opening_ask_for_day_and_reason_and_keep_what_was_typed():
    here = accepted()
    browser, url = signed_in(here.specialist), f"/phieu/{here.submission.pk}/mo-lai/"
    answer = browser.post(url, {"whole_reason": "Sửa lại.", "until": "31/02/2026"})
    assert (list(answer.context["form"].errors), here.submission.state) == (["until"], "accepted")
    assert answer.context["form"]["whole_reason"].value() == "Sửa lại."
    browser.post(url, {"whole_reason": "Sửa lại.", "until": f"{today():%d/%m/%Y}"})
    assert (here.submission.state, open_parts(here.submission).whole) == ("returned", True)
