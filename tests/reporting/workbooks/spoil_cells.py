"""Workbooks with one thing wrong inside: each made by code, with the expected level, code and cell."""

import datetime as dt

from enterprises.models import Enterprise
from reporting.documents.workbook.layout import BY_MARK, FIRST_ROW, PORTAL
from reporting.models import (
    Activity,
    Figure,
    ReturnedPart,
    Statement,
    Submission,
    SupportedEnterprise,
)
from tests.reporting.workbooks.world import Edited, downloaded

SPOILED = {}


def spoiled(code, mark="", level="error"):
    """Register a spoiled workbook: a function of (edited, stage) that spoils it and returns the cell ("" for none)."""

    def register(spoil):
        SPOILED[spoil.__name__] = (spoil, level, code, BY_MARK[mark].name if mark else "")
        return spoil

    return register


def figure(here):
    return f"F{here.figure.pk}"


def line(here):
    return f"L{here.line.pk}"


def line_label(edited):
    return edited.cell("activities", f"A{Activity.objects.get().pk}", "line").value


def figure_label(edited):
    return edited.cell("enterprises", f"E{SupportedEnterprise.objects.get().pk}", "figure").value


def _figure_typed(code, value, look=None):
    def spoil(edited, here):
        cell = edited.cell("figures", figure(here), "to_date")
        cell.value = value
        if look:
            cell.number_format = look
        return cell.coordinate

    return code, spoil


TYPED = {
    "words_for_a_figure": _figure_typed("not_a_number", "nhiều"),
    "dash_for_a_figure": _figure_typed("dash", "-"),
    "long_dash_for_a_figure": _figure_typed("dash", " – "),
    "comma_of_thousands": _figure_typed("ambiguous_comma", "1,500"),
    "dot_of_decimals": _figure_typed("ambiguous_dot", "1.5"),
    "english_decimals_as_text": _figure_typed("ambiguous_dot", "1500.0"),
    "half_an_enterprise": _figure_typed("not_whole", 1.5),
    "half_an_enterprise_as_text": _figure_typed("not_whole", "1.500,5"),
    "thousand_typed_under_english_settings": _figure_typed("ambiguous_comma", 1.234),
    "negative": _figure_typed("negative", -3),
    "scientific_text": _figure_typed("exponent", "3E5"),
    "far_too_large": _figure_typed("too_large", 10**13),
    "muddled_separators": _figure_typed("separators", "1.500.00"),
    "digits_of_another_script": _figure_typed("digits", "１５"),
    "formula": _figure_typed("formula", "=SUM(J5:J9)"),
    "formula_to_another_file": _figure_typed("formula", "='[1]Số'!A1"),
    "error_cell": _figure_typed("cell_error", "#REF!"),
    "truth_for_a_figure": _figure_typed("not_a_figure", value=True),
    "day_for_a_figure": _figure_typed("day_for_figure", dt.date(2026, 5, 1), "dd/mm/yyyy"),
    "percent_of_enterprises": _figure_typed("percent", 0.5, "0%"),
    "injection_for_a_figure": _figure_typed("formula", '=cmd|"/c calc"!A0'),
}
for _name, (_code, _spoil) in TYPED.items():
    SPOILED[_name] = (_spoil, "error", _code, BY_MARK["figures"].name)


@spoiled("invalid", "documents")
def day_that_does_not_exist(edited, here):
    return edited.set("documents", f"D{here.submission.issued_documents.get().pk}", issued_on="31/02/2026")


@spoiled("invalid", "documents")
def year_nobody_means(edited, here):
    return edited.set(
        "documents", f"D{here.submission.issued_documents.get().pk}", issued_on=dt.date(2206, 1, 5)
    )


@spoiled("choice", "documents")
def kind_that_is_not_in_the_list(edited, here):
    return edited.set("documents", f"D{here.submission.issued_documents.get().pk}", kind="Giấy mời")


@spoiled("choice", "lines")
def neither_yes_nor_no(edited, here):
    return edited.set("lines", line(here), is_nil="có lẽ")


@spoiled("invalid", "lines")
def nil_without_a_reason(edited, here):
    other = here.submission.lines.get(task__unit="lớp")
    edited.set("lines", f"L{other.pk}", is_nil="Có", nil_reason=None)
    return edited.cell("lines", f"L{other.pk}", "nil_reason").coordinate


@spoiled("invalid", "lines")
def nil_beside_a_text(edited, here):
    edited.set("lines", line(here), nil_reason="Chưa có kinh phí.", is_nil="Có")
    return edited.cell("lines", line(here), "is_nil").coordinate


@spoiled("invalid", "lines")
def nil_beside_a_figure(edited, here):
    edited.set("lines", line(here), narrative=None, nil_reason="Chưa có kinh phí.", is_nil="x")
    return edited.cell("lines", line(here), "is_nil").coordinate


