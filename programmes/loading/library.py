"""All data files together: read, checked, and only then written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from journal.actions import note_down
from organisations.loading.directory import DATA as DIRECTORY_DATA
from organisations.loading.directory import Directory, read_directory
from organisations.loading.problems import LoadRefused, Problem, Report, read_file
from organisations.loading.rows import Tally
from organisations.loading.shapes import counted
from organisations.loading.writing import write_directory
from programmes.loading.checks import CHECKS, Surroundings
from programmes.loading.plans import PlanWriter, write_programmes
from programmes.loading.shapes import NATIONAL, PLAN, counts
from programmes.loading.source import DATA, SourceText

ONE_AT_A_TIME = 712_1322  # number of the database lock; two loads never run together


@dataclass(frozen=True)
class Library:
    """The data files as read and found good."""

    directory: Directory
    national: dict[str, Any]
    plans: list[dict[str, Any]]


def read_library(folder: Path = DATA, directory_folder: Path = DIRECTORY_DATA) -> Library:
    """Read and check every file. Raises LoadRefused with all faults of all files."""
    problems: list[Problem] = []
    directory = read_directory(directory_folder, Report("", problems))
    national = _read_national(folder, Report("national.yaml", problems))
    plans = {
        path.name: _read_plan(path, Report(path.name, problems))
        for path in sorted((folder / "plans").glob("*.yaml"))
    }
    if not plans:
        Report("plans", problems).say("", _("There is no plan file here."))
    readable = {name: plan for name, plan in plans.items() if plan is not None}
    if directory and national:
        for name, plan in readable.items():
            _check_plan(plan, folder, directory, national, Report(name, problems))
    _check_codes_across(readable, problems)
    if problems or directory is None or national is None:
        raise LoadRefused(problems)
    return Library(directory, national, list(readable.values()))


def write_library(library: Library) -> Tally:
    """Write everything in one transaction and say what became of the rows.

    A second run writes nothing. What staff may choose (accepted findings, national groups, bases of comparison,
    organisations) stays as they chose it.
    """
    tally = Tally()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        write_directory(library.directory, tally)
        write_programmes(library.national, tally)
        for data in library.plans:
            own = Tally()
            plan = PlanWriter(data, own).write()
            if own.has_changed:
                note_down(plan, "loaded", by=None, created=dict(own.created), updated=dict(own.updated))
            tally.add(own)
    return tally


def _read_national(folder: Path, report: Report) -> dict[str, Any] | None:
    data = read_file(folder / "national.yaml", report)
    if data is None:
        return None
    NATIONAL(data, "", report)
    if not report.is_clean:
        return None
    found = {
        "programmes": len(data["programmes"]),
        "task_groups": sum(len(row["task_groups"]) for row in data["programmes"]),
        "finding_codes": len(data["finding_codes"]),
    }
    counted(report, data["expect"], found)
    return data


def _read_plan(path: Path, report: Report) -> dict[str, Any] | None:
    data = read_file(path, report)
    if data is None:
        return None
    PLAN(data, "", report)
    if not report.is_clean:
        return None
    counted(report, data["expect"], counts(data))
    if data["key"] != path.stem:
        report.say("key", _("The key is not the name of the file."))
    return data


def _check_plan(
    plan: dict[str, Any], folder: Path, directory: Directory, national: dict[str, Any], report: Report
) -> None:
    try:
        source = SourceText.read(folder / plan["source"]["text"])
    except OSError:
        report.say("source.text", _("There is no source text “%(name)s”.") % {"name": plan["source"]["text"]})
        return
    around = Surroundings(directory, national, source)
    for check in CHECKS:
        for place, message in check(plan, around):
            report.say(place, message)


def _check_codes_across(plans: dict[str, dict[str, Any]], problems: list[Problem]) -> None:
    """Findings and documents have one code in all files."""
    taken: dict[str, str] = {}
    for name, plan in plans.items():
        for place, code in _codes(plan):
            other = taken.setdefault(code, name)
            if other != name:
                Report(name, problems).say(
                    place, _("The code %(code)s already stands in %(file)s.") % {"code": code, "file": other}
                )


def _codes(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("document", "report_document"):
        if name in plan:
            yield f"{name}.key", plan[name]["key"]
    for finding in plan["findings"]:
        yield f"findings[{finding['code']}]", finding["code"]
