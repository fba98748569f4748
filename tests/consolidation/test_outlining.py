"""A draft moves to another outline: passages keep their sections, nothing is lost, and only drafts move."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from common.errors import RuleBroken
from consolidation.actions.outlining import follow_outline
from consolidation.actions.starting import start_report
from consolidation.documents.assembling import assemble
from consolidation.models import Passage, PassageKind
from consolidation.queries.outlining import newer_outline, others_for, without_place
from journal.models import Entry
from organisations.models import Role
from papers.blocks import Heading
from papers.model import texts
from reporting.actions.outline_writing import OutlineContent, copy_outline, publish_outline, save_outline
from reporting.documents.outline import Feed, Section, from_row
from tests.factories.organisations import DostFactory, MembershipFactory
from tests.factories.programmes import PlanFactory, ProgrammeFactory
from tests.factories.reporting import PeriodFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    programme = ProgrammeFactory(key="P1322")
    for place in range(1, 7):
        programme.task_groups.get_or_create(
            code=f"NG{place}", defaults={"title": f"Nhóm {place}", "position": place}
        )
    return PeriodFactory(plan=PlanFactory(programme=programme, year_to=2030))


@pytest.fixture
def specialist(period):
    dost = DostFactory(province=period.plan.province)
    return MembershipFactory(organisation=dost, role=Role.SPECIALIST).user


@pytest.fixture
def report(period, specialist):
    return start_report(period=period, by=specialist)


def another(report, by, change):
    """A published outline of the province, its sections changed."""
    draft = copy_outline(source=report.outline, province=report.period.plan.province, by=by)
    written = from_row(draft)
    content = OutlineContent(
        written.title,
        written.intro,
        written.closing,
        tuple(change(written.sections)),
        written.valid_from_year,
    )
    save_outline(outline=draft, content=content, edition=1, by=by)
    return publish_outline(outline=draft, edition=2, by=by)


def recoded(sections):
    """Obstacles under another code, the proposals gone, a section of one's own at the end."""
    for section in sections:
        if section.feed == Feed.OBSTACLES:
            yield Section("X", section.number, section.level, "Vướng mắc", section.feed, "", "Không có.")
        elif section.feed != Feed.PROPOSALS:
            yield section
    yield Section("Y", "IV.", 1, "Phần riêng")


def said(report, code, text="Lời của Sở."):
    return Passage.objects.create(report=report, section=code, position=900, kind=PassageKind.TEXT, text=text)


def test_a_report_keeps_its_outline_until_somebody_moves_it(report, specialist):
    before = report.outline
    assert newer_outline(report) is None
    other = another(report, specialist, recoded)
    report.refresh_from_db()
    assert (report.outline, newer_outline(report), others_for(report)) == (before, other, [other])


def test_passages_keep_their_sections_go_where_the_same_feeds_or_are_taken_out(report, specialist):
    stays, moves, goes = said(report, "I.1.a"), said(report, "II.2"), said(report, "IV", "Kiến nghị cũ.")
    other = another(report, specialist, recoded)
    homeless = {each.section.code: each.fits for each in without_place(report, from_row(other))}
    assert homeless == {"II.2": "X", "IV": ""}
    moved = follow_outline(report=report, outline=other, to=homeless, by=specialist)
    assert moved.outline == other
    assert dict(
        Passage.objects.filter(pk__in=[stays.pk, moves.pk, goes.pk]).values_list("pk", "section")
    ) == {
        stays.pk: "I.1.a",
        moves.pk: "X",
    }
    assert Entry.objects.get(action="follow_outline").facts["taken_out"] == ["Kiến nghị cũ."]
    headings = [
        block.text for block in assemble(moved, on=timezone.localdate()).blocks if isinstance(block, Heading)
    ]
    assert headings[-1] == "Phần riêng"
    assert "Vướng mắc" in headings


def test_where_a_section_goes_may_be_chosen_but_must_exist(report, specialist):
    passage = said(report, "IV")
    other = another(report, specialist, recoded)
    with translation.override("en"), pytest.raises(RuleBroken, match="no section"):
        follow_outline(report=report, outline=other, to={"IV": "nowhere"}, by=specialist)
    follow_outline(report=report, outline=other, to={"IV": "Y"}, by=specialist)
    passage.refresh_from_db()
    assert (passage.section, passage.edition) == ("Y", 2)


