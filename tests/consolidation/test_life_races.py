"""Two people, or two clicks, at the same moment: one of them acts, the other reads what happened."""

import datetime as dt

import pytest

from consolidation.actions.approving import approve
from consolidation.actions.commenting import comment
from consolidation.actions.issuing import issue
from consolidation.actions.numbering import give_number
from consolidation.actions.reissuing import Why, reissue
from consolidation.actions.reviewing import send_back, send_to_leader, take_back
from consolidation.actions.signing import upload_signed
from consolidation.models import Comment, Dispatch, Report, SignedFile
from journal.models import Entry
from outbox.models import Notice
from programmes.models import LegalDocument
from tests.consolidation.lives import (
    TODAY,
    a_file,
    a_house,
    approved,
    in_review,
    issued,
    mark,
    numbered,
    sending,
    signed,
    signed_pdf,
)
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    return a_house()


def steps(report, action):
    return Entry.objects.filter(
        record_type="consolidation.report", record_id=report.pk, action=action
    ).count()


def test_two_clicks_send_once_and_tell_once(house):
    click = lambda: send_to_leader(house.report, by=house.specialist, on=TODAY())  # noqa: E731
    assert at_once(click, click) == ["done", "done"]
    assert (steps(house.report, "send_to_leader"), Notice.objects.filter(user=house.leader).count()) == (1, 1)


def test_of_two_leaders_one_approves_and_the_other_is_told(house):
    report = in_review(house)
    read = mark(report)
    came = at_once(
        lambda: approve(report, by=house.leader, on=TODAY(), read=read),
        lambda: approve(report, by=house.deputy, on=TODAY(), read=read),
    )
    assert sorted(came) == ["done", "moved_on"]
    report.refresh_from_db()
    assert report.approved_by == [house.leader, house.deputy][came.index("done")]
    assert steps(report, "approve") == 1


def test_approved_or_sent_back_or_taken_back_but_only_one_of_them(house):
    report = in_review(house)
    read = mark(report)
    came = at_once(
        lambda: approve(report, by=house.leader, on=TODAY(), read=read),
        lambda: send_back(report, by=house.deputy, reason="Sai năm."),
        lambda: take_back(report, by=house.specialist),
    )
    assert sorted(came) == ["done", "moved_on", "moved_on"]
    report.refresh_from_db()
    assert report.state == ("approved" if came[0] == "done" else "drafting")


def test_two_reports_do_not_get_the_same_number_at_the_same_moment(house):
    other = a_house("Hưng Yên 2")
    other.period.plan.province = house.province
    other.period.plan.save()
    for person in (other.specialist, other.leader):
        person.memberships.update(organisation=house.dost)
    other.report = Report.objects.with_place().get(pk=other.report.pk)
    facts = {"number": 5, "symbol": "BC-SKHCN", "dated_on": TODAY(), "on": TODAY()}
    reports = [approved(house), approved(other)]
    came = at_once(
        lambda: give_number(reports[0], by=house.specialist, **facts),
        lambda: give_number(reports[1], by=other.specialist, **facts),
    )
    assert sorted(came) == ["done", "number_taken"]
    assert Report.objects.filter(number=5).count() == 1


def test_two_clicks_give_one_number(house):
    report = approved(house)
    facts = {"number": 5, "symbol": "BC-SKHCN", "dated_on": TODAY(), "on": TODAY(), "by": house.specialist}
    click = lambda: give_number(report, **facts)  # noqa: E731
    assert at_once(click, click) == ["done", "done"]
    assert steps(report, "give_number") == 1


def test_the_same_signed_file_sent_twice_is_kept_once(house):
    report = numbered(house)
    content = signed_pdf(report)

    def click():  # each request reads the report for itself, and opens its file
        own = Report.objects.with_place().get(pk=report.pk)
        upload_signed(own, received=a_file(content), by=house.specialist)

    assert at_once(click, click) == ["done", "done"]
    assert SignedFile.objects.count() == 1


def test_two_clicks_issue_once(house):
    report = signed(house).report
    click = lambda: issue(report, sending(), by=house.specialist, on=TODAY())  # noqa: E731
    assert at_once(click, click) == ["done", "done"]
    papers = LegalDocument.objects.filter(kind="report").count()
    assert (steps(report, "issue"), Dispatch.objects.count(), papers) == (1, 2, 1)


def test_a_version_is_issued_while_another_click_begins_the_next(house):
    first = issued(house)
    again = {"why": Why.MISTAKE, "reason": "Sai.", "by": house.specialist, "on": TODAY() + dt.timedelta(0)}
    house.report = reissue(first, **again)
    second = signed(house, number=6).report
    came = at_once(
        lambda: issue(second, sending(), by=house.specialist, on=TODAY()),
        lambda: reissue(first, **again),
    )
    assert came[0] == "done"
    assert came[1] in {"done", "moved_on"}
    assert list(Report.objects.order_by("version").values_list("state", flat=True)) == [
        "superseded",
        "issued",
    ]


def test_two_clicks_begin_one_version(house):
    first = issued(house)
    again = {"why": Why.ASKED, "reason": "Bộ yêu cầu.", "by": house.specialist, "on": TODAY()}
    click = lambda: reissue(first, **again)  # noqa: E731
    assert at_once(click, click) == ["done", "done"]
    assert Report.objects.filter(period=house.period).count() == 2


def test_the_same_comment_sent_twice_at_once_is_one(house):
    click = lambda: comment(house.report, "Bổ sung.", by=house.leader)  # noqa: E731
    assert at_once(click, click) == ["done", "done"]
    assert Comment.objects.count() == 1
