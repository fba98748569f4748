"""Two people press at the same moment: nothing is lost, nothing happens twice."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from reporting.actions import submissions as steps
from reporting.actions.parts import AskedPart
from reporting.actions.unlocking import close_ended_unlocks, unlock
from reporting.models import Filing, Part, ReturnedPart, Submission
from reporting.queries.snapshot import fingerprint
from tests.factories.reporting import SubmissionFactory, stage
from tests.reporting.test_submissions import bring_to, filled, save

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(1)


def today():
    return timezone.localdate()


def at_once(*acts):
    """What came of each act, started at the same moment on connections of their own."""
    start = Barrier(len(acts))

    def act(step):
        start.wait()
        try:
            with translation.override("en"):
                return str(getattr(step(), "state", "done"))
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def noted(action):
    return Entry.objects.filter(action=action).count()


def test_a_preparer_who_edits_while_the_leader_certifies_changes_nothing_that_was_certified():
    here = stage()
    bring_to(here, "unit_review")
    seen = here.submission.edition
    outcomes = at_once(
        lambda: steps.certify(here.submission, by=here.leader, on=today(), seen=seen),
        lambda: save(here, filled(here, to_date=4)),
    )
    assert outcomes == ["submitted", "closed"]
    assert (Filing.objects.get().content["lines"][0]["figures"][0]["to_date"], here.figure.to_date) == (
        "3",
        3,
    )


def test_a_form_declined_changed_and_handed_in_again_is_not_certified_unread():
    here = stage()
    bring_to(here, "unit_review")
    seen = here.submission.edition
    steps.decline(here.submission, by=here.leader, reason="Sửa.")
    save(here, filled(here, to_date=4))
    steps.hand_in(here.submission, by=here.focal, on=today())
    with pytest.raises(RuleBroken) as no:
        steps.certify(here.submission, by=here.leader, on=today(), seen=seen)
    assert (no.value.code, Filing.objects.count()) == ("stale", 0)


def test_two_leaders_certifying_at_once_file_one_proof():
    here = stage()
    bring_to(here, "unit_review")
    act = lambda: steps.certify(here.submission, by=here.leader, on=today())  # noqa: E731
    assert sorted(at_once(act, act)) == ["moved_on", "submitted"]
    assert (Filing.objects.count(), noted("certify"), noted("file")) == (1, 1, 1)


def test_units_certifying_at_once_get_numbers_without_gaps():
    here = stage()
    bring_to(here, "unit_review")
    others = [SubmissionFactory(period=here.period) for _ in range(3)]
    facts = {"state": "unit_review", "handed_in_at": timezone.now(), "handed_in_by": here.focal}
    Submission.objects.filter(pk__in=[other.pk for other in others]).update(**facts)
    for other in others:
        here.leader.memberships.create(organisation=other.organisation, role="unit_leader")
    rows = [here.submission, *others]
    at_once(*(lambda row=row: steps.certify(row, by=here.leader, on=today()) for row in rows))
    assert sorted(Filing.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert all(fingerprint(filing.content) == filing.sha256 for filing in Filing.objects.all())


def test_accepting_while_it_is_taken_back_ends_in_one_of_the_two():
    here = stage()
    bring_to(here, "submitted")
    outcomes = at_once(
        lambda: steps.accept(here.submission, by=here.specialist),
        lambda: steps.withdraw(here.submission, by=here.leader, on=today(), reason="Nhầm."),
    )
    assert outcomes in (["accepted", "moved_on"], ["moved_on", "draft"])
    taken_back = outcomes[1] == "draft"
    assert (noted("accept"), noted("withdraw")) == ((0, 1) if taken_back else (1, 0))
    assert (Filing.objects.get().withdrawn_at is not None) == taken_back
    assert here.submission.state == ("draft" if taken_back else "accepted")


def test_a_double_click_on_sending_back_opens_one_round():
    here = stage()
    bring_to(here, "submitted")
    parts = [AskedPart(part=Part.LINE, line=here.line.pk, reason="Ghi rõ nguồn.")]
    act = lambda: steps.send_back(here.submission, by=here.specialist, parts=parts)  # noqa: E731
    assert sorted(at_once(act, act)) == ["moved_on", "returned"]
    assert (here.submission.round, ReturnedPart.objects.count(), noted("send_back")) == (2, 1, 1)


def test_accepting_and_sending_back_at_once_make_one_decision():
    here = stage()
    bring_to(here, "submitted")
    outcomes = at_once(
        lambda: steps.accept(here.submission, by=here.specialist),
        lambda: steps.send_back(here.submission, by=here.specialist, reason="Sửa."),
    )
    assert sorted(outcomes) in (["accepted", "moved_on"], ["moved_on", "returned"])
    assert noted("accept") + noted("send_back") == 1
    assert ReturnedPart.objects.count() == noted("send_back")


def test_opening_twice_opens_one_round():
    here = stage()
    bring_to(here, "accepted")
    act = lambda: unlock(here.submission, by=here.specialist, until=today(), on=today(), reason="Sửa.")  # noqa: E731
    assert sorted(at_once(act, act)) == ["moved_on", "returned"]
    assert (here.submission.round, ReturnedPart.objects.count(), noted("unlock")) == (2, 1, 1)


def test_a_save_of_the_last_second_and_the_closing_clock_lose_nothing():
    here = stage()
    bring_to(here, "accepted")
    unlock(here.submission, by=here.specialist, until=today(), on=today(), reason="Sửa.")
    outcomes = at_once(
        lambda: save(here, filled(here, to_date=4), on=today()),
        lambda: close_ended_unlocks(on=today() + DAY),
    )
    close_ended_unlocks(on=today() + DAY)  # the next minute: a row in use is left for it
    state, value = here.submission.state, here.figure.to_date
    assert (outcomes[0], state, value) in (("returned", "returned", 4), ("closed", "accepted", 3))
    assert noted("relock") == (state == "accepted")


def test_two_ticks_close_once():
    here = stage()
    bring_to(here, "accepted")
    unlock(here.submission, by=here.specialist, until=today(), on=today(), reason="Sửa.")
    at_once(*(lambda: close_ended_unlocks(on=today() + DAY),) * 2)
    assert (here.submission.state, noted("relock")) == ("accepted", 1)


def test_a_step_on_a_form_that_went_to_another_unit_meanwhile_is_refused_in_words():
    here = stage()
    bring_to(here, "unit_review")
    gone = here.submission
    Submission.objects.filter(pk=gone.pk).delete()
    with pytest.raises(RuleBroken) as no:
        steps.certify(gone, by=here.leader, on=today())
    assert no.value.code == "moved"