@spoiled("too_long", "lines")
def text_too_long(edited, here):
    return edited.set("lines", line(here), narrative="năng suất " * 2500)


@spoiled("row_new", "lines")
def row_where_none_is_taken(edited, here):
    row = edited.spare("lines")
    edited.set("lines", row, narrative="Việc khác")
    return edited.cell("lines", row, "narrative").coordinate


@spoiled("row_twice", "figures")
def row_copied_with_its_id(edited, here):
    row = edited.spare("figures")
    edited.set("figures", row, id=figure(here), to_date=5)
    return edited.cell("figures", row, "line").coordinate


@spoiled("row_foreign", "figures")
def row_of_another_unit(edited, here):
    row = edited.spare("figures")
    edited.set("figures", row, id="F999999", to_date=5)
    return edited.cell("figures", row, "line").coordinate


@spoiled("rows_gone", "statements", "warning")
def row_deleted(edited, here):
    page = edited.page("statements")
    page.delete_rows(FIRST_ROW)
    return ""


@spoiled("merged", "figures")
def merged_cells(edited, here):
    at = edited.cell("figures", FIRST_ROW, "to_date")
    below = edited.cell("figures", FIRST_ROW + 1, "to_date")
    edited.page("figures").merge_cells(f"{at.coordinate}:{below.coordinate}")
    return at.coordinate


@spoiled("rows_hidden", "figures", "warning")
def hidden_row(edited, here):
    edited.page("figures").row_dimensions[edited.row("figures", figure(here))].hidden = True
    return f"A{edited.row('figures', figure(here))}"


@spoiled("sheet_hidden", "lines", "warning")
def hidden_sheet(edited, here):
    edited.page("lines").sheet_state = "hidden"
    return ""


@spoiled("sheet_gone", "experts", "warning")
def sheet_deleted(edited, here):
    del edited.book[BY_MARK["experts"].name]
    return ""


@spoiled("sheet_twice")
def sheet_copied(edited, here):
    edited.book.copy_worksheet(edited.page("statements")).title = "Kiến nghị (2)"
    return ""


@spoiled("sheet_foreign", level="warning")
def sheet_added(edited, here):
    edited.book.create_sheet("Nháp")["A1"] = "ghi chú riêng"
    return ""


@spoiled("column_gone", "lines")
def column_deleted(edited, here):
    edited.page("lines").delete_cols(edited.column("lines", "nil_reason"))
    return ""


@spoiled("stray", "figures", "warning")
def cells_beside_the_form(edited, here):
    cell = edited.page("figures").cell(FIRST_ROW, 20)
    cell.value = "nhớ hỏi lại"
    return cell.coordinate


@spoiled("fixed", "figures", "warning")
def unit_of_an_owed_figure_changed(edited, here):
    return edited.set("figures", figure(here), unit="tổ chức")


@spoiled("fixed", "figures", "warning")
def owed_figure_to_be_removed(edited, here):
    return edited.set("figures", figure(here), DELETE="Có")


@spoiled("required", "figures")
def added_figure_without_a_task(edited, here):
    row = edited.spare("figures")
    edited.set("figures", row, indicator="Lớp", unit="lớp", to_date=2)
    return edited.cell("figures", row, "line").coordinate


@spoiled("no_activity", "figures")
def figure_of_an_activity_without_heading(edited, here):
    row = edited.spare("figures")
    edited.set("figures", row, line="LG5", indicator="Lớp", unit="lớp", to_date=2)
    return edited.cell("figures", row, "line").coordinate


@spoiled("not_asked", "statements")
def cause_of_a_proposal(edited, here):
    row = f"S{Statement.objects.get(kind='proposal').pk}"
    return edited.set("statements", row, cause="Chưa có hướng dẫn.")


@spoiled("required", "statements")
def statement_without_a_kind(edited, here):
    row = edited.spare("statements")
    edited.set("statements", row, text="Thiếu người.")
    return edited.cell("statements", row, "kind").coordinate


@spoiled("fixed", "statements", "warning")
def kind_of_a_statement_changed(edited, here):
    return edited.set("statements", f"S{Statement.objects.get(kind='obstacle').pk}", kind="Đề xuất")


@spoiled("too_many", "documents")
def sixty_one_documents(edited, here):
    first = edited.spare("documents")
    for number in range(60):
        edited.set("documents", first + number, number_and_symbol=f"{number}/SCT")
    return edited.cell("documents", first + 59, "kind").coordinate


@spoiled("invalid", "integrated")
def activity_without_a_heading(edited, here):
    row = edited.row("integrated", "N1")
    edited.set("integrated", row, narrative="Đã làm.")
    return edited.cell("integrated", row, "heading").coordinate


