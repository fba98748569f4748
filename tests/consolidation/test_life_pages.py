"""The life of a report through its pages: the specialist, the leader, the registry's number, the signed file, the readers."""

import datetime as dt
from dataclasses import replace
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consolidation.actions.commenting import comment
from consolidation.actions.issuing import issue
from consolidation.actions.reissuing import Why, reissue
from consolidation.actions.rendering import render
from consolidation.actions.signing import upload_signed
from consolidation.models import Comment, Dispatch, Report, SignedFile
from journal.models import Entry
from reporting.models import ReportSetting
from reporting.queries.letterhead import usual_setting
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
from tests.factories.accounts import UserFactory
from tests.factories.consolidation import PassageFactory
from tests.factories.programmes import TargetFactory
from tests.factories.reporting import PeriodFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def house():
    return a_house()


def address(name, report, *more):
    return reverse(f"consolidation:{name}", args=[report.pk, *more])


def page(client, user, name, report, *more):
    client.force_login(user)
    return client.get(address(name, report, *more), headers=ENGLISH).content.decode()


def send(client, user, name, report, data=None, *more):
    client.force_login(user)
    return client.post(address(name, report, *more), data or {}, headers=ENGLISH)


def typed(day):
    return day.strftime("%d/%m/%Y")


def test_the_whole_life_through_the_pages(house, client):
    report = house.report
    assert "Send to the leader" in page(client, house.specialist, "report_detail", report)
    assert send(client, house.specialist, "report_send", report).url == report.get_absolute_url()
    assert "Read and approve" in page(client, house.leader, "report_detail", report)
    reading = page(client, house.leader, "report_approve", report)
    read = reading.split('name="read" value="')[1].split('"')[0]
    assert send(client, house.leader, "report_approve", report, {"read": read}).status_code == 302
    data = {"number": "7", "symbol": "BC-SKHCN", "dated_on": typed(TODAY())}
    assert send(client, house.specialist, "report_number", report, data).status_code == 302
    report = render(report=Report.objects.with_place().get(pk=report.pk))
    file = SimpleUploadedFile("da-ky.pdf", signed_pdf(report), "application/pdf")
    assert send(client, house.specialist, "report_signed", report, {"file": file}).status_code == 302
    data = {
        "recipients": "- Bộ Khoa học và Công nghệ;\n- UBND tỉnh.",
        "way": "axis",
        "sent_on": typed(TODAY()),
    }
    assert send(client, house.specialist, "report_issue", report, data).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.number_and_symbol) == ("issued", "07/BC-SKHCN")
    assert [each.recipient for each in Dispatch.objects.all()] == ["Bộ Khoa học và Công nghệ", "UBND tỉnh"]
    shown = page(client, house.ministry, "report_detail", report)
    assert ("07/BC-SKHCN" in shown, "UBND tỉnh" in shown, "Recorded number" in shown) == (True, True, False)


