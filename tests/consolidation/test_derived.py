"""The parts of a report the portal writes: by group, apart from other programmes, money, years, every kind of period."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from consolidation.documents.compose.derived import DERIVED
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.frame import setting_of
from papers.blocks import ChartBlock, Paragraph, ParagraphKind, RowKind, TableBlock, joined
from reporting.documents.outline import Section, outline_of
from reporting.models import PeriodKind
from reporting.queries.contents import contents_of
from reporting.queries.results import results_of_period
from support.models import Direction, Disbursement
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    AnnualTargetFactory,
    DocumentFactory,
    NationalTaskGroupFactory,
    PhaseFactory,
    PlanFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
)
from tests.factories.support import SupportContentFactory, SupportFactory
from tests.reporting.filling import a_figure, a_line, a_period, a_submission, an_integrated_line, reported

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)
SECTION = Section("II.1", "1.", 2, "Đánh giá")
MILLION = 1_000_000


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def plan():
    programme = ProgrammeFactory(key="P1322")
    return PlanFactory(year_from=2021, year_to=2025, programme=programme)


@pytest.fixture
def period(plan):
    return a_period(plan)


def written(period, feed, on=ON):
    """What one derived part says of a period."""
    outline = outline_of(period)
    draft = Draft(
        period=period,
        contents=contents_of(period),
        results=results_of_period(period, on=on),
        outline=outline,
        setting=setting_of(period, on, outline),
        on=on,
    )
    return list(DERIVED[feed].write(draft, SECTION))


def table(period, feed, on=ON):
    [found] = [block for block in written(period, feed, on) if isinstance(block, TableBlock)]
    return found


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def heads(table):
    return [f"{column.group}: {column.title}" if column.group else column.title for column in table.columns]


@pytest.mark.parametrize("feed", sorted(set(DERIVED) - {"intro", "closing", "targets", "money"}))
def test_a_part_with_nothing_to_tell_prints_nothing(period, feed):
    assert written(period, feed) == []


def test_groups_stand_with_their_targets_and_how_units_answered(plan, period):
    group = NationalTaskGroupFactory(
        programme=plan.programme, code="NG3", title="Hỗ trợ doanh nghiệp", position=3
    )
    task = TaskFactory(plan=plan, national_group=group)
    target = TargetFactory(plan=plan, operator="at_least", value=Decimal(2))
    task.targets.add(target)
    TargetFactory(plan=plan)
    reported(period, target, 3, task=task)
    nil = a_submission(period, "Sở B", is_nil=True, nil_reason="Không có")
    a_line(nil, task=task)
    found = table(period, "groups")
    assert heads(found) == [
        "Nhóm nhiệm vụ",
        "Chỉ tiêu: Số chỉ tiêu",
        "Chỉ tiêu: Đạt, vượt",
        "Chỉ tiêu: Đang thực hiện",
        "Chỉ tiêu: Không đạt",
        "Chỉ tiêu: Chưa đánh giá được",
        "Đơn vị: Có kết quả",
        "Đơn vị: Không phát sinh",
        "Đơn vị: Chưa báo cáo",
    ]
    assert cells(found) == [
        ["Hỗ trợ doanh nghiệp", "1", "1", "0", "0", "0", "1", "1", "0"],
        ["Nội dung không thuộc nhóm nào", "1", "0", "0", "0", "1", "0", "0", "0"],
    ]
    assert (found.note, len(found.rows[0].source)) == ("", 2)


def test_a_target_of_two_groups_is_told_in_both_and_the_note_says_so(plan, period):
    target = TargetFactory(plan=plan)
    for code in ("NG3", "NG4"):
        group = NationalTaskGroupFactory(programme=plan.programme, code=code, position=int(code[-1]))
        TaskFactory(plan=plan, national_group=group).targets.add(target)
    found = table(period, "groups")
    assert [row[1] for row in cells(found)] == ["1", "1"]
    assert found.note == "Chỉ tiêu phục vụ nhiều nhóm được tính ở từng nhóm nên không cộng các nhóm với nhau."


def test_figures_of_the_programme_and_of_others_stand_in_two_tables(plan, period):
    group = NationalTaskGroupFactory(programme=plan.programme, code="NG2", title="Truyền thông", position=2)
    task = TaskFactory(plan=plan, national_group=group)
    sent, host = (
        a_submission(period),
        DocumentFactory(),
    )
    a_figure(a_line(sent, task=task), 3, estimate=4, indicator="Phóng sự", unit="phóng sự")
    a_figure(a_line(a_submission(period, "Sở Y tế"), task=task), 2, indicator="Phóng sự", unit="phóng sự")
    a_figure(
        an_integrated_line(sent, national_group=group, host=host), 8, indicator="Phóng sự", unit="phóng sự"
    )
    own, beside = table(period, "figures"), table(period, "integrated_figures")
    assert cells(own) == [["Truyền thông"], ["Phóng sự", "phóng sự", "5", "4", "Sở Công Thương; Sở Y tế"]]
    assert own.rows[0].kind == RowKind.GROUP
    assert [row[2:4] for row in cells(beside)[1:]] == [["8", "chưa báo cáo"]]
    assert beside.note == "Kết quả lồng ghép không cộng vào kết quả của Chương trình."


def test_figures_of_targets_and_rows_are_not_told_twice(plan, period):
    task = TaskFactory(plan=plan, kind="annex_row", unit="doanh nghiệp")
    line = reported(period, TargetFactory(plan=plan), 3, task=task).line
    a_figure(line, 7, indicator="Doanh nghiệp", unit="Doanh nghiệp")
    assert written(period, "figures") == []


def test_books_without_money_are_said_to_hold_none(period):
    [said] = written(period, "money")
    assert said.kind == ParagraphKind.MISSING
    assert joined(said.runs) == (
        "Đến ngày 10/11/2023 chưa ghi nhận khoản hỗ trợ nào cho doanh nghiệp, vì vậy báo cáo không nêu số liệu "
        "kinh phí hỗ trợ."
    )


def test_money_is_told_by_year_and_by_content_under_its_group(plan, period):
    group = NationalTaskGroupFactory(
        programme=plan.programme, code="NG3", title="Hỗ trợ doanh nghiệp", position=3
    )
    content = SupportContentFactory(
        plan=plan, short="ISO 9001", task=TaskFactory(plan=plan, national_group=group)
    )
    support = SupportFactory(content=content, granted_on=dt.date(2022, 5, 1), amount=100 * MILLION)
    SupportFactory(content=content, granted_on=dt.date(2023, 5, 1), amount=60_500_000)
    for on, amount, direction in (
        (dt.date(2022, 9, 1), 70, Direction.PAID),
        (dt.date(2023, 3, 1), 10, Direction.RECOVERED),
    ):
        Disbursement.objects.create(
            support=support,
            amount=amount * MILLION,
            paid_on=on,
            direction=direction,
            document=str(on),
            entered_by=UserFactory(),
        )
    sentence, chart, by_year, by_content = written(period, "money")
    assert joined(sentence.runs) == (
        "Kinh phí hỗ trợ doanh nghiệp đến ngày 10/11/2023: trong năm 2023 đã quyết định 01 khoản hỗ trợ với "
        "60.500.000 đồng, đã chi 0 đồng, đã thu hồi 10.000.000 đồng; lũy kế từ đầu kế hoạch đã quyết định 02 khoản "
        "hỗ trợ với 160.500.000 đồng, đã chi 70.000.000 đồng, đã thu hồi 10.000.000 đồng."
    )
    assert chart.title == "Đã chi 70 trong 160,5 triệu đồng đã quyết định hỗ trợ"
    assert [[point.figure for point in one.points] for one in chart.series] == [["100", "60,5"], ["70", "0"]]
    assert cells(by_year) == [
        ["Năm 2022", "1", "100", "70", "0", "0"],
        ["Năm 2023", "1", "60,5", "0", "10", "0"],
        ["Lũy kế", "2", "160,5", "70", "10", "0"],
    ]
    sums = ["60,5", "0", "160,5", "70", "10"]
    assert cells(by_content) == [["Hỗ trợ doanh nghiệp", *sums], ["ISO 9001", *sums], ["Cộng", *sums]]
    assert [row.kind for row in by_content.rows] == [RowKind.NORMAL, RowKind.CHILD, RowKind.TOTAL]


def test_years_stand_side_by_side_and_an_unreported_one_is_not_nought(plan, period):
    target = TargetFactory(plan=plan, indicator="Chuyên gia", unit="người")
    reported(a_period(plan, 2021), target, 2)
    reported(period, target, 3)
    found = table(period, "trends")
    assert heads(found)[2:] == [*(f"Kết quả từng năm: {year}" for year in (2021, 2022, 2023)), "Lũy kế"]
    assert cells(found) == [["1", "Chuyên gia (người)", "2", "chưa báo cáo", "3", "5"]]


def test_a_target_over_the_years_is_drawn_against_what_it_asks_for(plan, period):
    target = TargetFactory(
        plan=plan, indicator="Chuyên gia", operator="at_least", value=Decimal(10), unit="người"
    )
    TargetFactory(plan=plan)
    reported(a_period(plan, 2021), target, 2)
    reported(period, target, 3)
    [chart] = written(period, "trend_charts")
    assert chart.title == "Chuyên gia: 5 người tính đến năm 2023, đang thực hiện"
    assert (chart.labels, chart.target) == (("2021", "2022", "2023"), 10)
    assert [point.figure for point in chart.series[0].points] == ["2", "2", "5"]


def test_phases_stand_with_the_verdicts_of_their_targets(plan, period):
    early = PhaseFactory(plan=plan, code="a", year_from=2021, year_to=2023)
    late = PhaseFactory(plan=plan, code="b", year_from=2024, year_to=2025)
    met = TargetFactory(plan=plan, phase=early, operator="at_least", value=Decimal(1))
    TargetFactory(plan=plan, phase=late)
    reported(period, met, 1)
    assert cells(table(period, "phases")) == [
        ["Giai đoạn 2021-2023", "1", "1", "0", "0", "0"],
        ["Giai đoạn 2024-2025", "1", "0", "0", "0", "1"],
    ]


def test_units_stand_with_what_they_answered_and_a_silent_one_is_not_nought(plan, period):
    task = TaskFactory(plan=plan)
    sent = a_submission(period, "Sở A")
    a_line(sent, task=task, narrative="Đã làm.")
    a_line(sent, task=TaskFactory(plan=plan), is_nil=True, nil_reason="Hết vốn")
    a_line(sent, task=TaskFactory(plan=plan))
    an_integrated_line(sent, narrative="Thêm.")
    a_line(a_submission(period, "Sở B", "draft"), task=task, narrative="Chưa nộp.")
    chart, found = written(period, "units")
    assert chart.title == "01 trong 02 đơn vị có phiếu được tiếp nhận; số nhiệm vụ đã trả lời của từng đơn vị"
    assert [(bar.label, bar.value, bar.remark) for bar in chart.bars] == [
        ("Sở A (phải báo cáo 3 nhiệm vụ)", 2, ""),
        ("Sở B", None, "chưa báo cáo"),
    ]
    assert cells(found) == [["Sở A", "3", "1", "1", "1"], ["Sở B", "1", "chưa báo cáo", "", ""]]


def test_a_quarters_table_says_what_each_column_is_about(plan):
    target = TargetFactory(
        plan=plan, indicator="Chuyên gia", operator="at_least", value=Decimal(10), unit="người"
    )
    AnnualTargetFactory(target=target, task=None, year=2023, value=Decimal(4), raw="4")
    reported(a_period(plan, 2022), target, 5)
    quarter = a_period(plan, kind=PeriodKind.QUARTER, number=3, cutoff_on=dt.date(2023, 9, 14))
    reported(quarter, target, 3, estimate=4)
    blocks = written(quarter, "targets")
    found = next(block for block in blocks if isinstance(block, TableBlock))
    assert heads(found)[2:] == [
        "Kế hoạch năm 2023",
        "Kết quả từ đầu năm 2023: Đến 14/9",
        "Kết quả từ đầu năm 2023: Ước cả năm",
        "Lũy kế đến hết năm 2022",
        "Đánh giá",
    ]
    assert cells(found)[0][2:] == ["4", "3", "4", "5", "Đang thực hiện (50%)"]
    assert "số liệu của kỳ này đứng riêng, không cộng vào lũy kế" in found.note
    [chart] = [block for block in blocks if isinstance(block, ChartBlock)]
    assert chart.title == "Lũy kế đến hết năm 2022: trong 01 chỉ tiêu có 01 đang thực hiện"


def test_a_reviews_tables_have_no_single_years_plan(plan):
    target = TargetFactory(
        plan=plan, indicator="Chuyên gia", operator="at_least", value=Decimal(10), unit="người"
    )
    row = TaskFactory(plan=plan, kind="annex_row", unit="người", total=Decimal(10))
    row.targets.add(target)
    reported(a_period(plan, 2022), target, 5, task=row)
    review = a_period(plan, 2023, kind=PeriodKind.MIDTERM, covers_from=2021)
    reported(review, target, 6, task=row)
    blocks = written(review, "targets")
    found, rows = next(b for b in blocks if isinstance(b, TableBlock)), table(review, "annex_rows")
    assert heads(found)[2:] == [
        "Kết quả theo phiếu kỳ này, 2021-2023: Đến 10/11",
        "Kết quả theo phiếu kỳ này, 2021-2023: Ước hết năm 2023",
        "Lũy kế các báo cáo năm 2021-2023",
        "Đánh giá",
    ]
    assert (cells(found)[0][2:5], cells(rows)[0][2:]) == (
        ["6", "chưa báo cáo", "5"],
        ["10", "6", "chưa báo cáo", "5"],
    )
    assert [joined(block.runs) for block in blocks if isinstance(block, Paragraph)] == [
        "Số liệu cần kiểm tra lại:"
    ]
