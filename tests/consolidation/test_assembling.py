"""A report that nobody has edited says what was composed; what is edited, moved or left out says that; the rest stays live."""

import datetime as dt

import pytest

from consolidation.documents.assembling import assemble, compose
from consolidation.models import Passage
from consolidation.queries.incoming import placing_of
from papers.model import texts
from reporting.models import Attribution, DocumentSection, StatementKind, Submission
from reporting.states import SubmissionState
from tests.factories.consolidation import a_report
from tests.factories.programmes import NationalTaskGroupFactory, PlanFactory, TargetFactory, TaskFactory
from tests.reporting.filling import (
    a_document,
    a_figure,
    a_line,
    a_period,
    a_setting,
    a_statement,
    a_submission,
    reported,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)


@pytest.fixture
def period():
    """A year of which every section has something to say, and one unit is silent."""
    period = a_period(PlanFactory())
    a_setting(period)
    sent = a_submission(period)
    group = NationalTaskGroupFactory(programme=period.plan.programme, code="NG2")
    task = TaskFactory(plan=period.plan, national_group=group, title="Tuyên truyền về năng suất")
    line = a_line(sent, task=task, narrative="Đã tuyên truyền:\n- trên báo;\n- trên đài.")
    a_figure(line, 3, indicator="Số bài", unit="bài")
    a_line(
        sent, attribution=Attribution.INTEGRATED, heading="Tập huấn khởi nghiệp", national_group=group,
        narrative="Đã tập huấn.",
    )  # fmt: skip
    a_document(sent, DocumentSection.PLANS, abstract="ban hành kế hoạch")
    a_document(sent, DocumentSection.MANAGEMENT, abstract="đôn đốc")
    a_statement(sent, StatementKind.ASSESSMENT, "Kết quả tốt.")
    a_statement(
        sent, StatementKind.OBSTACLE, "Thiếu kinh phí.\nThiếu người.", addressee="Bộ KH&CN", cause="Ít vốn."
    )
    a_statement(sent, StatementKind.SOLUTION, "Đào tạo thêm.", national_group=group)
    reported(period, TargetFactory(plan=period.plan), 4, unit="Sở Y tế")
    a_submission(period, "Sở Tài chính", SubmissionState.DRAFT)
    return period


def words(document):
    return list(texts(document))


def test_a_report_nobody_has_edited_says_what_was_composed(period):
    assert words(assemble(a_report(period), on=ON)) == words(compose(period, on=ON))


def test_every_piece_of_the_units_stands_in_a_passage_with_its_source(period):
    placing = placing_of(a_report(period))
    assert placing.unplaced == ()
    assert {kind for kind, _key in placing.placed} == {
        "line",
        "figure",
        "document",
        "statement",
        "submission",
    }


def test_rephrasing_moving_and_leaving_out_change_the_paper_and_no_original(period):
    report = a_report(period)
    said = Passage.objects.get(report=report, text__contains="Đã tuyên truyền")
    said.text = said.text.replace("Đã tuyên truyền:", "Sở đã tuyên truyền rộng rãi:")
    said.section = "I.2.3"
    said.save()
    Passage.objects.get(report=report, text="Kết quả tốt.").delete()
    now = words(assemble(report, on=ON))
    assert "Sở đã tuyên truyền rộng rãi:" in now
    assert now.index("Sở đã tuyên truyền rộng rãi:") > next(
        i for i, w in enumerate(now) if w.startswith("2.3.")
    )
    assert "Kết quả tốt." not in now
    assert (
        Submission.objects.get(organisation__name="Sở Công Thương")
        .lines.first()
        .narrative.startswith("Đã tuyên")
    )


def test_what_came_later_waits_unplaced_and_what_changed_is_told(period):
    report = a_report(period)
    late = a_submission(period, "Sở Nội vụ")
    group = NationalTaskGroupFactory(programme=period.plan.programme, code="NG4")
    line = a_line(late, national_group=group, narrative="Đã đào tạo.")
    assert [i.name for i in placing_of(report).unplaced] == [("line", str(line.pk))]
    first = Submission.objects.get(organisation__name="Sở Công Thương").lines.first()
    first.narrative = "Viết lại."
    first.save()
    changed = placing_of(report).changed
    assert [(original.key, unit) for _passage, original, unit in changed] == [
        (str(first.pk), "Sở Công Thương")
    ]
    first.figures.all().delete()
    assert {original and original.key for _p, original, _u in placing_of(report).changed} == {
        str(first.pk),
        None,
    }


def test_an_empty_section_says_whether_nothing_happened_or_nothing_is_known(period):
    report = a_report(period)
    silent = words(assemble(report, on=ON))
    assert any("chưa có báo cáo được tiếp nhận" in w for w in silent)
    Submission.objects.filter(state=SubmissionState.DRAFT).delete()
    later = words(assemble(report, on=ON))
    assert not any("chưa có báo cáo được tiếp nhận" in w for w in later)
    assert "Năm 2023 không phát sinh nội dung này." in later


@pytest.mark.parametrize("count", [1, 3])
def test_putting_together_costs_the_same_queries_for_any_number_of_units(
    period, count, django_assert_max_num_queries
):
    group = NationalTaskGroupFactory(programme=period.plan.programme, code="NG4")
    for number in range(count):
        a_line(a_submission(period, f"Sở {number}"), national_group=group, narrative="Có.")
    report = a_report(period)
    with django_assert_max_num_queries(48):
        assemble(report, on=ON)
    with django_assert_max_num_queries(20):
        placing_of(report)
