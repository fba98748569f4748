"""An id of another unit's form is nothing in an address, or in what is sent, of one's own."""

import pytest
from django.utils import translation

from reporting.models import Activity, EvidenceFile, Figure, IssuedDocument, Statement, WorkbookUpload
from tests.factories.programmes import DocumentFactory
from tests.factories.reporting import signed_in, stage, typed
from tests.reporting.filling import a_statement
from tests.reporting.naming import name_enterprises
from tests.reporting.test_claims import another_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    """A stage with a second unit, which has one row of each kind; ``theirs`` are the ids."""
    set_ = stage()
    figure, focal = another_unit(set_)
    line, form = figure.line, figure.line.submission
    name_enterprises(figure, "Công ty Bí Mật", by=focal)
    document = DocumentFactory(province=set_.plan.province, number_and_symbol="77/BIMAT")
    stored = {"size": 1, "sha256": "0" * 64, "name": "bi-mat.pdf"}
    set_.theirs = {
        "figure": figure.pk,
        "line": line.pk,
        "support": figure.supported.get().pk,
        "activity": Activity.objects.create(line=line, kind="course", title="Bí mật").pk,
        "document": IssuedDocument.objects.create(submission=form, document=document, section="plans").pk,
        "statement": a_statement(form, "proposal", "Bí mật").pk,
        "evidence": EvidenceFile.objects.create(
            line=line, file="x", added_by=focal, content_type="x/y", **stored
        ).pk,
        "upload": WorkbookUpload.objects.create(
            submission=form, file="x", base_version=1, uploaded_by=focal, **stored
        ).pk,
    }
    return set_


PAGES = {
    "GET minh-chung/{line}/",
    "POST minh-chung/{line}/",
    "GET minh-chung/tep/{evidence}/",
    "POST minh-chung/tep/{evidence}/go/",
    "GET ho-so/hoat-dong/them/{line}/",
    "POST ho-so/hoat-dong/them/{line}/",
    "POST ho-so/chuyen-gia/them/{line}/",
    "GET ho-so/doanh-nghiep/them/{figure}/",
    "POST ho-so/doanh-nghiep/them/{figure}/",
    "GET ho-so/doanh-nghiep/chon/{figure}/",
    "GET ho-so/hoat-dong/{activity}/",
    "POST ho-so/hoat-dong/{activity}/",
    "POST ho-so/hoat-dong/{activity}/xoa/",
    "GET ho-so/doanh-nghiep/{support}/",
    "POST ho-so/doanh-nghiep/{support}/xoa/",
    "GET van-ban/{document}/giong/",
    "POST van-ban/{document}/giong/",
    "GET excel/{upload}/",
    "POST excel/{upload}/",
    "GET excel/{upload}/ban-goc/",
    "GET excel/{upload}/danh-dau/",
}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_row_of_another_form_is_not_found_under_ones_own(here, page):
    method, _blank, rest = page.partition(" ")
    address = f"/phieu/{here.submission.pk}/{rest.format(**here.theirs)}"
    assert signed_in(here.focal).generic(method, address).status_code == 404


@pytest.mark.parametrize(
    ("rows", "row", "essential"),
    [
        ("documents", "document", {"number_and_symbol": "1/X", "abstract": "Về việc x", "issuer_text": "Sở"}),
        ("proposal", "statement", {"text": "Đã sửa"}),
        ("integrated", "line", {"heading": "Đã sửa"}),
        ("own", "figure", {"indicator": "Đã sửa", "unit": "lớp", "to_date": "3"}),
    ],
)
def test_a_row_of_another_form_is_not_changed_by_what_is_sent(here, rows, row, essential):
    client, prefix = signed_in(here.focal), f"own-{here.line.pk}" if rows == "own" else rows
    for more in ({}, {"DELETE": "on"}):
        sent = typed(client, here.submission) | {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "1"}
        values = {"pk": str(here.theirs[row]), **essential, **more}
        client.post(
            f"/phieu/{here.submission.pk}/nhap/", sent | {f"{prefix}-0-{k}": v for k, v in values.items()}
        )
    found = Statement.objects.get(pk=here.theirs["statement"]), Figure.objects.get(pk=here.theirs["figure"])
    assert (found[0].text, found[1].indicator, found[1].line_id) == ("Bí mật", "Số lớp", here.theirs["line"])
    there = IssuedDocument.objects.get(pk=here.theirs["document"])
    assert (there.document.number_and_symbol, found[1].line.heading) == ("77/BIMAT", "")


def test_what_another_unit_raised_is_not_carried_on(here):
    client = signed_in(here.focal)
    sent = typed(client, here.submission) | {"proposal-TOTAL_FORMS": "1", "proposal-0-text": "Của tôi"}
    client.post(
        f"/phieu/{here.submission.pk}/nhap/",
        sent | {"proposal-0-carried_from": str(here.theirs["statement"])},
    )
    assert here.submission.statements.get().carried_from is None
    page = client.post(
        f"/phieu/{here.submission.pk}/nhap/", sent | {"save": "", "add": f"again-{here.theirs['statement']}"}
    )
    assert "Bí mật" not in page.content.decode()


def test_saving_costs_the_same_however_many_documents_stand_unchanged(here, django_assert_max_num_queries):
    client = signed_in(here.focal)
    for at in range(40):
        document = DocumentFactory(province=here.plan.province, number_and_symbol=f"{at}/Y")
        IssuedDocument.objects.create(
            submission=here.submission, document=document, section="plans", position=at
        )
    sent = typed(client, here.submission)
    with django_assert_max_num_queries(60):
        assert client.post(f"/phieu/{here.submission.pk}/nhap/", sent).status_code == 302
