"""The entry page against wrong input: nothing typed is lost, nothing wrong is stored."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from programmes.models import LegalDocument
from reporting.forms.citation import read_citation, write_citation
from reporting.models import Figure, ReportingPeriod, Statement, SubmissionLine
from tests.factories.organisations import GroupMemberFactory
from tests.factories.programmes import NationalTaskGroupFactory, TaskFactory, TaskRoleFactory
from tests.factories.reporting import signed_in, stage, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return stage()


@pytest.fixture
def client(here):
    return signed_in(here.focal)


def send(client, here, **changed):
    return client.post(f"/phieu/{here.submission.pk}/nhap/", typed(client, here.submission, **changed))


def slips(answer):
    return [(slip.anchor, slip.message) for slip in answer.context["entry"].slips]


def test_a_draft_may_lack_anything(client, here):
    assert send(client, here, **{f"line__{here.line.pk}__narrative": "Đã làm."}).status_code == 302
    assert (here.line.narrative, here.figure.to_date, here.submission.state) == ("Đã làm.", None, "draft")


def test_figures_are_read_as_offices_write_them(client, here):
    name = f"figure__{here.figure.pk}"
    send(client, here, **{f"{name}__to_date": "1.500", f"{name}__estimate": "0"})
    assert (here.figure.to_date, here.figure.estimate) == (Decimal(1500), Decimal(0))
    page = client.get(f"/phieu/{here.submission.pk}/nhap/").content.decode()
    assert 'value="1.500"' in page


@pytest.mark.parametrize("wrong", ["nhiều", "-3", "1,5", "1000000000000", "1.5", "3e5", "-", "３"])
def test_a_wrong_figure_is_told_at_its_field_and_stays_there(client, here, wrong):
    name = f"figure-{here.figure.pk}-to_date"
    answer = send(client, here, **{name: wrong, f"line__{here.line.pk}__narrative": "Giữ lại câu này."})
    assert [anchor for anchor, _message in slips(answer)] == [f"id_{name}"]
    page = answer.content.decode()
    assert (f'value="{wrong}"' in page, "Giữ lại câu này." in page, f'href="#id_{name}"' in page) == (
        True,
    ) * 3
    assert (here.figure.to_date, here.line.narrative, here.submission.version) == (None, "", 1)


def test_text_is_stored_composed_and_without_invisible_characters(client, here):
    send(client, here, **{f"line__{here.line.pk}__narrative": "Hội nghị\x00 \u200bnăng suất"})
    assert here.line.narrative == "Hội nghị năng suất"


def test_markup_is_text(client, here):
    send(client, here, **{f"line__{here.line.pk}__narrative": "<script>alert(1)</script>"})
    for page in ("", "nhap/"):
        shown = client.get(f"/phieu/{here.submission.pk}/{page}").content.decode()
        assert ("<script>alert" in shown, "&lt;script&gt;alert" in shown) == (False, True)


def test_too_long_a_text_is_refused_whole(client, here):
    long = "năng suất " * 10_000
    name = f"line-{here.line.pk}-narrative"
    answer = send(client, here, **{name: long})
    assert slips(answer) == [
        (f"id_{name}", "This text has 99.999 characters, but at most 20.000 fit. Shorten it.")
    ]
    assert (long.strip() in answer.content.decode(), here.line.narrative) == (True, "")


def test_a_file_instead_of_text_changes_nothing(client, here):
    SubmissionLine.objects.update(narrative="Đã có.")
    sent = typed(client, here.submission)
    sent[f"line-{here.line.pk}-narrative"] = SimpleUploadedFile("bao-cao.docx", b"PK")
    answer = client.post(f"/phieu/{here.submission.pk}/nhap/", sent)
    assert "takes only text" in slips(answer)[0][1]
    assert here.line.narrative == "Đã có."


def test_half_a_form_changes_nothing(client, here):
    SubmissionLine.objects.update(narrative="Đã có.")
    answer = client.post(f"/phieu/{here.submission.pk}/nhap/", {"head-version": "1", "save": "draft"})
    assert "did not arrive whole" in slips(answer)[0][1]
    assert here.line.narrative == "Đã có."


def test_two_tabs_the_second_is_refused_and_keeps_its_words(client, here):
    name = f"line__{here.line.pk}__narrative"
    second = typed(client, here.submission, **{name: "Từ thẻ thứ hai."})
    send(client, here, **{name: "Từ thẻ thứ nhất."})
    answer = client.post(f"/phieu/{here.submission.pk}/nhap/", second)
    assert (answer.status_code, here.line.narrative) == (409, "Từ thẻ thứ nhất.")
    [difference] = answer.context["conflict"].differences
    assert (difference.typed, difference.stored) == ("Từ thẻ thứ hai.", "Từ thẻ thứ nhất.")
    assert str(here.focal) in answer.context["problems"][0]


def test_a_double_click_saves_once(client, here):
    sent = typed(client, here.submission, obstacle__TOTAL_FORMS="1", obstacle__0__text="Thiếu kinh phí.")
    answers = [client.post(f"/phieu/{here.submission.pk}/nhap/", sent).status_code for _ in range(2)]
    assert (answers, Statement.objects.count(), here.submission.version) == ([302, 302], 1, 2)


@pytest.mark.parametrize(
    "days",
    [
        {"opens_on": timezone.localdate() + dt.timedelta(1)},
        {
            "due_on": timezone.localdate() - dt.timedelta(2),
            "locks_on": timezone.localdate() - dt.timedelta(1),
        },
    ],
)
def test_a_closed_period_says_so_and_keeps_the_words(client, here, days):
    ReportingPeriod.objects.update(**days)
    answer = send(client, here, **{f"line__{here.line.pk}__narrative": "Gõ muộn."})
    assert (answer.status_code, here.line.narrative) == (409, "")
    assert ("Gõ muộn." in answer.content.decode(), slips(answer)[0][1][:18]) == (True, "Nothing was saved.")


def test_one_more_row_keeps_everything_typed_and_stores_nothing(client, here):
    sent = typed(client, here.submission, **{f"line__{here.line.pk}__narrative": "Đang gõ dở."})
    del sent["save"]
    sent |= {"add": "documents", f"figure-{here.figure.pk}-to_date": "nhiều"}
    answer = client.post(f"/phieu/{here.submission.pk}/nhap/", sent)
    entry, page = answer.context["entry"], answer.content.decode()
    assert (len(entry.documents.forms), entry.slips) == (1, [])
    assert ("Đang gõ dở." in page, 'value="nhiều"' in page, here.line.narrative) == (True, True, "")
    assert 'name="documents-0-abstract"' in page


def test_rows_of_every_kind_are_stored_and_taken_away_again(client, here):
    own, day = f"own-{here.line.pk}", "17/03/2026"
    rows = {
        f"{own}-TOTAL_FORMS": "1", f"{own}-0-indicator": "Lượt người được tập huấn", f"{own}-0-unit": "lượt người",
        f"{own}-0-precision": "nearly", f"{own}-0-to_date": "3.000",
        "integrated-TOTAL_FORMS": "1", "integrated-0-heading": "Chương trình OCOP", "integrated-0-narrative": "Đã làm.",
        "integrated-0-host": "Kế hoạch số 196/KH-UBND ngày 06/3/2026 của UBND tỉnh về việc phát triển sản phẩm",
        "integrated-0-national_group": str(here.group.pk), "integrated-0-own-TOTAL_FORMS": "1",
        "integrated-0-own-0-indicator": "Doanh nghiệp", "integrated-0-own-0-unit": "doanh nghiệp",
        "integrated-0-own-0-to_date": "5",
        "documents-TOTAL_FORMS": "1", "documents-0-kind": "letter", "documents-0-number_and_symbol": "164/SCT",
        "documents-0-issued_on": day, "documents-0-issuer_text": "Sở Công Thương", "documents-0-abstract": "hướng dẫn",
        "documents-0-section": "management",
        "obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí.", "obstacle-0-cause": "Chưa có mức chi.",
        "solution-TOTAL_FORMS": "1", "solution-0-text": "Tập huấn.", "solution-0-national_group": str(here.group.pk),
        "proposal-TOTAL_FORMS": "1", "proposal-0-text": "Sớm hướng dẫn.", "proposal-0-addressee": "Bộ KH&CN",
    }  # fmt: skip
    assert send(client, here, **rows).status_code == 302
    added = here.submission.lines.get(attribution="integrated")
    assert (added.host.number_and_symbol, added.host.issued_on, added.figures.get().to_date) == (
        "196/KH-UBND", dt.date(2026, 3, 6), 5,
    )  # fmt: skip
    assert [(f.to_date, f.precision) for f in here.line.figures.filter(is_own=True)] == [(3000, "nearly")]
    assert here.submission.issued_documents.get().document.issued_on == dt.date(2026, 3, 17)
    assert Statement.objects.count() == 3
    assert send(client, here).status_code == 302
    assert here.submission.version == 2  # shown and sent again unchanged: nothing to store
    gone = {f"{p}-0-DELETE": "on" for p in (own, "integrated", "documents", "obstacle", "proposal")}
    assert (
        send(client, here, **gone, **{"solution-0-text": "", "solution-0-national_group": ""}).status_code
        == 302
    )
    assert (Statement.objects.count(), here.submission.issued_documents.count(), Figure.objects.count()) == (
        0,
        0,
        1,
    )
    assert LegalDocument.objects.filter(number_and_symbol="164/SCT").count() == 1


def test_a_row_to_be_removed_may_be_wrong(client, here):
    send(client, here, **{"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí."})
    answer = send(client, here, **{"obstacle-0-text": "x" * 30_000, "obstacle-0-DELETE": "on"})
    assert (answer.status_code, Statement.objects.count()) == (302, 0)


def a_letter(at, number):
    """One row of the documents, as typed."""
    row = {
        "kind": "letter",
        "number_and_symbol": number,
        "issued_on": "17/03/2026",
        "abstract": f"hướng dẫn {number}",
    }
    row |= {"issuer_text": "Sở Công Thương", "section": "management"}
    return {f"documents-{at}-{name}": value for name, value in row.items()}


def test_a_document_moves_from_a_row_taken_away_to_another(client, here):
    send(client, here, **{"documents-TOTAL_FORMS": "2"}, **a_letter(0, "1/SCT"), **a_letter(1, "2/SCT"))
    answer = send(client, here, **a_letter(0, "2/SCT"), **{"documents-1-DELETE": "on"})
    assert answer.status_code == 302
    listed = here.submission.issued_documents.values_list("document__number_and_symbol", flat=True)
    assert list(listed) == ["2/SCT"]


@pytest.mark.parametrize("forged", ["other programme", "9" * 30, "9" * 5000, "\x00", "một"])
def test_a_group_that_was_not_offered_is_told_at_its_field(client, here, forged):
    pk = str(NationalTaskGroupFactory(programme__key="Q9").pk) if forged == "other programme" else forged
    row = {"solution-TOTAL_FORMS": "1", "solution-0-text": "Tập huấn.", "solution-0-national_group": pk}
    answer = send(client, here, **row)
    assert [anchor for anchor, _message in slips(answer)] == ["id_solution-0-national_group"]


def test_a_row_named_twice_is_refused(client, here):
    send(client, here, **{"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí."})
    twice = {"obstacle-TOTAL_FORMS": "2", "obstacle-0-DELETE": "on", "obstacle-1-text": "Thiếu người."}
    answer = send(client, here, **twice, **{"obstacle-1-pk": str(Statement.objects.get().pk)})
    assert (answer.status_code, Statement.objects.get().text) == (409, "Thiếu kinh phí.")


def test_an_added_figure_is_counted_as_its_unit_asks(client, here):
    own = f"own-{here.line.pk}"
    answer = send(
        client, here, **{f"{own}-TOTAL_FORMS": "1", f"{own}-0-unit": "người", f"{own}-0-to_date": "1,5"}
    )
    assert [anchor for anchor, _m in slips(answer)] == [f"id_{own}-0-to_date"]


def test_figures_of_an_activity_without_heading_are_not_dropped(client, here):
    answer = send(
        client,
        here,
        **{
            "integrated-TOTAL_FORMS": "1",
            "integrated-0-own-TOTAL_FORMS": "1",
            "integrated-0-own-0-to_date": "5",
        },
    )
    assert [anchor for anchor, _m in slips(answer)] == ["id_integrated-0-heading"]


def test_nil_needs_a_reason_and_contradicts_results(client, here):
    line = f"line-{here.line.pk}"
    assert [a for a, _m in slips(send(client, here, **{f"{line}-is_nil": "on"}))] == [f"id_{line}-nil_reason"]
    both = {f"{line}-is_nil": "on", f"{line}-nil_reason": "Chưa có kinh phí."}
    assert [a for a, _m in slips(send(client, here, **both, **{f"{line}-narrative": "Đã làm."}))] == [
        f"id_{line}-is_nil"
    ]
    counted = send(client, here, **both, **{f"figure-{here.figure.pk}-to_date": "3"})
    assert [a for a, _m in slips(counted)] == [f"id_{line}-is_nil"]
    assert send(client, here, **both).status_code == 302
    assert (here.line.is_nil, here.line.nil_reason) == (True, "Chưa có kinh phí.")


def test_one_press_declares_nil_where_many_are_asked_and_nothing_was_typed(here):
    here = stage(opened=False)
    lead, group = here.task, GroupMemberFactory(organisation=here.unit).group
    for _ in range(2):
        task = TaskFactory(plan=here.plan)
        TaskRoleFactory(task=task, kind="partner", organisation=None, group=group)
    here.open()
    client = signed_in(here.focal)
    done, empty = here.submission.lines.exclude(task=lead)
    send(client, here, **{f"line-{done.pk}-narrative": "Đã làm.", "save": "nil_rest"})
    said = {line.pk: (line.is_nil, line.nil_reason) for line in here.submission.lines.all()}
    assert said == {
        here.line.pk: (False, ""),
        done.pk: (False, ""),
        empty.pk: (True, "Năm 2026 không phát sinh nội dung này."),
    }


@pytest.mark.parametrize("count", ["999999", "-1", "x", "１"])
def test_a_forged_number_of_rows_harms_nobody(client, here, count):
    assert send(client, here, **{"documents-TOTAL_FORMS": count}).status_code in {200, 302}
    assert here.submission.issued_documents.count() == 0


def test_the_page_asks_a_partner_differently_from_a_lead(client, here):
    leads = client.get(f"/phieu/{here.submission.pk}/nhap/").content.decode()
    SubmissionLine.objects.update(role="partner")
    helps = client.get(f"/phieu/{here.submission.pk}/nhap/").content.decode()
    assert ("leads this task" in leads, "helps with this task" in helps) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 196/KH-UBND ngày 06/3/2026 của UBND tỉnh Hưng Yên về việc phát triển sản phẩm",
        "Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ",
        "Công văn số 955/SKHCN-TĐC",
        "Đề án phát triển làng nghề của tỉnh",
    ],
)
def test_a_citation_is_read_and_written_alike(text):
    assert write_citation(LegalDocument(**vars(read_citation(text)))) == text
