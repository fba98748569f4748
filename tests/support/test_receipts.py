"""The receipt on paper, and looking up where an application stands."""

import datetime as dt
import re
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from papers.squares import square_of
from support.documents.receipt import look_up_address, print_receipt, to_html
from support.queries.receipts import by_receipt, in_groups
from support.views.look_up import MOST_PER_ADDRESS
from tests.factories.support import SubmittedFactory, SupportProcedureFactory, support_stage
from tests.support.papers import a_file

pytestmark = pytest.mark.django_db
FAIL = "Không có hồ sơ nào khớp"


@pytest.fixture
def here():
    return support_stage()


def looked_up(here, code, secret, address="10.1.1.1"):
    data = {"code": code, "secret": secret}
    return here.client().post("/tra-cuu/", data, REMOTE_ADDR=address)


def test_the_paper_says_what_was_handed_in(here):
    application = here.submitted()
    file = a_file(application, "don.pdf", added_at=application.submitted_at - dt.timedelta(hours=1))
    a_file(application, "sau.pdf", added_at=application.submitted_at + dt.timedelta(hours=1))
    html = to_html(application, None)
    told = [application.code, file.name, file.sha256[:16], here.content.short, in_groups(application.secret)]
    assert [words for words in told if words not in html] == []
    assert "sau.pdf" not in html
    assert "Chưa có quy định về thời hạn giải quyết" in html


def test_the_paper_promises_working_days_where_they_are_laid_down(here):
    procedure = SupportProcedureFactory(plan=here.plan)
    html = to_html(here.submitted(promised_on=dt.date(2026, 12, 11)), procedure)
    assert ("11/12/2026" in html, "14 ngày làm việc" in html) == (True, True)


def test_the_same_application_gives_the_same_pdf(here):
    application = here.submitted()
    first, again = print_receipt(application, None), print_receipt(application, None)
    assert first.sha256 == again.sha256
    with pikepdf.open(BytesIO(first.content)) as pdf:
        assert (len(pdf.pages), str(pdf.Root.Lang)) == (1, "vi")


def test_the_key_stands_behind_the_sign_no_server_is_sent(here):
    application = here.submitted()
    sent, _sign, kept = look_up_address(application).partition("#")
    assert sent.endswith(f"/tra-cuu/?ma={application.code}")
    assert kept == application.secret


def test_a_square_code_has_its_quiet_zone():
    square = square_of("https://nscl.example/tra-cuu/")
    places = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", square.path)]
    assert (min(x for x, _y in places), max(y for _x, y in places)) == (4, square.size - 5)


def test_the_enterprise_takes_the_paper_and_nobody_else(here):
    application = here.submitted()
    address = f"/ho-so/{application.pk}/bien-nhan/pdf/"
    answer = here.client(here.applicant).get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")
    assert here.client(here.specialist).get(address).status_code == 403


def test_whoever_holds_the_receipt_reads_where_it_stands_and_nothing_else(here):
    application = here.submitted(promised_on=dt.date(2026, 12, 11), due_on=dt.date(2026, 12, 11))
    page = looked_up(here, f" {application.code.lower()} ", in_groups(application.secret).upper())
    words = page.content.decode()
    assert (page.status_code, "Đã tiếp nhận" in words or "Received" in words) == (200, True)
    assert "11/12/2026" in words
    private = [here.enterprise.name, here.enterprise.tax_code, here.applicant.full_name, here.content.short]
    assert [text for text in private if text in words] == []


def test_a_wrong_code_and_a_wrong_key_get_the_same_answer(here):
    application = here.submitted()
    pages = [
        looked_up(here, application.code, "0" * 12),
        looked_up(here, "NSCL-XX-2026-99999", application.secret),
        looked_up(here, application.code, "ươ"),
    ]
    assert {page.status_code for page in pages} == {200}
    found = [page.context["form"].non_field_errors() for page in pages]
    assert found[0] == found[1] == found[2]
    assert pages[0].context["application"] is None


def test_drafts_and_empty_codes_are_not_found(here):
    draft = SubmittedFactory(
        plan=here.plan, state="draft", code="", number=None, year=None, province=None, submitted_at=None,
        submitted_by=None,
    )  # fmt: skip
    assert by_receipt("", draft.secret) is None


def test_an_address_that_tries_too_often_is_turned_away_even_with_the_right_key(here):
    application = here.submitted()
    tries = [looked_up(here, f"NSCL-{n}", "0" * 12, "10.9.9.9").status_code for n in range(MOST_PER_ADDRESS)]
    assert set(tries) == {200}
    late = looked_up(here, application.code, application.secret, "10.9.9.9")
    assert (late.status_code, late.context["application"]) == (429, None)
    assert (
        looked_up(here, application.code, application.secret, "10.9.9.8").context["application"]
        == application
    )


def test_the_look_up_says_until_when_something_is_to_be_supplied(here):
    application = here.submitted(state="supplement")
    application.supplements.create(
        round=1, reason="Thiếu", asked_on=timezone.localdate(), asked_at=timezone.now(),
        asked_by=here.specialist, due_on=dt.date(2026, 12, 3),
    )  # fmt: skip
    words = looked_up(here, application.code, application.secret).content.decode()
    assert ("03/12/2026" in words, "Thiếu" in words) == (True, False)


def test_the_link_of_the_square_fills_in_the_code_and_never_asks_for_the_key_in_an_address(here):
    page = here.client().get("/tra-cuu/?ma=nscl-1&secret=abc")
    assert page.context["form"]["code"].value() == "NSCL-1"
    assert not page.context["form"]["secret"].value()
    assert "no-store" in page["Cache-Control"]
