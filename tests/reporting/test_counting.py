"""Which records a figure counts, how many stand behind it, and what stands when another number was typed."""

from decimal import Decimal

import pytest

from common.vietnamese import fold
from enterprises.models import Enterprise
from reporting.actions.editing import locked_for_entry, records_changed
from reporting.models import Activity, CertifiedExpert, Figure, SupportedEnterprise
from reporting.queries.counting import TYPED, Counting, counting_of, countings_of_line
from reporting.queries.results import results_of
from tests.factories.programmes import PlanFactory, TargetFactory
from tests.factories.reporting import stage
from tests.reporting.filling import a_figure, a_line, a_period, a_submission, reported

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("unit", "counted_as", "kind"),
    [
        ("doanh nghiệp", "enterprises", ""),
        ("Doanh nghiệp, HTX", "enterprises", ""),
        ("DN", "enterprises", ""),
        ("Số lượng các doanh nghiệp", "enterprises", ""),
        ("doanh nghiệp vừa và nhỏ", "enterprises", ""),
        ("tổ chức khoa học và công nghệ", "enterprises", ""),
        ("chuyên gia tư vấn", "experts", ""),
        ("lượt người", "participants", ""),
        ("số lượng người", "participants", ""),
        ("lớp đào tạo, tập huấn", "activities", "course"),
        ("khóa đào tạo", "activities", "course"),
        ("khoá đào tạo", "activities", "course"),
        ("Hội nghị", "activities", "conference"),
        ("cuộc điều tra", "activities", "survey"),
        ("phóng sự", "activities", "broadcast"),
        ("tiêu chuẩn cơ sở", "", ""),
        ("cuộc", "", ""),
        ("sản phẩm", "", ""),
        ("tổ chức", "", ""),
        ("phòng thử nghiệm", "", ""),
        ("%", "", ""),
        ("", "", ""),
    ],
)
def test_the_unit_of_measure_decides_what_is_counted(unit, counted_as, kind):
    assert counting_of(unit) == Counting(counted_as, kind)


def test_records_of_a_line_stand_behind_one_of_its_figures():
    experts = Counting("experts")
    enterprises = Counting("enterprises")
    units = ["chuyên gia", "chuyên gia", "doanh nghiệp", "DN"]
    assert countings_of_line(units) == [experts, TYPED, enterprises, enterprises]
    assert countings_of_line(["chuyên gia"], taken=[experts]) == [TYPED]


def test_an_opened_period_asks_for_records_where_the_unit_of_measure_is_known():
    set_ = stage()
    assert set_.figure.counted_as == "enterprises"


def an_enterprise(province, name):
    found = Enterprise.objects.filter(province=province, folded=fold(name)).first()
    return found or Enterprise.objects.create(province=province, name=name)


def test_the_count_of_each_kind_of_record():
    line = a_line(a_submission(a_period(PlanFactory())))
    make = {
        "classes": a_figure(line, counted_as="activities", activity_kind="course"),
        "any": a_figure(line, counted_as="activities"),
        "people": a_figure(line, counted_as="participants"),
        "experts": a_figure(line, counted_as="experts"),
        "helped": a_figure(line, counted_as="enterprises"),
        "typed": a_figure(line),
    }

    def counts():
        rows = {f.pk: f.counted for f in Figure.objects.with_counts()}
        assert rows == {f.pk: Figure.objects.get(pk=f.pk).counted for f in make.values()}
        return {name: rows[f.pk] for name, f in make.items()}

    assert counts() == dict.fromkeys(make)
    Activity.objects.create(line=line, kind="course", title="Lớp 5S", participants=30)
    Activity.objects.create(line=line, kind="conference", title="Hội nghị")
    CertifiedExpert.objects.create(line=line, full_name="Nguyễn Văn A")
    province = line.submission.period.plan.province
    for name, content in [("Công ty A", "5S"), ("Công ty A", "Kaizen"), ("Công ty B", "5S")]:
        SupportedEnterprise.objects.create(
            figure=make["helped"], enterprise=an_enterprise(province, name), content=content
        )
    assert counts() == {"classes": 1, "any": 2, "people": 30, "experts": 1, "helped": 2, "typed": None}


def test_the_count_is_the_result_unless_another_number_was_typed():
    plan = PlanFactory(year_from=2021, year_to=2025)
    target = TargetFactory(plan=plan)
    figure = reported(a_period(plan, 2023), target, None)
    Figure.objects.filter(pk=figure.pk).update(counted_as="enterprises")
    for name in ("Công ty A", "Công ty B"):
        SupportedEnterprise.objects.create(
            figure=figure, enterprise=an_enterprise(plan.province, name), content="5S"
        )
    [result] = results_of(plan, 2023).targets
    assert result.year.value == Decimal(2)
    Figure.objects.filter(pk=figure.pk).update(to_date=7, typed_reason="Năm doanh nghiệp không cho nêu tên")
    [result] = results_of(plan, 2023).targets
    assert result.year.value == Decimal(7)
    assert [f.is_typed_over for f in result.year.figures] == [True]


def test_a_quarter_is_in_no_sum_of_the_year():
    plan = PlanFactory(year_from=2021, year_to=2025)
    target = TargetFactory(plan=plan)
    reported(a_period(plan, 2023), target, 3)
    reported(a_period(plan, 2023, kind="quarter", number=2), target, 100)
    [result] = results_of(plan, 2023).targets
    assert result.cumulative.value == Decimal(3)


def test_a_change_of_records_starts_the_form_and_counts():
    set_ = stage()
    day = set_.period.cutoff_on
    row = locked_for_entry(set_.submission, by=set_.focal, on=day, line=set_.line.pk)
    records_changed(row, "add_activity", by=set_.focal)
    assert (set_.submission.state, set_.submission.edition) == ("draft", "1.2")
