"""What a save leaves at hand is what is stored: nothing is corrected back, nothing counts as it did before."""

import datetime as dt

import pytest
from django.utils import timezone

from reporting.actions.content import Citation, Content, FigureEntry, LineEntry
from reporting.actions.entry import save_form
from reporting.models import Activity, Attribution
from reporting.queries.submissions import read_contents, submissions_in_full
from tests.factories.reporting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return stage()


def stored(here):
    return submissions_in_full().get(pk=here.submission.pk)


def save(here, form, lines):
    facts = {"version": form.version, "by": here.focal, "on": timezone.localdate()}
    return save_form(form, content=Content(lines=tuple(lines)), **facts).submission


def cited(abstract):
    return Citation(
        number_and_symbol="12/KH-SCT",
        issued_on=dt.date(2026, 3, 6),
        issuer_text="Sở Công Thương tỉnh",
        abstract=abstract,
    )


def activities(citations, pks):
    for pk, citation in zip(pks, citations, strict=True):
        yield LineEntry(pk=pk, heading="Hội chợ", narrative="Đã tổ chức.", is_integrated=True, host=citation)


def integrated(form):
    return [line for line in form.lines.all() if line.attribution == Attribution.INTEGRATED]


@pytest.mark.parametrize("which", [0, 1])
def test_a_plan_two_activities_share_is_corrected_from_either(here, which):
    save(here, stored(here), activities([cited("phat trien")] * 2, [None, None]))
    lines = integrated(stored(here))
    assert len({line.host_id for line in lines}) == 1
    citations = [cited("phat trien"), cited("phat trien")]
    citations[which] = cited("phát triển sản phẩm")
    save(here, stored(here), activities(citations, [line.pk for line in lines]))
    assert [line.host.abstract for line in integrated(stored(here))] == ["phát triển sản phẩm"] * 2


def test_a_figure_in_another_unit_counts_other_records_at_once(here):
    Activity.objects.create(line=here.line, kind="course", title="Lớp 5S")
    figure = here.line.figures.create(indicator="Số lớp", unit="đồng", is_own=True, position=1000)
    form = stored(here)
    for unit in ("lớp", "đồng", "lớp"):
        entry = FigureEntry(pk=figure.pk, indicator="Số lớp", unit=unit, to_date=None, estimate=None)
        form = save(here, form, [LineEntry(pk=here.line.pk, narrative="x", figures=(entry,))])
        read_contents(form)
        counts = [
            {f.pk: f.counted for line in each.lines.all() for f in line.figures.all()}
            for each in (form, stored(here))
        ]
        assert counts[0] == counts[1]
