"""From accepted submissions to the paper: what stands where, in which words, from whom."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from consolidation.documents.assembling import compose
from organisations.models import Organisation
from papers.blocks import (
    ChartBlock,
    Heading,
    ListBlock,
    Paragraph,
    ParagraphKind,
    TableBlock,
    joined,
)
from papers.codec import from_json, to_json
from papers.model import sources_of, texts
from programmes.models import DocumentKind, RowsRule, Standing
from reporting.documents.outline import outline_for
from reporting.models import DocumentSection, Precision, RequestLetter, StatementKind
from reporting.states import SubmissionState
from tests.factories.organisations import OrganisationFactory, ProvinceFactory, SuccessionFactory
from tests.factories.programmes import (
    AnnualTargetFactory,
    DocumentFactory,
    NationalTaskGroupFactory,
    PlanFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
)
from tests.reporting.filling import (
    a_document,
    a_figure,
    a_line,
    a_period,
    a_setting,
    a_statement,
    a_submission,
    an_integrated_line,
    reported,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)
NIL = "Năm 2023 không phát sinh nội dung này."
NO_MONEY = (
    "Đến ngày 10/11/2023 chưa ghi nhận khoản hỗ trợ nào cho doanh nghiệp, vì vậy báo cáo không nêu số liệu kinh phí "
    "hỗ trợ."
)


@pytest.fixture
def plan():
    document = DocumentFactory(
        number_and_symbol="101/KH-UBND",
        issued_on=dt.date(2021, 6, 30),
        issuer_text="UBND tỉnh Hưng Yên",
        abstract="Thực hiện chương trình trên địa bàn tỉnh Hưng Yên",
    )
    return PlanFactory(province=ProvinceFactory(name="Hưng Yên"), document=document, year_to=2030)


@pytest.fixture
def period(plan):
    return a_period(plan)


def paper(period, on=ON):
    return compose(period, on=on, at=dt.datetime(2023, 11, 21, 8, tzinfo=dt.UTC))


def section(document, number):
    """The blocks between a heading and the next one."""
    found, inside = [], False
    for block in document.blocks:
        if isinstance(block, Heading):
            if inside:
                break
            inside = block.numbering == number
        elif inside:
            found.append(block)
    return found


def said(blocks):
    """Blocks as lines of text."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(joined(block.runs))
        elif isinstance(block, ListBlock):
            for item in block.items:
                lines.append(f"- {joined(item.runs)}")
                lines += [f"+ {joined(sub.runs)}" for sub in item.items]
    return lines


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_headings_are_those_of_the_outline_with_one_year_throughout(period):
    outline = outline_for("P1322", 2023)
    headings = [block for block in paper(period).blocks if isinstance(block, Heading)]
    assert [h.numbering for h in headings] == [s.number for s in outline.sections]
    assert headings[12].text == (
        "Đánh giá kết quả, hiệu quả đã đạt được trong năm 2023 và lũy kế kết quả, hiệu quả đạt được từ đầu "
        "Chương trình đến hết năm 2023"
    )
    assert (
        headings[16].text == "Phương hướng, giải pháp thực hiện Chương trình năm 2024 và những năm tiếp theo"
    )


