"""The checks of a whole report: what they find where, that a sound report passes, and what they cost."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consolidation.actions.checking import check
from consolidation.completeness import CHECKS
from consolidation.models import Comment, Passage, PassageSource, Report, SetAside
from reporting.models import (
    DocumentSection,
    Outline,
    ReportSetting,
    RequestLetter,
    StatementKind,
    SupportedEnterprise,
)
from reporting.states import SubmissionState
from tests.factories.accounts import UserFactory
from tests.factories.consolidation import PassageFactory, a_report
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import OrganisationFactory, ProvinceFactory
from tests.factories.programmes import (
    DocumentFactory,
    NationalTaskGroupFactory,
    PlanFactory,
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
    reported,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)
DONE = "Sở đã tổ chức 03 lớp tập huấn về công cụ cải tiến năng suất cho 120 người của các doanh nghiệp trong tỉnh."


@pytest.fixture
def period():
    document = DocumentFactory(
        number_and_symbol="101/KH-UBND", issued_on=dt.date(2021, 6, 30), issuer_text="UBND tỉnh Hưng Yên"
    )
    plan = PlanFactory(province=ProvinceFactory(name="Hưng Yên"), document=document, year_to=2030)
    document.province = plan.province
    document.save()
    DocumentFactory(kind="decision", number_and_symbol="1322/QĐ-TTg", issued_on=dt.date(2020, 8, 31))
    period = a_period(plan)
    a_setting(period)
    return period


@pytest.fixture
def form(period):
    """The accepted form of the one unit asked, with a word on everything."""
    form = a_submission(period)
    for place, code in enumerate(("NG1", "NG2", "NG3", "NG4", "NG5", "NG6")):
        group = NationalTaskGroupFactory(programme=period.plan.programme, code=code, position=place)
        a_line(
            form,
            national_group=group,
            position=place,
            narrative=DONE if code == "NG4" else "Đã phổ biến văn bản.",
        )
    for kind in StatementKind.values:
        a_statement(
            form, kind, f"Nội dung {kind} của đơn vị.", cause="Nguyên nhân." if kind == "obstacle" else ""
        )
    for section in DocumentSection.values:
        a_document(
            form,
            section,
            issued_on=dt.date(2023, 3, 1),
            issuer_text="UBND tỉnh Hưng Yên",
            abstract="triển khai",
        )
    return form


@pytest.fixture
def report(form):
    return opened(a_report(form.period))


def opened(report):
    return Report.objects.with_place().get(pk=report.pk)


def checked(report, on=ON):
    with translation.override("en"):
        return check(opened(report), on=on)


def found(report, on=ON):
    """(check, severity) of every finding but remarks, each once."""
    return sorted({(f.check, str(f.severity)) for f in checked(report, on).findings if f.severity != "note"})


def typed(report, text, section="I.2.4", **facts):
    return PassageFactory(report=report, section=section, position=99, text=text, **facts)


def only(report, name):
    (finding,) = [finding for finding in checked(report).findings if finding.check == name]
    return finding


def test_a_sound_report_passes(report):
    assert found(report) == []


def test_no_check_depends_on_the_language_it_was_started_in(form):
    with translation.override("vi"):
        report = a_report(form.period)
    assert found(report) == []


def test_the_2024_typed_into_a_heading_of_2023_is_an_error_that_names_its_place(report):
    passage = typed(
        report, "## Lũy kế kết quả từ đầu Chương trình đến hết năm 2024\nĐã thực hiện.", section="II.1"
    )
    finding = only(report, "years")
    assert (finding.is_error, finding.where) == (
        True, "II.1. Đánh giá kết quả, hiệu quả đã đạt được từ đầu Chương trình (năm 2021) đến hết năm 2023",
    )  # fmt: skip
    assert "2024" in finding.message
    assert finding.address.endswith(f"/soan/II.1/#p{passage.pk}")


def test_the_2024_of_an_outline_is_found_as_well(report):
    outline = report.outline
    for section in outline.sections:
        if section["code"] == "II":
            section["heading"] = section["heading"].removesuffix("{year}") + "2024"
    outline.save()
    finding = only(report, "years")
    assert (finding.is_error, finding.where.startswith("II. ")) == (True, True)


def test_a_later_year_in_the_text_needs_a_reason(report):
    typed(report, "Có 03 lớp năm 2024 cho cán bộ.")
    assert found(report) == [("years", "warning")]


@pytest.mark.parametrize(
    ("facts", "name", "severity"),
    [
        ({"addressees": []}, "addressees", "error"),
        ({"recipients": ["Lưu: VT, TĐC"]}, "addressees", "warning"),
        ({"recipients": []}, "recipients", "error"),
        ({"recipients": ["Như trên"]}, "recipients", "warning"),
        ({"signer": ""}, "signature", "warning"),
        ({"signer": "TS. Nguyễn Văn A"}, "signature", "warning"),
        ({"signing_form": ""}, "signature", "error"),
        ({"title": "Kết quả thực hiện nhiệm vụ năm 2022"}, "title", "error"),
        ({"title": "Kết quả thực hiện nhiệm vụ"}, "title", "warning"),
        ({"issue_year": 2022}, "date", "error"),
    ],
)
def test_head_and_foot_of_the_paper(report, facts, name, severity):
    ReportSetting.objects.filter(period=report.period).update(**facts)
    assert (name, severity) in found(report)


@pytest.mark.parametrize("text", ["Kết quả năm {year}.", "Đã tổ chức … lớp.", "Có [số liệu] doanh nghiệp."])
def test_a_place_not_filled_in_is_an_error(report, text):
    typed(report, text)
    assert found(report) == [("placeholders", "error")]


def test_what_stands_nowhere_is_an_error_until_it_is_set_aside(report, form):
    line = a_line(form, role="own", narrative="Việc mới của đơn vị.", position=50)
    assert ("placed", "error") in found(report)
    SetAside.objects.create(report=report, kind="line", key=str(line.pk), reason="Ngoài kỳ", by=UserFactory())
    assert found(report) == []


def test_an_original_changed_or_gone_needs_a_look(report, form):
    line = form.lines.get(national_group__code="NG4")
    line.narrative = "Sửa lại."
    line.save()
    assert found(report) == [("changed", "warning")]
    line.delete()
    assert "taken away" in str(only(report, "changed").message)


def test_a_passage_outside_the_outline_is_an_error(report):
    typed(report, "Lạc mục.", section="IX")
    assert found(report) == [("strays", "error")]


def test_a_group_without_a_part_is_an_error(report):
    NationalTaskGroupFactory(programme=report.period.plan.programme, code="NG7", title="Nhóm mới")
    assert ("groups", "error") in found(report)


def test_silent_units_need_a_reason_and_their_groups_too(report):
    silent = a_submission(report.period, "Sở Y tế", SubmissionState.DRAFT)
    a_line(silent, national_group=report.period.plan.programme.task_groups.get(code="NG5"))
    report.passages.filter(section="I.2.5").delete()
    report.period.submissions.get(organisation__name="Sở Công Thương").lines.filter(
        national_group__code="NG5"
    ).delete()
    assert found(report) == [("groups", "warning"), ("silent", "warning")]
    assert [item.label for item in only(report, "groups").items] == ["Sở Y tế"]


def test_nothing_happened_typed_over_what_units_reported_is_an_error(report):
    report.passages.filter(section="I.2.4").delete()
    typed(report, "Năm 2023 không phát sinh nội dung này.")
    assert ("nil", "error") in found(report)


def test_nothing_happened_without_a_reason(report, form):
    form.lines.filter(national_group__code="NG5").update(is_nil=True, nil_reason="-", narrative="")
    report.passages.filter(section="I.2.5").delete()
    assert found(report) == [("nil_reason", "warning")]


def test_merged_figures_tell_their_sum(report, form):
    group = a_line(form, role="own", position=60)
    figures = [a_figure(group, 3), a_figure(group, 4, indicator="Số lớp khác")]
    passage = typed(report, "Tổng số 08 lớp.", kind="figures")
    for figure in figures:
        PassageSource.objects.create(passage=passage, kind="figure", key=str(figure.pk))
    assert found(report) == [("merged", "error")]
    assert "add up to 7 lớp" in only(report, "merged").message
    Passage.objects.filter(pk=passage.pk).update(text="Tổng số 07 lớp.")
    assert found(report) == []
    figures[1].unit = "người"
    figures[1].save()
    assert found(report) == [("merged", "error")]


def test_a_part_above_its_whole_is_an_error(report):
    whole = TargetFactory(plan=report.period.plan, indicator="Doanh nghiệp", unit="doanh nghiệp")
    part = TargetFactory(plan=report.period.plan, indicator="Mô hình điểm", unit="doanh nghiệp", parent=whole)
    reported(report.period, whole, 5)
    reported(report.period, part, 6)
    assert [f for f in found(report) if f[0] == "within"] == [("within", "error")]


def test_an_estimate_below_the_result_and_rows_off_their_target(report):
    task = TaskFactory(plan=report.period.plan)
    target = TargetFactory(plan=report.period.plan, unit="lớp")
    task.targets.add(target)
    form = report.period.submissions.get()
    a_figure(a_line(form, task=task, position=70), 5, target=target, estimate=4)
    assert [f for f in found(report) if f[0] == "sums"] == [("sums", "warning")]


def test_a_typed_table_that_does_not_add_up(report):
    typed(report, "| Đơn vị | Lớp |\n| A | 2 |\n| B | 3 |\n| Tổng | 6 |")
    assert found(report) == [("tables", "warning")]


def test_an_enterprise_two_units_claim_needs_a_ruling(report, form):
    group = a_line(form, role="own", position=60)
    other = a_submission(report.period, "Sở Y tế")
    enterprise = EnterpriseFactory()
    for line in (group, a_line(other, role="own", position=9)):
        figure = a_figure(line, None, counted_as="enterprises", indicator="Doanh nghiệp", unit="doanh nghiệp")
        SupportedEnterprise.objects.create(figure=figure, enterprise=enterprise, content="Áp dụng ISO 9001")
    assert ("doubles", "warning") in found(report)
    assert "Sở Công Thương, Sở Y tế" in str(only(report, "doubles").message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theo Công văn số 12/SCT-QLCN ngày 03/5/2023.", [("registered", "warning")]),
        ("Theo Kế hoạch số 101/KH-UBND ngày 30/6/2021.", []),
        ("Theo Kế hoạch số 101/KH-UBND ngày 29/6/2021.", [("dates", "error"), ("registered", "warning")]),
        ("Theo Quyết định số 101/KH-UBND.", [("registered", "warning")]),
        ("Theo Công văn số 12/SCT-QLCN ngày 31/6/2023.", [("registered", "error")]),
    ],
)
def test_what_is_cited_is_held_against_the_register(report, text, expected):
    typed(report, text)
    assert found(report) == expected


def test_symbols_of_one_issuer_in_two_spellings(report, form):
    dost = OrganisationFactory(province=report.period.plan.province, name="Sở Khoa học và Công nghệ")
    for number in ("164/SKH-CN-TĐC", "955/SKHCN-TĐC", "7/SKHCN-VP"):
        issued = a_document(
            form, DocumentSection.MANAGEMENT, kind="letter", number_and_symbol=number, issuer=dost
        )
        SetAside.objects.create(
            report=report, kind="document", key=str(issued.document_id), reason="x", by=UserFactory()
        )
    assert found(report) == [("symbols", "warning")]


def test_text_of_the_year_before_with_only_its_year_changed(report):
    earlier = a_period(report.period.plan, 2022)
    before = a_submission(earlier)
    said = "Trong năm {} Sở đã phối hợp với các hiệp hội tổ chức tuyên truyền về năng suất chất lượng."
    a_line(before, role="own", narrative=said.format(2022))
    typed(report, said.format(2023))
    finding = only(report, "same")
    assert (finding.severity, [item.label for item in finding.items]) == ("warning", [said.format(2023)])


def test_tfp_named_without_a_figure(report):
    typed(report, "- Đánh giá mức đóng góp của TFP vào tăng trưởng kinh tế của tỉnh.", section="II.1")
    assert found(report) == [("tfp", "warning")]


def test_an_outline_older_than_the_letter(report):
    report.outline.published_at = dt.datetime(2023, 1, 5, tzinfo=dt.UTC)
    report.outline.save()
    letter = DocumentFactory(
        kind="letter",
        number_and_symbol="4258/BKHCN-TĐC",
        issued_on=dt.date(2023, 11, 17),
        issuer_text="Bộ KH&CN",
    )
    RequestLetter.objects.create(period=report.period, document=letter)
    assert found(report) == [("outline", "warning")]


def test_another_outline_in_force(report):
    newer = Outline.objects.get(pk=report.outline_id)
    newer.pk, newer.version, newer._state.adding = None, 9, True
    newer.save(force_insert=True)
    assert found(report) == [("outline", "warning")]


def test_an_open_remark_is_an_error(report):
    Comment.objects.create(report=report, text="Viết rõ hơn.", by=UserFactory(), section="I.2.4")
    assert found(report) == [("comments", "error")]


def test_every_finding_says_what_where_why_and_how(report):
    typed(report, "Lũy kế đến hết năm 2024 có {n} lớp theo Công văn số 1/A-B.")
    Comment.objects.create(report=report, text="Viết rõ hơn.", by=UserFactory())
    for finding in checked(report).findings:
        assert all((str(finding.message), str(finding.where), str(finding.fix), finding.address))
        assert len(finding.place) <= 64
    assert len({each.key for each in CHECKS}) == len(CHECKS)


def test_the_checks_ask_as_many_questions_of_a_large_report_as_of_a_small_one(report, form):
    TargetFactory(plan=report.period.plan)

    def asked():
        fresh = opened(report)
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            translation.override("en"),
        ):
            check(fresh, on=ON)
        return len(queries)

    small = asked()
    group = form.lines.get(national_group__code="NG4").national_group
    for number in range(6):
        unit = a_submission(report.period, f"Sở số {number}", filed_on=dt.date(2023, 11, 22))
        line = a_line(unit, national_group=group, narrative=f"Việc số {number}.")
        a_figure(line, number, target=TargetFactory(plan=report.period.plan))
        typed(report, f"Theo Công văn số {number}/AB-CD{number} ngày 03/5/2023, năm 2024 có {number} lớp.")
        Comment.objects.create(report=report, text="Ý kiến.", by=UserFactory())
    assert asked() == small
    assert Decimal(small) <= 60
