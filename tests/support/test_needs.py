"""Needs: a unit sends what an enterprise told it, DOST takes it up, answers, or begins a draft for the enterprise."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from common.errors import RuleBroken
from enterprises.models import Enterprise
from enterprises.queries import Named
from journal.models import Entry
from organisations.models import Role
from outbox.models import Notice
from support.actions.drafts import discard
from support.actions.needs import answer, send, take_up, turn_into_draft
from support.models import Application, Need
from tests.factories.accounts import AdministratorFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import PlanFactory
from tests.factories.support import SupportContentFactory, support_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    stage = support_stage()
    stage.unit = OrganisationFactory(province=stage.province, name="Liên minh Hợp tác xã")
    stage.sender = MembershipFactory(organisation=stage.unit, role=Role.FOCAL_POINT).user
    return stage


def sent(here, **facts) -> Need:
    today = timezone.localdate()
    usual = {
        "organisation": here.unit,
        "enterprise": here.enterprise,
        "plan": here.plan,
        "content": here.content,
        "text": "Cần hướng dẫn áp dụng 5S.",
        "by": here.sender,
        "on": today,
    }
    return send(**{**usual, **facts})


def told(user):
    return list(Notice.objects.filter(user=user, kind="need").order_by("pk").values_list("key", flat=True))


def open_draft(here, need):
    return turn_into_draft(need, by=here.specialist, on=timezone.localdate())


def test_a_need_reaches_the_department_and_the_journal(here):
    need = sent(here)
    assert told(here.specialist) == [f"need:{need.pk}:sent:"]
    assert told(here.sender) == []
    assert Entry.objects.about(need).get().action == "send_need"


def test_an_enterprise_the_register_does_not_know_is_entered(here):
    need = sent(here, enterprise=Named(name="HTX Chè Shan", kind="cooperative"))
    assert (need.enterprise.name, need.enterprise.kind, need.enterprise.province) == (
        "HTX Chè Shan",
        "cooperative",
        here.province,
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda here: {"by": here.applicant}, "not_permitted"),
        (lambda _here: {"plan": PlanFactory(year_to=2025), "content": None}, "closed"),
        (lambda _here: {"content": SupportContentFactory()}, "closed"),
        (lambda here: {"content": SupportContentFactory(plan=here.plan, is_open=False)}, "closed"),
        (lambda _here: {"enterprise": EnterpriseFactory()}, "elsewhere"),
    ],
)
def test_a_need_is_sent_by_its_unit_for_a_running_plan_and_an_open_content(here, change, code):
    with pytest.raises(RuleBroken) as no:
        sent(here, **change(here))
    assert no.value.code == code
    assert not Need.objects.exists()


def test_enterprises_of_other_provinces_are_neither_found_nor_chosen(here):
    """They could not be named anyway, so nobody learns of them here."""
    there, client = (
        EnterpriseFactory(name="Công ty Phương Xa", tax_code="0209876543"),
        here.client(here.sender),
    )
    asked = (
        {"q": "phuong xa"},
        {"q": "0209876543"},
        {"doanh-nghiep": there.pk},
        {"doanh-nghiep": there.pk, "moi": "x"},
    )
    pages = [client.get(reverse("support:need_add"), query).content.decode() for query in asked]
    assert [page for page in pages if "Phương Xa" in page] == []


def test_taking_up_and_answering_are_told_to_the_unit_once(here):
    need = take_up(sent(here), by=here.specialist)
    assert (need.state, need.handled_by) == ("routed", here.specialist)
    need = answer(need, text="Mời đơn vị nộp hồ sơ.", by=here.specialist, now=timezone.now())
    assert (need.state, need.answered_by) == ("answered", here.specialist)
    assert told(here.sender) == [f"need:{need.pk}:taken_up:", f"need:{need.pk}:answered:"]
    with pytest.raises(RuleBroken):
        take_up(need, by=here.leader)
    with pytest.raises(RuleBroken):
        answer(sent(here), text=" ", by=here.specialist, now=timezone.now())


def test_only_the_department_moves_a_need(here):
    with pytest.raises(RuleBroken) as no:
        take_up(sent(here), by=here.sender)
    assert no.value.code == "not_permitted"


def test_a_need_becomes_a_draft_of_the_enterprise_and_both_sides_hear(here):
    need = sent(here)
    draft = open_draft(here, need)
    need.refresh_from_db()
    assert (need.state, need.application) == ("applied", draft)
    assert (draft.state, draft.enterprise, draft.situation) == ("draft", here.enterprise, need.text)
    assert [item.content for item in draft.items.all()] == [here.content]
    assert told(here.applicant) == [f"need:{need.pk}:draft:{draft.pk}"]
    assert told(here.sender) == [f"need:{need.pk}:applied:{draft.pk}"]
    assert here.applicant.has_perm("support.edit_application", draft)
    assert not here.specialist.has_perm("support.view_application", draft)


def test_the_content_joins_the_draft_the_enterprise_has_and_its_words_stay(here):
    own = Application.objects.create(
        enterprise=here.enterprise,
        plan=here.plan,
        started_by=here.applicant,
        situation="Lời của doanh nghiệp",
    )
    assert open_draft(here, sent(here)) == own
    own.refresh_from_db()
    assert own.situation == "Lời của doanh nghiệp"
    assert own.items.count() == 1


def test_the_unit_reads_in_public_words_where_the_application_stands(here):
    need = sent(here)
    application = here.submitted(state="proposed")
    Need.objects.filter(pk=need.pk).update(application=application)
    unit = here.client(here.sender).get(need.get_absolute_url()).content.decode()
    office = here.client(here.specialist).get(need.get_absolute_url()).content.decode()
    link, words = f'href="{application.get_absolute_url()}"', application.get_state_display()
    assert [link in unit, words in unit, application.code in unit] == [False, False, True]
    assert [link in office, words in office] == [True, True]


def test_a_need_becomes_a_draft_only_once(here):
    need = sent(here)
    open_draft(here, need)
    with pytest.raises(RuleBroken):
        open_draft(here, need)
    assert Application.objects.count() == 1


def test_a_draft_thrown_away_opens_the_need_again(here):
    need = sent(here)
    draft = open_draft(here, need)
    discard(draft, by=here.applicant)
    need.refresh_from_db()
    assert (need.state, need.application) == ("routed", None)
    assert told(here.specialist)[-1] == f"need:{need.pk}:fallen_back:"
    assert open_draft(here, need).pk != draft.pk


def test_the_database_holds_that_an_applied_need_names_its_application(here):
    need = sent(here)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(state="applied")


def page(here, user, url, **data):
    client = here.client(user)
    return (
        client.post(url, data, HTTP_ACCEPT_LANGUAGE="en")
        if data
        else client.get(url, HTTP_ACCEPT_LANGUAGE="en")
    )


def test_a_unit_looks_the_enterprise_up_and_sends_its_need(here):
    add = reverse("support:need_add")
    found = page(here, here.sender, f"{add}?q={here.enterprise.tax_code}").content.decode()
    assert f"doanh-nghiep={here.enterprise.pk}" in found
    facts = {
        "organisation": here.unit.pk,
        "plan": here.plan.pk,
        "content": here.content.pk,
        "text": "Cần 5S.",
    }
    answered = page(here, here.sender, f"{add}?doanh-nghiep={here.enterprise.pk}", **facts)
    need = Need.objects.get()
    assert (answered.status_code, answered["Location"]) == (302, need.get_absolute_url())
    assert (need.enterprise, need.organisation, need.content) == (here.enterprise, here.unit, here.content)


def test_a_new_enterprise_is_named_in_the_form_and_a_bad_code_is_told_at_its_field(here):
    add = f"{reverse('support:need_add')}?moi=HTX+Moi"
    assert 'value="HTX Moi"' in page(here, here.sender, add).content.decode()
    facts = {"organisation": here.unit.pk, "plan": here.plan.pk, "text": "Cần 5S.", "kind": "cooperative"}
    wrong = page(here, here.sender, add, name="HTX Mới", tax_code="12", **facts)
    assert list(wrong.context["form"].errors) == ["tax_code"]
    assert page(here, here.sender, add, name="HTX Mới", tax_code="", **facts).status_code == 302
    assert Enterprise.objects.filter(name="HTX Mới").exists()


def test_who_sends_nothing_is_turned_away_and_a_province_without_a_plan_takes_none(here):
    assert page(here, here.applicant, reverse("support:need_add")).status_code == 403
    here.plan.year_to = here.plan.year_from
    here.plan.save()
    assert "No plan of your province" in page(here, here.sender, reverse("support:need_add")).content.decode()


def test_the_department_handles_a_need_from_its_page(here):
    need = sent(here)
    shown = page(here, here.specialist, need.get_absolute_url()).content.decode()
    assert here.sender.email in shown
    assert here.applicant.email in shown
    client = here.client(here.specialist)
    assert client.post(reverse("support:need_take_up", args=[need.pk])).status_code == 302
    assert client.post(reverse("support:need_answer", args=[need.pk]), {"text": "Đã rõ."}).status_code == 302
    assert client.post(reverse("support:need_draft", args=[need.pk])).status_code == 302
    need.refresh_from_db()
    assert (need.state, need.answer) == ("applied", "Đã rõ.")
    late = client.post(reverse("support:need_answer", args=[need.pk]), {"text": "Lần nữa"})
    assert late.status_code == 409


def test_needs_are_seen_by_their_unit_and_the_province_only(here):
    need = sent(here)
    other = MembershipFactory(
        organisation=OrganisationFactory(province=here.province), role=Role.FOCAL_POINT
    ).user
    for user, status in ((here.sender, 200), (here.leader, 200), (other, 404), (here.applicant, 404)):
        assert page(here, user, need.get_absolute_url()).status_code == status
        listed = page(here, user, reverse("support:need_list")).context["page"].object_list
        assert list(listed) == ([need] if status == 200 else [])
    assert (
        list(page(here, here.leader, f"{reverse('support:need_list')}?trang-thai=answered").context["page"])
        == []
    )


def test_the_code_of_a_household_is_covered_where_a_unit_looks_somebody_up(here):
    EnterpriseFactory(
        name="Hộ Nguyễn Văn A", tax_code="012345678912", kind="household", province=here.province
    )
    found = page(here, here.sender, f"{reverse('support:need_add')}?q=ho+nguyen").content.decode()
    assert "Hộ Nguyễn Văn A" in found
    assert "012345678912" not in found


def test_needs_are_only_read_in_the_administration(here, client):
    need = sent(here)
    client.force_login(AdministratorFactory())
    assert client.get(reverse("admin:support_need_changelist"), {"q": "5S"}).status_code == 200
    opened = client.get(reverse("admin:support_need_change", args=[need.pk]))
    assert (opened.status_code, 'name="_save"' in opened.content.decode()) == (200, False)