def test_the_first_citation_is_full_and_later_ones_are_short(period):
    letters = [
        ("3185/UBND-KGVX", dt.date(2023, 11, 21), "UBND tỉnh Hưng Yên", False, ""),
        ("4258/BKHCN-TĐC", dt.date(2023, 11, 17), "Bộ Khoa học và Công nghệ", False, ""),
        ("955/SKHCN-TĐC", dt.date(2023, 11, 22), "Sở Khoa học và Công nghệ", True, "các Sở, ban, ngành tỉnh"),
    ]
    for place, (number, day, issuer, is_ours, sent_to) in enumerate(letters):
        letter = DocumentFactory(
            kind=DocumentKind.LETTER,
            number_and_symbol=number,
            issued_on=day,
            issuer_text=issuer,
            abstract="báo cáo năm 2023",
        )
        RequestLetter.objects.create(
            period=period, document=letter, is_ours=is_ours, sent_to=sent_to, position=place
        )
    a_setting(period, issuer="SỞ KHOA HỌC VÀ CÔNG NGHỆ")
    document = paper(period)
    assert said(document.blocks[:2]) == [
        (
            "Thực hiện Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ phê duyệt Chương trình thử; "
            "Kế hoạch số 101/KH-UBND ngày 30/6/2021 của UBND tỉnh Hưng Yên thực hiện chương trình trên địa bàn tỉnh "
            "Hưng Yên."
        ),
        (
            "Căn cứ Công văn số 3185/UBND-KGVX ngày 21/11/2023 của UBND tỉnh Hưng Yên và Công văn số 4258/BKHCN-TĐC "
            "ngày 17/11/2023 của Bộ Khoa học và Công nghệ về việc báo cáo năm 2023; ngày 22/11/2023, Sở Khoa học và "
            "Công nghệ đã gửi Công văn số 955/SKHCN-TĐC đề nghị các Sở, ban, ngành tỉnh báo cáo. Kết quả tổng hợp như "
            "sau:"
        ),
    ]
    assert said(section(document, "a)")) == [
        "Năm 2023 không ban hành kế hoạch mới; tiếp tục thực hiện Kế hoạch số 101/KH-UBND."
    ]


def test_without_letters_the_paper_does_not_name_any(period):
    a_setting(period)
    assert said(paper(period).blocks[1:2]) == [
        "Sở Khoa học và Công nghệ báo cáo kết quả thực hiện năm 2023 như sau:"
    ]


def test_documents_are_listed_by_kind_and_date_once_each_and_the_last_line_ends_the_list(period):
    sent = a_submission(period)
    facts = {"issuer_text": "UBND tỉnh Hưng Yên"}
    plan_80 = a_document(
        sent,
        DocumentSection.PLANS,
        kind="plan",
        number_and_symbol="80/KH-UBND",
        issued_on=dt.date(2023, 4, 26),
        abstract="chuyển đổi số trong giáo dục nghề nghiệp.",
        **facts,
    )
    a_document(
        sent,
        DocumentSection.PLANS,
        kind="plan",
        number_and_symbol="41/KH-UBND",
        issued_on=dt.date(2023, 3, 6),
        abstract="giáo dục nghề nghiệp",
        **facts,
    )
    a_document(
        sent,
        DocumentSection.PLANS,
        kind="decision",
        number_and_symbol="945/QĐ-UBND",
        issued_on=dt.date(2023, 4, 26),
        abstract="kiện toàn Ban chỉ đạo",
        **facts,
    )
    other = a_submission(period, "Sở Y tế")
    other.issued_documents.create(document=plan_80.document, section=DocumentSection.PLANS)
    lead, listed = section(paper(period), "a)")
    assert said([lead, listed]) == [
        "Trong năm 2023, theo tham mưu của các sở, ban, ngành, UBND tỉnh Hưng Yên đã ban hành:",
        "- Quyết định số 945/QĐ-UBND ngày 26/4/2023 của UBND tỉnh Hưng Yên về việc kiện toàn Ban chỉ đạo;",
        "- Kế hoạch số 41/KH-UBND ngày 06/3/2023 của UBND tỉnh Hưng Yên về việc giáo dục nghề nghiệp;",
        (
            "- Kế hoạch số 80/KH-UBND ngày 26/4/2023 của UBND tỉnh Hưng Yên về việc chuyển đổi số trong giáo dục "
            "nghề nghiệp."
        ),
    ]
    assert {source.label for source in listed.items[2].source} == {"Sở Công Thương", "Sở Y tế"}


def test_a_document_without_number_and_day_keeps_the_gaps_open(period):
    a_document(
        a_submission(period), DocumentSection.MANAGEMENT, kind="letter", number_and_symbol="/SKHCN-TĐC",
        issued_on=None, issued_year=2023, issued_month=9, issuer_text="Sở Khoa học và Công nghệ", abstract="đôn đốc",
    )  # fmt: skip
    assert said(section(paper(period), "b)"))[1:] == [
        "- Công văn số …/SKHCN-TĐC ngày …/9/2023 của Sở Khoa học và Công nghệ về việc đôn đốc."
    ]


