"""A tax code put right after a grant: what was granted goes by the new one, or the correction is refused."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from common.errors import RuleBroken
from enterprises.admin.resources import EnterpriseResource
from enterprises.models import Enterprise
from enterprises.queries.history import history_of
from journal.models import Entry
from support.actions.deciding import decide
from support.actions.relating import relate
from support.models import Support
from tests.factories.accounts import AdministratorFactory
from tests.factories.enterprises import EnterpriseFactory, tax_code
from tests.factories.support import support_stage
from tests.support.desk import proposed
from tests.support.supports import granted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return support_stage()


def families():
    return list(Support.objects.order_by("pk").values_list("family", flat=True))


def correct(enterprise, code):
    enterprise.tax_code = code
    enterprise.save()


def test_what_was_granted_follows_the_code_put_right(here):
    granted(here)
    right = tax_code(700)
    correct(here.enterprise, f"{right}-001")
    assert families() == [right]
    assert Entry.objects.about(here.enterprise).get().facts == {"supports": 1}
    assert [entry.words for entry in history_of(here.enterprise)] == [
        "What was granted goes by the tax code put right"
    ]


def test_saving_anything_else_leaves_them_alone(here):
    granted(here)
    before = families()
    here.enterprise.name = "Tên khác"
    here.enterprise.save()
    assert (families(), Entry.objects.about(here.enterprise).count()) == (before, 0)


def test_a_correction_that_would_make_one_organisation_of_two_with_the_same_content_is_refused(here):
    other = EnterpriseFactory(province=here.province)
    granted(here, is_once=True)
    granted(here, enterprise=other, is_once=True)
    before = families()
    with pytest.raises(RuleBroken) as no, transaction.atomic():
        correct(here.enterprise, f"{other.tax_code}-002")
    assert (no.value.code, families()) == ("once", before)
    assert Enterprise.objects.get(pk=here.enterprise.pk).tax_code == before[0]


def test_what_was_given_up_stands_in_nobodys_way(here):
    other = EnterpriseFactory(province=here.province)
    granted(here, is_once=True)
    given_up = {"state": "renounced", "given_up_on": timezone.localdate(), "given_up_reason": "Đổi ý"}
    granted(here, enterprise=other, is_once=True, **given_up)
    correct(here.enterprise, f"{other.tax_code}-002")
    assert families() == [other.tax_code] * 2


def test_the_administration_says_why_a_code_cannot_be_taken_away(here):
    granted(here)
    row = here.enterprise
    typed = {"name": row.name, "tax_code": "", "kind": row.kind, "province": row.province_id,
             "vsic_version": "2018", "vsic_code": "1050", "is_foreign_invested": "false"}  # fmt: skip
    client = here.client(AdministratorFactory())
    answer = client.post(f"/admin/enterprises/enterprise/{row.pk}/change/", typed, follow=True)
    words = [str(message) for message in answer.context["messages"]]
    row.refresh_from_db()
    assert ("được hỗ trợ" in words[0] or "was granted support" in words[0], bool(row.tax_code)) == (
        True,
        True,
    )


def test_a_row_without_a_code_takes_no_code_away(here):
    data = EnterpriseResource().export(Enterprise.objects.filter(pk=here.enterprise.pk))
    del data["tax_code"]
    data.append_col([""], header="tax_code")
    EnterpriseResource().import_data(data, raise_errors=True)
    assert Enterprise.objects.get(pk=here.enterprise.pk).tax_code == here.enterprise.tax_code


def while_granting(here, act):
    """Grant, and begin ``act`` on its own connection before the grant is committed."""
    application = proposed(here)

    def later():
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            decide(application=application, by=here.leader)
            waiting = pool.submit(later)
            sleep(0.5)
        waiting.result()


@pytest.mark.django_db(transaction=True)
def test_a_correction_waits_for_a_grant_and_takes_it_along():
    here, right = support_stage(), tax_code(701)
    while_granting(here, lambda: correct(here.enterprise, right))
    assert families() == [right]


@pytest.mark.django_db(transaction=True)
def test_a_content_related_while_it_is_granted_takes_the_grant_along():
    here, administrator = support_stage(), AdministratorFactory()
    while_granting(here, lambda: relate(here.content, kin="chung", by=administrator))
    assert Support.objects.get().kin == "chung"


@pytest.mark.django_db(transaction=True)
def test_a_grant_that_waited_counts_by_what_was_corrected_and_related_meanwhile():
    here, administrator, right = support_stage(), AdministratorFactory(), tax_code(702)
    application = proposed(here)

    def later():
        try:
            decide(application=application, by=here.leader)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            correct(here.enterprise, right)
            relate(here.content, kin="chung", by=administrator)
            waiting = pool.submit(later)
            sleep(0.5)
        waiting.result()
    support = Support.objects.get()
    assert (support.family, support.kin) == (right, "chung")
