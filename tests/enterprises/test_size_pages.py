"""Declaring the size: computed before it is saved, corrected with a trace, never by somebody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.actions.sizes import declarable_years, seen_edition
from enterprises.loading import load_thresholds
from enterprises.models import SizeDeclaration
from journal.models import Entry
from tests.enterprises.world import an_enterprise, browser
from tests.factories.enterprises import SizeDeclarationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    load_thresholds()
    return an_enterprise()


def typed(**boxes):
    return {
        "year": str(timezone.localdate().year), "labour": "40", "revenue": "20.000.000.000", "capital": "10.000.000.000",
        "vsic_version": "2018", "vsic_code": "1050", "seen": "",
    } | boxes  # fmt: skip


def page_of(enterprise):
    return reverse("enterprises:size_declare", args=[enterprise.pk])


def test_computing_shows_the_class_and_saves_nothing(world):
    enterprise, manager, _clerk = world
    page = browser(manager).post(page_of(enterprise), typed(save="compute")).content.decode()
    assert "Điều 5" in page
    assert SizeDeclaration.objects.count() == 0


def test_declared_amounts_with_dots_are_kept_in_dong(world):
    enterprise, manager, _clerk = world
    assert browser(manager).post(page_of(enterprise), typed(labour="10,5")).status_code == 302
    kept = SizeDeclaration.objects.get()
    assert (str(kept.labour), kept.revenue, kept.capital, kept.declared_by) == (
        "10.50", 20_000_000_000, 10_000_000_000, manager,
    )  # fmt: skip


def test_no_revenue_is_not_a_revenue_of_nought(world):
    enterprise, manager, _clerk = world
    browser(manager).post(page_of(enterprise), typed(revenue=""))
    assert SizeDeclaration.objects.get().revenue is None
    browser(manager).post(
        page_of(enterprise), typed(revenue="0", seen=seen_edition(SizeDeclaration.objects.get()))
    )
    assert SizeDeclaration.objects.get().revenue == 0


def test_a_correction_keeps_what_stood_there_in_the_journal(world):
    enterprise, manager, _clerk = world
    client = browser(manager)
    client.post(page_of(enterprise), typed())
    client.post(page_of(enterprise), typed(labour="41", seen=seen_edition(SizeDeclaration.objects.get())))
    entry = Entry.objects.about(enterprise).first()
    assert (entry.action, entry.facts["changes"]) == ("correct_size", {"labour": ["40.00", "41"]})


def test_two_people_at_once_see_both_declarations(world):
    enterprise, manager, _clerk = world
    SizeDeclarationFactory(enterprise=enterprise, labour=77)
    response = browser(manager).post(page_of(enterprise), typed())
    page = response.content.decode()
    assert (response.status_code, "“77”" in page, 'value="40"' in page) == (409, True, True)
    assert SizeDeclaration.objects.get().labour == 77


@pytest.mark.parametrize(
    "boxes", [{"labour": "-1"}, {"capital": ""}, {"capital": "1.5"}, {"year": "1990"}, {"months": "12"}]
)
def test_impossible_figures_are_refused(world, boxes):
    enterprise, manager, _clerk = world
    assert browser(manager).post(page_of(enterprise), typed(**boxes)).status_code == 200
    assert SizeDeclaration.objects.count() == 0


def test_a_cooperative_is_told_why_nothing_is_declared():
    enterprise, manager, _clerk = an_enterprise(kind="cooperative")
    client = browser(manager)
    assert "17/2023" in client.get(page_of(enterprise)).content.decode()
    assert client.post(page_of(enterprise), typed()).status_code == 422
    assert SizeDeclaration.objects.count() == 0


def test_dost_does_not_declare_for_the_enterprise(world):
    enterprise, _manager, clerk = world
    assert browser(clerk).get(page_of(enterprise)).status_code == 403


def test_an_earlier_year_may_be_declared_but_not_a_far_one():
    today = timezone.localdate()
    assert declarable_years(today) == [today.year, today.year - 1, today.year - 2, today.year - 3]
