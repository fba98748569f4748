"""What became of a name."""

import datetime as dt

import pytest
from django.utils import translation

from organisations.models import Organisation, SuccessionKind
from organisations.queries import display_name, fates, former_province_ids, lacking_successor
from tests.factories.organisations import OrganisationFactory, ProvinceSuccessionFactory, SuccessionFactory

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2025, 2, 1), dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_body_that_stands_keeps_its_name():
    assert display_name(OrganisationFactory(name="Sở Nội vụ"), AFTER) == "Sở Nội vụ"


def test_the_present_name_stands_beside_the_old_one_from_the_day_on():
    moved = SuccessionFactory(old__name="Sở Giao thông vận tải", new__name="Sở Xây dựng")
    assert display_name(moved.old, BEFORE) == "Sở Giao thông vận tải"
    assert display_name(moved.old, AFTER) == "Sở Giao thông vận tải (now Sở Xây dựng)"


def test_another_province_is_named_and_an_equal_name_is_not_repeated():
    moved = SuccessionFactory(
        old__name="Sở Y tế", new=OrganisationFactory(name="Sở Y tế", province__name="Tuyên Quang")
    )
    other = SuccessionFactory(
        old__name="Sở Kế hoạch", new=OrganisationFactory(name="Sở Tài chính", province__name="Tuyên Quang")
    )
    assert display_name(moved.old, AFTER) == "Sở Y tế (now under Tuyên Quang)"
    assert display_name(other.old, AFTER) == "Sở Kế hoạch (now Sở Tài chính of Tuyên Quang)"


def test_a_name_that_says_its_province_is_not_given_it_twice():
    moved = SuccessionFactory(
        old__name="UBND tỉnh Hòa Bình",
        new=OrganisationFactory(name="UBND tỉnh Phú Thọ", province__name="Phú Thọ"),
    )
    assert display_name(moved.old, AFTER) == "UBND tỉnh Hòa Bình (now UBND tỉnh Phú Thọ)"


def test_several_steps_are_walked():
    first = SuccessionFactory(new__valid_to=dt.date(2025, 6, 30))
    second = SuccessionFactory(old=first.new, new__name="Sở cuối cùng", date=dt.date(2025, 7, 1))
    assert fates([first.old], AFTER)[first.old.pk].now == (second.new,)


def test_a_split_names_all_parts_and_what_is_still_to_be_assigned():
    part = SuccessionFactory(kind=SuccessionKind.SPLIT, part="lao động")
    SuccessionFactory(kind=SuccessionKind.SPLIT, old=part.old, new=None, part="giáo dục nghề nghiệp")
    fate = fates([part.old], AFTER)[part.old.pk]
    assert (fate.now, fate.lacks_successor) == ((part.new,), True)


def test_an_end_without_successor_is_told():
    ended = OrganisationFactory(name="UBND huyện", valid_to=dt.date(2025, 6, 30))
    assert display_name(ended, AFTER) == "UBND huyện (ended; no successor is known)"
    assert list(lacking_successor(Organisation.objects.all(), AFTER)) == [ended]
    assert list(lacking_successor(Organisation.objects.all(), BEFORE)) == []


def test_a_circle_in_the_data_ends_the_walk():
    there = SuccessionFactory()
    SuccessionFactory(old=there.new, new=there.old)
    assert fates([there.old], AFTER)[there.old.pk].now == ()


@pytest.mark.parametrize("rows", [1, 3])
def test_fates_cost_the_same_however_many(rows, django_assert_num_queries):
    old = [SuccessionFactory().old for _ in range(rows)]
    with django_assert_num_queries(2):
        assert len(fates(old, AFTER)) == rows


def test_no_organisation_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert fates([], AFTER) == {}


def test_a_province_reaches_those_it_took_over():
    first = ProvinceSuccessionFactory()
    second = ProvinceSuccessionFactory(new=first.new)
    assert former_province_ids(first.new, AFTER) == {first.new.pk, first.old.pk, second.old.pk}
    assert former_province_ids(first.new, BEFORE) == {first.new.pk}