def test_the_issuer_is_called_as_on_the_day_of_the_document(period, plan):
    new = OrganisationFactory(province=plan.province, name="Sở Nội vụ", valid_from=dt.date(2025, 3, 1))
    SuccessionFactory(
        old=OrganisationFactory(province=plan.province, name="Sở Lao động", valid_to=dt.date(2025, 2, 28)),
        new=new,
    )
    a_document(
        a_submission(period), DocumentSection.MANAGEMENT, kind="letter", number_and_symbol="1839/SLĐTBXH",
        issued_on=dt.date(2023, 5, 8), issuer=Organisation.objects.get(pk=new.pk), abstract="đề xuất",
    )  # fmt: skip
    assert said(section(paper(period), "b)"))[1:] == [
        "- Công văn số 1839/SLĐTBXH ngày 08/5/2023 của Sở Lao động về việc đề xuất."
    ]


def test_integrated_results_stand_under_their_host_plan_in_the_units_words(period):
    host = DocumentFactory(
        number_and_symbol="196/KH-UBND",
        issued_on=dt.date(2022, 12, 5),
        issuer_text="UBND tỉnh",
        abstract="phát triển KH&CN",
    )
    line = an_integrated_line(
        a_submission(period), "Tập huấn khởi nghiệp", host=host,
        narrative="Đã tập huấn với các nội dung:\n- Thương mại điện tử\n+ Bán hàng\n+ Thanh toán\n\n- Sở hữu trí tuệ",
    )  # fmt: skip
    a_figure(line, 3000, indicator="Người dự tập huấn", unit="lượt người", precision=Precision.NEARLY)
    blocks = section(paper(period), "c)")
    assert said(blocks) == [
        (
            "Các hoạt động dưới đây được lồng ghép trong Kế hoạch số 196/KH-UBND ngày 05/12/2022 của UBND tỉnh về việc "
            "phát triển KH&CN:"
        ),
        "* Tập huấn khởi nghiệp",
        "Đã tập huấn với các nội dung:",
        "- Thương mại điện tử",
        "+ Bán hàng",
        "+ Thanh toán",
        "- Sở hữu trí tuệ",
        "Số liệu: Người dự tập huấn: gần 3.000 lượt người.",
    ]
    assert blocks[1].runs[0].italic
    assert [(s.kind, s.label) for s in blocks[2].source] == [("line", "Sở Công Thương")]
    assert [s.kind for s in blocks[-1].source] == ["figure"]


@pytest.fixture
def groups():
    programme = ProgrammeFactory()
    return {n: NationalTaskGroupFactory(programme=programme, code=f"NG{n}", position=n) for n in range(1, 7)}


def test_a_group_says_nil_only_when_everybody_who_owes_a_word_declared_it(period, groups):
    first, second = a_submission(period), a_submission(period, "Sở Y tế")
    a_line(first, national_group=groups[3], is_nil=True, nil_reason="Không có kinh phí")
    other = a_line(second, national_group=groups[3], is_nil=True, nil_reason="Không có doanh nghiệp")
    [nil] = section(paper(period), "2.3.")
    assert (joined(nil.runs), nil.kind) == (
        "Năm 2023 không hỗ trợ doanh nghiệp nội dung này.",
        ParagraphKind.NIL,
    )
    other.is_nil, other.nil_reason = False, ""
    other.save()
    [unknown] = section(paper(period), "2.3.")
    assert (joined(unknown.runs), unknown.kind) == (
        "01 đơn vị báo cáo không phát sinh; chưa có báo cáo về nội dung này của 01 đơn vị: Sở Y tế.",
        ParagraphKind.MISSING,
    )


def test_a_silent_unit_is_missing_and_not_nil(period, groups):
    late = a_submission(period, "Sở Y tế", SubmissionState.DRAFT)
    a_line(late, national_group=groups[6])
    assert said(section(paper(period), "2.6.")) == ["Chưa có báo cáo về nội dung này của 01 đơn vị: Sở Y tế."]
    # Nobody owes a word there, but nobody declared nil either.
    assert said(section(paper(period), "2.5.")) == [
        "Chưa tổng hợp được: 01/01 đơn vị chưa có báo cáo được tiếp nhận (Sở Y tế)."
    ]


