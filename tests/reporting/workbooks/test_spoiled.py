"""The corpus of spoiled workbooks: refused, or told at the cell, each for its own reason and nothing else."""

import time

import pytest
from django.utils import translation

from reporting.forms.workbook.judge import judge  # noqa: F401 - loaded before the clock starts
from tests.reporting.workbooks.spoil_cells import SPOILED
from tests.reporting.workbooks.spoil_files import REFUSED
from tests.reporting.workbooks.world import Edited, a_full_stage, downloaded, judged, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return a_full_stage()


def test_the_corpus_is_large_enough():
    assert len(REFUSED) + len(SPOILED) >= 80


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_form_is_refused(here, name):
    make, code = REFUSED[name]
    content = make(downloaded(here.submission))
    begun = time.perf_counter()
    assert refusal(here.submission, content) == code
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("name", SPOILED)
def test_a_mistake_is_told_at_its_cell(here, name):
    spoil, level, code, sheet = SPOILED[name]
    edited = Edited(downloaded(here.submission))
    cell = spoil(edited, here)
    judgement = judged(here.submission, edited.saved())
    problems = [
        p for p in judgement.problems if (p.level, p.code) != ("warning", "rows_gone") or code == "rows_gone"
    ]
    assert [(p.level, p.code, p.cell) for p in problems] == [(level, code, cell)]
    assert {p.sheet for p in problems if sheet} <= {sheet}
    assert all(str(p.what) and str(p.why) for p in problems)
    assert judgement.is_right == (level == "warning")
