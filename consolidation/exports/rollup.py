"""What several plans amount to as a workbook: numbers are numbers, what is missing stays empty and says so."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from common.sheets import as_words
from common.templatetags.formats import vn_date
from consolidation.queries.rollup.country import ProvinceTold
from consolidation.queries.rollup.families import Together
from consolidation.queries.rollup.plans import Entry, PlanTold
from reporting.queries.joining import Joined
from reporting.queries.measures import Measure, Reported

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 4
FIGURES = "#,##0.##"
Value = str | int | Decimal | dt.date | None


def country_workbook(provinces: Sequence[ProvinceTold], year: int, on: dt.date) -> bytes:
    """An .xlsx of every target, every family as one, and how complete each plan is."""
    return _workbook(provinces, year, on)


def province_workbook(told: ProvinceTold, year: int, on: dt.date) -> bytes:
    """The same of one province."""
    return _workbook([told], year, on)


def _workbook(provinces: Sequence[ProvinceTold], year: int, on: dt.date) -> bytes:
    from openpyxl import Workbook  # slow to import, only when a file is asked for

    book = Workbook()
    about = _("%(year)s, as of %(day)s. Programme and integrated results are never added.") % {
        "year": year,
        "day": vn_date(on),
    }
    sheets = (
        (_("Targets"), _target_heads(year), _targets(provinces)),
        (_("As one"), _together_heads(year), _togethers(provinces)),
        (_("Completeness"), _complete_heads(), _completes(provinces)),
    )
    for place, (title, heads, rows) in enumerate(sheets):
        sheet: Any = book.active if place == 0 else book.create_sheet()
        sheet.title = title[:31]
        _write(sheet, f"{title}: {about}", heads, rows)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _target_heads(year: int) -> list[tuple[str, int]]:
    facts = {"year": year}
    return [
        (_("Province"), 16), (_("Former area"), 16), (_("Plan"), 34), (_("Family of indicators"), 26), (_("Target"), 44),
        (_("Target in words"), 30), (_("Figure of the target"), 12), (_("Unit"), 16), (_("Asked for in %(year)s") % facts, 12),
        (_("%(year)s, to date") % facts, 12), (_("%(year)s, estimated") % facts, 12), (_("Since the beginning"), 12),
        (_("Percent of the target"), 12), (_("Verdict"), 20), (_("Integrated, never added"), 14), (_("State of the figures"), 24),
        (_("Forms accepted"), 10), (_("Forms asked for"), 10), (_("Report"), 30),
    ]  # fmt: skip


def _targets(provinces: Sequence[ProvinceTold]) -> Iterator[list[Value]]:
    for told in provinces:
        for together in told.families:
            for entry in together.entries:
                yield _target(told, together, entry)


def _target(told: ProvinceTold, together: Together, entry: Entry) -> list[Value]:
    result, plan = entry.result, entry.told
    return [
        told.province.name,
        plan.area.name,
        str(plan.plan.document.designation),
        together.family.name if together.family else "",
        result.target.indicator,
        result.words,
        result.target.value,
        result.target.unit,
        result.year_plan.value,
        result.year.value,
        result.estimate.value,
        result.cumulative.value,
        _rounded(result.percent),
        str(result.assessment.verdict.label),
        entry.integrated.value,
        f"{_state(result.year)} / {_state(result.cumulative)}",
        plan.completeness.accepted,
        plan.completeness.asked,
        _report(plan),
    ]


def _together_heads(year: int) -> list[tuple[str, int]]:
    facts = {"year": year}
    return [
        (_("Province"), 16), (_("Family of indicators"), 34), (_("Unit"), 16), (_("Targets"), 10), (_("Figure of the target"), 12),
        (_("%(year)s, to date") % facts, 12), (_("Since the beginning"), 12), (_("Percent of the target"), 12),
        (_("Integrated, never added"), 14), (_("Targets told"), 10), (_("State of the figures"), 24), (_("Why not added up"), 60),
        (_("Counted once"), 10),
    ]  # fmt: skip


def _togethers(provinces: Sequence[ProvinceTold]) -> Iterator[list[Value]]:
    for told in provinces:
        for together in told.families:
            if together.family is None:
                continue
            year, cumulative = together.year, together.cumulative
            yield [
                told.province.name,
                together.family.name,
                ", ".join(together.units),
                cumulative.asked,
                together.promised,
                year.measure.value,
                cumulative.measure.value,
                _rounded(together.percent),
                together.integrated.measure.value,
                cumulative.told,
                f"{_state(year.measure)} / {_state(cumulative.measure)}",
                _why(year, cumulative),
                cumulative.again,
            ]


def _complete_heads() -> list[tuple[str, int]]:
    return [
        (_("Province"), 16), (_("Former area"), 16), (_("Plan"), 40), (_("Forms asked for"), 10), (_("Filed"), 10),
        (_("Forms accepted"), 10), (_("Nothing to report"), 10), (_("Data until"), 12), (_("Report"), 34),
    ]  # fmt: skip


def _completes(provinces: Sequence[ProvinceTold]) -> Iterator[list[Value]]:
    for told in provinces:
        for plan in told.plans:
            forms = plan.completeness
            counts: list[Value] = (
                [forms.asked, forms.filed, forms.accepted, forms.nil] if plan.period else [None] * 4
            )
            until = plan.period.cutoff_on if plan.period else None
            designation = str(plan.plan.document.designation)
            yield [told.province.name, plan.area.name, designation, *counts, until, _report(plan)]


def _report(plan: PlanTold) -> str:
    if plan.period is None:
        return _("No period opened")
    return str(plan.report.get_state_display()) if plan.report else _("Not begun")


def _state(measure: Measure) -> str:
    """Nil, missing and not added up in words; a figure needs none."""
    return {
        Reported.MEASURED: _("measured"),
        Reported.NIL: _("nothing happened"),
        Reported.MISSING: _("not reported"),
        Reported.APART: _("not added up"),
        Reported.UNASKED: _("not estimated"),
    }[measure.state]


def _why(*joined: Joined) -> str:
    return " ".join(dict.fromkeys(str(each.reason) for each in joined if each.reason))


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"))


def _write(sheet: Any, about: str, heads: list[tuple[str, int]], rows: Iterator[list[Value]]) -> None:
    """A title, a head that stays, then the rows: numbers are numbers, words can never be read as a formula."""
    from openpyxl.styles import Alignment, Font  # slow to import, only when a file is asked for
    from openpyxl.utils import get_column_letter  # comes with it

    _fill(sheet.cell(1, 1), about)
    sheet.cell(1, 1).font = Font(name="Times New Roman", bold=True, size=13)
    for place, (words, width) in enumerate(heads, start=1):
        head = sheet.cell(HEAD_ROW, place)
        _fill(head, words)
        head.font, head.alignment = (
            Font(name="Times New Roman", bold=True),
            Alignment(wrap_text=True, vertical="top"),
        )
        sheet.column_dimensions[get_column_letter(place)].width = width
    at = HEAD_ROW
    for at, row in enumerate(rows, start=HEAD_ROW + 1):
        for place, value in enumerate(row, start=1):
            _fill(sheet.cell(at, place), value)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 2)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(heads))}{at}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _fill(cell: Any, value: Value) -> None:
    if isinstance(value, str):
        as_words(cell, value)
        return
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
    elif value is not None:
        cell.number_format = FIGURES
