"""Many enterprises from a workbook: what a dry run says, what confirming writes, and that twice is once."""

import dataclasses

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises import jobs as register_jobs
from enterprises.actions.importing import confirm_upload, keep_upload
from enterprises.models import Enterprise, RegisterUpload
from jobs.models import Job
from jobs.progress import Progress
from journal.models import Entry
from tests.enterprises.books import HEADS, book
from tests.enterprises.world import browser, clerk_of
from tests.factories.enterprises import EnterpriseFactory, tax_code
from tests.factories.organisations import ProvinceFactory, ProvinceSuccessionFactory

pytestmark = pytest.mark.django_db
PAGE = "/doanh-nghiep/nhap/"


class Silent(Progress):
    """A job nobody watches."""

    def __init__(self):
        super().__init__(0, 0)

    def write(self, **facts):
        pass


@pytest.fixture
def province():
    return ProvinceFactory(name="Hưng Yên")


@pytest.fixture
def clerk(province):
    return clerk_of(province)


def kept(province, clerk, content):
    """The workbook sent up and looked through."""
    upload = keep_upload(province, content=content, name="a.xlsx", sha256="0" * 64, by=clerk)
    register_jobs.judge_upload({"upload": upload.pk}, Silent())
    upload.refresh_from_db()
    return upload


def written(upload, clerk):
    """The workbook confirmed and written."""
    confirm_upload(upload, by=clerk)
    register_jobs.write_upload({"upload": upload.pk}, Silent())
    upload.refresh_from_db()
    return upload.written


def counts(told):
    return {name: told[name] for name in ("total", "new", "changed", "same", "wrong")}


def test_a_dry_run_counts_and_changes_nothing(province, clerk):
    known = EnterpriseFactory(province=province, name="Công ty A", address="Cũ")
    same = EnterpriseFactory(province=province, name="Công ty B", is_foreign_invested=False)
    upload = kept(
        province,
        clerk,
        book(
            (known.tax_code, "Công ty A", "", "", "Mới", "", "", ""),
            (same.tax_code, "Công ty B", "", "", "", "Không", "", ""),
            (tax_code(50_005), "Hợp tác xã C", "HTX", "", "", "", "", ""),
            ("123", "Công ty D", "", "", "", "", "", ""),
        ),
    )
    assert counts(upload.told) == {"total": 4, "new": 1, "changed": 1, "same": 1, "wrong": 1}
    assert [(p["row"], p["column"], p["said"]) for p in upload.told["problems"]] == [(5, "Mã số thuế", "123")]
    assert (Enterprise.objects.count(), Enterprise.objects.get(pk=known.pk).address) == (2, "Cũ")


def test_confirming_writes_what_the_dry_run_said_and_again_it_changes_nothing(province, clerk):
    known = EnterpriseFactory(province=province, name="Công ty A", address="Cũ", phone="0912")
    content = book(
        (known.tax_code, "Công ty A mới", "", "", "Mới", "Có", "2025", "1050"),
        (tax_code(50_005), "Hợp tác xã C", "HTX", "", "Thôn 1", "", "", ""),
        ("001085123456", "Hộ ông D", "", "", "", "", "", ""),
    )
    assert counts(written(kept(province, clerk, content), clerk)) == {
        "total": 3, "new": 2, "changed": 1, "same": 0, "wrong": 0,
    }  # fmt: skip
    known.refresh_from_db()
    assert (known.name, known.address, known.phone, known.is_foreign_invested, known.vsic_version, known.version) == (
        "Công ty A mới", "Mới", "0912", True, "2025", 2,
    )  # fmt: skip
    assert known.folded == "cong ty a moi"
    assert Enterprise.objects.get(tax_code=tax_code(50_005)).kind == "cooperative"
    assert Enterprise.objects.get(tax_code="001085123456").kind == "household"
    lines = Entry.objects.filter(record_type="enterprises.enterprise")
    assert sorted(lines.values_list("action", flat=True)) == [
        "enter_enterprise", "enter_enterprise", "import_enterprise",
    ]  # fmt: skip
    assert lines.get(action="import_enterprise").facts["changes"]["address"] == ["Cũ", "Mới"]
    again = kept(province, clerk, content)
    assert counts(again.told) == {"total": 3, "new": 0, "changed": 0, "same": 3, "wrong": 0}
    register_jobs.write_upload({"upload": again.pk}, Silent())
    assert (lines.count(), Enterprise.objects.get(pk=known.pk).version) == (3, 2)


