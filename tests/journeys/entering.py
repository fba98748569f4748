"""The unit fills its form in: some lines on the pages, the others in the workbook."""

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from reporting.models import EvidenceFile, Statement, StatementKind, SupportedEnterprise
from tests.journeys.office import FOCAL, saved, taken
from tests.reporting.workbooks.world import Edited

OBSTACLE = "Hợp tác xã chưa bố trí được người theo dõi (thử)."
PROPOSAL = "Đề nghị mở lớp đào tạo chuyên gia tại tỉnh (thử)."
HELPED = "Đã phối hợp hỗ trợ 07 sản phẩm (thử)."
ENTERPRISE = "HTX Chè Shan tuyết (thử)"


def enter_by_page(office, tmp_path):
    """Figures, words and an obstacle on the form's page; an enterprise by name, a file of evidence."""
    typed, counted = office.line("III.3"), office.line("III.1")
    address = reverse("reporting:submission_edit", args=[office.form.pk])
    page = office.at(FOCAL, "portal:home")
    page.click(f"a[href='{address}']")
    [figure] = typed.figures.all()
    page.fill(f"#id_figure-{figure.pk}-to_date", "7")
    page.fill(f"#id_figure-{figure.pk}-estimate", "9")
    page.fill(f"#id_line-{typed.pk}-narrative", HELPED)
    page.fill(f"#id_line-{counted.pk}-narrative", "Đã hướng dẫn 01 hợp tác xã (thử).")
    saved(page, office.has_script)
    page.click("button[name=add][value=obstacle]")
    page.fill("#id_obstacle-0-text", OBSTACLE)
    saved(page, office.has_script)
    name_an_enterprise(office, counted)
    add_evidence(office, typed, tmp_path / "Danh sách sản phẩm.pdf")
    [figure] = office.line("III.3").figures.all()
    assert (office.line("III.3").narrative, figure.to_date, figure.estimate) == (HELPED, 7, 9)
    assert [row.text for row in Statement.objects.filter(submission=office.form)] == [OBSTACLE]


def name_an_enterprise(office, line):
    """Sought in the register, not found, entered: the figure counts it."""
    [figure] = line.figures.all()
    page = office.at(FOCAL, "reporting:submission_records", office.form.pk)
    choose = reverse("reporting:record_choose", args=[office.form.pk, figure.pk])
    page.click(f"a[href='{choose}']")
    page.fill("#q", ENTERPRISE)
    page.click(".search-row button")
    page.click("#found a.btn")
    page.fill("#id_content", "Áp dụng VietGAP")
    page.fill("#id_tax_code", "")
    page.click("main button[name=save][value=one].btn")
    page.wait_for_url("**/ho-so/#line-*")
    expect(page.locator(f"#line-{line.pk} .behind-value")).to_have_text("1")
    assert [row.enterprise.name for row in SupportedEnterprise.objects.filter(figure=figure)] == [ENTERPRISE]


def add_evidence(office, line, scan):
    """A file that proves the line."""
    scan.write_bytes(b"%PDF-1.7 thu")
    page = office.at(FOCAL, "reporting:evidence_list", office.form.pk, line.pk)
    page.set_input_files("input[type=file]", scan)
    page.click(".evidence-form button[type=submit]")
    expect(page.locator("tbody a")).to_have_text(scan.name)
    assert EvidenceFile.objects.get(line=line).name == scan.name


def enter_by_excel(office, tmp_path):
    """All other lines, and a proposal, in the workbook; what would change is shown before it is taken over."""
    form = office.form
    page = office.at(FOCAL, "reporting:workbook_page", form.pk)
    template = reverse("reporting:workbook_template", args=[form.pk])
    book = Edited(taken(page, f"a[href='{template}']", tmp_path / "form.xlsx").read_bytes())
    fill(book, office)
    filled = tmp_path / "filled.xlsx"
    filled.write_bytes(book.saved())
    page.set_input_files("#id_workbook", filled)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/excel/*/")
    assert (office.line("III.4").narrative, PROPOSAL in page.inner_text("main")) == ("", True)
    page.click("main form .btn-primary")
    page.wait_for_url(f"**{form.get_absolute_url()}")
    lines = office.form.lines.all()
    assert [line.task.code for line in lines if not line.is_nil] == ["III.1", "III.3", "III.4"]
    figures = [figure for line in lines for figure in line.figures.with_counts()]
    assert [figure.value for figure in figures if figure.value is not None] == [1, 7, 3]


def fill(book, office):
    """One line reported, the rest of the form nil, a proposal to the ministry."""
    reported = office.line("III.4")
    [figure] = reported.figures.all()
    book.set("figures", f"F{figure.pk}", to_date=3, estimate="5")
    book.set("lines", f"L{reported.pk}", narrative="Đã hướng dẫn các hợp tác xã (thử).")
    for line in office.form.lines.exclude(task__code__in=["III.1", "III.3", "III.4"]):
        book.set("lines", f"L{line.pk}", is_nil="Có", nil_reason="Chưa được bố trí kinh phí (thử).")
    with translation.override("vi"):
        kind = str(StatementKind.PROPOSAL.label)
    book.set("statements", book.spare("statements"), kind=kind, text=PROPOSAL, addressee="Bộ KH&CN")


def add_what_is_missing(office):
    """The step says what is missing, and its link leads to the box."""
    [figure] = office.line("III.1").figures.all()
    page = office.at(FOCAL, "reporting:submission_hand_in", office.form.pk)
    box = f"#id_figure-{figure.pk}-estimate"
    expect(page.locator("main form[action$='/trinh/']")).to_have_count(0)
    expect(page.locator(f"main a[href$='{box}']")).to_have_count(1)
    page.click(f"main a[href$='{box}']")
    page.fill(box, "2")
    saved(page, office.has_script)
