"""A draft's pages: begin, fill in, save, add contents and files, hand in, take back, begin again."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from common.formatting import english_date
from outbox.models import Notice
from support.actions import drafts
from support.completeness import Lack, blocking
from support.models import Application, Attachment, RequestedItem
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.support import (
    RequiredPaperFactory,
    SupportContentFactory,
    SupportProcedureFactory,
    support_stage,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 thu"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return support_stage()


def browser_of(user=None):
    """A browser that reads English; ``user`` (nobody) has signed in."""
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if user is not None:
        browser.force_login(user)
    return browser


@pytest.fixture
def client(here):
    return browser_of(here.applicant)


@pytest.fixture
def draft(here):
    return drafts.start(
        here.enterprise, here.plan, by=here.applicant, on=timezone.localdate(), contents=[here.content]
    ).application


def edit(draft):
    return reverse("support:application_edit", args=[draft.pk])


def hidden(client, draft, name="form"):
    """What a hidden field of the open page carries."""
    return client.get(edit(draft)).context["form"].head[name].value()


def typed(draft, page="", **more):
    """A filled-in form as a browser sends it."""
    draft.refresh_from_db()
    item = draft.items.get()
    return {
        "head-version": str(draft.version),
        "head-form": page,
        "head-situation": "Xưởng 40 người, chưa có hệ thống quản lý.",
        "head-purpose": "Chứng nhận ISO 9001:2015.",
        "head-contact_name": "Nguyễn Văn A",
        "head-contact_position": "Giám đốc",
        "head-contact_phone": "0901 234 567",
        "head-contact_email": "a@congty.vn",
        f"item-{item.pk}-wish": "Tư vấn và chứng nhận ISO 9001:2015.",
        f"item-{item.pk}-product": "Ván ép",
        f"item-{item.pk}-provider": "",
        f"item-{item.pk}-cost": "200.000.000",
        f"item-{item.pk}-own_funds": "100000000",
        "save": "draft",
        **more,
    }


def complete(here, draft, client):
    client.post(edit(draft), typed(draft))
    draft.refresh_from_db()
    return draft


def pdf(name="giấy phép.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def hand_in(client, draft, **more):
    return client.post(
        reverse("support:application_submit", args=[draft.pk]), {"has_read_notice": "on", **more}
    )


# --- Begin -----------------------------------------------------------------------------------------------------------------


def test_contents_named_in_the_address_are_chosen_already(here, client):
    other = SupportContentFactory(plan=here.plan)
    address = f"{reverse('support:application_start')}?noi-dung={here.plan.key}/{here.content.code}"
    page = client.get(address)
    assert [(content.pk, chosen) for content, chosen, _c in page.context["contents"]] == [
        (here.content.pk, True),
        (other.pk, False),
    ]


@pytest.mark.parametrize("query", ["ke-hoach=%00", "noi-dung=%00/%00", "noi-dung=x%00/x"])
def test_an_address_nobody_meant_begins_nothing(client, query):
    assert client.get(f"{reverse('support:application_start')}?{query}").status_code == 200


def test_beginning_makes_a_draft_with_the_contents_and_the_person_as_contact(here, client):
    address = f"{reverse('support:application_start')}?ke-hoach={here.plan.key}"
    answer = client.post(address, {"enterprise": here.enterprise.pk, "contents": [here.content.pk]})
    row = Application.objects.get()
    assert answer.url == edit(row)
    assert (row.contact_name, row.contact_email) == (here.applicant.full_name, here.applicant.email)
    assert [item.content for item in row.items.all()] == [here.content]


def test_beginning_again_leads_to_the_draft_there_is(here, client, draft):
    other = SupportContentFactory(plan=here.plan)
    address = f"{reverse('support:application_start')}?ke-hoach={here.plan.key}"
    assert "You already have a draft of this plan" in client.get(address).content.decode()
    answer = client.post(address, {"enterprise": here.enterprise.pk, "contents": [other.pk]})
    assert answer.url == edit(draft)
    assert [item.content for item in draft.items.all()] == [here.content, other]


def test_nobody_begins_for_an_enterprise_of_others(here, client):
    foreign = EnterpriseFactory(province=here.province)
    address = f"{reverse('support:application_start')}?ke-hoach={here.plan.key}"
    client.post(address, {"enterprise": foreign.pk, "contents": [here.content.pk]})
    assert not Application.objects.exists()


# --- Fill in -----------------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_and_shown_again_with_dots(here, client, draft):
    client.post(edit(draft), typed(draft))
    item = RequestedItem.objects.get()
    assert (item.cost, item.own_funds) == (200_000_000, 100_000_000)
    page = client.get(edit(draft)).content.decode()
    assert 'value="200.000.000"' in page
    assert 'value="100.000.000"' in page


def test_the_list_of_what_is_left_leads_to_the_fields(here, client, draft):
    RequiredPaperFactory(plan=here.plan, name="Giấy chứng nhận đăng ký doanh nghiệp")
    lacks = client.get(edit(draft)).context["lacks"]
    item = draft.items.get()
    assert [lack.where.rpartition("#")[2] for lack in lacks if lack.blocks] == [
        f"id_item-{item.pk}-wish",
        "id_head-situation",
        "id_head-purpose",
        "id_head-contact_phone",
        f"paper-{here.plan.required_papers.get().pk}",
    ]
    page = client.get(edit(draft)).content.decode()
    for lack in lacks:
        if lack.where.startswith(edit(draft)):
            assert f'id="{lack.where.rpartition("#")[2]}"' in page


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([True, False], "1 thing is left to do"),
        ([False], "You can hand in. What would still help:"),
        ([], "Everything is there. You can hand in."),
    ],
)
def test_only_what_is_needed_is_counted_as_left_to_do(blocks, said):
    lacks = [Lack("Cost", "State it.", "#cost", blocks=each) for each in blocks]
    page = render_to_string("support/_draft_left.html", {"lacks": lacks, "blocking": blocking(lacks)})
    assert said in page
    assert page.count("(optional)") == blocks.count(False)


def test_the_page_saves_itself_and_tells_what_is_left(here, client, draft):
    token = hidden(client, draft)
    answer = client.post(edit(draft), typed(draft, token, save="auto")).json()
    assert (answer["state"], answer["version"]) == ("saved", 2)
    assert "Everything is there" in answer["panel"]
    again = client.post(
        edit(draft), typed(draft, token, save="auto") | {"head-version": "1", "head-purpose": "Khác."}
    ).json()
    assert again["state"] == "saved"  # its own save is not somebody else's


def test_an_amount_that_cannot_be_read_is_said_at_its_field_and_nothing_is_lost(here, client, draft):
    item = draft.items.get()
    page = client.post(edit(draft), typed(draft, **{f"item-{item.pk}-cost": "200 triệu"}))
    assert [slip.anchor for slip in page.context["form"].slips] == [f"id_item-{item.pk}-cost"]
    assert "200 triệu" in page.content.decode()
    assert "Chứng nhận ISO 9001:2015." in page.content.decode()
    auto = client.post(edit(draft), typed(draft, save="auto", **{f"item-{item.pk}-cost": "200 triệu"}))
    assert (auto.status_code, auto.json()["state"]) == (422, "invalid")


def test_two_people_at_once_both_read_both_versions(here, client, draft):
    colleague = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user
    mine = typed(draft, hidden(client, draft))
    other = browser_of(colleague)
    other.post(edit(draft), typed(draft, **{"head-purpose": "Giảm phế phẩm."}))
    page = client.post(edit(draft), mine | {"head-purpose": "Xuất khẩu."})
    assert page.status_code == 409
    assert [(d.typed, d.stored) for d in page.context["conflict"].differences] == [
        ("Xuất khẩu.", "Giảm phế phẩm.")
    ]
    chosen = mine | {
        "head-purpose": "Xuất khẩu.",
        "save": "chosen",
        "keep-head-purpose": "typed",
        "conflict-version": str(page.context["application"].version),
    }
    assert client.post(edit(draft), chosen).status_code == 302
    draft.refresh_from_db()
    assert draft.purpose == "Xuất khẩu."


def test_words_about_a_content_taken_out_meanwhile_are_shown(here, client, draft):
    mine = typed(draft)
    drafts.drop(draft.items.get(), by=here.applicant, now=timezone.now())
    page = client.post(edit(draft), mine)
    assert page.status_code == 409
    assert ("What exactly is asked for", "Tư vấn và chứng nhận ISO 9001:2015.") in page.context["gone"]


def test_words_typed_into_a_discarded_draft_are_shown_to_their_writer_alone(here, client, draft):
    mine = typed(draft, hidden(client, draft))
    drafts.discard(draft, by=here.applicant)
    page = client.post(edit(draft), mine)
    assert page.status_code == 409
    assert "Chứng nhận ISO 9001:2015." in page.content.decode()
    stranger = browser_of(UserFactory())
    assert stranger.post(edit(draft), mine).status_code == 404


def test_what_was_typed_when_the_session_ended_is_back_after_signing_in(here, client, draft):
    mine = typed(draft, hidden(client, draft))
    browser = browser_of()
    assert browser.post(edit(draft), mine).url.startswith(reverse("account_login"))
    browser.force_login(here.applicant)
    page = browser.get(edit(draft)).content.decode()
    assert "What you had typed is back" in page
    assert "Chứng nhận ISO 9001:2015." in page
    auto = Client().post(edit(draft), mine | {"save": "auto"})
    assert (auto.status_code, auto.json()["state"]) == (401, "signed_out")


def test_a_token_of_another_session_loses_nothing(here, client, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    strict.force_login(here.applicant)
    mine = typed(draft, hidden(client, draft))
    assert strict.post(edit(draft), mine).url == edit(draft)
    assert "What you had typed is back" in strict.get(edit(draft)).content.decode()


def test_contents_are_added_and_taken_out_with_what_was_typed_saved(here, client, draft):
    other = SupportContentFactory(plan=here.plan)
    client.post(edit(draft), typed(draft, save="add", more=[other.pk]))
    draft.refresh_from_db()
    assert (draft.purpose, draft.items.count()) == ("Chứng nhận ISO 9001:2015.", 2)
    new = draft.items.get(content=other)
    page = client.get(edit(draft)).context["form"]
    client.post(
        edit(draft),
        {"head-version": page.version, "head-purpose": "Chứng nhận ISO 9001:2015.", "save": f"drop-{new.pk}"},
    )
    assert [item.content for item in draft.items.all()] == [here.content]


# --- Papers ----------------------------------------------------------------------------------------------------------------


def test_a_paper_is_attached_typed_served_to_keep_and_removed(here, client, draft):
    paper = RequiredPaperFactory(plan=here.plan)
    add = reverse("support:attachment_add", args=[draft.pk])
    answer = client.post(add, {"paper": str(paper.pk), "upload": [pdf(), pdf("b.pdf", PDF + b"2")]})
    assert answer.url == f"{add}#paper-{paper.pk}"
    assert [a.paper for a in Attachment.objects.all()] == [paper, paper]
    file = Attachment.objects.first()
    served = client.get(reverse("support:attachment_file", args=[draft.pk, file.pk]))
    assert served["Content-Disposition"].startswith("attachment")
    assert b"".join(served.streaming_content) == PDF
    client.post(reverse("support:attachment_remove", args=[draft.pk, file.pk]))
    assert Attachment.objects.count() == 1


# --- Hand in, take back, again ---------------------------------------------------------------------------------------------


def test_handing_in_gives_a_receipt_with_number_and_promised_day(here, client, draft):
    SupportProcedureFactory(plan=here.plan, days_to_decide=14)
    complete(here, draft, client)
    answer = hand_in(client, draft)
    draft.refresh_from_db()
    assert answer.url == reverse("support:application_receipt", args=[draft.pk])
    assert (draft.number, draft.year, draft.state) == (1, timezone.localdate().year, "submitted")
    assert draft.promised_on == draft.due_on
    assert draft.promised_on > timezone.localdate() + dt.timedelta(17)
    page = client.get(answer.url).content.decode()
    assert draft.code in page
    assert english_date(draft.promised_on) in page
    assert {n.user for n in Notice.objects.all()} == {here.applicant, here.specialist}


def test_without_a_procedure_no_day_is_promised_and_the_receipt_says_so(here, client, draft):
    complete(here, draft, client)
    page = client.get(hand_in(client, draft).url).content.decode()
    draft.refresh_from_db()
    assert draft.promised_on is None
    assert "No processing time is laid down" in page


def test_handing_in_twice_shows_the_same_receipt(here, client, draft):
    complete(here, draft, client)
    first, second = hand_in(client, draft), hand_in(client, draft)
    assert first.url == second.url
    assert Application.objects.get().number == 1


@pytest.mark.parametrize("sent", [{"has_read_notice": ""}, {}])
def test_nothing_is_handed_in_while_something_is_missing_or_unread(here, client, draft, sent):
    if sent:
        complete(here, draft, client)
    hand_in(client, draft, **sent)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_application_is_taken_back_with_a_reason(here, client):
    row = here.submitted()
    address = reverse("support:application_withdraw", args=[row.pk])
    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "Đổi kế hoạch sản xuất."}).url == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.state, row.end_reason, row.ended_on) == (
        "withdrawn",
        "Đổi kế hoạch sản xuất.",
        timezone.localdate(),
    )


def test_a_refused_application_is_begun_again_with_its_words(here, client, draft):
    complete(here, draft, client)
    hand_in(client, draft)
    Application.objects.filter(pk=draft.pk).update(state="refused", ended_on=timezone.localdate())
    answer = client.post(reverse("support:application_clone", args=[draft.pk]))
    new = Application.objects.get(state="draft")
    assert answer.url == edit(new)
    assert (new.cloned_from, new.purpose) == (draft, "Chứng nhận ISO 9001:2015.")
    assert [(i.content, i.cost) for i in new.items.all()] == [(here.content, 200_000_000)]


def test_a_draft_is_thrown_away_with_its_files(here, client, draft):
    client.post(reverse("support:attachment_add", args=[draft.pk]), {"paper": "", "upload": [pdf()]})
    client.post(reverse("support:application_discard", args=[draft.pk]))
    assert (Application.objects.count(), Attachment.objects.count()) == (0, 0)


# --- What the pages cost -------------------------------------------------------------------------------------------------------


def cost(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "view", ["application_edit", "application_submit", "attachment_add", "application_detail"]
)
def test_a_page_of_a_draft_asks_the_same_however_many_contents_papers_and_files(here, client, draft, view):
    address = reverse(f"support:{view}", args=[draft.pk])
    client.post(reverse("support:attachment_add", args=[draft.pk]), {"upload": [pdf()]})
    RequiredPaperFactory(plan=here.plan)
    first = cost(client, address)
    contents = [SupportContentFactory(plan=here.plan) for _n in range(3)]
    drafts.choose(draft, contents, by=here.applicant, now=timezone.now())
    RequiredPaperFactory.create_batch(3, plan=here.plan)
    files = [pdf(f"{n}.pdf", PDF + b"%d" % n) for n in range(3)]
    client.post(reverse("support:attachment_add", args=[draft.pk]), {"upload": files})
    assert cost(client, address) == first
