import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.template import Context, Template
from django.utils import timezone

from enterprises.queries import has_confirmed_address, people_of_enterprises, shown_tax_code
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import SpecialistFactory

pytestmark = pytest.mark.django_db


def test_every_enterprise_asked_for_is_answered_managers_first(django_assert_num_queries):
    one, two = EnterpriseFactory.create_batch(2)
    member = EnterpriseMembershipFactory(enterprise=one, role="member", user__full_name="An").user
    manager = EnterpriseMembershipFactory(enterprise=one, user__full_name="Bình").user
    EnterpriseMembershipFactory(enterprise=one, user__is_active=False)
    EnterpriseMembershipFactory(enterprise=one, valid_to=timezone.localdate() - dt.timedelta(1))
    with django_assert_num_queries(1):
        assert people_of_enterprises([one.pk, two.pk]) == {one.pk: [manager, member], two.pk: []}
    assert people_of_enterprises([one.pk], managers_only=True) == {one.pk: [manager]}


def test_an_address_is_confirmed_by_a_link_or_by_the_administrator_who_knew_it():
    assert has_confirmed_address(UserFactory())
    alone = UserFactory(opened_alone=True)
    assert not has_confirmed_address(alone)
    row = EmailAddress.objects.create(user=alone, email=alone.email, primary=True)
    assert not has_confirmed_address(alone)
    row.verified = True
    row.save()
    assert has_confirmed_address(alone)
    alone.email = "khac@example.vn"
    assert not has_confirmed_address(alone)


def test_a_personal_number_is_covered_but_for_its_own_people():
    household = EnterpriseFactory(tax_code="001082000123", kind="household")
    own = EnterpriseMembershipFactory(enterprise=household).user
    desk = SpecialistFactory(organisation__province=household.province).user
    assert (shown_tax_code(household, own), shown_tax_code(household, desk)) == (
        "001082000123",
        "******000123",
    )
    page = Template("{% load enterprises %}{{ e|tax_code_for:u }}")
    assert page.render(Context({"e": household, "u": desk})) == "******000123"