@spoiled("required", "activities")
def course_without_a_title(edited, here):
    row = edited.spare("activities")
    edited.set("activities", row, line=line_label(edited), place="Hưng Yên")
    return edited.cell("activities", row, "title").coordinate


@spoiled("rule", "activities")
def course_ends_before_it_begins(edited, here):
    return edited.set("activities", f"A{Activity.objects.get().pk}", ends_on="01/01/2026")


@spoiled("not_whole", "activities")
def half_a_participant(edited, here):
    return edited.set("activities", f"A{Activity.objects.get().pk}", participants=40.5)


@spoiled("required", "activities")
def course_without_a_task(edited, here):
    row = edited.spare("activities")
    edited.set("activities", row, title="Lớp")
    return edited.cell("activities", row, "line").coordinate


@spoiled("row_same", "activities", "warning")
def course_listed_twice(edited, here):
    row = edited.spare("activities")
    for number in (row, row + 1):
        edited.set("activities", number, line=line_label(edited), title="Lớp Kaizen")
    return edited.cell("activities", row + 1, "line").coordinate


@spoiled("required", "experts")
def expert_without_a_name(edited, here):
    row = edited.spare("experts")
    edited.set("experts", row, line=line_label(edited), certificate="NSCL-02")
    return edited.cell("experts", row, "full_name").coordinate


@spoiled("rule", "enterprises")
def impossible_tax_code(edited, here):
    row = edited.spare("enterprises")
    edited.set(
        "enterprises", row, figure=figure_label(edited), name="HTX Hai", content="5S", tax_code="12345"
    )
    return edited.cell("enterprises", row, "tax_code").coordinate


@spoiled("required", "enterprises")
def support_without_content(edited, here):
    row = edited.spare("enterprises")
    edited.set("enterprises", row, figure=figure_label(edited), name="HTX Hai")
    return edited.cell("enterprises", row, "content").coordinate


@spoiled("several", "enterprises")
def one_of_two_namesakes(edited, here):
    for code in ("0107654321", "0107654322"):
        Enterprise.objects.create(name="HTX Hai", tax_code=code, province=here.plan.province)
    row = edited.spare("enterprises")
    edited.set("enterprises", row, figure=figure_label(edited), name="HTX Hai", content="5S")
    return edited.cell("enterprises", row, "tax_code").coordinate


@spoiled("other_name", "enterprises", "warning")
def tax_code_of_somebody_else(edited, here):
    row = edited.spare("enterprises")
    edited.set(
        "enterprises", row, figure=figure_label(edited), name="HTX Ba", content="ISO", tax_code="0101234567"
    )
    return edited.cell("enterprises", row, "name").coordinate


@spoiled("invalid", "figures")
def typed_over_the_count_without_a_reason(edited, here):
    counted = Figure.objects.get(counted_as="enterprises")
    edited.set("figures", f"F{counted.pk}", to_date=9)
    return edited.cell("figures", f"F{counted.pk}", "typed_reason").coordinate


@spoiled("seal")
def hidden_ids_changed(edited, here):
    page = edited.book[PORTAL]
    cell = next(row[1] for row in page.iter_rows() if row[0].value == "ids")
    cell.value = f"{cell.value} F999999"
    return ""


@spoiled("old_template")
def template_of_another_version(edited, here):
    page = edited.book[PORTAL]
    next(row[1] for row in page.iter_rows() if row[0].value == "template").value = "0"
    return ""


@spoiled("stale")
def somebody_saved_meanwhile(edited, here):
    Submission.objects.filter(pk=here.submission.pk).update(version=9)
    return ""


@spoiled("stale")
def records_changed_meanwhile(edited, here):
    Submission.objects.filter(pk=here.submission.pk).update(records_version=9)
    return ""


@spoiled("closed_part", "lines")
def part_dost_did_not_open(edited, here):
    Submission.objects.filter(pk=here.submission.pk).update(round=2)
    ReturnedPart.objects.create(
        submission=here.submission, round=2, part="documents", reason="Thiếu văn bản."
    )
    edited.book = Edited(downloaded(here.submission)).book
    return edited.set("lines", line(here), narrative="Sửa lại.")


@spoiled("closed_part", "activities")
def record_of_a_part_dost_did_not_open(edited, here):
    Submission.objects.filter(pk=here.submission.pk).update(round=2)
    ReturnedPart.objects.create(
        submission=here.submission, round=2, part="documents", reason="Thiếu văn bản."
    )
    edited.book = Edited(downloaded(here.submission)).book
    row = f"A{Activity.objects.get().pk}"
    edited.set("activities", row, title="Tên khác")
    return edited.cell("activities", row, "line").coordinate