def test_a_group_nobody_owes_a_word_on_is_nil_once_every_unit_has_reported(period, groups):
    a_submission(period)
    assert said(section(paper(period), "2.5.")) == [NIL]


def test_many_silent_units_are_named_once_and_then_by_the_annex(period, groups):
    for name in ("Sở A", "Sở B", "Sở C", "Sở D"):
        a_line(a_submission(period, name, SubmissionState.DRAFT), national_group=groups[3])
    document = paper(period)
    assert said(section(document, "a)")) == [
        "Chưa tổng hợp được: 04/04 đơn vị chưa có báo cáo được tiếp nhận (Sở A; Sở B; Sở C; Sở D)."
    ]
    assert said(section(document, "b)")) == [
        "Chưa tổng hợp được: 04/04 đơn vị chưa có báo cáo được tiếp nhận (xem Phụ lục)."
    ]
    assert said(section(document, "2.3.")) == ["Chưa có báo cáo về nội dung này của 04 đơn vị (xem Phụ lục)."]


def test_nought_is_a_result_and_nil_is_not_said_beside_it(period, groups):
    line = a_line(a_submission(period), national_group=groups[3])
    a_figure(line, 0, indicator="Doanh nghiệp được hỗ trợ", unit="doanh nghiệp")
    assert said(section(paper(period), "2.3.")) == ["Số liệu: Doanh nghiệp được hỗ trợ: 0 doanh nghiệp."]


def test_units_speak_by_task_and_are_named_where_several_speak(period, groups, plan):
    task = TaskFactory(plan=plan, title="Tổ chức lớp tập huấn", national_group=groups[4])
    one = a_line(a_submission(period), task=task, narrative="Mở một lớp.")
    a_figure(one, 3, indicator="Công chức dự học", unit="người", estimate=5)
    a_line(a_submission(period, "Sở Y tế"), task=task, narrative="Cử người dự.")
    a_line(
        a_submission(period, "Sở Nội vụ", SubmissionState.SUBMITTED),
        task=task,
        narrative="Chưa được tiếp nhận.",
    )
    assert said(section(paper(period), "2.4.")) == [
        "* Tổ chức lớp tập huấn",
        "Sở Công Thương: Mở một lớp.",
        "Số liệu: Công chức dự học: 03 người (ước cả năm 05 người).",
        "Sở Y tế: Cử người dự.",
    ]


def test_tasks_of_no_national_group_are_not_lost(period, plan, groups):
    a_line(a_submission(period), task=TaskFactory(plan=plan, title="Khảo sát"), narrative="Đã khảo sát.")
    document = paper(period)
    assert said(section(document, "2.7.")) == ["* Khảo sát", "Đã khảo sát."]


def test_obstacles_are_grouped_by_addressee_and_the_same_words_stand_once(period):
    one, two = a_submission(period), a_submission(period, "Sở Y tế")
    a_statement(one, StatementKind.OBSTACLE, "Thiếu kinh phí.", addressee="UBND tỉnh", cause="Ngân sách ít.")
    a_statement(two, StatementKind.OBSTACLE, "thiếu kinh phí.", addressee="UBND tỉnh")
    a_statement(two, StatementKind.OBSTACLE, "- Khó tuyển chọn.\n- Chậm giải ngân.")
    document = paper(period)
    assert said(section(document, "3.")) == ["- Ngân sách ít."]
    found = [b for h, b in _pairs(document) if h.text == "Những tồn tại và vướng mắc"]
    assert said(found) == [
        "Đối với UBND tỉnh:",
        "- Thiếu kinh phí.",
        "Nội dung khác:",
        "- Khó tuyển chọn.",
        "- Chậm giải ngân.",
    ]
    assert [s.label for s in found[1].items[0].source] == ["Sở Công Thương", "Sở Y tế"]


def _pairs(document):
    heading = None
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block
        elif heading is not None:
            yield heading, block


def under(document, title):
    return [block for heading, block in _pairs(document) if heading.text == title]


