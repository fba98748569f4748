"""Tables read into the administration: whatever is wrong with a file is told in words, and nothing is half written."""

import csv
import html
import io
import threading
import time
import zipfile

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override
from openpyxl import Workbook

from accounts.models import User
from common.table_reading import MOST_BYTES, MOST_LETTERS, MOST_ROWS, Columns, from_csv, from_workbook
from common.table_resource import ChoiceWidget, in_every_language
from common.tables import Tables
from common.vietnamese import fold
from common.workbook.refused import Refused
from enterprises.models import Enterprise
from journal.actions import write_readings
from journal.models import Reading
from organisations.models import CalendarException
from tests.factories.accounts import AdministratorFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import OrganisationFactory, ProvinceFactory
from tests.factories.programmes import TargetFactory

CSV, XLSX = "0", "1"
DAYS = ["day", "is_working", "name", "legal_basis", "evidence"]
HEAD = ",".join(DAYS)
GOOD = f"{HEAD}\n02/09/2031,0,Quốc khánh,Bộ luật Lao động,V1\n"


def browser(user):
    """The browser of somebody who showed their password a moment ago."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def administrator(db):
    return AdministratorFactory()


@pytest.fixture
def client(administrator):
    return browser(administrator)


def address(act, model="organisations_calendarexception"):
    return reverse(f"admin:{model}_{act}")


def sent(client, content, *, name="ngay.csv", **where):
    """The page after a file was chosen, as the form sends it."""
    content = content.encode() if isinstance(content, str) else content
    hidden = {"format": "0", "resource": "0"}
    return client.post(
        address("import", **where), hidden | {"import_file": SimpleUploadedFile(name, content)}
    )


def confirmed(client, page, **more):
    return client.post(address("process_import"), page.context["confirm_form"].initial | more, follow=True)


EMPTY_ARCHIVE = b"PK\x05\x06" + b"\0" * 18


def book(*rows, after=None):
    made, held = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(held)
    return held.getvalue() if after is None else after(held.getvalue())


def with_part(content, name, part):
    """The same archive with one part of it replaced."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or EMPTY_ARCHIVE)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, part)
    return held.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
PLAIN = book(DAYS, ["02/09/2031", "0", "Quốc khánh", "", "V1"])
BOMB = with_part(PLAIN, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>")
HOSTILE = {
    "nothing": b"", "blanks": b"  \n\n", "heads alone": HEAD.encode(),
    "a PDF": b"%PDF-1.7 abc", "an old workbook": b"\xd0\xcf\x11\xe0 abc", "another archive": with_part(b"", "a", b"b"),
    "windows-1258": (GOOD + "03/09/2031,0,Nghỉ bù,Điều 111,V1\n").encode("cp1258", "replace"),
    "utf-16": GOOD.encode("utf-16"), "NUL": GOOD.replace("khánh", "kh\0nh").encode(),
    "a sign unseen": GOOD.replace("khánh", "kh\x07nh").encode(),
    "a huge cell": GOOD.replace("khánh", "x" * (MOST_LETTERS + 1)).encode(),
    "a cell beyond the reader's own limit": GOOD.replace("khánh", "x" * 200_000).encode(),
    "a formula": book(DAYS, ["02/09/2031", "=1-1", "x", "", "V1"]),
    "an unknown column": GOOD.replace("name", "ten").encode(),
    "a missing column": GOOD.replace("day,", "", 1).replace("02/09/2031,", "").encode(),
    "a column twice": GOOD.replace("legal_basis", "name").encode(),
    "a column by two of its words": GOOD.replace("legal_basis", "Tên ngày").encode(),
    "a column without a head": GOOD.replace("legal_basis", "").encode(),
    "a gap": GOOD.replace("\n02", "\n,,,,\n02").encode(),
    "a bomb": BOMB, "an entity": with_part(PLAIN, "xl/sharedStrings.xml", ENTITY),
    "cut off": PLAIN[:-400], "broken XML": with_part(PLAIN, "xl/workbook.xml", b"<a>"),
    "too many rows": (HEAD + "\n" + "02/09/2031,0,x,,V1\n" * (MOST_ROWS + 1)).encode(),
    "a row far below": with_part(PLAIN, "xl/worksheets/sheet1.xml", b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c></row><row r="1000000"><c r="A1000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, kind):
    page = sent(client, HOSTILE[kind])
    said = " ".join(page.context["form"].errors["import_file"])
    assert page.status_code == 200
    assert "confirm_form" not in page.context
    assert len(said) > 15
    assert "Error" not in said
    assert "Traceback" not in page.content.decode()


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("31/02/2031,0,x,,V1", "2"),
        ("02/09/2031,vang,x,,V1", "2"),
        ("02/09/2031,0,x,,nowhere", "2"),
        ("02/09/2031,0,x,,V1\n2031-09-02,1,y,,V1", "3"),
        (f"02/09/2031,0,{'x' * 5000},,V1", "2"),
    ],
)
def test_a_row_that_cannot_stand_is_told_with_its_place(client, row, where):
    page = sent(client, f"{HEAD}\n{row}\n")
    assert "confirm_form" not in page.context
    assert f">Dòng {where}" in page.content.decode() or f">Row {where}" in page.content.decode()
    assert not CalendarException.objects.filter(day__year=2031).exists()


def test_what_the_database_refuses_is_told_of_its_row(client):
    """The other rows are looked at all the same."""
    province = ProvinceFactory()
    text = "tax_code,name,kind,province\n"
    text += f"{'9' * 10},Một,company,{province.slug}\n"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE enterprises_enterprise ADD CONSTRAINT not_nine CHECK (tax_code <> '9999999999')"
        )
    page = sent(client, text + f"0301234561,Hai,company,{province.slug}\n", model="enterprises_enterprise")
    assert page.status_code == 200
    assert [row.number for row in page.context["result"].invalid_rows] == [1]


