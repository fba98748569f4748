"""The files of a report: one paper in three forms, its data inside, the same bytes for ever."""

import csv
import hashlib
import json
import os
import re
import subprocess
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import override_settings
from django.utils import translation

from consolidation.actions.numbering import give_number
from consolidation.actions.rendering import make, paper_of, render
from consolidation.documents import seal
from consolidation.documents.carried import KIND, attachments_of, payload_of, report_json, targets_csv
from consolidation.documents.facts import facts_of
from consolidation.documents.workbook import workbook
from consolidation.models import Report
from papers.codec import from_json
from papers.model import texts
from papers.pages import attachments_of as carried_in
from papers.pdf import render as to_pdf
from reporting.states import SubmissionState
from tests.consolidation.lives import (
    TODAY,
    a_house,
    approved,
    issued,
    let_all_pass,
    numbered,
    printed_elsewhere,
)
from tests.factories.programmes import TargetFactory
from tests.papers.test_pdf import said, squeezed
from tests.reporting.filling import a_submission, reported

pytestmark = pytest.mark.django_db
OTHER_KEY = "11" * 32


@pytest.fixture
def house():
    house = a_house()
    first = TargetFactory(plan=house.period.plan, code="T1", indicator="Doanh nghiệp được hỗ trợ", value=40)
    TargetFactory(plan=house.period.plan, code="T2", indicator="=HYPERLINK(1)", value=10)
    reported(house.period, first, Decimal("12.5"))
    a_submission(house.period, unit="Sở Tài chính", state=SubmissionState.DRAFT)
    let_all_pass(house.report, house.specialist)
    return house


def content(file):
    with file.open("rb") as stored:
        return stored.read()


def written_in(word):
    import docx
    from docx.oxml.ns import qn

    paragraphs = docx.Document(BytesIO(word)).element.body.iter(qn("w:p"))
    signs = (qn("w:t"), qn("w:br"), qn("w:tab"))
    return squeezed("\n".join("".join(s.text or " " for s in p.iter(*signs)) for p in paragraphs))


def bare(text):
    return re.sub(r"\s", "", text)


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_one_rendering_makes_the_three_files_with_their_hashes(house):
    report = render(report=house.report)
    for name in ("pdf", "word", "excel"):
        made = content(getattr(report, name))
        assert hashlib.sha256(made).hexdigest() == getattr(report, f"{name}_sha256")
    assert [report.pdf.name[-4:], report.word.name[-5:], report.excel.name[-5:]] == [".pdf", ".docx", ".xlsx"]
    assert carried_in(content(report.pdf)) == {}  # a draft says nothing for good


def test_pdf_word_and_excel_say_the_same(house):
    report = issued(house)
    document = from_json(report.composed)
    pdf, word = bare(said(content(report.pdf))), bare(written_in(content(report.word)))
    told = [bare(text) for text in texts(document)]
    assert [text for text in told if text not in pdf] == []
    assert [text for text in told if text not in word] == []
    book = openpyxl.load_workbook(BytesIO(content(report.excel)))
    everything = {str(value) for sheet in book for row in cells(sheet) for value in row if value is not None}
    tables = [block for block in document.all_blocks if hasattr(block, "rows")]
    words = {cell.text for table in tables for row in table.rows for cell in row.cells if not cell.numeric}
    assert sorted(text for text in words if text and text not in everything) == []


def test_the_numbered_paper_carries_its_data_sealed(house):
    report = Report.objects.get(pk=numbered(house).pk)
    carried = carried_in(content(report.pdf))
    assert sorted(carried) == ["report.json", "targets.csv"]
    data = json.loads(carried["report.json"])
    assert seal.check(data, seal.public_key())
    assert (data["kind"], data["schema"], data["draft"]) == (KIND, 1, False)
    assert (data["report"]["number"], data["report"]["symbol"]) == (report.number, report.symbol)
    assert data["report"]["dated_on"] == str(report.dated_on)
    assert data["report"]["code"] == report.verify_code
    assert data["files"]["targets.csv"] == hashlib.sha256(carried["targets.csv"]).hexdigest()
    own = [t for t in data["targets"] if t["key"] == "T1"]
    assert [(t["year_value"], t["year_nil"], t["attribution"]) for t in own] == [("12.5", False, "programme")]
    [missing] = [t for t in data["targets"] if t["key"] == "T2"]
    assert (missing["year_value"], missing["year_nil"]) == (None, False)
    assert data["completeness"] == {"asked": 2, "answered": 1, "late": 0, "silent": ["Sở Tài chính"]}
    words = " ".join(text for piece in data["text"] for text in piece["texts"])
    assert [text for text in texts(from_json(report.composed)) if text not in words] == []


