"""No file the portal hands out runs what somebody typed, whatever it begins with; figures stay figures.

Every text of a province's rows begins with a sign that a spreadsheet takes for a formula. Then every list, workbook and
archive is made and opened, cell by cell.
"""

import csv
import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ExportMixin
from openpyxl import Workbook, load_workbook

from common.sheets import Table, write
from consolidation.actions.rendering import facts_of, paper_of
from consolidation.documents.carried import targets_csv
from consolidation.documents.workbook import workbook
from consolidation.models import Report
from enterprises.exports.template import problems_csv
from jobs.models import Job
from reporting.exports.workbook.marked import mark as marked_copy
from tests.architecture import rights
from tests.architecture.planted import HOMES, OPEN, write_into
from tests.architecture.rights import RIGHTS
from tests.architecture.sweeping import Browser, followed

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SIGNS = ("=", "+", "-", "@", "\t", "\r")
TYPED = "zqtyped"
FILES = re.compile(r"_(?:file|excel|template|original|marked|problems)$")
RUNS = re.compile(rf"^[=+\-@\t\r]{TYPED}")
INSIDE = (rights.SPECIALIST, rights.FOCAL, rights.APPLICANT)
# whoever writes tables; each is made in this file
WRITERS = {
    "common/admin_formats.py",
    "common/apps.py",  # teaches the library to be quick; writes nothing by itself
    "common/sheets.py",
    "consolidation/documents/carried.py",
    "consolidation/documents/workbook/__init__.py",
    "consolidation/exports/rollup.py",
    "enterprises/exports/register.py",
    "enterprises/exports/template.py",
    "reporting/exports/matrix.py",
    "reporting/exports/workbook/build.py",
    "reporting/exports/workbook/marked.py",
    "support/exports/own_data.py",
}
NOTHING_TYPED = {
    "enterprises:import_template", "organisations.CalendarException",  # an empty form; days without a word
    "reporting:workbook_original", "reporting:workbook_marked", "enterprises:import_original", "enterprises:import_problems",
    "support:desk_export_file", "support:own_data_file",  # stand-ins here, made in earnest below
}  # fmt: skip
UNTOUCHED = {"journal.Change", "journal.Entry", "journal.Reading", "journal.Seal"}  # never change
WRITING = re.compile(
    r"csv\.(?:writer|DictWriter)\(|\bWorkbook\(|\bload_workbook\(.*\n?.*keep_links|base_formats\."
)


def writers() -> set[str]:
    """The files of the portal that write tables."""
    code = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.parts[len(ROOT.parts)] not in {"tests", "bench", "faults", "scripts"}
    ]
    return {
        str(path.relative_to(ROOT))
        for path in code
        if not path.relative_to(ROOT).parts[0].startswith(".")
        and WRITING.search(path.read_text(encoding="utf-8"))
    }


def cells(content: bytes):
    """Every cell of a table, of a workbook, of the tables in an archive: (what stands there, whether it would run)."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            yield from ((cell, bool(RUNS.match(cell))) for cell in row)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            for name in names:
                yield from cells(archive.read(name)) if name.endswith((".csv", ".xlsx")) else ()
            return
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            yield from ((str(cell.value), cell.data_type == "f" and TYPED in str(cell.value)) for cell in row)


def judged(content: bytes) -> tuple[int, list[str]]:
    """How many cells hold what was typed, and those of them that would run."""
    found = [(said, runs) for said, runs in cells(content) if TYPED in said]
    return len(found), [said[:60] for said, runs in found if runs]


@pytest.fixture
def typed(world):
    """Every text of every model begins with one of the signs, each sign in turn."""
    for turn, label in enumerate(sorted({*HOMES, *OPEN} - UNTOUCHED)):
        rows = apps.get_model(label)._base_manager.all()
        write_into(rows, lambda place, turn=turn: SIGNS[(turn + place) % len(SIGNS)] + TYPED, in_front=True)
    return world


def tables_of(world, places):
    """Every table that a page hands out, by the person and the address."""
    kinds = {"enterprises:table_file": ("csv", "xlsx"), "consolidation:report_list_file": ("csv", "xlsx")}
    for role in INSIDE:
        client = Browser(world[role])
        for name, right in RIGHTS.items():
            if "GET" not in right.methods or role not in right.get or not FILES.search(name):
                continue
            addresses = (
                [reverse(name, args=[kind]) for kind in kinds[name]] if name in kinds else [places(name)]
            )
            for address in addresses:
                response = client.get(address)
                content = b"".join(response.streaming_content) if response.streaming else response.content
                if "csv" in response["Content-Type"] or zipfile.is_zipfile(io.BytesIO(content)):
                    yield f"{name} {address}", content


def made_on_request(world, places):
    """What is made by a POST: the desk, supports, all data of an enterprise."""
    for name, role in (
        ("support:desk_export", rights.SPECIALIST),
        ("support:support_export", rights.SPECIALIST),
    ):
        for kind in ("csv", "xlsx"):
            response = Browser(world[role]).post(places(name), {"kind": kind})
            yield f"{name} {kind}", b"".join(response.streaming_content)
    Browser(world[rights.APPLICANT]).post(places("support:own_data"))
    yield "own data", followed(Job.objects.latest("pk"))


def of_the_administration(world):
    """Every model's rows as the administration exports them, in each of its forms."""
    client = Browser(world[rights.ADMINISTRATOR])
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, ExportMixin):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
            for number, form in enumerate(model_admin.get_export_formats()):
                response = client.post(
                    address, {"format": str(number), "resource": "0"} | chosen(model_admin, client)
                )
                yield f"{model._meta.label} {form.__name__}", response.content


