"""What a form says at one moment, and what changed since."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programmes.models import LegalDocument
from reporting.actions.content import Content, LineEntry, StatementEntry
from reporting.models import Activity, CertifiedExpert, IssuedDocument, Statement, StatementKind
from reporting.queries.differences import Difference, differences
from reporting.queries.snapshot import fingerprint, snapshot_of
from reporting.queries.submissions import submissions_in_full
from tests.factories.reporting import stage
from tests.reporting.test_submissions import filled, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def shot(here):
    return snapshot_of(submissions_in_full().get(pk=here.submission.pk))


def test_the_same_form_gives_the_same_fingerprint_in_every_language_and_after_a_rest_in_the_database():
    here = stage()
    save(here)
    first = shot(here)
    with translation.override("vi"):
        again = shot(here)
    kept = json.loads(json.dumps(first))
    assert fingerprint(first) == fingerprint(again) == fingerprint(kept)
    assert first["lines"][0]["figures"][0]["to_date"] == "3"
    assert len(fingerprint(first)) == 64


def test_a_snapshot_costs_four_questions_for_any_number_of_records():
    here = stage()
    save(here)
    for at in range(3):
        Activity.objects.create(line=here.line, kind="course", title=f"Lớp {at}")
    row = submissions_in_full().get(pk=here.submission.pk)
    with CaptureQueriesContext(connection) as asked:
        snapshot_of(row)
    assert len(asked) == 4


def test_an_unchanged_form_shows_no_differences():
    here = stage()
    save(here)
    assert differences(shot(here), shot(here)) == []


def test_every_change_is_told_with_its_place_before_and_after():
    here = stage()
    save(here)
    activity = Activity.objects.create(line=here.line, kind="course", title="Lớp 5S", participants=30)
    before = shot(here)
    title, pk = f"{here.task.code}. {here.task.title}", here.line.pk
    save(
        here,
        filled(
            here,
            to_date=1234,
            narrative="Đã hỗ trợ.",
            statements=(StatementEntry(kind=StatementKind.OBSTACLE, text="Thiếu kinh phí."),),
        ),
    )
    activity.participants = None
    activity.save()
    expert = CertifiedExpert.objects.create(line=here.line, full_name="Nguyễn Văn An")
    IssuedDocument.objects.create(
        submission=here.submission,
        section="plans",
        document=LegalDocument.objects.create(
            province=here.plan.province, number_and_symbol="12/KH-SCT", abstract="hỗ trợ"
        ),
    )
    found = differences(before, shot(here))
    assert found[:4] == [
        Difference(f"{title} – what was done", "Đã hỗ trợ 03 doanh nghiệp.", "Đã hỗ trợ.", pk),
        Difference(f"{title} · Figure: {here.figure.indicator} – to date", "3", "1,234", pk),
        Difference(f"{title} · Activity: Lớp 5S – participants", "30", "", pk),
        Difference(f"{title} · Expert: Nguyễn Văn An", "", "Nguyễn Văn An", pk),
    ]
    assert (found[4].before, "12/KH-SCT" in found[4].after, found[4].line) == ("", True, None)
    assert (found[5].before, found[5].after) == ("", "Thiếu kinh phí.")
    assert len(found) == 6
    expert.delete()
    Statement.objects.all().delete()
    assert [(d.before, d.after) for d in differences(before, shot(here))][-1][0] == ""


def test_what_was_taken_away_is_told_too():
    here = stage()
    own = LineEntry(is_integrated=True, heading="OCOP", narrative="Đã tập huấn.")
    content = filled(here)
    save(here, Content(lines=(*content.lines, own)))
    line = here.submission.lines.get(attribution="integrated")
    before = shot(here)
    save(here, Content(lines=(*content.lines, LineEntry(pk=line.pk, is_integrated=True, remove=True))))
    assert [(d.where, d.before, d.after) for d in differences(before, shot(here))] == [
        ("OCOP", "OCOP\nĐã tập huấn.", ""),
    ]


def test_a_figure_not_reported_differs_from_zero():
    here = stage()
    save(here)
    before = shot(here)
    here.figure.__class__.objects.filter(pk=here.figure.pk).update(to_date=Decimal(0), estimate=None)
    assert [(d.before, d.after) for d in differences(before, shot(here))] == [("3", "0"), ("5", "")]
