"""Every address is swept with GET and POST as everybody, against the table in rights.py."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from api.models import Token
from consolidation.models import Report, Waiver
from enterprises.models import Enterprise, JoinRequest
from jobs.models import Job
from organisations.models import Province
from organisations.queries import province_ids_of
from outbox.models import Mail, Notice
from programmes.models import Plan
from reporting.models import (
    Activity,
    CertifiedExpert,
    DoubleClaim,
    Filing,
    Letter,
    Outline,
    ReportingPeriod,
    Statement,
    Submission,
    SupportedEnterprise,
)
from support.models import Application, Need, Outcome, Support
from tests.architecture import rights
from tests.architecture.doors import LIBRARY, administration
from tests.architecture.rights import CAST, RIGHTS
from tests.architecture.rights_page import PAGE, rights_page
from tests.architecture.sweeping import sweep
from tests.consolidation.lives import a_house, issued
from tests.factories.accounts import AdministratorFactory
from tests.factories.organisations import SpecialistFactory

pytestmark = pytest.mark.django_db

DEVELOPMENT = ("portal:gallery", *rights.NOTHING_THERE)  # the gallery exists in development only


def addresses(resolver=None, prefix="") -> set[str]:
    """The names of every address, as reverse() knows them."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found |= addresses(entry, space)
        elif isinstance(entry, URLPattern):
            found.add(f"{prefix}{entry.name}")
    return found


def undeclared(names: set[str], table) -> list[str]:
    return sorted(name for name in names - set(table) if name not in DEVELOPMENT)


def declared() -> set[str]:
    """Every address of every table."""
    return {*RIGHTS, *LIBRARY, *administration(), *rights.MACHINES}


def test_every_address_is_in_the_table():
    assert undeclared(addresses(), declared()) == []


def test_the_table_names_no_address_that_is_gone():
    assert sorted(declared() - addresses()) == []


def test_the_page_people_read_is_current():
    """Where this fails: python -m tests.architecture.rights_page"""
    assert PAGE.read_text(encoding="utf-8") == rights_page()


def test_a_planted_address_is_found():
    planted = {"portal:home", "reporting:secret", "admin:index", "admin:reporting_secret_add"}
    table = RIGHTS | administration()
    assert undeclared(planted, table) == ["admin:reporting_secret_add", "reporting:secret"]


def test_everybody_gets_what_the_table_says(world, places, short_refusals):
    faults = sweep(world, places, RIGHTS)
    assert not faults, "\n".join(faults)


def test_readers_of_an_issued_report_open_what_left_the_house_and_nothing_else():
    house = a_house()
    report = issued(house)
    people = {
        rights.SPECIALIST: house.specialist,
        rights.DOST_LEADER: house.leader,
        rights.READER: house.reader,
        rights.MINISTRY: house.ministry,
        rights.ADMINISTRATOR: AdministratorFactory(),
        rights.OTHER_PROVINCE: SpecialistFactory().user,
    }
    more = {
        "consolidation:report_versions": [1],
        "consolidation:signed_file": [report.signed_files.get().pk],
        "consolidation:report_waiver_undo": [report.waivers.first().pk],
    }
    clients = {
        role: people.get(role, people[rights.OTHER_PROVINCE]) for role in CAST if role != rights.VISITOR
    }
    faults = sweep(clients, lambda name: reverse(name, args=[report.pk, *more.get(name, [])]), rights.ISSUED)
    assert not faults, "\n".join(faults)


def test_the_sweep_is_not_vacuous(world, places, short_refusals):
    """With the rights of a page taken away or given away in the table, the sweep notices."""
    shut = {"programmes:plan_list": rights.page(rights.NOBODY)}
    ajar = {"reporting:period_detail": rights.page(rights.EVERYONE)}
    assert len(sweep(world, places, shut)) == len(CAST)
    assert len(sweep(world, places, ajar)) == len(CAST) - len(rights.PROVINCE)


def twins() -> list[tuple[type, str]]:
    return [
        (ReportingPeriod, "reporting"),
        (Submission, "reporting"),
        (Statement, "reporting"),
        (Report, "consolidation"),
        (Waiver, "consolidation"),
        (Letter, "reporting"),
        (Outline, "reporting"),
        (Job, "jobs"),
        (Mail, "outbox"),
        (Notice, "outbox"),
        (Filing, "reporting"),
        (Activity, "reporting"),
        (CertifiedExpert, "reporting"),
        (SupportedEnterprise, "reporting"),
        (DoubleClaim, "reporting"),
        (Enterprise, "enterprises"),
        (JoinRequest, "enterprises"),
        (Application, "support"),
        (Support, "support"),
        (Outcome, "support"),
        (Need, "support"),
        (Token, "api"),
    ]


def test_each_predicate_agrees_with_its_queryset(world, places):
    for person in world.values():
        for model, app in twins():
            permission = f"{app}.view_{model._meta.model_name}"
            listed = set(model.objects.visible_to(person))
            opened = {record for record in model.objects.all() if person.has_perm(permission, record)}
            assert listed == opened, (person, model)


def test_there_is_something_to_agree_about(world, places):
    """The world holds rows on both sides of every line, or agreement would prove nothing."""
    person = world[rights.SPECIALIST]
    assert 0 < ReportingPeriod.objects.visible_to(person).count() < ReportingPeriod.objects.count()
    assert 0 < Submission.objects.visible_to(world[rights.FOCAL]).count() < Submission.objects.count()
    assert province_ids_of(world[rights.STRANGER]) == frozenset()
    assert len(province_ids_of(world[rights.MINISTRY])) == Province.objects.count()
    assert Plan.objects.count() == 6  # the enacted five, and one made up for the trial
    assert ReportingPeriod.objects.filter(
        plan__key="ha-noi-149-2021", year=timezone.localdate().year
    ).exists()
