"""The ministry's pages of received reports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse, reverse_lazy

from consolidation.documents import seal
from consolidation.models import Installation, ReceivedReport
from organisations.models import OrganisationKind, Role
from tests.consolidation.sealed import (
    TABLE,
    a_paper,
    a_sealed_pdf,
    a_target,
    the_sealed_pdf,
    their_public_key,
)
from tests.factories.accounts import AdministratorFactory
from tests.factories.consolidation import ReceivedReportFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    """A reader of the ministry."""
    body = OrganisationFactory(kind=OrganisationKind.MINISTRY)
    return english(client, MembershipFactory(organisation=body, role=Role.READER).user)


@pytest.fixture
def administrator():
    return english(Client(), AdministratorFactory(full_name="Quản trị viên Cổng", email="quan-tri@vidu.vn"))


def english(client, user):
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def bring(client, content, **how):
    file = SimpleUploadedFile("Báo cáo <b>.pdf", content, "application/pdf")
    return client.post(reverse("consolidation:received_import"), {"file": file}, **how)


LIST = reverse_lazy("consolidation:installation_list")


def confirm(client):
    return client.post(
        LIST,
        {"name": "Cổng Hưng Yên", "public_key": their_public_key(), "checked": "Gọi điện"},
    )


def test_the_way_from_an_unknown_portal_to_a_comparison(client, administrator):
    answer = bring(client, the_sealed_pdf())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert seal.fingerprint(their_public_key()) in page
    link = page.split('href="')[-1]
    link = next(part.split('"')[0] for part in page.split('href="') if "khoa=" in part).replace("&amp;", "&")
    told = client.get(link).content.decode()
    assert (seal.fingerprint(their_public_key()) in told, their_public_key() in told) == (True, True)
    assert ("Quản trị viên Cổng" in told, 'href="mailto:quan-tri@vidu.vn"' in told) == (True, True)
    assert ('name="public_key"' in told, confirm(client).status_code) == (False, 403)
    asked = administrator.get(link)
    assert asked.context["form"]["public_key"].value() == their_public_key()
    assert asked.context["asked"] == seal.fingerprint(their_public_key())
    assert confirm(administrator).status_code == 302
    answer = bring(client, the_sealed_pdf())
    first = ReceivedReport.objects.get()
    assert answer.url == first.get_absolute_url()
    bring(client, a_sealed_pdf(a_paper(number=6, place="Hà Giang"), code="ABCDEFGHJKLN"))
    second = ReceivedReport.objects.get(province="Hà Giang")
    compared = client.get(
        reverse("consolidation:received_compare"), {"bao-cao": [first.pk, second.pk, "x", "9" * 30]}
    )
    assert [report.pk for report in compared.context["reports"]] == [second.pk, first.pk]
    assert "Doanh nghiệp được hỗ trợ" in compared.content.decode()
    file = client.get(reverse("consolidation:received_file", args=[first.pk]))
    assert b"".join(file.streaming_content) == the_sealed_pdf()
    assert first.name == "Báo cáo _b_.pdf"


def test_an_altered_file_is_refused_in_words_and_nothing_is_kept(client, administrator):
    confirm(administrator)
    answer = bring(client, a_sealed_pdf(table=TABLE + b"1"))
    assert (answer.status_code, ReceivedReport.objects.count()) == (422, 0)
    assert answer.context["problems"] == [
        "The file was not taken: it is not as it was sealed.",
        "The table of targets was changed: it is not the one the data were sealed with.",
    ]


def test_no_file_an_empty_one_and_one_too_large_are_refused_in_words(client):
    page = reverse("consolidation:received_import")
    assert client.post(page).context["problems"] == ["Choose the PDF on your computer first."]
    assert bring(client, b"").context["problems"] == ["This file is empty."]
    assert bring(client, b"x").context["problems"] == ["This is not a PDF file."]
    too_large = bring(client, b"%PDF-" + b"x" * (30 * 1024 * 1024 + 70_000))
    assert (too_large.status_code, ReceivedReport.objects.count()) == (413, 0)


def test_trust_is_withdrawn_with_a_reason_by_an_administrator(client, administrator):
    confirm(administrator)
    installation = Installation.objects.get()
    page = reverse("consolidation:installation_withdraw", args=[installation.pk])
    assert [page in who.get(LIST).content.decode() for who in (client, administrator)] == [False, True]
    assert [client.get(page).status_code, client.post(page, {"why": "Mất khóa"}).status_code] == [403, 403]
    assert administrator.post(page, {"why": " "}).status_code == 200
    assert administrator.post(page, {"why": "Mất khóa"}).status_code == 302
    assert administrator.post(page, {"why": "Mất khóa"}).status_code == 409
    assert "Mất khóa" in client.get(LIST).content.decode()


def test_a_wrong_key_is_refused_with_what_was_typed_still_there(administrator):
    answer = administrator.post(LIST, {"name": "A", "public_key": "xx", "checked": "Gọi"})
    assert (answer.status_code, answer.context["form"]["checked"].value()) == (409, "Gọi")


def test_others_find_nothing(client, administrator):
    confirm(administrator)
    bring(client, the_sealed_pdf())
    received = ReceivedReport.objects.get()
    client.force_login(SpecialistFactory().user)
    assert client.get(reverse("consolidation:received_list")).status_code == 403
    assert client.get(LIST).status_code == 403
    assert client.get(received.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "queries"),
    [("received_list", 6), ("installation_list", 7), ("received_detail", 5), ("received_compare", 4)],
)
def test_pages_cost_the_same_with_three_rows_as_with_one(client, name, queries, django_assert_num_queries):
    first = ReceivedReportFactory(data={"text": [], "targets": [a_target()]})
    chosen = {"bao-cao": [first.pk]} if name == "received_compare" else {}
    page = reverse(f"consolidation:{name}", args=[first.pk] if name == "received_detail" else [])
    client.get(page, chosen)
    with django_assert_num_queries(queries):
        client.get(page, chosen)
    more = [ReceivedReportFactory(data={"text": [], "targets": [a_target()] * 3}) for _n in range(3)]
    chosen = {name: [*values, *(report.pk for report in more)] for name, values in chosen.items()}
    with django_assert_num_queries(queries):
        client.get(page, chosen)