def test_a_refused_step_says_why_and_keeps_what_was_typed(house, client):
    report = approved(house)
    later = typed(TODAY() + dt.timedelta(1))
    answer = send(
        client,
        house.specialist,
        "report_number",
        report,
        {"number": "9", "symbol": "BC-X", "dated_on": later},
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert ("on a day to come" in text, 'value="9"' in text, later in text) == (True, True, True)


def test_a_step_that_is_not_possible_says_where_the_report_stands(house, client):
    report = in_review(house)
    assert "The report is in the state" in page(client, house.specialist, "report_send", report)
    answer = send(client, house.specialist, "report_send", report)  # a second click from another tab
    assert answer.status_code == 302
    assert "can no longer be done" in send(
        client, house.specialist, "report_issue", report,
        {"recipients": "Bộ", "way": "axis", "sent_on": typed(TODAY())},
    ).content.decode()  # fmt: skip


def test_the_leader_who_read_older_words_is_shown_the_newer_ones(house, client):
    report = in_review(house)
    read = mark(report)
    ReportSetting.objects.filter(period=house.period).update(title="Kết quả mới nhất")
    answer = send(client, house.leader, "report_approve", report, {"read": read})
    text = answer.content.decode()
    assert (answer.status_code, "Kết quả mới nhất" in text, "Read the text below again" in text) == (
        409, True, True,
    )  # fmt: skip
    assert Report.objects.get(pk=report.pk).state == "review"


def test_comments_stand_beside_their_passage_and_are_settled_there(house, client):
    passage = PassageFactory(report=house.report, section="I.2.2", text="Đã mở <b>3</b> lớp.")
    data = {"text": "Lớp nào?", "passage": passage.pk, "page": "doc"}
    answer = send(client, house.leader, "comment_add", house.report, data)
    remark = Comment.objects.get()
    assert answer.url == f"{address('report_read', house.report)}#comment-{remark.pk}"
    text = page(client, house.specialist, "report_read", house.report)
    assert ("Đã mở &lt;b&gt;3&lt;/b&gt; lớp." in text, "Lớp nào?" in text) == (True, True)
    assert "1 comment is still open" in page(client, house.specialist, "report_detail", house.report)
    send(client, house.specialist, "comment_settle", house.report, {"answer": "Lớp ISO."}, remark.pk)
    remark.refresh_from_db()
    assert (remark.answer, remark.settled_by) == ("Lớp ISO.", house.specialist)
    send(client, house.leader, "comment_reopen", house.report, {}, remark.pk)
    remark.refresh_from_db()
    assert remark.settled_at is None
    empty = send(client, house.leader, "comment_add", house.report, {"text": " "})
    assert (empty.status_code, Comment.objects.count()) == (302, 1)


def test_a_frozen_report_is_read_on_its_own_page(house, client):
    report = approved(house)
    client.force_login(house.specialist)
    assert client.get(address("report_read", report)).url == report.get_absolute_url()


def test_differences_of_the_signed_file_are_shown_to_dost_and_need_words(house, client):
    kept = signed(house, lambda document: replace(document, closing="Trân trọng kính báo cáo./."))
    text = page(client, house.specialist, "report_detail", kept.report)
    assert ("It differs from what was approved" in text, "<del>" in text) == (True, True)
    send(client, house.specialist, "signed_accept", kept.report, {"reason": " "}, kept.pk)
    kept.refresh_from_db()
    assert kept.reason == ""
    send(client, house.specialist, "signed_accept", kept.report, {"reason": "Sửa câu kết."}, kept.pk)
    kept.refresh_from_db()
    assert kept.reason == "Sửa câu kết."
    issue(kept.report, sending(), by=house.specialist, on=TODAY())
    seen = {
        name: "Sửa câu kết." in page(client, getattr(house, name), "report_detail", kept.report)
        for name in ("specialist", "reader", "ministry")
    }
    assert seen == {"specialist": True, "reader": False, "ministry": False}


def test_the_signed_file_is_for_dost_until_the_report_is_issued(house, client):
    kept = signed(house)
    client.force_login(house.reader)
    assert client.get(address("signed_file", kept.report, kept.pk)).status_code == 404
    client.force_login(house.specialist)
    answer = client.get(address("signed_file", kept.report, kept.pk))
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert unquote(answer["Content-Disposition"]) == 'attachment; filename="bao-cao-da-ky.pdf"'


def status(answer):
    """Of an answer whose file nobody reads; to close the answer would close the database too."""
    for close in answer._resource_closers:
        close()
    return answer.status_code


def test_of_the_signed_files_readers_get_the_one_the_report_was_issued_with(house, client):
    wrong = signed(house, lambda document: replace(document, closing="Không phải bản này./."))
    right = upload_signed(wrong.report, received=a_file(signed_pdf(wrong.report)), by=house.specialist)
    issue(right.report, sending(), by=house.specialist, on=TODAY())
    came = {}
    for name in ("specialist", "reader", "ministry"):
        client.force_login(getattr(house, name))
        came[name] = [
            status(client.get(address("signed_file", right.report, each.pk))) for each in (wrong, right)
        ]
    assert came == {"specialist": [200, 200], "reader": [404, 200], "ministry": [404, 200]}


def test_asking_whether_a_file_is_there_is_no_download(house, client):
    kept = signed(house)
    client.force_login(house.specialist)
    at = address("signed_file", kept.report, kept.pk), address("report_file", kept.report)
    taken = Entry.objects.about(kept.report).filter(action="download")
    assert [status(client.head(each)) for each in at] == [200, 200]
    assert taken.count() == 0
    assert [status(client.get(each)) for each in at] == [200, 200]
    assert sorted(entry.facts["file"] for entry in taken) == ["pdf", "signed"]


def test_no_pdf_and_too_large_a_file_are_refused_at_the_field(house, client, settings):
    report = numbered(house)
    word = SimpleUploadedFile("a.pdf", b"PK\x03\x04 not a pdf", "application/pdf")
    assert send(client, house.specialist, "report_signed", report, {"file": word}).status_code == 409
    settings.APPLICATION_MOST_MB = 1
    large = SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"0" * (2 * 1024 * 1024), "application/pdf")
    assert send(client, house.specialist, "report_signed", report, {"file": large}).status_code == 409
    assert SignedFile.objects.count() == 0