def test_a_file_is_written_once_and_by_nobody_else(client, administrator):
    page = sent(client, GOOD)
    stranger = browser(AdministratorFactory())
    confirmed(stranger, page)
    assert not CalendarException.objects.filter(day__year=2031).exists()
    confirmed(client, page, import_file_name="../../etc/passwd")
    confirmed(client, page, import_file_name="x" * 5000)
    confirmed(client, page, import_file_name="")
    assert not CalendarException.objects.filter(day__year=2031).exists()
    confirmed(client, page, format="99", original_file_name="\0")
    again = confirmed(client, page)
    assert CalendarException.objects.filter(day__year=2031).count() == 1
    assert len(list(again.context["messages"])) == 1


def test_a_file_of_one_table_is_not_written_into_another(client):
    page = sent(client, GOOD)
    answer = client.post(address("process_import", "accounts_user"), page.context["confirm_form"].initial)
    assert answer.status_code == 302
    confirmed(client, page)
    assert CalendarException.objects.filter(day__year=2031).count() == 1


def test_what_changed_between_question_and_answer_writes_nothing_by_halves(client):
    """The second row cannot stand any more: the first is not written either, and it is said."""
    page = sent(client, GOOD + "03/09/2031,0,Nghỉ bù,,V1\n")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE organisations_calendarexception ADD CONSTRAINT no_third CHECK (day <> '2031-09-03')"
        )
    answer = confirmed(client, page)
    assert not CalendarException.objects.filter(day__year=2031).exists()
    assert answer.context["result"].has_validation_errors()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_write_once():
    administrator = AdministratorFactory()
    page = sent(browser(administrator), GOOD)
    said, codes = page.context["confirm_form"].initial, []

    def answer():
        codes.append(browser(administrator).post(address("process_import"), said).status_code)
        connection.close()

    both = [threading.Thread(target=answer) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert codes == [302, 302]
    assert CalendarException.objects.filter(day__year=2031).count() == 1


def exported(client, model, columns, form=CSV, query=""):
    resource = admin.site._registry[apps.get_model(*model.split("_"))].resource_classes[0].__name__.lower()
    ticked = {f"{resource}_{name}": "on" for name in columns}
    return client.post(address("export", model) + query, {"format": form, "resource": "0"} | ticked)


REGISTER = ["tax_code", "name", "kind", "province"]


@pytest.mark.parametrize("form", [CSV, XLSX])
def test_what_an_export_neutralised_comes_back_as_it_was(client, form):
    enterprise = EnterpriseFactory(name="=1+1 Bình Minh", tax_code="0101234567")
    content = exported(client, "enterprises_enterprise", REGISTER, form).content
    assert b">=1+1" not in content
    page = sent(client, content, model="enterprises_enterprise")
    assert page.context["result"].totals["skip"] == 1
    assert Enterprise.objects.get().name == enterprise.name


def test_an_export_is_a_reading_of_each_row_and_of_no_other(client, administrator):
    taken, left = EnterpriseFactory(name="Bình Minh"), EnterpriseFactory(name="Hoàng Hôn")
    exported(client, "enterprises_enterprise", REGISTER, query="?q=binh+minh")
    write_readings()
    assert Reading.objects.of(taken).get().place == "admin:enterprises_enterprise_export"
    assert not Reading.objects.of(left).exists()
    exported(client, "accounts_user", ["email"])
    write_readings()
    assert Reading.objects.of(administrator).get().by == administrator


def test_more_rows_than_a_page_can_wait_for_are_not_exported(client, monkeypatch):
    monkeypatch.setattr("common.tables.MOST_OUT", 1)
    EnterpriseFactory(), EnterpriseFactory()
    answer = exported(client, "enterprises_enterprise", REGISTER)
    assert answer.status_code == 302
    assert not Reading.objects.exists()


@pytest.mark.parametrize("asked", ["?kind__exact=%00", "?id=x", "?nope=1"])
def test_an_export_of_a_filter_that_is_none_leads_back_to_the_list(client, asked):
    client.raise_request_exception = False
    assert client.get(address("export", "enterprises_enterprise") + asked)["Location"].endswith("?e=1")


def test_a_page_of_the_administration_is_a_reading_of_whose_it_is(client, administrator):
    membership = EnterpriseMembershipFactory()
    client.get(reverse("admin:enterprises_enterprise_change", args=[membership.enterprise_id]))
    client.get(reverse("admin:accounts_user_change", args=[membership.user_id]))
    write_readings()
    assert {(r.record_type, r.record_id, r.by_id) for r in Reading.objects.all()} == {
        ("enterprises.enterprise", membership.enterprise_id, administrator.pk),
        ("accounts.user", membership.user_id, administrator.pk),
    }


def test_a_row_beneath_an_enterprise_is_a_reading_of_the_enterprise(client):
    membership = EnterpriseMembershipFactory()
    client.get(reverse("admin:enterprises_enterprisemembership_change", args=[membership.pk]))
    write_readings()
    reading = Reading.objects.of(membership.enterprise).get()
    assert reading.where in {"a page of the administration", "một trang quản trị"}


def test_a_person_is_not_shut_out_by_a_word_that_says_neither(client):
    person = AdministratorFactory()
    page = sent(client, f"email,is_active\n{person.email},vẫn\n", model="accounts_user")
    assert page.context["result"].has_validation_errors()
    assert User.objects.get(pk=person.pk).is_active


def test_cells_may_be_parted_by_what_the_office_program_takes():
    for sign in ",;\t":
        read = from_csv(
            "\ufeffa;b\r\n1;Bình\r\n".replace(";", sign).encode(), Columns({"a": ["A"], "b": ["Tên"]}, ["a"])
        )
        assert read.dict == [{"a": "1", "b": "Bình"}]


def test_a_workbook_is_read_as_it_looks():
    read = from_workbook(book(["a", "b", None], [1.5, True, None], ["'=x", "'x", None], [None, None, None]))
    assert (read.headers, list(read)) == (["a", "b"], [("1.5", "1"), ("=x", "'x")])


def test_blanks_at_the_end_are_no_rows():
    with pytest.raises(Refused):
        from_csv(b"a,b\n,\n,\n")


TABLES = [model_admin for model_admin in admin.site._registry.values() if isinstance(model_admin, Tables)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.opts.model_name)
def test_the_pages_and_the_file_of_a_table_call_its_columns_by_words_and_the_file_is_read_back(
    client, administrator, table, language
):
    EnterpriseFactory(tax_code="0101234567"), OrganisationFactory(), TargetFactory()
    CalendarException.objects.create(day="2031-09-02", name="Quốc khánh", is_working=False, evidence="V1")
    client.cookies["django_language"] = language
    resource, model = table.resource_classes[0](), f"{table.opts.app_label}_{table.opts.model_name}"
    with override(language):
        words = [said[0] for said in resource.words().values()]
    chosen, ticked = client.get(address("import", model)), client.get(address("export", model))
    assert list(chosen.context["columns"]) == words
    assert [
        field.label for name, field in ticked.context["form"].fields.items() if "resource_" in name
    ] == words
    file = exported(client, model, resource.words()).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(file))) == words
    page = sent(client, file, model=model)
    assert page.context["result"].totals["skip"] == table.model.objects.count()
    assert page.context["result"].diff_headers == words


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.opts.model_name)
def test_no_two_columns_or_choices_of_a_table_share_a_word(table):
    resource = table.resource_classes[0]()
    chosen = [each.widget for each in resource.fields.values() if isinstance(each.widget, ChoiceWidget)]
    choices = [{key: in_every_language(word) for key, word in each.choices.items()} for each in chosen]
    for group in [resource.words(), *choices]:
        folded = [{fold(word) for word in (name, *words)} for name, words in group.items()]
        assert sum(map(len, folded)) == len(set().union(*folded))


