"""The register looked through: what is found, by whom, at what cost, and taken along without harm."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from enterprises.exports import register as export
from enterprises.models import Enterprise
from tests.enterprises.world import browser, clerk_of
from tests.factories.enterprises import CertificateFactory, EnterpriseFactory, SizeDeclarationFactory
from tests.factories.organisations import ProvinceFactory, ProvinceSuccessionFactory

pytestmark = pytest.mark.django_db
LIST = "/doanh-nghiep/"
TODAY = timezone.localdate()


@pytest.fixture
def province():
    return ProvinceFactory(slug="phu-tho", name="Phú Thọ")


@pytest.fixture
def clerk(province):
    return clerk_of(province)


def found(person, **asked):
    return [each.name for each, *_rest in browser(person).get(LIST, asked).context["rows"]]


@pytest.mark.parametrize("text", ["hoà bình", "HOA BINH", "hòa  bình", "Hòa Bình"])
def test_names_are_found_with_and_without_marks(province, clerk, text):
    EnterpriseFactory(province=province, name="Công ty Chè Hòa Bình")
    EnterpriseFactory(province=province, name="Công ty Gốm")
    assert found(clerk, q=text) == ["Công ty Chè Hòa Bình"]


def test_codes_are_found_by_their_beginning_but_a_households_only_whole(province, clerk):
    EnterpriseFactory(province=province, name="A", tax_code="0100109106")
    EnterpriseFactory(province=province, name="B", tax_code="001085123456")
    assert found(clerk, q="0100") == ["A"]
    assert found(clerk, q="00108512345") == []
    assert found(clerk, q="001085123456") == ["B"]


def test_one_sees_the_enterprises_of_ones_province_with_the_former_ones(province, clerk):
    former = ProvinceFactory(slug="hoa-binh", name="Hòa Bình", valid_to=dt.date(2025, 6, 30))
    ProvinceSuccessionFactory(old=former, new=province)
    for name, place in (("A", province), ("B", former), ("C", ProvinceFactory())):
        EnterpriseFactory(province=place, name=name)
    assert found(clerk) == ["A", "B"]
    assert found(clerk, area="hoa-binh") == ["B"]
    assert found(clerk, area="phu-tho") == ["A", "B"]


def test_filters_narrow_the_list(province, clerk):
    facts = {
        "A": {"kind": "cooperative"}, "B": {"is_foreign_invested": True}, "C": {"is_foreign_invested": None}, "D": {},
        "E": {},
    }  # fmt: skip
    made = {name: EnterpriseFactory(province=province, name=name, **more) for name, more in facts.items()}
    CertificateFactory(enterprise=made["D"], expires_on=TODAY + dt.timedelta(days=30))
    CertificateFactory(enterprise=made["E"], expires_on=TODAY - dt.timedelta(days=1))
    SizeDeclarationFactory(enterprise=made["D"], year=TODAY.year)
    asked = [{"kind": "cooperative"}, {"foreign": "yes"}, {"foreign": "unknown"}, {"ending": "soon"}, {"ending": "ended"}, {"size": "yes"}, {"size": "no"}, {"kind": "?", "size": "?", "area": "?", "foreign": "?"}]  # fmt: skip
    assert ["".join(found(clerk, **each)) for each in asked] == [
        "A",
        "B",
        "C",
        "D",
        "E",
        "D",
        "ABCE",
        "ABCDE",
    ]


def test_hostile_filters_find_nothing_and_break_nothing(clerk):
    for text in ("%", "_", "'; DROP TABLE", "\x00", "١٢٣", "a" * 5000):
        assert browser(clerk).get(LIST, {"q": text, "page": "x"}).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(province, clerk):
    client = browser(clerk)

    def cost():
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    SizeDeclarationFactory(enterprise__province=province)
    one = cost()
    for _n in range(4):
        CertificateFactory(enterprise=SizeDeclarationFactory(enterprise__province=province).enterprise)
    assert cost() == one


def test_what_is_taken_along_is_what_is_seen_with_codes_covered(province, clerk):
    EnterpriseFactory(province=province, name="=HYPERLINK(1)", tax_code="001085123456", kind="household")
    EnterpriseFactory(province=province, name="Công ty B", kind="cooperative")
    client = browser(clerk)
    text = b"".join(client.get("/doanh-nghiep/bang.csv", {"kind": "household"}).streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert (len(rows), rows[1][:2]) == (2, ["******123456", "'=HYPERLINK(1)"])
    book = load_workbook(BytesIO(client.get("/doanh-nghiep/bang.xlsx").getvalue()))
    cells = [[cell.value for cell in row[:2]] for row in book.active.iter_rows(min_row=2)]
    known = Enterprise.objects.get(name="Công ty B").tax_code
    assert sorted(cells) == [["******123456", "=HYPERLINK(1)"], [known, "Công ty B"]]
    assert {row[1].data_type for row in book.active.iter_rows(min_row=2)} == {"s"}


def test_more_than_a_workbook_holds_is_given_as_csv(province, clerk, monkeypatch):
    monkeypatch.setattr("enterprises.views.listing.MOST_IN_A_WORKBOOK", 1)
    EnterpriseFactory.create_batch(2, province=province)
    assert browser(clerk).get("/doanh-nghiep/bang.xlsx?q=")["Location"] == "/doanh-nghiep/bang.csv?q="
    monkeypatch.setattr(export, "AT_ONCE", 1)
    lines = b"".join(browser(clerk).get("/doanh-nghiep/bang.csv").streaming_content).decode().splitlines()
    assert len(lines) == 3


def test_a_search_uses_its_indexes(province):
    """At a hundred thousand rows a search by a part of a name or by a beginning of a code must not read them all."""
    Enterprise.objects.bulk_create(
        Enterprise.named(f"Công ty {n} Phù Sa {n % 97}", province, tax_code=f"{n:010}") for n in range(4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enterprises_enterprise")
        cursor.execute("SET LOCAL enable_seqscan = off")
    for found, index in (
        (Enterprise.objects.matching("3999 phu"), "enterprises_by_part_of_name"),
        (Enterprise.objects.matching("0000003999"), "enterprises_by_begun_code"),
        (Enterprise.objects.filter(folded="cong ty 3999 phu sa 22"), "enterprises_by_begun_name"),
        (Enterprise.objects.filter(folded__startswith="cong ty 3999"), "enterprises_by_begun_name"),
    ):
        plan = found.order_by().explain()
        assert index in plan, plan
