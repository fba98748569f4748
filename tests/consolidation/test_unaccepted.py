"""Words of a form DOST has not accepted, or has given back, do not slip into a report unnoticed."""

import pytest

from common.errors import RuleBroken
from consolidation.actions.checking import check
from consolidation.actions.merging import merge_figures
from consolidation.actions.passages import insert
from consolidation.models import Report
from reporting.models import Submission
from reporting.states import SubmissionState
from tests.consolidation.board import SECTION, a_desk
from tests.consolidation.lives import TODAY

pytestmark = pytest.mark.django_db


def given_back(desk):
    Submission.objects.filter(period=desk.period).update(state=SubmissionState.DRAFT)


def test_an_old_page_puts_nothing_in_that_was_given_back():
    desk = a_desk()
    given_back(desk)
    lines, figures = desk.incoming("phóng sự"), desk.figures("Sở Công Thương", "Sở Nông nghiệp")
    for act, originals in ((insert, lines), (merge_figures, figures)):
        with pytest.raises(RuleBroken) as no:
            act(desk.report, originals, section=SECTION, by=desk.specialist)
        assert no.value.code == "waiting"
    assert desk.report.passages.count() == 0


def test_a_form_given_back_after_its_words_were_placed_is_told():
    desk = a_desk()
    [passage] = insert(desk.report, desk.incoming("phóng sự"), section=SECTION, by=desk.specialist)
    given_back(desk)
    found = check(Report.objects.with_place().get(pk=desk.report.pk), on=TODAY())
    told = [each for each in found.warnings if each.check == "changed"]
    assert [(each.check, each.items[0].label) for each in told] == [("changed", "Sở Công Thương")]
    assert f"p{passage.pk}" in told[0].address
