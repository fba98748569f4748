"""Messages between enterprise and DOST, and notes inside DOST."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import RuleBroken
from journal.models import Entry
from outbox.models import Notice
from support.actions.messages import send
from support.models import Attachment, Message
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.support import ApplicationFactory, support_stage
from tests.support.at_once import at_once
from tests.support.papers import a_file

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def here():
    return support_stage()


def token_of(page):
    return re.search(r'name="head-form" value="([^"]+)"', page.content.decode())[1]


def written(here, application, user, text, **more):
    client = here.client(user)
    address = f"/ho-so/{application.pk}/trao-doi/"
    data = {"text": text, "head-form": token_of(client.get(address)), **more}
    return client, data, client.post(address, data)


def test_the_other_side_is_told_and_nobody_of_ones_own(here):
    application = here.submitted()
    send(application, text="Hồ sơ còn thiếu gì không?", by=here.applicant)
    assert [notice.user for notice in Notice.objects.all()] == [here.specialist]
    send(application, text="Đủ rồi.", by=here.specialist)
    assert [notice.user for notice in Notice.objects.order_by("pk")] == [here.specialist, here.applicant]


def test_a_note_stays_inside_with_its_file_and_its_trace(here):
    application = here.submitted()
    note = send(application, text="Cần hỏi thêm Sở Tài chính.", by=here.leader, is_internal=True)
    a_file(application, "kin.pdf", message=note)
    assert [notice.user for notice in Notice.objects.all()] == [here.specialist]
    inside = here.client(here.specialist).get(f"/ho-so/{application.pk}/").content.decode()
    outside = here.client(here.applicant).get(f"/ho-so/{application.pk}/").content.decode()
    assert ("Cần hỏi thêm" in inside, "kin.pdf" in inside) == (True, True)
    assert ("Cần hỏi thêm" in outside, "kin.pdf" in outside) == (False, False)
    file = Attachment.objects.get()
    address = f"/ho-so/{application.pk}/tep/{file.pk}/"
    assert here.client(here.applicant).get(address).status_code == 404
    assert set(Entry.objects.about(application).values_list("action", flat=True)) == {"write_note"}


def test_only_dost_writes_notes(here):
    application = here.submitted()
    with pytest.raises(RuleBroken) as no:
        send(application, text="x", by=here.applicant, is_internal=True)
    assert no.value.code == "not_permitted"
    _client, _data, answer = written(here, application, here.applicant, "Chào Sở", is_internal="on")
    assert (answer.status_code, Message.objects.get().is_internal) == (302, False)


def test_the_same_form_sent_twice_is_one_message(here):
    application = here.submitted()
    client, data, first = written(here, application, here.applicant, "Chào Sở")
    again = client.post(f"/ho-so/{application.pk}/trao-doi/", data)
    assert (first.status_code, again.status_code, Message.objects.count()) == (302, 302, 1)
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one_message():
    here = support_stage()
    application = here.submitted()
    act = lambda: send(application, text="Chào Sở", by=here.applicant, page="abc")  # noqa: E731
    at_once(act, act)
    assert Message.objects.count() == 1


def test_files_come_with_the_message_and_a_refused_one_leaves_nothing(here):
    application = here.submitted()
    file = SimpleUploadedFile("bao-gia.pdf", PDF)
    _client, _data, answer = written(here, application, here.applicant, "Báo giá", attached=file)
    assert (answer.status_code, Attachment.objects.get().message.text) == (302, "Báo giá")
    twice = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)]
    _client, _data, answer = written(here, application, here.applicant, "Hai lần", attached=twice)
    assert (answer.status_code, Message.objects.count(), Attachment.objects.count()) == (409, 1, 1)
    assert "Hai lần" in answer.content.decode()


def test_what_was_typed_stays_when_a_file_is_refused(here):
    application = here.submitted()
    bad = SimpleUploadedFile("a.exe", b"MZ")
    _client, _data, answer = written(here, application, here.applicant, "Giữ lời này", attached=bad)
    assert (answer.status_code, "Giữ lời này" in answer.content.decode()) == (200, True)
    assert Message.objects.count() == 0


def test_new_messages_are_marked_once(here):
    application = here.submitted()
    send(application, text="Chào", by=here.applicant)
    client = here.client(here.specialist)
    pages = [client.get(f"/ho-so/{application.pk}/").content.decode() for _ in range(2)]
    assert ["new-mark" in page for page in pages] == [True, False]


def test_clerks_are_not_named_to_the_enterprise(here):
    application = here.submitted()
    send(application, text="Đủ rồi.", by=here.specialist)
    page = here.client(here.applicant).get(f"/ho-so/{application.pk}/").content.decode()
    assert ("Đủ rồi." in page, here.specialist.full_name in page) == (True, False)


def test_a_draft_takes_no_messages_and_an_asked_unit_reads_none(here):
    draft = ApplicationFactory(plan=here.plan, enterprise=here.enterprise)
    with pytest.raises(RuleBroken) as no:
        send(draft, text="x", by=here.applicant)
    assert no.value.code == "draft"
    application = here.submitted()
    unit = MembershipFactory(organisation=OrganisationFactory(province=here.province))
    application.opinion_requests.create(
        organisation=unit.organisation, question="?", due_on=application.submitted_at.date(),
        asked_at=application.submitted_at, asked_by=here.specialist,
    )  # fmt: skip
    send(application, text="Riêng với Sở", by=here.applicant)
    page = here.client(unit.user).get(f"/ho-so/{application.pk}/")
    assert (page.status_code, "Riêng với Sở" in page.content.decode()) == (200, False)
