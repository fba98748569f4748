"""Several plans at once: who sees which, what stands beside every figure, and what it costs for a whole country."""

import datetime as dt
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from consolidation.documents.rollup.paper import rollup_annex, rollup_paper
from consolidation.exports.rollup import country_workbook
from consolidation.exports.rollup_paper import KEPT, drop_old_papers, print_rollup
from consolidation.queries.rollup.country import (
    country,
    lines_of,
    overview,
    province_told,
    reads_rollups,
    years_with_periods,
)
from consolidation.queries.rollup.paper_jobs import ROLLUP
from jobs.models import Job
from jobs.progress import Progress
from organisations.models import ProvinceSuccession, Role
from papers.model import texts
from reporting.queries.measures import Reported
from tests.factories.organisations import MembershipFactory, OrganisationFactory, ProvinceFactory
from tests.factories.programmes import IndicatorFamilyFactory, PlanFactory, TargetFactory
from tests.factories.reporting import signed_in
from tests.reporting.filling import a_figure, a_period, a_submission, an_integrated_line, reported

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)
YEAR = 2023


@pytest.fixture
def family():
    return IndicatorFamilyFactory(name="Doanh nghiệp được hỗ trợ")


def a_plan(province, family, value, **target):
    """A plan of ``province`` with one target that was told ``value`` in the year; one unit stayed silent."""
    plan = PlanFactory(province=province)
    one = TargetFactory(plan=plan, family=family, **target)
    period = a_period(plan, YEAR)
    if value is not None:
        reported(period, one, value)
    a_submission(period, "Sở Y tế", state="not_started")
    return plan


@pytest.fixture
def merged(family):
    """A province that took another over in 2025, each with a plan of its own."""
    new, old = ProvinceFactory(name="Tuyên Quang"), ProvinceFactory(name="Hà Giang")
    ProvinceSuccession.objects.create(old=old, new=new, kind="merge", date=dt.date(2025, 7, 1), evidence="V2")
    a_plan(new, family, 4)
    a_plan(old, family, 3)
    return new, old


def the_ministry():
    return MembershipFactory(
        organisation=OrganisationFactory(kind="ministry", province=None), role=Role.READER
    ).user


def a_reader(province):
    return MembershipFactory(organisation=OrganisationFactory(province=province), role=Role.READER).user


def test_a_merged_province_tells_its_plans_side_by_side_and_as_one(merged):
    told = province_told(merged[0], YEAR, on=ON)
    [together] = told.families
    assert [(e.told.area, e.result.year.value) for e in together.entries] == [(merged[1], 3), (merged[0], 4)]
    assert (together.year.measure.value, together.year.told, together.year.asked) == (7, 2, 2)
    assert together.promised == 30
    assert (told.completeness.accepted, told.completeness.asked) == (2, 4)


def test_before_the_merger_each_stands_by_itself(merged):
    told = province_told(merged[0], YEAR, on=ON, as_of=dt.date(2024, 1, 1))
    assert [plan.area for plan in told.plans] == [merged[0]]


def test_integrated_results_stand_beside_in_their_own_sum(merged, family):
    plan = merged[0].plans.get()
    submission = plan.periods.get().submissions.get(state="accepted")
    a_figure(an_integrated_line(submission), 100, target=plan.targets.get())
    [together] = province_told(merged[0], YEAR, on=ON).families
    assert (together.year.measure.value, together.integrated.measure.value) == (7, 100)


def test_the_country_lists_the_provinces_that_stand_with_what_they_took_over(merged, family):
    alone = ProvinceFactory(name="Hà Nội")
    a_plan(alone, family, None)
    told = country(the_ministry(), YEAR, on=ON)
    assert {each.province: set(each.areas) for each in told} == {alone: {alone}, merged[0]: set(merged)}
    [summed] = overview(told)
    assert (summed.year.joined.measure.value, summed.year.within, summed.year.asked) == (7, 1, 2)
    assert summed.with_figure == 1


def test_a_family_counts_in_its_own_unit_only(merged, family):
    other = ProvinceFactory(name="Hà Nội")
    a_plan(other, family, 50, unit="lượt người")
    [summed] = overview(country(the_ministry(), YEAR, on=ON))
    assert (summed.year.joined.measure.value, summed.year.within, summed.year.asked) == (7, 1, 2)


def test_what_cannot_be_added_is_not_said_to_be_missing(family):
    a_plan(ProvinceFactory(), family, 50, unit="lượt người")
    [summed] = overview(country(the_ministry(), YEAR, on=ON))
    assert summed.year.joined.measure.state == Reported.APART


def test_those_without_a_figure_come_last_whichever_way_it_is_sorted(merged, family):
    silent, small = ProvinceFactory(name="An Giang"), ProvinceFactory(name="Cà Mau")
    a_plan(silent, family, None)
    a_plan(small, family, 1)
    told = country(the_ministry(), YEAR, on=ON)
    up = [line.told.province for line in lines_of(told, family, order="nam")]
    down = [line.told.province for line in lines_of(told, family, order="nam", down=True)]
    assert (up, down) == ([small, merged[0], silent], [merged[0], small, silent])