def test_the_table_of_targets_reads_as_figures_and_never_runs(house):
    report = approved(house)
    rows = list(csv.DictReader(StringIO(targets_csv(report.facts).decode("utf-8-sig"))))
    assert [(row["key"], row["year_value"], row["indicator"]) for row in rows] == [
        ("T1", "12.5", "Doanh nghiệp được hỗ trợ"),
        ("T2", "", "'=HYPERLINK(1)"),
    ]


def test_an_old_snapshot_gives_the_same_bytes_whatever_the_key_is_now(house):
    report = issued(house)
    snapshot = report.snapshot
    document = from_json(snapshot["composed"])
    with override_settings(PORTAL_SEAL_KEY=OTHER_KEY), translation.override("en"):
        again = to_pdf(document, attachments_of(snapshot["facts"], document))
        book = workbook(snapshot["facts"], document)
    assert again.content == content(report.pdf)
    assert again.sha256 == snapshot["files"]["pdf"]
    assert hashlib.sha256(book).hexdigest() == snapshot["files"]["excel"]


def test_an_old_snapshot_gives_the_same_bytes_in_another_process(house, tmp_path):
    report = issued(house)
    files = report.snapshot["files"]
    assert printed_elsewhere(report.snapshot, tmp_path) == [files["pdf"], files["word"], files["excel"]]


def test_the_seal_is_made_anew_where_the_data_are_others(house):
    report = issued(house)
    document = from_json(report.composed)
    changed = report.facts | {"province": {"code": "99", "name": "Khác"}}
    data = json.loads(report_json(changed, document))
    assert seal.check(data, seal.public_key())
    assert data["seal"]["value"] != report.facts["seal"]["value"]


def test_an_approved_paper_leads_to_its_verification_and_a_draft_does_not(house):
    report = approved(house)
    document = from_json(report.composed)
    assert document.verification.address.endswith(f"/xac-minh/?ma={report.verify_code}")
    assert payload_of(report.facts, document)["draft"] is True  # until it has its number
    assert paper_of(house.report, on=TODAY()).verification is None


def test_a_report_numbered_while_its_files_are_made_is_printed_with_its_number(house):
    report = approved(house)
    done = []

    def tell(step, _words):
        if step == 3 and not done:
            done.append(True)
            give_number(
                report, number=7, symbol="BC-SKHCN", dated_on=TODAY(), by=house.specialist, on=TODAY()
            )

    kept = render(report=Report.objects.with_place().get(pk=report.pk), tell=tell)
    assert "Số: 07/BC-SKHCN" in said(content(kept.pdf))
    assert kept.pdf_sha256 == Report.objects.get(pk=report.pk).pdf_sha256


def test_the_workbook_holds_numbers_units_and_formulas(house):
    report = house.report
    made = make(report, TODAY())
    book = openpyxl.load_workbook(BytesIO(made.contents["excel"]))
    sheet = book["Chỉ tiêu"]
    rows = [row for row in cells(sheet) if row[1] == "Doanh nghiệp được hỗ trợ"]
    assert (rows[0][5], rows[0][7], rows[0][9]) == (40, 12.5, 12.5)
    place = next(row[0].row for row in sheet.iter_rows() if row[1].value == "Doanh nghiệp được hỗ trợ")
    assert rows[0][10] == f'=IF(F{place}>0,J{place}/F{place},"")'
    assert sheet.freeze_panes == f"C{place}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.print_title_rows == f"${place - 1}:${place - 1}"
    harmless = next(row[1] for row in sheet.iter_rows() if row[1].value == "=HYPERLINK(1)")
    assert harmless.data_type == "s"
    units = cells(book["Đơn vị"])
    assert next(row[2] for row in units if row[1] == "Tổng số đơn vị").startswith("=COUNTA(B")
    assert "DỰ THẢO" in [row[0] for row in cells(sheet)]


def test_every_formula_comes_out_as_a_number(house, tmp_path):
    (tmp_path / "annex.xlsx").write_bytes(make(house.report, TODAY()).contents["excel"])
    done = subprocess.run(
        ["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "--outdir", tmp_path, tmp_path / "annex.xlsx"],
        capture_output=True, check=False, timeout=120, env=os.environ | {"HOME": str(tmp_path)},
    ) if _has_office() else None  # fmt: skip
    if done is None or done.returncode:
        pytest.skip("no office program here")
    said = "\n".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.csv"))
    assert re.findall(r"#(?:REF|NAME|VALUE|DIV/0)", said) == []
    assert "31.3%" in said or "31,3%" in said


def _has_office():
    from shutil import which

    return which("soffice") is not None


def test_facts_are_vietnamese_whoever_approves(house):
    document = paper_of(house.report, on=TODAY())
    with translation.override("en"):
        english = facts_of(house.report, document, on=TODAY())
    assert english == facts_of(house.report, document, on=TODAY())
    assert "Chưa báo cáo" in json.dumps(english, ensure_ascii=False)
