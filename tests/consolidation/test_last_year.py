"""What was said a year ago stands beside a section: from this portal's report, else from one that was received."""

import datetime as dt

import pytest
from django.utils import timezone

from consolidation.queries.board import places_of
from consolidation.queries.last_year import last_years_text
from tests.consolidation.board import SECTION, a_desk
from tests.factories.consolidation import (
    InstallationFactory,
    PassageFactory,
    ReceivedReportFactory,
    ReportFactory,
)
from tests.factories.reporting import signed_in
from tests.reporting.filling import a_period

pytestmark = pytest.mark.django_db
HEADING = "2.2. Tăng cường công tác thông tin, truyền thông về năng suất chất lượng"
WORDS = [
    (
        "body",
        "heading",
        "2.1. Hoàn thiện cơ chế, chính sách thúc đẩy hoạt động nâng cao năng suất chất lượng",
    ),
    ("body", "paragraph", "Của mục khác."),
    ("body", "heading", HEADING),
    ("body", "paragraph", "* Hội thảo"),
    ("body", "heading", "Việc khác"),
    ("body", "list", "- Đã in 300 tờ rơi."),
    ("body", "caption", "Bảng"),
    ("Phụ lục I", "paragraph", "Trong phụ lục."),
]


@pytest.fixture
def desk():
    return a_desk()


def received(desk, **facts):
    plan = desk.period.plan
    data = {
        "text": [{"place": place, "kind": kind, "texts": [words]} for place, kind, words in WORDS],
        "targets": [],
        "plan": {"key": plan.key, "name": plan.title, "number": ""},
        "province": {"code": plan.province.code, "name": plan.province.name},
    }
    known = {"data": data, "province": plan.province.name, "year": 2022, "period_kind": "year"}
    return ReceivedReportFactory(**known | {"period": "năm 2022"} | facts)


def beside(desk, section=SECTION):
    places = places_of(desk.report, opening="", closing="")
    return last_years_text(desk.report, next(p for p in places if p.code == section), places)


def test_nothing_is_said_where_nobody_said_anything(desk):
    assert beside(desk) is None


def test_a_received_report_serves_under_the_heading_of_the_section(desk):
    report = received(desk)
    found = beside(desk)
    assert (found.text, found.year, found.received) == (
        "* Hội thảo\n## Việc khác\n- Đã in 300 tờ rơi.",
        2022,
        report,
    )
    assert beside(desk, "I.2.1").text == "Của mục khác."
    assert beside(desk, "I.2.3") is None


def test_this_portals_own_report_comes_first(desk):
    received(desk)
    earlier = ReportFactory(period=a_period(desk.period.plan, year=2022))
    PassageFactory(report=earlier, section=SECTION, text="Lời của cổng này.")
    assert (beside(desk).text, beside(desk).received) == ("Lời của cổng này.", None)


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2021, "period": "năm 2021"},
        {"period_kind": "half", "period": "6 tháng đầu năm 2022"},
        {"province": "Hà Giang", "data": {"text": [], "targets": [], "province": {"code": "02"}}},
    ],
)
def test_another_year_kind_or_province_does_not_serve(desk, other):
    received(desk, **other)
    assert beside(desk) is None


def test_a_report_whose_seal_no_longer_counts_does_not_serve(desk):
    report = received(desk)
    trust = {"withdrawn_at": timezone.now(), "withdrawn_by": desk.leader, "why_withdrawn": "Lộ khóa."}
    type(report.installation).objects.update(**trust)
    assert beside(desk) is None


def test_of_several_plans_the_same_one_and_of_its_versions_the_newest(desk):
    installation = InstallationFactory()
    received(desk, installation=installation)
    newest = received(desk, installation=installation, version=2)
    other = received(desk, installation=installation, version=3, plan="125/KH-UBND")
    other.data["plan"] = {"key": "another", "number": "125/KH-UBND"}
    other.save()
    assert beside(desk).received == newest


def test_the_board_names_whose_report_it_is_and_shows_no_marks(desk):
    report = received(desk, dated_on=dt.date(2022, 11, 25))
    page = signed_in(desk.specialist).get(f"/bao-cao-tong-hop/{desk.report.pk}/soan/{SECTION}/")
    said = page.content.decode().split('class="last-year"')[1].split("</details>")[0]
    assert report.installation.name in said
    assert "05/BC-SKHCN" in said
    assert "<i>* Hội thảo</i>" in said
    assert "## " not in said