def test_a_reader_of_one_province_sees_nothing_of_another(merged, family):
    other = ProvinceFactory(name="Hà Nội")
    a_plan(other, family, 9)
    reader = a_reader(other)
    assert [each.province for each in country(reader, YEAR, on=ON)] == [other]
    assert signed_in(reader).get(f"/tong-hop/tinh/{other.slug}/").status_code == 200
    assert signed_in(reader).get(f"/tong-hop/tinh/{merged[0].slug}/").status_code == 404
    assert reads_rollups(reader)


def test_who_reads_no_province_finds_no_page():
    assert signed_in().get("/tong-hop/").status_code == 404
    assert not reads_rollups(AnonymousUser())


def test_the_heir_of_a_province_reads_its_page_too(merged):
    assert signed_in(a_reader(merged[0])).get(f"/tong-hop/tinh/{merged[1].slug}/").status_code == 200


def test_the_country_costs_the_same_with_one_province_as_with_many(merged, family):
    before, after = signed_in(the_ministry()), signed_in(the_ministry())
    address = f"/tong-hop/?nam={YEAR}&nhom={family.code}"
    before.get(address)  # what is kept between requests
    with CaptureQueriesContext(connection) as of_few:
        before.get(address)
    for _number in range(6):
        a_plan(ProvinceFactory(), family, 2)
    with CaptureQueriesContext(connection) as of_many:
        page = after.get(address)
    assert len(page.context["lines"]) == 7
    assert len(of_many) == len(of_few)


def test_pages_say_how_complete_every_figure_is(merged, family):
    reader = signed_in(the_ministry())
    page = reader.get(f"/tong-hop/?nam={YEAR}&nhom={family.code}").content.decode()
    assert "2/4" in page
    assert "Report not begun" in page
    assert reader.get(f"/tong-hop/?nam={YEAR}&nhom=nix&xep=nix").status_code == 200
    assert reader.get(f"/tong-hop/?nam={'9' * 40}").status_code == 200


def test_an_empty_portal_has_its_pages(family):
    reader = signed_in(the_ministry())
    province = ProvinceFactory()
    assert reader.get("/tong-hop/").status_code == 200
    assert reader.get(f"/tong-hop/tinh/{province.slug}/").status_code == 200
    assert years_with_periods(None) == []


def test_the_workbook_holds_numbers_and_leaves_what_is_missing_empty(merged, family):
    a_plan(ProvinceFactory(name="=1+1"), family, None)
    book = load_workbook(BytesIO(country_workbook(country(the_ministry(), YEAR, on=ON), YEAR, ON)))
    rows = list(book.worksheets[0].iter_rows(min_row=5, values_only=True))
    assert sorted((row[0], row[9]) for row in rows) == [
        ("=1+1", None),
        ("Tuyên Quang", 3),
        ("Tuyên Quang", 4),
    ]
    assert {cell.data_type for cell in book.worksheets[0]["A"] if cell.value == "=1+1"} == {"s"}
    as_one = list(book.worksheets[1].iter_rows(min_row=5, values_only=True))
    assert [row[5] for row in as_one if row[0] == "Tuyên Quang"] == [7]


def test_the_paper_says_the_same_as_the_page(merged):
    told = province_told(merged[0], YEAR, on=ON)
    said = list(texts(rollup_paper([told], YEAR, on=ON, at=timezone.now())))
    assert "Toàn tỉnh" in said
    assert "2/4" in said
    assert (
        sum(text.startswith("Địa bàn tỉnh Hà Giang: ") for text in said) == 3
    )  # how complete, by family, by area


def the_annex(plan, on):
    """The annex of the plan's report as it would be written on ``on``."""
    draft = SimpleNamespace(period=plan.periods.get(), on=on)
    return rollup_annex(draft)


def test_the_report_of_a_plan_carries_the_others_once_the_province_holds_several(merged):
    plan = merged[1].plans.get()
    assert the_annex(plan, ON) is None  # the report of 2023 was due before the merger
    plan.periods.update(due_on=dt.date(2025, 11, 20), locks_on=dt.date(2025, 11, 24))
    annex = the_annex(plan, ON)
    assert (annex.title, annex.landscape) == ("Tổng hợp các kế hoạch của tỉnh", True)


def test_a_province_with_one_plan_has_no_such_annex(family):
    plan = a_plan(ProvinceFactory(), family, 3)
    assert the_annex(plan, ON) is None


def test_the_paper_is_printed_as_a_job_and_goes_after_a_week(merged):
    reader = a_reader(merged[0])
    asked = {"province": merged[0].slug, "year": YEAR, "by": reader.pk}
    job = Job.objects.create(
        kind=ROLLUP, title="x", asked_for=asked, owner=reader, status="running", attempt=1
    )
    result = print_rollup(asked, Progress(job.pk, 1))
    ended = timezone.now() - KEPT
    Job.objects.filter(pk=job.pk).update(status="done", ended_at=timezone.now(), result=result)
    got = signed_in(reader).get(f"/tong-hop/van-ban/{job.pk}/")
    assert b"".join(got.streaming_content)[:5] == b"%PDF-"
    assert signed_in(the_ministry()).get(f"/tong-hop/van-ban/{job.pk}/").status_code == 404
    Job.objects.filter(pk=job.pk).update(ended_at=ended)
    drop_old_papers()
    assert not default_storage.exists(result["file"])
    assert signed_in(reader).get(f"/tong-hop/van-ban/{job.pk}/").status_code == 404
