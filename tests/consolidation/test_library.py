"""The library of reports: found with and without dấu, by year, province, kind, state; two years side by side."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from consolidation.actions.rendering import render
from consolidation.models import Report
from consolidation.queries.library import ReportsSought, others_to_compare, reports_sought
from journal.models import Entry
from reporting.models import PeriodKind
from tests.consolidation.lives import a_house, issued
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.consolidation import ReportFactory, a_report
from tests.factories.organisations import ProvinceFactory, SpecialistFactory
from tests.factories.programmes import PlanFactory, TargetFactory
from tests.reporting.filling import a_period, a_setting, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(province=ProvinceFactory(name="Hà Giang", slug="ha-giang"), title="Kế hoạch năng suất")


@pytest.fixture
def reports(plan):
    first = ReportFactory(period=a_period(plan, 2022))
    second = ReportFactory(period=a_period(plan, 2023))
    quarter = ReportFactory(period=a_period(plan, 2023, kind=PeriodKind.QUARTER, number=2))
    elsewhere = ReportFactory(period=a_period(PlanFactory(province=ProvinceFactory(name="Hưng Yên")), 2023))
    Report.objects.filter(pk=second.pk).update(
        symbol="BC-SKHCN",
        number=7,
        dated_on="2023-11-24",
        numbered_at=timezone.now(),
        numbered_by=UserFactory(),
    )
    return first, second, quarter, elsewhere


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({}, {0, 1, 2, 3}),
        ({"q": "ha giang"}, {0, 1, 2}),
        ({"q": "Hà Giang 2022"}, {0}),
        ({"q": "07/bc-skhcn"}, {1}),
        ({"year": "2023"}, {1, 2, 3}),
        ({"year": "²"}, {0, 1, 2, 3}),
        ({"province": "ha-giang", "kind": "quarter"}, {2}),
        ({"state": "issued"}, set()),
        ({"q": "%"}, set()),
    ],
)
def test_what_is_sought_is_found(reports, sought, found):
    seen = reports_sought(AdministratorFactory(), ReportsSought(**sought))
    assert {reports.index(report) for report in seen} == found


def test_a_number_of_three_digits_is_found_whole_and_no_other_is_found_by_its_beginning(reports):
    Report.objects.filter(pk=reports[1].pk).update(number=123)
    seen = {
        said: [
            reports.index(report) for report in reports_sought(AdministratorFactory(), ReportsSought(q=said))
        ]
        for said in ("123/bc-skhcn", "12/bc-skhcn")
    }
    assert seen == {"123/bc-skhcn": [1], "12/bc-skhcn": []}


def test_everybody_sees_their_own(reports, plan, client):
    own = SpecialistFactory(organisation__province=plan.province).user
    assert set(reports_sought(own, ReportsSought())) == set(reports[:3])
    assert not reports_sought(UserFactory(), ReportsSought()).exists()
    client.force_login(own)
    page = client.get(
        reverse("consolidation:report_list"), {"q": "hung yen"}, headers={"accept-language": "en"}
    )
    assert "No report fits these filters" in page.content.decode()


def test_the_file_holds_what_is_seen_and_runs_nothing(reports, plan, client):
    client.force_login(SpecialistFactory(organisation__province=plan.province).user)
    answer = client.get(reverse("consolidation:report_list_file", args=["csv"]), {"year": "2022"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert client.get(reverse("consolidation:report_list_file", args=["exe"])).status_code == 404


def test_two_years_stand_side_by_side(plan, client):
    target = TargetFactory(plan=plan, indicator="Doanh nghiệp được hỗ trợ")
    years = []
    for year, value in ((2022, 3), (2023, 5)):
        period = a_period(plan, year)
        a_setting(period)
        reported(period, target, value)
        years.append(render(report=a_report(period)))
    specialist = SpecialistFactory(organisation__province=plan.province).user
    assert others_to_compare(years[1], specialist) == [years[0]]
    client.force_login(specialist)
    page = client.get(
        reverse("consolidation:report_compare", args=[years[1].pk, years[0].pk])
    ).content.decode()
    assert "<del>" in page or "<ins>" in page
    stranger = ReportFactory()
    assert (
        client.get(reverse("consolidation:report_compare", args=[years[1].pk, stranger.pk])).status_code
        == 404
    )


def test_who_took_the_file_is_noted(plan, client):
    period = a_period(plan)
    a_setting(period)
    report = render(report=a_report(period))
    specialist = SpecialistFactory(organisation__province=plan.province).user
    client.force_login(specialist)
    list(client.get(reverse("consolidation:report_file", args=[report.pk])))
    entry = Entry.objects.about(report).get(action="download")
    assert (entry.by, entry.facts) == (specialist, {"file": "pdf"})


def test_each_of_the_four_files_leaves_in_one_way(client):
    house = a_house()
    report = issued(house)
    files = {
        "report_file": [report.pk],
        "report_word": [report.pk],
        "report_excel": [report.pk],
        "signed_file": [report.pk, report.signed_files.get().pk],
    }
    client.force_login(house.ministry)
    for name, args in files.items():
        list(client.get(reverse(f"consolidation:{name}", args=args)))
    noted = Entry.objects.about(report).filter(action="download").order_by("pk")
    assert [(entry.by, entry.facts["file"]) for entry in noted] == [
        (house.ministry, file) for file in ("pdf", "word", "excel", "signed")
    ]


def test_a_file_that_is_not_made_yet_is_taken_away_by_nobody(plan, client):
    report = a_report(a_period(plan))
    client.force_login(SpecialistFactory(organisation__province=plan.province).user)
    assert client.get(reverse("consolidation:report_file", args=[report.pk])).status_code == 404
    assert not Entry.objects.about(report).filter(action="download").exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_queries_for_any_number_of_reports(
    count, plan, client, django_assert_num_queries
):
    for year in range(2021, 2021 + count):
        ReportFactory(period=a_period(plan, year))
    client.force_login(AdministratorFactory())
    client.get(reverse("consolidation:report_list"))
    with django_assert_num_queries(7):
        client.get(reverse("consolidation:report_list"))


@pytest.mark.parametrize(
    ("who", "sees_drafts"), [("specialist", True), ("reader", False), ("ministry", False)]
)
def test_who_reads_no_drafts_is_not_offered_any(client, who, sees_drafts):
    client.force_login(getattr(a_house(), who))
    page = client.get(reverse("consolidation:report_list"), headers={"accept-language": "en"})
    states = {value for value, _label in page.context["states"]}
    assert ("drafting" in states, "issued" in states) == (sees_drafts, True)
    said = page.content.decode()
    assert ("Drafts at DOST" in said) is sees_drafts
    assert ("from the day DOST issues it" in said) is not sees_drafts


def test_figures_of_a_draft_stand_beside_those_of_the_year_before_under_their_target(plan, client):
    target = TargetFactory(plan=plan)
    years = []
    for year, value in ((2022, 3), (2023, 4)):
        period = a_period(plan, year)
        a_setting(period)
        reported(period, target, value)
        years.append(render(report=a_report(period)))
    client.force_login(AdministratorFactory())
    page = client.get(reverse("consolidation:report_compare", args=[years[1].pk, years[0].pk]))
    told = {what: (was, now) for moved, _words, was, now in page.context["figures"] for what in [moved.what]}
    assert told["year"] == ("3", "4")
    assert page.content.decode().count('class="figure-of"') == 1
