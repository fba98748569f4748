"""Whom to tell: the mirror of what a person's roles reach."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from organisations.models import Role
from organisations.queries import dost_people_of, dost_province_ids, people_of, unit_ids_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    DostFactory,
    MembershipFactory,
    OrganisationFactory,
    ProvinceFactory,
    ProvinceSuccessionFactory,
    SpecialistFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db
BOTH = [Role.FOCAL_POINT, Role.UNIT_LEADER]


def test_everybody_who_acts_for_a_unit_is_named_once_and_nobody_else():
    unit = OrganisationFactory()
    one = MembershipFactory(organisation=unit, user__full_name="B")
    MembershipFactory(organisation=unit, user=one.user, role=Role.UNIT_LEADER)
    two = MembershipFactory(organisation=unit, user__full_name="A")
    MembershipFactory(organisation=unit, role=Role.READER)
    MembershipFactory(organisation=unit, user__is_active=False)
    MembershipFactory(organisation=unit, valid_to=timezone.localdate() - dt.timedelta(1))
    MembershipFactory()
    assert people_of([unit.pk], BOTH) == {unit.pk: [two.user, one.user]}


def test_a_unit_nobody_acts_for_has_nobody():
    unit = OrganisationFactory()
    assert people_of([unit.pk], BOTH) == {unit.pk: []}


def test_successors_hear_from_their_day_on_also_in_turn():
    first = SuccessionFactory(date=dt.date(2025, 3, 1))
    second = SuccessionFactory(old=first.new, date=dt.date(2026, 1, 1))
    middle = MembershipFactory(organisation=first.new)
    last = MembershipFactory(organisation=second.new)
    heard = [
        people_of([first.old_id], BOTH, day)[first.old_id]
        for day in (dt.date(2025, 2, 1), dt.date(2025, 6, 1))
    ]
    assert heard == [[], [middle.user]]
    assert set(people_of([first.old_id], BOTH)[first.old_id]) == {middle.user, last.user}


def test_the_dost_that_took_a_province_over_hears_about_it_and_an_ended_one_does_not():
    merged = ProvinceSuccessionFactory()
    ended = SpecialistFactory(organisation=DostFactory(province=merged.old, valid_to=dt.date(2025, 6, 30)))
    heir = SpecialistFactory(organisation=DostFactory(province=merged.new))
    SpecialistFactory(organisation=DostFactory(province=ProvinceFactory()))
    assert dost_people_of([merged.old_id, merged.new_id]) == {
        merged.old_id: [heir.user],
        merged.new_id: [heir.user],
    }
    assert dost_province_ids(ended.user) == frozenset()


def test_telling_and_reaching_are_mirrors():
    first = SuccessionFactory()
    merged = ProvinceSuccessionFactory()
    for place in (first.old, first.new, OrganisationFactory()):
        MembershipFactory(organisation=place)
    for province in (merged.old, merged.new):
        SpecialistFactory(organisation=DostFactory(province=province))
    UserFactory()
    units, provinces = [first.old_id, first.new_id], [merged.old_id, merged.new_id]
    told, told_of = people_of(units, BOTH), dost_people_of(provinces)
    for user in User.objects.all():
        assert {pk for pk in units if user in told[pk]} == unit_ids_of(user) & set(units)
        assert {pk for pk in provinces if user in told_of[pk]} == dost_province_ids(user) & set(provinces)


def test_the_cost_does_not_grow_with_the_number_of_units(django_assert_num_queries):
    units = [MembershipFactory().organisation_id for _ in range(5)]
    with django_assert_num_queries(2):
        people_of(units, BOTH)
    with django_assert_num_queries(2):
        dost_people_of(range(5))