def test_solutions_stand_under_the_groups_that_have_any_and_are_numbered_again(period, groups):
    sent = a_submission(period)
    a_statement(sent, StatementKind.SOLUTION, "Truyền thông.", national_group=groups[2])
    for text in ("Hỗ trợ mã số.", "Hỗ trợ chứng nhận.", "Hỗ trợ số hóa.", "Hỗ trợ đo lường.", "Hỗ trợ ISO."):
        a_statement(sent, StatementKind.SOLUTION, text, national_group=groups[4])
    a_statement(sent, StatementKind.SOLUTION, "Việc khác.")
    document = paper(period)
    headings = [
        b.line
        for b in document.blocks
        if isinstance(b, Heading) and b.text.startswith(("Nhóm", "Giải pháp khác"))
    ]
    assert headings == [f"2.1. {groups[2].title}", f"2.2. {groups[4].title}", "2.3. Giải pháp khác"]
    assert said(under(document, groups[4].title)) == [
        "a) Hỗ trợ mã số.", "b) Hỗ trợ chứng nhận.", "c) Hỗ trợ số hóa.", "d) Hỗ trợ đo lường.", "đ) Hỗ trợ ISO.",
    ]  # fmt: skip


def test_statements_nobody_made_are_none_only_when_everybody_has_reported(period):
    a_submission(period)
    assert said(under(paper(period), "Đề xuất, kiến nghị")) == ["Không có."]
    a_submission(period, "Sở Y tế", SubmissionState.NOT_STARTED)
    [unknown] = under(paper(period), "Đề xuất, kiến nghị")
    assert (joined(unknown.runs), unknown.kind) == (
        "Chưa tổng hợp được: 01/02 đơn vị chưa có báo cáo được tiếp nhận (Sở Y tế).",
        ParagraphKind.MISSING,
    )


def test_targets_stand_in_a_table_with_parts_rows_and_what_they_mean(period, plan):
    whole = TargetFactory(
        plan=plan, indicator="Doanh nghiệp được hỗ trợ", operator="at_least", value=Decimal(4)
    )
    TargetFactory(plan=plan, indicator="Mô hình điểm", operator="exact", value=Decimal(2), parent=whole)
    apart = TargetFactory(plan=plan, indicator="Doanh nghiệp áp dụng", operator="exact", value=Decimal(40))
    for code in ("III.6", "III.7"):
        row = TaskFactory(
            plan=plan,
            kind="annex_row",
            code=code,
            title=f"Dòng {code}",
            unit="doanh nghiệp",
            total=Decimal(40),
        )
        row.targets.add(apart)
        AnnualTargetFactory(task=row, year=2023, value=Decimal(8))
    AnnualTargetFactory(task=None, target=whole, year=2023, value=Decimal(2))
    line = a_line(a_submission(period))
    a_figure(line, 5, target=whole, estimate=6)
    with translation.override("vi"):
        targets, rows, *_more = [block for block in paper(period).blocks if isinstance(block, TableBlock)]
    assert cells(targets) == [
        ["1", "Doanh nghiệp được hỗ trợ: ít nhất 4 doanh nghiệp", "2", "5", "6", "5", "Vượt (125%)"],
        ["1.1", "Mô hình điểm: trong đó 2 doanh nghiệp", "không nêu", "chưa báo cáo", "chưa báo cáo", "chưa báo cáo", "Chưa đánh giá được"],
        ["2", "Doanh nghiệp áp dụng: 40 doanh nghiệp", "không cộng", "chưa báo cáo", "chưa báo cáo", "chưa báo cáo", "Chưa đánh giá được"],
    ]  # fmt: skip
    assert [source.kind for source in targets.rows[0].source] == ["figure"]
    assert cells(rows) == [
        ["III.6", "Dòng III.6 (doanh nghiệp)", "40", "8", "chưa báo cáo", "chưa báo cáo", "", "chưa báo cáo"],
        ["III.7", "Dòng III.7 (doanh nghiệp)", "40", "8", "chưa báo cáo", "chưa báo cáo", "", "chưa báo cáo"],
    ]