def chosen(model_admin, client) -> dict[str, str]:
    """All columns of the export form ticked."""
    resource = model_admin.get_export_resource_classes(None)[0]
    return {f"{resource.__name__.lower()}_{name}": "on" for name in resource().get_export_order()}


def of_the_report(report: Report):
    """The Excel annex and the figures that its PDF carries, composed anew from what was typed."""
    document = paper_of(report, on=timezone.localdate())
    facts = facts_of(report, document, on=timezone.localdate())
    return [("report annex", workbook(facts, document)), ("carried targets", targets_csv(facts))]


PROBLEM = {
    "sheet": "A",
    "cell": "A1",
    "level": "error",
    "code": "x",
    "what": f"={TYPED}",
    "why": f"+{TYPED}",
    "how": f"@{TYPED}",
    "row": 2,
    "column": f"-{TYPED}",
    "said": f"\t{TYPED}",
}


def sent_up() -> bytes:
    """Somebody's workbook with a formula in it."""
    book, held = Workbook(), io.BytesIO()
    book.active.title = "A"
    book.active.append([f"={TYPED}()"])
    book.save(held)
    return held.getvalue()


def test_every_file_that_writes_tables_is_known():
    assert writers() == WRITERS


def test_whatever_was_typed_stays_words(typed, places):
    tables = [*tables_of(typed, places), *made_on_request(typed, places), *of_the_administration(typed)]
    tables += of_the_report(
        Report.objects.get(period__plan__key="ha-noi-149-2021", rendered_at__isnull=False)
    )
    tables += [("marked workbook", marked_copy(sent_up(), [PROBLEM], unpacked=1))]
    tables += [("problems of a register", problems_csv([PROBLEM], ["Lỗi"]))]
    held, running = {}, []
    for name, content in tables:
        number, runs = judged(content)
        held[name.partition(" ")[0]] = held.get(name.partition(" ")[0], 0) + number
        running += [(name, said) for said in runs]
    assert running == []
    assert {name for name, number in held.items() if not number} <= NOTHING_TYPED
    assert sum(1 for number in held.values() if number) >= 14


def test_figures_stay_figures():
    """Also those below zero, which begin with a sign that words may not begin with."""
    kind = SimpleNamespace(width=9, kind="money")

    def made(form):
        return write(Table(["Số"], [kind], iter([[-5], ["-5"]]), [], "Bảng"), form)

    with made("csv") as held:
        assert held.read().decode("utf-8-sig").split() == ["Số", "-5", "'-5"]
    with made("xlsx") as held:
        read = [row[0] for row in load_workbook(held).active.iter_rows(min_row=3)]
    assert [(cell.value, cell.data_type) for cell in read][:2] == [(-5, "n"), ("-5", "s")]


def test_a_planted_formula_is_found():
    assert judged(f"a,b\r\n={TYPED},c\r\n'={TYPED},d\r\n".encode()) == (2, [f"={TYPED}"])
