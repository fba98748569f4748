"""What no browser of ours sends: every page answers it with a sentence, never with a fault of the portal."""

import pytest
from django.test import Client
from django.utils import translation

from reporting.models import IssuedDocument, Submission
from tests.factories.programmes import DocumentFactory
from tests.factories.reporting import signed_in, stage, typed

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000  # Python reads no number that long


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return stage()


@pytest.fixture
def client(here):
    return signed_in(here.focal)


def address(here, rest="nhap/"):
    return f"/phieu/{here.submission.pk}/{rest}"


@pytest.mark.parametrize("count", [DIGITS, "-1", "²", "", "1e30", "999999999"])
@pytest.mark.parametrize("button", [{"save": "draft"}, {"add": "documents"}])
def test_a_number_of_rows_that_is_none_breaks_nothing(client, here, count, button):
    sent = typed(client, here.submission) | {"documents-TOTAL_FORMS": count, "documents-INITIAL_FORMS": count}
    del sent["save"]
    page = client.post(address(here), sent | button)
    assert page.status_code in {200, 302}
    assert IssuedDocument.objects.count() == 0


@pytest.mark.parametrize("named", ["²", DIGITS, "-1", "x", ""])
def test_a_similar_document_that_is_none_leads_back_to_the_form(client, here, named):
    sent = typed(client, here.submission, save=f"alike-{named}")
    assert client.post(address(here), sent)["Location"] == address(here)


@pytest.mark.parametrize("pk", [DIGITS, "²", "-5", "1" + "0" * 30])
def test_a_row_that_was_never_there_breaks_no_comparison(client, here, pk):
    sent = typed(client, here.submission, **{"documents-TOTAL_FORMS": "1", "documents-0-pk": pk})
    sent |= {"documents-0-number_and_symbol": "1/X", "documents-0-abstract": "y"}
    Submission.objects.update(version=7)
    for save in ("draft", "chosen", "auto"):
        assert client.post(address(here), sent | {"save": save}).status_code in {200, 409, 422}


@pytest.mark.parametrize("sought", ["\x00abc", "ab\x00c", "\x00", "%", "_" * 5000, "'\"<b>"])
def test_any_words_may_be_sought_among_the_enterprises(client, here, sought):
    choose = address(here, f"ho-so/doanh-nghiep/chon/{here.figure.pk}/")
    add = address(here, f"ho-so/doanh-nghiep/them/{here.figure.pk}/")
    assert client.get(choose, {"q": sought}).status_code == 200
    assert client.get(add, {"new": sought}).status_code == 200


def test_rows_beyond_the_usual_number_are_changed_and_not_dropped(client, here):
    for at in range(62):  # as units that merged bring them together
        document = DocumentFactory(province=here.plan.province, number_and_symbol=f"{at}/X")
        IssuedDocument.objects.create(
            submission=here.submission, document=document, section="management", position=at
        )
    sent = typed(client, here.submission, **{"documents-61-section": "plans"})
    assert client.post(address(here), sent).status_code == 302
    assert IssuedDocument.objects.get(position=61).section == "plans"
    page = client.post(address(here), typed(client, here.submission) | {"save": "", "add": "proposal"})
    assert len(page.context["entry"].documents.forms) == 62


def test_more_rows_than_anybody_types_are_refused_and_not_worked_on(client, here):
    sent = typed(client, here.submission) | {"integrated-TOTAL_FORMS": "60"}
    sent |= {f"integrated-{at}-own-TOTAL_FORMS": "60" for at in range(60)}
    page = client.post(address(here), sent)
    assert "more rows than the portal can take" in page.content.decode()
    assert sum(len(rows.forms) for rows in page.context["entry"].all_rows()) == 1000


def test_a_length_that_is_no_number_is_read_as_none(here):
    client = Client(raise_request_exception=False)
    client.force_login(here.focal)
    answer = client.post(address(here, f"minh-chung/{here.line.pk}/"), {}, CONTENT_LENGTH="many")
    assert answer.status_code == 200