def test_the_charts_title_says_the_finding(period, plan):
    target = TargetFactory(plan=plan, indicator="Doanh nghiệp", operator="at_least", value=Decimal(3))
    TargetFactory(plan=plan, indicator="Chuyên gia")
    reported(period, target, 2)
    [chart] = [block for block in paper(period).blocks if isinstance(block, ChartBlock)]
    assert chart.title == (
        "Lũy kế đến ngày 10/11/2023: trong 02 chỉ tiêu có 01 đang thực hiện, 01 chưa báo cáo"
    )
    assert [(bar.label, bar.value, bar.remark) for bar in chart.bars] == [
        ("1. Doanh nghiệp", Decimal("66.7"), ""),
        ("2. Chuyên gia", None, "chưa báo cáo"),
    ]


def test_a_plan_known_only_by_a_report_says_that_its_targets_are_unknown(period, plan):
    plan.standing = Standing.KNOWN_BY_REPORT
    plan.save()
    assert said(
        under(
            paper(period),
            "Đánh giá kết quả, hiệu quả đã đạt được từ đầu Chương trình (năm 2021) đến hết năm 2023",
        )
    )[-2:] == [
        "Chưa có toàn văn Kế hoạch số 101/KH-UBND nên không có bảng so sánh kết quả với chỉ tiêu.",
        NO_MONEY,
    ]


def test_integrated_figures_of_a_target_stand_in_a_table_of_their_own_and_count_nowhere(period, plan):
    target = TargetFactory(plan=plan, indicator="Doanh nghiệp", operator="at_least", value=Decimal(4))
    figure = reported(period, target, 1)
    a_figure(an_integrated_line(figure.line.submission), 5, target=target)
    tables = {block.caption: block for block in paper(period).blocks if isinstance(block, TableBlock)}
    assert cells(tables["Kết quả so với chỉ tiêu của Kế hoạch số 101/KH-UBND"])[0][5] == "1"
    assert cells(tables["Kết quả lồng ghép trong các chương trình, đề án, nhiệm vụ khác"]) == [
        ["Hội chợ"],
        ["Doanh nghiệp", "doanh nghiệp", "5", "chưa báo cáo", "Sở Công Thương"],
    ]


def test_the_annex_tells_how_every_unit_answered(period):
    a_submission(period, "Sở A")
    a_submission(period, "Sở B", filed_on=dt.date(2023, 11, 23))
    a_submission(period, "Sở C", is_nil=True, nil_reason="Không có đối tượng")
    a_submission(period, "Sở D", SubmissionState.DRAFT)
    a_submission(period, "Sở E", SubmissionState.RETURNED, return_reason="Thiếu số liệu")
    a_submission(period, "Sở F", SubmissionState.SUBMITTED)
    [annex] = paper(period).annexes
    intro, table = annex.blocks
    assert said([intro]) == [
        (
            "Có 06 đơn vị được yêu cầu báo cáo, hạn nộp ngày 20/11/2023: 02 đơn vị nộp đúng hạn, 01 đơn vị nộp muộn, "
            "01 đơn vị báo cáo không phát sinh, 01 đơn vị được trả lại để bổ sung, 01 đơn vị chưa báo cáo."
        )
    ]
    assert cells(table) == [
        ["1", "Sở A", "Đã nộp đúng hạn", "20/11/2023", ""],
        ["2", "Sở B", "Đã nộp muộn", "23/11/2023", "muộn 3 ngày"],
        ["3", "Sở C", "Không phát sinh", "20/11/2023", "Không có đối tượng"],
        ["4", "Sở D", "Chưa báo cáo", "", ""],
        ["5", "Sở E", "Trả lại để bổ sung", "", "Thiếu số liệu"],
        ["6", "Sở F", "Đã nộp đúng hạn", "20/11/2023", "chờ Sở tiếp nhận"],
    ]