def test_another_outline_than_those_of_the_report_is_refused(report, specialist):
    with translation.override("en"), pytest.raises(RuleBroken, match="cannot follow"):
        follow_outline(report=report, outline=report.outline, to={}, by=specialist)


def test_only_dost_moves_a_draft(report, specialist):
    other = another(report, specialist, recoded)
    stranger = MembershipFactory(role=Role.FOCAL_POINT).user
    with pytest.raises(RuleBroken):
        follow_outline(report=report, outline=other, to={}, by=stranger)


def test_the_page_lists_what_has_no_place_and_moves(report, specialist, client):
    said(report, "IV")
    other = another(report, specialist, recoded)
    client.force_login(specialist)
    address = reverse("consolidation:report_outline", args=[report.pk])
    page = client.get(address)
    assert (page.context["outline"], list(page.context["form"].fields)) == (other, ["confirmed", "to-IV"])
    assert client.post(address, {"den": other.pk, "confirmed": "1", "to-IV": "zz"}).status_code == 200
    assert (
        client.post(address, {"den": other.pk, "confirmed": "1", "to-IV": "Y"}).url
        == report.get_absolute_url()
    )
    assert Passage.objects.get(section="Y").text == "Lời của Sở."


def test_the_preview_composes_with_the_outline_and_stores_nothing(report, specialist, client):
    draft = copy_outline(source=report.outline, province=report.period.plan.province, by=specialist)
    client.force_login(specialist)
    page = client.get(reverse("consolidation:outline_preview", args=[draft.pk]))
    assert (page.status_code, page.context["document"].mark) == (200, "Xem trước đề cương")
    pdf = client.get(reverse("consolidation:outline_preview", args=[draft.pk]), {"tep": "pdf"})
    assert pdf.content[:5] == b"%PDF-"
    quarter = copy_outline(source=report.outline, province=report.period.plan.province, by=specialist)
    quarter.kind = "quarter"
    quarter.save()
    headings = client.get(reverse("consolidation:outline_preview", args=[quarter.pk])).context["headings"]
    assert len(headings) == 20


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "quarter", "number": 3},
        {"kind": "half", "number": 1},
        {"kind": "midterm", "covers_from": 2021},
        {"kind": "five_year", "covers_from": 2022},
        {"kind": "final"},
        {"kind": "ad_hoc", "number": 1, "subject": "Doanh nghiệp được hỗ trợ"},
    ],
)
def test_reports_of_every_kind_are_started_and_read(period, specialist, client, facts):
    other = PeriodFactory(plan=period.plan, **facts)
    client.force_login(specialist)
    started = client.post(reverse("consolidation:report_start", args=[other.pk]))
    report = other.reports.get()
    assert (started.url, report.outline.kind) == (report.get_absolute_url(), facts["kind"])
    assert client.get(report.get_absolute_url()).status_code == 200
    document = assemble(report, on=timezone.localdate())
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert [h.numbering for h in headings][: len(report.outline.sections)] == [
        s["number"] for s in report.outline.sections
    ]
    assert "{" not in " ".join(heading.line for heading in headings)


def test_a_section_that_nothing_feeds_says_so_until_somebody_writes_it(period, specialist):
    report = start_report(period=PeriodFactory(plan=period.plan, kind="final"), by=specialist)
    alone = "Mục này chưa có nội dung."
    assert [t for t in texts(assemble(report, on=timezone.localdate())) if t == alone] == [alone]
    said(report, "III.3", "Bài học là làm sớm.")
    told = list(texts(assemble(report, on=timezone.localdate())))
    assert (alone in told, "Bài học là làm sớm." in told) == (False, True)


def test_a_second_click_does_not_move_the_draft_back(report, specialist, client):
    first = report.outline
    row = another(report, specialist, recoded)
    client.force_login(specialist)
    address = reverse("consolidation:report_outline", args=[report.pk])
    sent = {"den": row.pk, "confirmed": "1", "to-II.1.3": ""}
    for _click in range(2):
        assert client.post(address, sent).status_code == 302
        report.refresh_from_db()
        assert report.outline_id == row.pk
    assert client.post(address, sent | {"den": "999999"}).url == address
    report.refresh_from_db()
    assert (report.outline_id, first in others_for(report)) == (row.pk, True)