def test_two_versions_are_shown_side_by_side(house, client):
    PassageFactory(report=house.report, section="I.2.2", text="Đã mở 3 lớp tại huyện Văn Giang.")
    TargetFactory(plan=house.period.plan)
    first = issued(house)
    second = reissue(first, why=Why.MISTAKE, reason="Đếm sót.", by=house.specialist, on=TODAY())
    second.passages.filter(section="I.2.2").update(text="Đã mở 4 lớp tại huyện Văn Giang.")
    render(report=Report.objects.with_place().get(pk=second.pk))
    text = page(client, house.specialist, "report_versions", second, 1)
    assert ("<del>3</del>" in text, "<ins>4</ins>" in text, "Đếm sót." in text) == (True, True, True)
    assert "Figures of targets that differ" not in text  # the draft's figures are those of now, and the same
    assert "what differs from this one" in page(client, house.specialist, "report_detail", second)


@pytest.mark.parametrize("count", [1, 3])
def test_the_reading_page_costs_the_same_for_any_number_of_passages(
    house, client, count, django_assert_num_queries
):
    for _number in range(count):
        passage = PassageFactory(report=house.report, section="I.2.2")
        comment(house.report, "Xem lại.", by=house.leader, passage=passage)
    client.force_login(house.leader)
    client.get(address("report_read", house.report))
    with django_assert_num_queries(22):
        client.get(address("report_read", house.report))


def head_and_foot(browser_page):
    return next(part for part in browser_page.context["parts"] if part["section"].key == "the-thuc")


def test_the_page_says_whose_head_the_paper_has_and_where_it_is_set(house, client):
    report, period = house.report, house.report.period
    ReportSetting.objects.filter(period=period).delete()
    client.force_login(house.specialist)
    page = client.get(report.get_absolute_url(), headers=ENGLISH)
    assert (head_and_foot(page)["setting"].pk, head_and_foot(page)["before"]) == (None, None)
    assert "those such papers usually have" in page.content.decode()
    earlier = PeriodFactory(plan=period.plan, kind="quarter", number=1, year=period.year)
    setting = usual_setting(earlier, TODAY())
    setting.symbol = "BC-KHCN"
    setting.save()
    page = client.get(report.get_absolute_url(), headers=ENGLISH)
    assert (head_and_foot(page)["setting"].symbol, head_and_foot(page)["before"]) == ("BC-KHCN", setting)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = client.get(report.get_absolute_url(), headers=ENGLISH)
    assert head_and_foot(page)["address"] == f"/admin/reporting/reportsetting/add/?period={period.pk}"
