"""Enterprises, their people and what they declare, for tests."""

import factory
from django.utils import timezone

from enterprises.models import Certificate, Enterprise, EnterpriseMembership, Product, SizeDeclaration
from tests.factories.accounts import UserFactory
from tests.factories.organisations import ProvinceFactory


def tax_code(number: int) -> str:
    """A tax code with the right check digit; ``number`` names it."""
    body = 100_000_000 + number
    while True:
        digits = f"{body:09d}"
        rest = sum(int(d) * w for d, w in zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)) % 11
        if 10 - rest != 10:
            return f"{digits}{10 - rest}"
        body += 100_000


class EnterpriseFactory(factory.django.DjangoModelFactory):
    """A company with a valid code that is not foreign-invested."""

    class Meta:
        model = Enterprise

    name = factory.Sequence(lambda n: f"Công ty TNHH Thử {n}")
    tax_code = factory.Sequence(tax_code)
    province = factory.SubFactory(ProvinceFactory)
    is_foreign_invested = False
    vsic_version = "2018"
    vsic_code = "1050"


class EnterpriseMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EnterpriseMembership

    user = factory.SubFactory(UserFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    role = "manager"


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = factory.Sequence(lambda n: f"Sản phẩm {n}")


class CertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    enterprise = factory.SubFactory(EnterpriseFactory)
    kind = "system"
    title = "ISO 9001:2015"


class SizeDeclarationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SizeDeclaration

    enterprise = factory.SubFactory(EnterpriseFactory)
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    labour = 40
    revenue = 20_000_000_000
    capital = 10_000_000_000
    vsic_version = "2018"
    vsic_code = "1050"
    declared_at = factory.LazyFunction(timezone.now)
    declared_by = factory.SubFactory(UserFactory)
