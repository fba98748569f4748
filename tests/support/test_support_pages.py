"""The pages of a granted support: both sides read one page, each takes its own steps."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from support.models import Support
from tests.factories.programmes import TargetFactory
from tests.factories.support import support_stage
from tests.support.supports import accepted, contracted, granted

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def stage():
    stage = support_stage()
    for kind in ("enterprise", "product"):
        stage.content.counted_for.create(target=TargetFactory(plan=stage.plan), kind=kind)
    return stage


def address(support, step="detail"):
    return reverse(f"support:support_{step}", args=[support.pk])


def labels(page):
    return {button.step.name for button in (*page.context["buttons"], *page.context["quiet"])}


def test_each_side_sees_its_own_steps(stage):
    support = contracted(stage)
    support.milestones.create(title="Đào tạo")
    seen = {
        who: labels(stage.client(getattr(stage, who)).get(address(support)))
        for who in ("applicant", "specialist", "leader")
    }
    of_dost = {"contract", "begin", "accept", "pay", "milestone", "done", "certificate", "files", "drop"}
    assert seen == {
        "applicant": {"renounce", "files"},
        "specialist": of_dost,
        "leader": of_dost | {"terminate"},
    }


def test_a_contract_typed_with_dots_and_days(stage):
    support = granted(stage)
    client = stage.client(stage.specialist)
    sent = {
        "number": "15/HĐ",
        "on": "01/03/2026",
        "parties": "Sở\nCông ty",
        "value": "200.000.000",
        "ends_on": "",
    }
    assert client.post(address(support, "contract"), sent).url == address(support)
    support = Support.objects.get()
    assert (support.contract_value, support.contract_on) == (200_000_000, dt.date(2026, 3, 1))


def test_what_a_rule_refuses_stays_in_the_form_at_its_field(stage):
    support = contracted(stage)
    client = stage.client(stage.specialist)
    sent = {"amount": "100.000.001", "paid_on": "02/03/2026", "document": "GRDT 1"}
    page = client.post(address(support, "pay"), sent)
    assert list(page.context["form"].errors) == ["amount"]
    assert 'value="100.000.001"' in page.text


@pytest.mark.parametrize("amount", ["", "0", "-5", "1.5", "mười", "1e9", "9" * 40])
def test_an_amount_that_is_none_is_refused(stage, amount):
    support = contracted(stage)
    sent = {"amount": amount, "paid_on": "02/03/2026", "document": "GRDT 1"}
    page = stage.client(stage.specialist).post(address(support, "pay"), sent)
    assert list(page.context["form"].errors) == ["amount"]
    assert not support.disbursements.exists()


def test_the_acceptance_proposes_outcomes_of_the_kinds_counted_and_keeps_its_evidence(stage):
    support = contracted(stage)
    support.item.product = "Nước mắm; Chả mực"
    support.item.save()
    client = stage.client(stage.specialist)
    form = client.get(address(support, "accept")).context["form"]
    assert {name: form.initial[name] for name in form.fields if name.startswith("outcomes")} == {
        "outcomes_enterprise": stage.enterprise.name,
        "outcomes_product": "Nước mắm\nChả mực",
    }
    sent = {
        "accepted_on": timezone.localdate().strftime("%d/%m/%Y"),
        "result": "Đạt yêu cầu",
        "outcomes_enterprise": stage.enterprise.name,
        "outcomes_product": "Nước mắm\n\nChả mực\nCHẢ  MỰC",
        "uploads": [SimpleUploadedFile("Biên bản.pdf", PDF), SimpleUploadedFile("Ảnh.pdf", PDF + b"2")],
    }
    assert client.post(address(support, "accept"), sent).status_code == 302
    assert sorted(support.outcomes.values_list("kind", flat=True)) == ["enterprise", "product", "product"]
    assert sorted(support.attachments.values_list("name", flat=True)) == ["Biên bản.pdf", "Ảnh.pdf"]


def test_an_acceptance_whose_file_is_no_document_changes_nothing(stage):
    support = contracted(stage)
    sent = {
        "accepted_on": timezone.localdate().strftime("%d/%m/%Y"),
        "result": "Đạt",
        "uploads": [SimpleUploadedFile("x.pdf", b"<html>")],
    }
    page = stage.client(stage.specialist).post(address(support, "accept"), sent)
    assert list(page.context["form"].errors) == ["uploads"]
    assert Support.objects.get().state == "contracted"


def test_both_sides_add_files(stage):
    support = contracted(stage)
    for number, who in enumerate((stage.applicant, stage.specialist)):
        sent = {"uploads": [SimpleUploadedFile(f"{number}.pdf", PDF + bytes([65 + number]))]}
        assert stage.client(who).post(address(support, "files"), sent).status_code == 302
    assert support.attachments.count() == 2


def test_a_step_that_is_no_longer_possible_says_so(stage):
    support = accepted(stage)
    client = stage.client(stage.specialist)
    sent = {"note": ""}
    assert client.get(address(support, "begin")).context["moved_on"]
    page = client.post(address(support, "begin"), sent)
    assert (page.status_code, page.context["problems"] != []) == (409, True)


def test_what_keeps_a_support_open_is_said_before_it_is_settled(stage):
    support = accepted(stage)
    page = stage.client(stage.specialist).get(address(support))
    [settle] = [button for button in page.context["buttons"] if button.step.name == "settle"]
    assert settle.reason == " ".join(page.context["gaps"]) != ""


def test_the_page_names_who_will_be_told(stage):
    page = stage.client(stage.specialist).get(address(contracted(stage), "pay"))
    assert stage.applicant.email in page.text
    page = stage.client(stage.applicant).get(address(Support.objects.get(), "renounce"))
    assert stage.specialist.email not in page.text


def test_the_application_leads_to_what_was_granted(stage):
    support = contracted(stage)
    for who in (stage.applicant, stage.specialist):
        page = stage.client(who).get(support.item.application.get_absolute_url())
        assert address(support) in page.text


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_much_there_is(stage, count, django_assert_num_queries):
    support = accepted(stage, *(("product", f"Sản phẩm {n}") for n in range(count)))
    for n in range(count):
        support.milestones.create(title=str(n), due_on=timezone.localdate())
        support.disbursements.create(
            amount=1, paid_on=timezone.localdate(), document=str(n), entered_by=stage.specialist
        )
        support.effects.create(
            year=2026 + n, text="x", declared_at=timezone.now(), declared_by=stage.applicant
        )
    client = stage.client(stage.specialist)
    client.get(address(support))
    with django_assert_num_queries(16):
        assert client.get(address(support)).status_code == 200
