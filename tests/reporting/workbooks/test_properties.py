"""Whatever the portal holds goes out in a workbook and comes back as it was; reading one takes little memory."""

import tracemalloc
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.vietnamese import clean
from reporting.models import Activity, Figure, Statement
from tests.reporting.workbooks.spoil_files import in_sheet
from tests.reporting.workbooks.world import Edited, a_full_stage, downloaded, judged, refusal

pytestmark = pytest.mark.django_db

LOOKS_LIKE = st.sampled_from(
    ["=1+1", "-5", "+84", "@x", "'1500", "1.500", "TRUE", "#REF!", "_x0041_", "25/11/2026", "-"]
)
WORDS = st.one_of(LOOKS_LIKE, st.text(st.characters(exclude_categories=["Cs"]), max_size=60)).map(clean)
LINE = WORDS.map(lambda text: " ".join(text.split()))
WHOLE = st.one_of(st.none(), st.integers(0, 10**9).map(Decimal))
SHARE = st.one_of(st.none(), st.decimals(0, 100, places=2))


@pytest.fixture
def here():
    return a_full_stage()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    WORDS,
    LINE.filter(bool),
    WHOLE,
    WHOLE,
    SHARE,
    WORDS.filter(bool),
    st.one_of(st.none(), st.integers(0, 10**6)),
)
def test_what_is_stored_comes_back_as_it_was(  # noqa: PLR0917 - one value for each kind of cell
    here, narrative, title, to_date, estimate, share, said, people
):
    here.submission.lines.filter(pk=here.line.pk).update(narrative=narrative)
    Figure.objects.filter(pk=here.figure.pk).update(to_date=to_date, estimate=estimate)
    Figure.objects.filter(unit="%").update(to_date=share)
    Activity.objects.update(title=title, participants=people, note=narrative)
    Statement.objects.filter(kind="obstacle").update(text=said, cause=narrative)
    with translation.override("en"):
        judgement = judged(here.submission, downloaded(here.submission))
    assert ([(p.code, p.cell) for p in judgement.problems], judgement.changes, judgement.records) == (
        [],
        [],
        [],
    )


def peak(work) -> float:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()


def test_reading_never_takes_300_megabytes(here):
    edited = Edited(downloaded(here.submission))
    label = edited.cell("activities", f"A{Activity.objects.get().pk}", "line").value
    first = edited.spare("activities")
    for number in range(2000):
        edited.set("activities", first + number, line=label, title=f"Lớp {number} " + "x" * 200)
    content = edited.saved()
    assert peak(lambda: judged(here.submission, content)) < 100
    rows = b"".join(b'<row r="%d"/>' % n for n in range(200_000, 900_000))
    padded = in_sheet(content, b"</sheetData>", rows + b"</sheetData>")
    assert peak(lambda: refusal(here.submission, padded)) < 300