def test_columns_are_found_by_their_headings_in_any_order_below_a_title(province, clerk):
    content = book(
        ("Công ty E", "0912345678", "ghi chú", tax_code(50_009)),
        heads=["TÊN ĐƠN VỊ", "Số điện thoại", "Cột lạ", "MST"],
        before=3,
    )
    upload = kept(province, clerk, content)
    written(upload, clerk)
    assert Enterprise.objects.get(tax_code=tax_code(50_009)).phone == "0912345678"
    assert [(p["column"], p["level"]) for p in upload.told["problems"]] == [("Cột lạ", "warning")]


def test_a_code_whose_nought_a_spreadsheet_dropped_gets_it_back_only_where_the_check_digit_fits(
    province, clerk
):
    upload = kept(
        province, clerk, book((100109106, "Công ty F", *[""] * 6), (100109107, "Công ty G", *[""] * 6))
    )
    assert counts(upload.told) | {"wrong": 1, "new": 1} == counts(upload.told)
    written(upload, clerk)
    assert Enterprise.objects.get(name="Công ty F").tax_code == "0100109106"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "=1+1", "", "", "", "", "", ""), "Tên doanh nghiệp"),
        ((tax_code(1), "", "", "", "", "", "", ""), "Tên doanh nghiệp"),
        ((tax_code(1), "A", "tập đoàn", "", "", "", "", ""), "Loại hình"),
        ((tax_code(1), "A", "", "Cà Mau", "", "", "", ""), "Địa bàn"),
        ((tax_code(1), "A", "", "", "", "có lẽ", "", ""), "Có vốn đầu tư nước ngoài"),
        ((tax_code(1), "A", "", "", "", "", "2025", ""), "Mã ngành chính"),
        ((tax_code(1), "A", "", "", "", "", "2025", "4511"), "Mã ngành chính"),
        ((tax_code(1)[:-1] + "x", "A", "", "", "", "", "", ""), "Mã số thuế"),
        ((tax_code(1), "A" * 301, "", "", "", "", "", ""), "Tên doanh nghiệp"),
        ((tax_code(1), "A", "", "", "x" * 501, "", "", ""), "Địa chỉ"),
    ],
)
def test_a_row_that_cannot_stand_says_where_and_why_and_the_others_go_on(province, clerk, row, column):
    upload = kept(province, clerk, book(row, (tax_code(2), "Công ty tốt", *[""] * 6)))
    errors = [p for p in upload.told["problems"] if p["level"] == "error"]
    assert {p["column"] for p in errors} >= {column}
    assert all(p["row"] == 2 and p["why"] for p in errors)
    assert counts(upload.told) == {"total": 2, "new": 1, "changed": 0, "same": 0, "wrong": 1}
    written(upload, clerk)
    assert [e.name for e in Enterprise.objects.all()] == ["Công ty tốt"]


def test_rows_that_speak_of_one_enterprise_are_told_apart(province, clerk):
    named = EnterpriseFactory(province=province, name="Công ty H")
    upload = kept(
        province,
        clerk,
        book(
            (tax_code(1), "Công ty I", *[""] * 6),
            (tax_code(1), "Công ty K", *[""] * 6),
            ("", "Công ty I", *[""] * 6),
            (named.tax_code, "Công ty H (đổi tên)", *[""] * 6),
            ("", "Công ty H", *[""] * 6),
        ),
    )
    assert counts(upload.told) == {"total": 5, "new": 1, "changed": 1, "same": 0, "wrong": 3}


def test_namesakes_without_a_code_ask_for_it_and_one_without_takes_the_code(province, clerk):
    EnterpriseFactory(province=province, name="Công ty L")
    EnterpriseFactory(province=province, name="Công ty L")
    lacking = EnterpriseFactory(province=province, name="Hợp tác xã M", tax_code="")
    upload = kept(
        province, clerk, book(("", "Công ty L", *[""] * 6), (tax_code(3), "Hợp tác xã M", *[""] * 6))
    )
    assert counts(upload.told) == {"total": 2, "new": 0, "changed": 1, "same": 0, "wrong": 1}
    written(upload, clerk)
    assert Enterprise.objects.get(pk=lacking.pk).tax_code == tax_code(3)


def test_another_provinces_enterprise_is_left_alone_and_a_former_area_is_ones_own(clerk, province):
    former = ProvinceFactory(name="Thái Bình")
    ProvinceSuccessionFactory(old=former, new=province)
    theirs = EnterpriseFactory(name="Công ty N")
    upload = kept(
        province,
        clerk,
        book(
            (theirs.tax_code, "Chiếm", *[""] * 6), (tax_code(4), "Công ty O", "", "Thái Bình", "", "", "", "")
        ),
    )
    assert counts(upload.told) == {"total": 2, "new": 1, "changed": 0, "same": 0, "wrong": 1}
    written(upload, clerk)
    assert Enterprise.objects.get(tax_code=tax_code(4)).province == former
    assert Enterprise.objects.get(pk=theirs.pk).name == "Công ty N"


