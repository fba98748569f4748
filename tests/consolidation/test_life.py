"""From the draft to the issued paper: each step once, by those who may, with everything it leaves behind."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation

from common.errors import RuleBroken
from consolidation.actions.approving import approve, reopen
from consolidation.actions.commenting import comment, settle
from consolidation.actions.issuing import issue, send_on
from consolidation.actions.numbering import correct_number, give_number
from consolidation.actions.reissuing import Why, reissue
from consolidation.actions.reviewing import send_back, send_to_leader, take_back
from consolidation.actions.signing import accept_differences, upload_signed
from consolidation.documents.frozen import hash_of
from consolidation.models import Dispatch, Report, SignedFile
from consolidation.queries.signed import newest_signed
from journal.models import Entry
from outbox.models import Notice
from papers.blocks import Paragraph
from papers.codec import from_json
from papers.pdf import render as to_pdf
from programmes.models import LegalDocument
from reporting.models import ReportSetting
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
    sha256,
    signed,
    signed_pdf,
)
from tests.factories.consolidation import PassageFactory
from tests.factories.programmes import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def code(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def fields(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return list(caught.value.error_dict)


def acts_on(report):
    lines = Entry.objects.filter(record_type="consolidation.report", record_id=report.pk).exclude(
        action__in=["request_render", "render", "waive"]
    )
    return list(lines.order_by("pk").values_list("action", flat=True))


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


# ---- to the leader and back -------------------------------------------------------------------------------------


def test_sending_twice_is_one_step_and_the_leaders_are_told_once(house):
    first, second = in_review(house), in_review(house)
    assert (first.state, second.state, second.sent_by) == ("review", "review", house.specialist)
    assert (told(house.leader), told(house.deputy), told(house.specialist)) == (
        ["report_send_to_leader"], ["report_send_to_leader"], [],
    )  # fmt: skip
    assert acts_on(first) == ["start_report", "send_to_leader"]
    assert from_json(first.composed).draft is True


def test_an_open_comment_holds_the_report_back_until_it_is_settled(house):
    remark = comment(house.report, "Bổ sung số liệu.", by=house.leader)
    assert code(send_to_leader, house.report, by=house.specialist, on=TODAY()) == "blocked"
    settle(remark, by=house.specialist, answer="Đã bổ sung.")
    settle(remark, by=house.leader)
    remark.refresh_from_db()
    assert (remark.settled_by, remark.answer) == (house.specialist, "Đã bổ sung.")
    assert in_review(house).state == "review"


def test_the_leader_sends_back_with_a_reason_or_a_comment_and_the_sender_is_told(house):
    report = in_review(house)
    assert fields(send_back, report, by=house.leader) == ["reason"]
    comment(report, "Sai năm ở tiêu đề.", by=house.leader)
    report = send_back(report, by=house.leader)
    assert (report.state, told(house.specialist)) == ("drafting", ["report_send_back"])
    assert code(send_back, report, by=house.leader) == "moved_on"


def test_the_specialist_takes_back_what_the_leader_has_not_decided(house):
    report = take_back(in_review(house), by=house.specialist)
    assert (report.state, report.sent_at, report.sent_by) == ("drafting", None, None)


def test_a_specialist_does_not_approve_and_a_reader_does_nothing(house):
    report = in_review(house)
    assert code(approve, report, by=house.specialist, on=TODAY(), read=mark(report)) == "not_permitted"
    assert code(send_back, report, by=house.specialist, reason="Không") == "not_permitted"
    assert code(comment, report, "Hay.", by=house.reader) == "not_permitted"
    assert code(send_to_leader, house.report, by=house.ministry, on=TODAY()) == "not_permitted"


def test_the_same_comment_sent_twice_is_one_and_keeps_the_words_it_is_about(house):
    passage = PassageFactory(report=house.report, text="Đã tổ chức 3 lớp.")
    first = comment(house.report, "Lớp nào?", by=house.leader, passage=passage)
    assert comment(house.report, "Lớp nào?", by=house.leader, passage=passage) == first
    passage.delete()
    first.refresh_from_db()
    assert (first.quote, first.section, first.passage) == ("Đã tổ chức 3 lớp.", "I.2.2", None)
    stranger = PassageFactory(report=a_house("Hà Nội").report)
    assert code(comment, house.report, "?", by=house.leader, passage=stranger) == "other_report"


# ---- approval ---------------------------------------------------------------------------------------------------


def test_approval_freezes_what_the_leader_has_read_and_takes_the_draft_mark_away(house):
    report = approved(house)
    paper = from_json(report.composed)
    assert (report.state, report.approved_by, paper.draft) == ("approved", house.leader, False)
    assert (paper.letterhead.number, paper.letterhead.date.day) == (None, None)
    assert report.facts["schema"] == 1
    assert approve(report, by=house.leader, on=TODAY(), read="").approved_at == report.approved_at
    assert told(house.specialist) == ["report_approve"]
    assert code(comment, report, "Muộn rồi.", by=house.leader) == "frozen"


def test_words_that_changed_after_the_page_was_opened_are_not_approved(house):
    report = in_review(house)
    read = mark(report)
    ReportSetting.objects.filter(period=house.period).update(title="Kết quả khác của năm 2023")
    assert code(approve, report, by=house.leader, on=TODAY(), read=read) == "changed"
    assert approve(report, by=house.leader, on=TODAY(), read=mark(report)).state == "approved"


def test_an_approval_is_taken_back_only_before_the_number(house):
    report = reopen(approved(house), by=house.leader, reason="Sai số liệu.")
    assert (report.state, report.approved_at, report.facts, report.pdf.name) == ("drafting", None, None, "")
    assert told(house.specialist) == ["report_approve", "report_reopen"]
    house.report = report
    assert code(reopen, numbered(house, printed=False), by=house.leader, reason="Sai.") == "moved_on"


# ---- number -----------------------------------------------------------------------------------------------------


def test_number_and_day_stand_on_the_paper_with_two_digits(house):
    report = numbered(house, printed=False)
    head = from_json(report.composed).letterhead
    assert (report.number_and_symbol, head.number_line) == ("05/BC-SKHCN", "Số: 05/BC-SKHCN")
    assert (head.date.day, report.issuer) == (TODAY().day, house.dost)
    again = {"number": 5, "symbol": "bc-skhcn ", "dated_on": TODAY(), "by": house.specialist, "on": TODAY()}
    assert give_number(report, **again).numbered_at == report.numbered_at
    assert code(give_number, report, **again | {"number": 6}) == "moved_on"


def test_days_that_cannot_be_and_symbols_that_are_none_are_refused_at_their_field(house):
    report = approved(house)
    facts = {"number": 5, "symbol": "BC-SKHCN", "by": house.specialist, "on": TODAY()}
    day = dt.timedelta(1)
    assert fields(give_number, report, **facts, dated_on=TODAY() + day) == ["dated_on"]
    assert fields(give_number, report, **facts, dated_on=TODAY() - day) == ["dated_on"]
    assert fields(give_number, report, **facts | {"symbol": "số 5"}, dated_on=TODAY()) == ["symbol"]


def test_a_number_is_given_once_per_issuer_year_and_symbol(house):
    numbered(house, printed=False)
    other = a_house("Hưng Yên 2")
    other.period.plan.province = house.province
    other.period.plan.save()
    other.report.refresh_from_db()
    for person in (other.specialist, other.leader):
        person.memberships.update(organisation=house.dost)
    report = approved(other)
    facts = {"dated_on": TODAY(), "by": other.specialist, "on": TODAY()}
    assert fields(give_number, report, number=5, symbol="BC-SKHCN", **facts) == ["number"]
    DocumentFactory(issuer=house.dost, issued_on=TODAY(), number_and_symbol="6/BC-SKHCN")
    assert fields(give_number, report, number=6, symbol="BC-SKHCN", **facts) == ["number"]
    assert give_number(report, number=5, symbol="BC-SKHCN-TĐC", **facts).number == 5


def test_a_wrong_number_is_put_right_and_the_signed_file_of_before_counts_no_more(house):
    report = signed(house).report
    facts = {"symbol": "BC-SKHCN", "dated_on": TODAY(), "by": house.specialist, "on": TODAY()}
    report = correct_number(report, number=15, reason="Gõ nhầm.", **facts)
    assert (report.number, from_json(report.composed).letterhead.number) == (15, 15)
    assert (newest_signed(report), SignedFile.objects.count()) == (None, 1)
    assert code(correct_number, approved(a_house("Huế")), number=1, reason="?", **facts) == "not_permitted"


# ---- the signed file --------------------------------------------------------------------------------------------


def test_a_signed_file_with_the_same_words_has_no_differences_and_is_kept_once(house):
    report = numbered(house)
    content = signed_pdf(report)
    first = upload_signed(report, received=a_file(content), by=house.specialist)
    assert (first.differences, first.pages, first.sha256) == ([], report.pages, sha256(content))
    assert upload_signed(report, received=a_file(content), by=house.specialist) == first
    with first.file.open("rb") as kept:
        assert kept.read() == content


def test_changed_words_and_added_pages_are_shown_and_need_a_reason(house):
    def change(document):
        more = tuple(Paragraph.of(f"Đoạn thêm vào sau khi duyệt, số {n}.") for n in range(60))
        return replace(document, closing="Kính báo cáo.", blocks=(*document.blocks, *more))

    kept = signed(house, change)
    kinds = {each["kind"] for each in kept.differences}
    assert (kinds, kept.differs, kept.counts) == ({"pages", "text"}, True, False)
    assert code(issue, kept.report, sending(), by=house.specialist, on=TODAY()) == "differs"
    kept = accept_differences(kept, reason="Văn thư sửa lỗi chính tả.", by=house.specialist)
    assert issue(kept.report, sending(), by=house.specialist, on=TODAY()).state == "issued"


def test_the_unsigned_file_and_that_of_another_report_are_recognised(house):
    report = numbered(house)
    with report.pdf.open("rb") as file:
        own = file.read()
    assert code(upload_signed, report, received=a_file(own), by=house.specialist) == "unsigned"
    other = a_house("Hà Nội")
    theirs = signed(other)
    with theirs.file.open("rb") as file:
        foreign = file.read()
    for content in (foreign, foreign + b"\n"):  # known by its bytes, and by the code that is printed on it
        assert code(upload_signed, report, received=a_file(content), by=house.specialist) == "other_report"
    broken = a_file(b"%PDF-1.7\nnothing of the kind")
    assert fields(upload_signed, report, received=broken, by=house.specialist) == ["file"]
    picture = a_file(b"\x89PNG\r\n\x1a\n0000", "anh.png")
    assert code(upload_signed, report, received=picture, by=house.specialist) == "kind"
    assert SignedFile.objects.filter(report=report).count() == 0


def test_a_file_is_taken_only_between_number_and_issue(house):
    report = approved(house)
    paper = a_file(to_pdf(from_json(report.composed)).content)
    assert code(upload_signed, report, received=paper, by=house.specialist) == "moved_on"
    house.report = Report.objects.get(pk=report.pk)
    report = give_number(
        report, number=5, symbol="BC-SKHCN", dated_on=TODAY(), by=house.specialist, on=TODAY()
    )
    assert code(upload_signed, report, received=paper, by=house.specialist) == "files"


# ---- issue ------------------------------------------------------------------------------------------------------


def test_issuing_keeps_a_snapshot_whose_hash_and_pdf_come_out_again(house):
    report = issued(house)
    report = Report.objects.with_place().get(pk=report.pk)
    assert hash_of(report.snapshot) == report.snapshot_sha256
    assert (report.snapshot["schema"], report.snapshot["files"]["pdf"]) == (1, report.pdf_sha256)
    assert [each["to"] for each in report.snapshot["sent"]] == list(sending().recipients)
    house.period.refresh_from_db()
    paper = LegalDocument.objects.get(pk=report.document_id)
    assert (house.period.issued_on, paper.number_and_symbol, paper.issuer) == (
        TODAY(),
        "05/BC-SKHCN",
        house.dost,
    )
    assert (told(house.reader), told(house.ministry)) == (["report_issue"], ["report_issue"])


def test_issuing_twice_is_one_issue(house):
    report = issued(house)
    assert issue(report, sending(), by=house.leader, on=TODAY()).issued_by == house.specialist
    assert (Dispatch.objects.count(), LegalDocument.objects.filter(kind="report").count()) == (2, 1)
    assert acts_on(report).count("issue") == 1


def test_without_signed_file_or_recipients_or_on_wrong_days_nothing_is_issued(house):
    report = numbered(house)
    facts = {"by": house.specialist, "on": TODAY()}
    assert code(issue, report, sending(), **facts) == "unsigned"
    upload_signed(report, received=a_file(signed_pdf(report)), by=house.specialist)
    later, before = TODAY() + dt.timedelta(1), TODAY() - dt.timedelta(1)
    assert fields(issue, report, sending(sent_on=later), **facts) == ["sent_on"]
    assert fields(issue, report, sending(sent_on=before), **facts) == ["sent_on"]
    empty = replace(sending(), recipients=())
    assert fields(issue, report, empty, **facts) == ["recipients"]
    assert (Dispatch.objects.count(), Report.objects.get(pk=report.pk).state) == (0, "numbered")


def test_an_issued_report_is_sent_on_once_to_each(house):
    report = issued(house)
    facts = {"by": house.specialist, "on": TODAY()}
    made = send_on(report, sending("Sở Tài chính", "Bộ Khoa học và Công nghệ"), **facts)
    assert ([each.recipient for each in made], Dispatch.objects.count()) == (["Sở Tài chính"], 3)


# ---- another version --------------------------------------------------------------------------------------------


def test_another_version_begins_as_the_issued_one_and_takes_its_place_when_issued(house):
    PassageFactory(report=house.report, text="Đã mở 3 lớp.")
    first = issued(house)
    again = {"why": Why.MISTAKE, "reason": "Sai tên lớp.", "by": house.specialist, "on": TODAY()}
    second = reissue(first, **again)
    assert reissue(first, **again) == second
    assert (second.version, second.state, second.verify_code != first.verify_code) == (2, "drafting", True)
    assert [p.text for p in second.passages.all()] == [p.text for p in house.report.passages.all()]
    house.report = second
    second = issued(house, number=6)
    first.refresh_from_db()
    assert (first.state, second.state, second.why_again.endswith("Sai tên lớp.")) == (
        "superseded", "issued", True,
    )  # fmt: skip
    assert code(reissue, first, **again) == "moved_on"


def test_official_figures_exist_only_after_the_data_of_the_year_are_closed():
    house = a_house(year=TODAY().year)
    report = issued(house)
    closed = dt.date(TODAY().year, 12, 14)
    facts = {"why": Why.TRUE_UP, "reason": "Số liệu chính thức.", "by": house.specialist}
    assert code(reissue, report, on=closed, **facts) == "too_early"
    assert reissue(report, on=closed + dt.timedelta(1), **facts).version == 2
