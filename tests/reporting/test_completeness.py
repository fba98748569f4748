"""What a form still lacks."""

import pytest
from django.utils import translation

from reporting.completeness import gaps
from reporting.models import Statement
from reporting.queries.submissions import submissions_in_full
from tests.factories.reporting import FigureFactory, LineFactory, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return stage()


def missing(here):
    return [gap.where for gap in gaps(submissions_in_full().get(pk=here.submission.pk))]


def fill(here, to_date=3, estimate=5):
    here.submission.lines.update(narrative="Đã hỗ trợ 03 doanh nghiệp.")
    here.line.figures.update(to_date=to_date, estimate=estimate)


def test_an_empty_form_lacks_words_and_both_figures(here):
    figure = here.figure.pk
    assert missing(here) == [
        f"id_line-{here.line.pk}-narrative",
        f"id_figure-{figure}-to_date",
        f"id_figure-{figure}-estimate",
    ]


def test_a_measured_zero_is_no_gap(here):
    fill(here, 0, 0)
    assert missing(here) == []


def test_a_line_declared_nil_lacks_nothing(here):
    here.submission.lines.update(is_nil=True, nil_reason="Không phát sinh.")
    assert missing(here) == []


def test_a_form_declared_nil_lacks_nothing_unless_it_reports_something(here):
    type(here.submission).objects.update(is_nil=True, nil_reason="Không phát sinh.")
    assert missing(here) == []
    here.line.figures.update(to_date=0)
    assert missing(here) == [f"id_line-{here.line.pk}-narrative"]


def test_a_year_cannot_bring_less_than_its_first_months(here):
    fill(here, 5, 3)
    assert missing(here) == [f"id_figure-{here.figure.pk}-estimate"]


def test_a_figure_the_unit_added_needs_name_unit_and_number(here):
    fill(here)
    FigureFactory(line=here.line, is_own=True, unit="")
    assert missing(here) == [f"own-{here.line.pk}"]


def test_an_integrated_activity_names_what_it_was_worked_into(here):
    fill(here)
    LineFactory(
        submission=here.submission,
        task=None,
        role="own",
        attribution="integrated",
        heading="OCOP",
        narrative="…",
    )
    assert missing(here) == ["integrated"]


def test_proposals_are_addressed_and_solutions_placed(here):
    fill(here)
    for kind in ("proposal", "solution", "assessment"):
        Statement.objects.create(submission=here.submission, kind=kind, text="Nội dung")
    assert missing(here) == ["proposal", "solution"]