def test_letterhead_and_signature_come_from_the_setting_and_the_number_stays_open(period):
    a_setting(period)
    document = paper(period)
    head = document.letterhead
    assert (head.issuer, head.symbol, head.number) == ("Sở Khoa học và Công nghệ", "BC-SKHCN", None)
    assert (head.date.year, head.date.month, head.date.day) == (2023, None, None)
    assert paper(period, dt.date(2026, 1, 5)).letterhead.date.year is None
    assert head.addressees == ("UBND tỉnh Hưng Yên", "Bộ Khoa học và Công nghệ")
    assert document.signature.forms == ("KT. GIÁM ĐỐC",)
    assert document.recipients == ("Như trên", "Lưu: VT, TĐC")
    assert document.closing == (
        "Trên đây là kết quả thực hiện Chương trình năm 2023, Sở Khoa học và Công nghệ trân trọng báo cáo UBND tỉnh "
        "Hưng Yên và Bộ Khoa học và Công nghệ./."
    )
    assert document.draft
    assert document.mark == ""


def test_made_up_figures_are_marked_on_every_page_and_before_the_first_word(period):
    a_submission(period, is_demo=True)
    document = paper(period)
    assert document.mark == "DỮ LIỆU MINH HỌA (DEMO)"
    assert said(document.blocks[:1]) == [
        (
            "DỮ LIỆU MINH HỌA (DEMO). Số liệu trong bản này chỉ để xem thử cổng, không phải số liệu thật, "
            "không dùng để báo cáo."
        )
    ]


def test_the_same_data_make_the_same_document_in_every_language_and_it_can_be_stored(period, groups):
    sent = a_submission(period)
    a_line(sent, national_group=groups[2], narrative="Tuyên truyền.")
    reported(period, TargetFactory(plan=period.plan, rows_rule=RowsRule.SUM), 2, unit="Sở Y tế")
    with translation.override("en"):
        english = paper(period)
    assert paper(period) == english
    assert from_json(to_json(english)) == english


def test_every_sentence_a_unit_wrote_carries_its_source(period, groups):
    sent = a_submission(period)
    a_line(sent, national_group=groups[1], narrative="Xây dựng thuyết minh.")
    a_statement(sent, StatementKind.ASSESSMENT, "Có tiến bộ.")
    a_statement(sent, StatementKind.PROPOSAL, "Bố trí kinh phí.", addressee="UBND tỉnh")
    document = paper(period)
    for text in ("Xây dựng thuyết minh.", "Có tiến bộ.", "Bố trí kinh phí."):
        [block] = [b for b in document.blocks if any(text in line for line in said([b]))]
        assert {source.label for source in sources_of(block)} == {"Sở Công Thương"}
    assert "Bố trí kinh phí." in " ".join(texts(document))


@pytest.mark.parametrize("count", [1, 3])
def test_composing_costs_the_same_queries_for_any_number_of_units(
    period, groups, count, django_assert_num_queries
):
    a_setting(period)
    for number in range(count):
        sent = a_submission(period, f"Sở {number}")
        line = a_line(sent, national_group=groups[2], narrative="Tuyên truyền.")
        a_figure(line, 1)
        an_integrated_line(sent, host=DocumentFactory(issuer=OrganisationFactory()), narrative="Lồng ghép.")
        a_document(sent, DocumentSection.PLANS, issuer=OrganisationFactory(), abstract=f"việc {number}")
        a_statement(sent, StatementKind.SOLUTION, f"Giải pháp {number}.", national_group=groups[number + 1])
    period.refresh_from_db()
    with django_assert_num_queries(30):
        paper(period)


def test_more_targets_than_fit_into_a_chart_go_on_in_the_next(period, plan):
    for _ in range(61):
        reported(period, TargetFactory(plan=plan), "3")
    charts = [block for block in paper(period).blocks if isinstance(block, ChartBlock)]
    assert [len(chart.bars) for chart in charts] == [60, 1]
    assert charts[1].title == f"{charts[0].title} (tiếp theo)"


def test_one_units_endless_list_does_not_keep_the_report_from_being_made(period, groups):
    line = a_line(
        a_submission(period), national_group=groups[3], narrative="- a\n" * 1001 + "- b\n" + "+ c\n" * 501
    )
    for at in range(25):
        a_figure(line, "3", indicator=f"{at} " + "x" * 990)
    document = paper(period)
    assert sorted(len(block.items) for block in document.blocks if isinstance(block, ListBlock))[-2:] == [
        2,
        1000,
    ]
