"""Provinces, organisations and memberships for tests."""

import datetime as dt

import factory
from django.utils import timezone

from organisations.models import (
    CalendarException,
    Evidence,
    GroupMember,
    Invitation,
    Membership,
    Organisation,
    OrganisationAlias,
    OrganisationGroup,
    OrganisationKind,
    Province,
    ProvinceSuccession,
    Resolution,
    Role,
    Succession,
    SuccessionKind,
)
from tests.factories.accounts import AdministratorFactory, UserFactory


class ProvinceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Province

    slug = factory.Sequence(lambda n: f"tinh-{n}")
    name = factory.Sequence(lambda n: f"Tỉnh thử {n}")


class ProvinceSuccessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProvinceSuccession

    old = factory.SubFactory(ProvinceFactory, valid_to=dt.date(2025, 6, 30))
    new = factory.SubFactory(ProvinceFactory)
    kind = SuccessionKind.MERGE
    date = dt.date(2025, 7, 1)
    evidence = Evidence.SECONDARY


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    key = factory.Sequence(lambda n: f"thu/{n}")
    province = factory.SubFactory(ProvinceFactory)
    kind = OrganisationKind.DEPARTMENT
    name = factory.Sequence(lambda n: f"Sở thử {n}")


class DostFactory(OrganisationFactory):
    """The Department of Science and Technology of a province."""

    standard = "DOST"
    name = "Sở Khoa học và Công nghệ"


class AliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationAlias

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.Sequence(lambda n: f"Tên khác {n}")


class SuccessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Succession

    old = factory.SubFactory(OrganisationFactory, valid_to=dt.date(2025, 2, 28))
    new = factory.SubFactory(OrganisationFactory, province=factory.SelfAttribute("..old.province"))
    kind = SuccessionKind.MERGE
    date = dt.date(2025, 3, 1)
    evidence = Evidence.SECONDARY


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationGroup

    key = factory.Sequence(lambda n: f"G_{n}")
    phrase = factory.Sequence(lambda n: f"các đơn vị thử {n}")
    resolution = Resolution.LISTED


class GroupMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupMember

    group = factory.SubFactory(GroupFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.FOCAL_POINT


class SpecialistFactory(MembershipFactory):
    """A DOST specialist; give ``organisation__province``."""

    organisation = factory.SubFactory(DostFactory)
    role = Role.SPECIALIST


class CalendarExceptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarException

    day = factory.Sequence(lambda n: dt.date(2027, 1, 1) + dt.timedelta(n))
    name = "Nghỉ bù"


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"moi{n}@example.vn")
    full_name = factory.Sequence(lambda n: f"Người được mời {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.FOCAL_POINT
    invited_by = factory.SubFactory(AdministratorFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
    try_at = factory.LazyFunction(timezone.now)