def test_a_personal_number_is_not_written_into_the_list_of_problems(province, clerk):
    upload = kept(province, clerk, book(("000085123456", "Hộ P", *[""] * 6)))
    assert [p["said"] for p in upload.told["problems"]] == ["******123456"]


def test_a_piece_of_rows_takes_a_fixed_number_of_statements(province, clerk):
    def statements(count, start):
        upload = kept(
            province,
            clerk,
            book(*((tax_code(start + n), f"Công ty {start + n}", *[""] * 6) for n in range(count))),
        )
        with CaptureQueriesContext(connection) as asked:
            written(upload, clerk)
        return len(asked)

    assert statements(3, 100) == statements(40, 200)


def post(client, content, name="ds.xlsx"):
    return client.post(PAGE, {"workbook": SimpleUploadedFile(name, content)})


def test_from_the_page_to_the_register(province, clerk, django_capture_on_commit_callbacks):
    client = browser(clerk)
    response = post(client, book((tax_code(7), "Công ty Q", *[""] * 6)))
    upload = RegisterUpload.objects.get()
    address = reverse("enterprises:import_detail", args=[upload.pk])
    assert response["Location"] == address
    assert 'class="job' in client.get(address).content.decode()
    register_jobs.judge_upload({"upload": upload.pk}, Silent())
    Job.objects.update(status="done", ended_at=upload.uploaded_at)
    assert 'type="submit"' in client.get(address).content.decode()
    for _click in range(2):
        assert client.post(address)["Location"] == address
    assert Job.objects.count() == 2
    register_jobs.write_upload({"upload": upload.pk}, Silent())
    assert Enterprise.objects.get().name == "Công ty Q"
    original = client.get(reverse("enterprises:import_original", args=[upload.pk]))
    assert original.getvalue().startswith(b"PK")
    original.close()


def test_nothing_is_written_before_the_dry_run_has_ended(province, clerk):
    client = browser(clerk)
    post(client, book((tax_code(7), "Công ty Q", *[""] * 6)))
    client.post(reverse("enterprises:import_detail", args=[RegisterUpload.objects.get().pk]))
    assert RegisterUpload.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"%PDF-1.7", 422),
        (b"<html><table></table></html>", 422),
        (b"PK\x03\x04" + b"x" * 100, 422),
        (b"0" * (21 * 1024 * 1024), 413),
    ],
)
def test_what_is_no_workbook_is_refused_at_once(clerk, content, status):
    assert post(browser(clerk), content).status_code == status
    assert RegisterUpload.objects.count() == 0


def test_a_bomb_is_refused_by_its_directory(clerk):
    import zipfile
    from io import BytesIO

    held = BytesIO(book())
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (60 * 1024 * 1024))
    assert post(browser(clerk), held.getvalue()).status_code == 422
    assert RegisterUpload.objects.count() == 0


def test_a_sheet_without_the_headings_and_one_with_too_many_rows_say_so(province, clerk, monkeypatch):
    upload = kept(province, clerk, book(("a", "b"), heads=["Cột 1", "Cột 2"]))
    assert (upload.told["total"], len(upload.told["problems"])) == (0, 1)
    monkeypatch.setattr("enterprises.documents.workbook.reading.MOST_ROWS", 2)
    upload = kept(province, clerk, book(*((tax_code(n), f"Công ty {n}", *[""] * 6) for n in range(3))))
    assert (upload.told["total"], len(upload.told["problems"])) == (0, 1)


def test_the_empty_workbook_is_one_the_portal_reads(province, clerk):
    content = browser(clerk).get("/doanh-nghiep/nhap/mau.xlsx").getvalue()
    upload = kept(province, clerk, content)
    assert (upload.told["total"], upload.told["problems"]) == (0, [])


def test_the_list_of_problems_is_harmless_in_a_spreadsheet(province, clerk):
    upload = kept(province, clerk, book(("123", "@SUM(A1)", *[""] * 6)))
    response = browser(clerk).get(reverse("enterprises:import_problems", args=[upload.pk]))
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    assert "\n@" not in text
    assert ",@" not in text


def test_another_dost_finds_nothing_here(province, clerk):
    upload = kept(province, clerk, book((tax_code(7), "Công ty Q", *[""] * 6)))
    other = browser(clerk_of(ProvinceFactory()))
    for name in ("import_detail", "import_original", "import_problems"):
        assert other.get(reverse(f"enterprises:{name}", args=[upload.pk])).status_code == 404


def test_headings_of_the_book_are_all_known():
    from enterprises.documents.workbook.columns import COLUMNS

    assert set(HEADS) <= {column.heading for column in COLUMNS}
    assert all(dataclasses.is_dataclass(column) for column in COLUMNS)
