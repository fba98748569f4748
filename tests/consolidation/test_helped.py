"""The annex of those who were helped: by name, from forms and from the books, never mixed."""

import datetime as dt

import pytest

from consolidation.documents.assembling import compose
from papers.blocks import RowKind, TableBlock
from programmes.models import NationalTaskGroup
from reporting.models import Attribution, SupportedEnterprise
from reporting.states import SubmissionState
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programmes import NationalTaskGroupFactory, PlanFactory
from tests.factories.support import SupportContentFactory, SupportFactory
from tests.reporting.filling import a_figure, a_line, a_period, a_setting, a_submission

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)


@pytest.fixture
def period():
    period = a_period(PlanFactory())
    a_setting(period)
    return period


def named(
    period, name, unit="Sở Công Thương", *, state=SubmissionState.ACCEPTED, attribution=Attribution.PROGRAMME
):
    group = NationalTaskGroup.objects.filter(code="NG3").first() or NationalTaskGroupFactory(
        programme=period.plan.programme, code="NG3"
    )
    line = a_line(
        a_submission(period, unit, state), national_group=group, attribution=attribution, heading="Lồng ghép"
    )
    SupportedEnterprise.objects.create(
        figure=a_figure(line, None), enterprise=EnterpriseFactory(name=name), content="5S", product="Chè"
    )


def annexes(period):
    return {annex.title: annex for annex in compose(period, on=ON).annexes}


def rows(period):
    annex = annexes(period)["Danh sách tổ chức, doanh nghiệp được hỗ trợ"]
    table = next(block for block in annex.blocks if isinstance(block, TableBlock))
    return [(row.kind, [cell.text for cell in row.cells]) for row in table.rows]


def test_nobody_named_is_no_annex_and_the_only_annex_has_no_numeral(period):
    found = annexes(period)
    assert [(a.title, a.numeral) for a in found.values()] == [("Tình hình gửi báo cáo của các đơn vị", "")]


def test_forms_and_books_stand_in_groups_of_their_own(period):
    named(period, "Hợp tác xã chè A")
    named(period, "Công ty B", "Sở Y tế", attribution=Attribution.INTEGRATED)
    named(period, "Công ty chưa được tiếp nhận", "Sở Tài chính", state=SubmissionState.DRAFT)
    content = SupportContentFactory(plan=period.plan, short="Áp dụng ISO 9001")
    facts = {"content": content, "granted_on": dt.date(2023, 2, 1), "amount": 0}
    SupportFactory(enterprise__name="Công ty C", accepted_on=dt.date(2023, 5, 6), **facts)
    SupportFactory(enterprise__name="Công ty sau ngày chốt", accepted_on=dt.date(2023, 11, 11), **facts)
    assert rows(period) == [
        (RowKind.GROUP, ["Hỗ trợ đã nghiệm thu theo sổ hỗ trợ của cổng"]),
        (RowKind.NORMAL, ["1", "Công ty C", "Áp dụng ISO 9001", "Sở Khoa học và Công nghệ", "06/5/2023"]),
        (RowKind.GROUP, ["Do các đơn vị nêu tên (thuộc Chương trình)"]),
        (RowKind.NORMAL, ["2", "Hợp tác xã chè A", "5S (Chè)", "Sở Công Thương", ""]),
        (RowKind.GROUP, ["Do các đơn vị nêu tên (lồng ghép, không cộng với Chương trình)"]),
        (RowKind.NORMAL, ["3", "Công ty B", "5S (Chè)", "Sở Y tế", ""]),
    ]
    assert [(a.title, a.numeral) for a in annexes(period).values()] == [
        ("Tình hình gửi báo cáo của các đơn vị", "I"),
        ("Danh sách tổ chức, doanh nghiệp được hỗ trợ", "II"),
    ]
