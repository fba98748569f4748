"""Contents and what is set about them in the administration."""

import pytest
from django.urls import reverse

from common.errors import RuleBroken
from journal.models import Entry
from support.actions.relating import relate
from support.models import ContentTarget, Support, SupportContent, SupportLevel
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programmes import TargetFactory, TaskFactory
from tests.factories.support import (
    CriterionFactory,
    RequiredPaperFactory,
    SupportContentFactory,
    SupportFactory,
    SupportLevelFactory,
    SupportProcedureFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(AdministratorFactory())
    return client


def page_of(row):
    return reverse(f"admin:support_{row._meta.model_name}_change", args=[row.pk])


def settings_of(content, **changed):
    """The form as the page sends it."""
    own = {"short": content.short, "kin": content.kin, "task": content.task_id or "", "is_open": "on"}
    rows = {"counted_for-TOTAL_FORMS": "0", "counted_for-INITIAL_FORMS": "0"}
    return {name: value for name, value in {**own, **rows, **changed}.items() if value is not None}


def targets_of(content):
    return ContentTarget.objects.create(
        content=content, target=TargetFactory(plan=content.plan), kind="enterprise"
    )


@pytest.mark.parametrize(
    "make",
    [
        SupportContentFactory,
        SupportLevelFactory,
        RequiredPaperFactory,
        SupportProcedureFactory,
        CriterionFactory,
        lambda: targets_of(SupportContentFactory()),
    ],
)
def test_settings_are_listed_searched_and_opened(admin, make):
    row = make()
    listed = admin.get(reverse(f"admin:support_{row._meta.model_name}_changelist"))
    assert listed.status_code == 200
    assert 'name="_save"' in admin.get(page_of(row)).content.decode()


def test_the_enacted_words_are_read_and_what_dost_decides_is_set_and_journalled(admin):
    content = SupportContentFactory()
    task = TaskFactory(plan=content.plan)
    sent = settings_of(
        content,
        short="Tên khác",
        text="Chữ khác",
        task=task.pk,
        kinds=["company"],
        needs_sme="on",
        is_open=None,
    )
    assert admin.post(page_of(content), sent).status_code == 302
    after = SupportContent.objects.get(pk=content.pk)
    assert (after.short, after.text, after.task, after.kinds) == ("Tên khác", content.text, task, ["company"])
    assert (after.needs_sme, after.is_open) == (True, False)
    assert Entry.objects.about(content).get().action == "change_in_administration"


def test_a_task_or_target_of_another_plan_is_refused(admin):
    content = SupportContentFactory()
    alien = TaskFactory()
    answer = admin.post(page_of(content), settings_of(content, task=alien.pk))
    assert answer.context["adminform"].form.errors.keys() == {"task"}
    row = {
        "counted_for-TOTAL_FORMS": "1",
        "counted_for-0-target": TargetFactory().pk,
        "counted_for-0-kind": "product",
    }
    assert admin.post(page_of(content), settings_of(content, **row)).status_code == 200
    assert not ContentTarget.objects.exists()


def test_a_target_is_confirmed_from_the_list(admin):
    row = targets_of(SupportContentFactory())
    sent = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk, "form-0-is_confirmed": "on"}
    answer = admin.post(reverse("admin:support_contenttarget_changelist"), {**sent, "_save": "1"})
    assert answer.status_code == 302
    assert ContentTarget.objects.get().is_confirmed
    assert Entry.objects.about(row).get().action == "change_in_administration"


def test_a_new_level_is_journalled_and_needs_a_rate_or_a_cap(admin):
    content = SupportContentFactory()
    add = reverse("admin:support_supportlevel_add")
    sent = {"content": content.pk, "cap_unit": "support", "legal_basis": "Nghị quyết 9", "evidence": "V1"}
    assert admin.post(add, sent).status_code == 200
    assert admin.post(add, {**sent, "rate": "50"}).status_code == 302
    level = SupportLevel.objects.get()
    assert Entry.objects.about(level).get().action == "add_in_administration"


def test_a_paper_for_a_content_of_another_plan_is_refused(admin):
    paper = RequiredPaperFactory()
    sent = {"plan": paper.plan_id, "content": SupportContentFactory().pk, "name": "Đơn", "position": 0}
    assert admin.post(page_of(paper), sent).context["adminform"].form.errors.keys() == {"content"}


def test_a_new_kin_takes_along_what_was_granted_before(admin):
    support = SupportFactory()
    content = support.content
    assert admin.post(page_of(content), settings_of(content, kin="chung-nhan")).status_code == 302
    support.refresh_from_db()
    assert (support.kin, SupportContent.objects.get(pk=content.pk).kin) == ("chung-nhan", "chung-nhan")
    assert set(Entry.objects.about(content).values_list("action", flat=True)) == {
        "change_in_administration",
        "relate",
    }


def test_contents_somebody_was_granted_both_of_do_not_become_one(admin):
    enterprise = EnterpriseFactory()
    first, second = (
        SupportFactory(enterprise=enterprise, is_once=True),
        SupportFactory(enterprise=enterprise, is_once=True),
    )
    with pytest.raises(RuleBroken, match=enterprise.name):
        relate(first.content, kin=second.kin, by=UserFactory())
    answer = admin.post(page_of(first.content), settings_of(first.content, kin=second.kin))
    assert answer.context["adminform"].form.errors.keys() == {"kin"}
    assert Support.objects.filter(kin=second.kin).count() == 1
