"""A province with its DOST, an enterprise with a manager, and browsers of them, for tests of the register."""

from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, ProvinceFactory


def browser(person):
    """Somebody signed in."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def clerk_of(province):
    """A specialist of the province's DOST."""
    dost = OrganisationFactory(province=province, standard="DOST")
    return MembershipFactory(organisation=dost, role="specialist", user=UserFactory()).user


def an_enterprise(**facts):
    """An enterprise, its manager, and a specialist of its DOST."""
    enterprise = EnterpriseFactory(province=facts.pop("province", None) or ProvinceFactory(), **facts)
    manager = EnterpriseMembershipFactory(enterprise=enterprise).user
    return enterprise, manager, clerk_of(enterprise.province)
