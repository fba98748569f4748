"""``manage.py render_report``: a file whole or not at all, and a clear no."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consolidation.models import Report
from tests.factories.programmes import PlanFactory
from tests.jobs.worker import ROOT
from tests.reporting.filling import a_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return a_period(PlanFactory(key="hung-yen-101-2021"))


def test_the_report_is_written_and_the_portal_keeps_what_it_had(period, tmp_path, capsys):
    target = tmp_path / "báo cáo.pdf"
    call_command("render_report", "hung-yen-101-2021", "2023", to=target)
    assert target.read_bytes()[:5] == b"%PDF-"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == ["báo cáo.pdf"]
    assert str(target) in capsys.readouterr().out
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("plan", "year", "words"),
    [
        ("khong-co", "2023", "hung-yen-101-2021"),
        ("hung-yen-101-2021", "2031", "2023"),
    ],
)
def test_an_unknown_plan_or_year_names_the_known_ones(period, tmp_path, plan, year, words):
    with pytest.raises(CommandError, match=words):
        call_command("render_report", plan, year, to=tmp_path / "x.pdf")


@pytest.mark.parametrize("target", [Path("/khong/co/x.pdf"), Path("/"), Path("/proc/x.pdf")])
def test_a_file_that_cannot_be_written_is_refused(period, target):
    with pytest.raises(CommandError, match=str(target)):
        call_command("render_report", "hung-yen-101-2021", "2023", to=target)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_ends_with_a_code_and_without_a_traceback(worker, tmp_path):
    ended = subprocess.run(
        [sys.executable, "manage.py", "render_report", "khong-co", "2023", "--to", str(tmp_path / "x.pdf")],
        cwd=ROOT, env=worker.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: ")
    assert "Traceback" not in ended.stderr
