import threading

import pytest
from django.db import connection
from django.utils import timezone

from common.errors import RuleBroken
from journal.actions import advance, note_down
from journal.models import Entry
from reporting.models import Submission
from reporting.states import SubmissionState
from tests.factories.accounts import UserFactory
from tests.factories.reporting import SubmissionFactory

pytestmark = pytest.mark.django_db


def test_a_step_moves_the_row_and_notes_who_and_why():
    submission = SubmissionFactory()
    moved = advance(submission, "hand_in", by=None, note="Thử.")
    line = Entry.objects.about(submission).get()
    assert (moved.state, Submission.objects.get().state) == ("unit_review", "unit_review")
    assert (line.action, line.state_before, line.state_after, line.note) == (
        "hand_in",
        "not_started",
        "unit_review",
        "Thử.",
    )


def test_facts_are_kept_with_the_step_and_written_readably():
    person = UserFactory()
    submission = advance(SubmissionFactory(), "hand_in", by=None)
    advance(submission, "certify", by=None, certified_at=timezone.now(), certified_by=person)
    facts = Entry.objects.about(submission).first().facts
    assert facts["certified_by"] == {"id": person.pk, "name": str(person)}


def test_a_step_that_is_not_there_is_refused_with_the_state_in_words():
    with pytest.raises(RuleBroken) as no:
        advance(SubmissionFactory(), "accept", by=None)
    assert no.value.code == "moved_on"
    assert Entry.objects.count() == 0


def test_somebody_without_the_right_is_refused():
    with pytest.raises(RuleBroken) as no:
        advance(SubmissionFactory(), "hand_in", by=UserFactory())
    assert no.value.code == "not_permitted"


def test_an_old_copy_of_the_row_decides_nothing():
    submission = SubmissionFactory()
    copy = Submission.objects.get(pk=submission.pk)
    advance(submission, "hand_in", by=None)
    with pytest.raises(RuleBroken):
        advance(copy, "hand_in", by=None)


def test_the_state_cannot_be_written_past_the_journal():
    submission = SubmissionFactory()
    with pytest.raises(AttributeError):
        submission.state = SubmissionState.ACCEPTED


def test_what_is_noted_without_a_step_keeps_its_facts():
    submission = SubmissionFactory()
    note_down(submission, "save_content", by=None, lines=3)
    assert Entry.objects.about(submission).get().facts == {"lines": 3}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_goes_through_and_the_other_is_told():
    submission = advance(SubmissionFactory(), "hand_in", by=None)
    person, said = UserFactory(), []
    start = threading.Barrier(2)

    def certify():
        start.wait()
        try:
            advance(submission, "certify", by=None, certified_at=timezone.now(), certified_by=person)
            said.append("through")
        except RuleBroken as no:
            said.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=certify) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["moved_on", "through"]
    assert Entry.objects.about(submission).filter(action="certify").count() == 1
