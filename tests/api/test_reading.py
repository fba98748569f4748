"""What programs read is what the pages show the people of the same house."""

import pytest
from django.utils import timezone

from api.models import Scope
from consolidation.documents import seal
from consolidation.models import Report
from enterprises.models import Enterprise
from journal.models import Entry
from organisations.models import OrganisationKind, Role
from reporting.models import Statement
from tests.consolidation.lives import a_house, issued
from tests.factories.api import program_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.reporting import stage

pytestmark = pytest.mark.django_db


def ids(answer) -> list:
    return [item.get("id") or item["key"] for item in answer.json()["items"]]


@pytest.fixture
def two():
    """Two provinces, each with a DOST, a unit and an open period."""
    return stage(), stage()


def test_plans_are_public_law_with_tasks_and_targets(two):
    here, there = two
    program = program_of(there.unit, Scope.PLANS)
    plan = program.get(f"/api/v1/plans/{here.plan.key}").json()
    assert (plan["key"], plan["province"]) == (
        here.plan.key,
        {"slug": here.plan.province.slug, "name": "Hưng Yên"},
    )
    [task] = program.get(f"/api/v1/plans/{here.plan.key}/tasks").json()["items"]
    assert (task["code"], task["national_group"]) == (here.task.code, here.group.code)
    assert [(r["role"], r["organisation"]) for r in task["roles"]] == [("lead", here.unit.key)]
    [target] = program.get(f"/api/v1/plans/{here.plan.key}/targets").json()["items"]
    assert (target["code"], target["statement"]) == (here.target.code, here.target.statement)


def test_a_unit_reads_its_own_form_and_no_period(two):
    here, _ = two
    program = program_of(here.unit)
    assert ids(program.get("/api/v1/submissions")) == [here.submission.pk]
    assert ids(program.get("/api/v1/periods")) == []
    assert program.get(f"/api/v1/periods/{here.period.pk}").status_code == 404


def test_dost_reads_its_province_and_not_the_next(two):
    here, there = two
    program = program_of(here.dost, role=Role.SPECIALIST)
    assert ids(program.get("/api/v1/periods")) == [here.period.pk]
    assert program.get(f"/api/v1/periods/{there.period.pk}/results").status_code == 404
    assert program.get(f"/api/v1/submissions/{there.submission.pk}").status_code == 404
    assert there.submission.pk not in ids(program.get("/api/v1/submissions"))


def test_the_ministry_reads_both(two):
    ministry = OrganisationFactory(kind=OrganisationKind.MINISTRY)
    program = program_of(ministry, role=Role.READER)
    assert ids(program.get("/api/v1/periods")) == [each.period.pk for each in two]


def test_lists_are_filtered(two):
    here, _ = two
    program = program_of(here.dost, role=Role.SPECIALIST)
    own = here.submission
    assert own.pk in ids(
        program.get("/api/v1/submissions", {"state": "not_started", "period": here.period.pk})
    )
    assert ids(program.get("/api/v1/submissions", {"state": "accepted"})) == []
    assert ids(program.get("/api/v1/periods", {"plan": here.plan.key, "year": 2026})) == [here.period.pk]
    assert ids(program.get("/api/v1/periods", {"year": 2025})) == []
    assert program.get("/api/v1/submissions", {"state": "lost"}).status_code == 422


def test_nil_missing_and_zero_stay_three_answers(two):
    here, _ = two
    program = program_of(here.dost, role=Role.SPECIALIST)
    address = f"/api/v1/periods/{here.period.pk}/results"
    [silent] = program.get(address).json()["targets"]
    assert silent["year"] == {"state": "missing", "value": None, "nearly": False}
    here.line.figures.update(to_date=0)
    here.period.submissions.filter(pk=here.submission.pk).update(**_accepted(here))
    [measured] = program.get(address).json()["targets"]
    assert measured["year"] == {"state": "measured", "value": "0", "nearly": False}


def _accepted(here) -> dict:
    now = timezone.now()
    return {
        "state": "accepted",
        "certified_at": now,
        "certified_by": here.leader,
        "decided_at": now,
        "decided_by": here.specialist,
    }


def test_statements_are_the_units_own_until_it_submits(two):
    here, _ = two
    Statement.objects.create(submission=here.submission, kind="proposal", text="Bố trí kinh phí.")
    address = f"/api/v1/submissions/{here.submission.pk}"
    told = {
        "unit": program_of(here.unit).get(address).json()["statements"],
        "dost": program_of(here.dost, role=Role.SPECIALIST).get(address).json()["statements"],
    }
    assert ([s["text"] for s in told["unit"]], told["dost"]) == (["Bố trí kinh phí."], [])


def test_enterprises_without_what_is_personal(two):
    here, there = two
    company = EnterpriseFactory(province=here.plan.province, address="Số 1", phone="0900")
    household = EnterpriseFactory(
        province=here.plan.province, kind="household", tax_code="001089012345", address="Nhà riêng"
    )
    EnterpriseFactory(province=there.plan.province)
    program = program_of(here.dost, role=Role.SPECIALIST)
    first, second = program.get("/api/v1/enterprises").json()["items"]
    assert (first["id"], first["tax_code"], first["address"]) == (company.pk, company.tax_code, "Số 1")
    assert (second["id"], second["tax_code"], second["address"]) == (household.pk, "******012345", "")
    assert "phone" not in first
    assert ids(program.get("/api/v1/enterprises", {"q": company.tax_code[:6]})) == [company.pk]
    assert program.get("/api/v1/enterprises", {"q": "001089"}).json()["items"] == []
    assert Enterprise.objects.count() == 3


def test_reports_once_they_have_left_the_house_with_their_sealed_data():
    house = a_house()
    draft = program_of(house.dost, role=Role.SPECIALIST)
    assert ids(draft.get("/api/v1/reports")) == []
    assert draft.get(f"/api/v1/reports/{Report.objects.get().pk}").status_code == 404
    report = issued(house)
    assert ids(draft.get("/api/v1/reports")) == [report.pk]
    data = draft.get(f"/api/v1/reports/{report.pk}/data").json()
    assert seal.check(data, seal.public_key())
    assert Entry.objects.about(report).first().facts == {"file": "data"}
    other = program_of(stage(opened=False).dost, role=Role.SPECIALIST)
    assert other.get(f"/api/v1/reports/{report.pk}/data").status_code == 404