@pytest.mark.parametrize(
    "heads",
    [
        "Ngày;Là ngày làm việc;Tên ngày;Căn cứ pháp lý;Độ tin cậy",
        "NGAY\toffices work\tname\tLegal basis\tevidence",
    ],
)
def test_a_table_is_read_by_its_own_names_and_by_words_of_either_language(client, heads):
    sign = ";" if ";" in heads else "\t"
    row = sign.join(["02/09/2031", "Không", "Quốc khánh", "", "đã đối chiếu văn bản pháp luật"])
    confirmed(client, sent(client, f"{heads}\n{row}\n"))
    day = CalendarException.objects.get(day__year=2031)
    assert (day.is_working, day.name, day.evidence) == (False, "Quốc khánh", "V1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("legal_basis", "căn cứ"), "“căn cứ” is none of this table's. Its heads are: Day, Offices work, "),
        (GOOD.replace("day,", "", 1).replace("02/09/2031,", ""), "The column “Day” is missing"),
        (GOOD.replace("legal_basis", "Tên ngày"), "Columns C and D are both “Tên ngày”."),
        (GOOD.replace(",0,", ",vang,"), "Row 2, column Offices work: “vang” is neither yes nor no."),
        (GOOD.replace("02/09", "31/02"), "Row 2, column Day: “31/02/2031” is no day. Write it as 25/11/2026."),
        (GOOD.replace("V1", "V9"), "Row 2, column Evidence: “V9” cannot stand here. Write one of: stated in"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_in_its_words(client, text, said):
    client.cookies["django_language"] = "en"
    page = html.unescape(strip_tags(sent(client, text).content.decode()))
    assert said in " ".join(page.split())


def test_a_record_is_named_by_its_key_or_by_a_name_that_is_its_own(client):
    one, other, _ = (ProvinceFactory(name=name) for name in ("Một Tỉnh", "Hai Tỉnh", "Hai Tỉnh"))
    rows = [
        ("Một tỉnh", "0101234567"),
        (other.slug, "0101234568"),
        ("Hai Tỉnh", "0101234569"),
        ("Ba Tỉnh", "0101234570"),
    ]
    text = "name,tax_code,province\n" + "".join(f"Công ty {code},{code},{name}\n" for name, code in rows)
    page = sent(client, text, model="enterprises_enterprise")
    assert [row.number for row in page.context["result"].invalid_rows] == [3, 4]
    page = sent(client, "".join(text.splitlines(keepends=True)[:3]), model="enterprises_enterprise")
    client.post(address("process_import", "enterprises_enterprise"), page.context["confirm_form"].initial)
    assert list(Enterprise.objects.order_by("tax_code").values_list("province", "kind")) == [
        (one.pk, "company"),
        (other.pk, "company"),
    ]


def test_no_table_changes_the_bound_by_which_another_is_read_at_the_same_moment():
    """It is the process's: a thread that set it back would cut another's cell off and call the file damaged."""
    from_csv(GOOD.encode())
    assert csv.field_size_limit() == MOST_BYTES
    wide = f"{HEAD}\n02/09/2031,0,{'x' * 200_000},b,V1\n".encode()
    with pytest.raises(Refused) as no:
        from_csv(wide)
    assert no.value.code == "long"
