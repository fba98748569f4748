"""A province that took over another, for the trial: a plan that is plainly made up beside the one that was inherited."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from organisations.models import Organisation, Province
from programmes.models import (
    DocumentKind,
    IndicatorFamily,
    LegalDocument,
    NationalTaskGroup,
    Plan,
    Programme,
    RoleKind,
    Standing,
    Target,
    Task,
    TaskRole,
)
from reporting.loading import Loaded, load_periods
from reporting.models import Attribution, Figure

DATA = Path(__file__).parent / "data" / "demo-merged.yaml"


@transaction.atomic
def load(*, by: User) -> list[Loaded]:
    """Make the plan and fill its past years in the name of ``by``. Repeating changes nothing."""
    wanted = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if not Plan.objects.filter(key=wanted["plan"]["key"]).exists():
        _plan(wanted)
    loaded = load_periods(wanted["periods"], by=by)
    beside = Target.objects.get(plan__key=wanted["plan"]["key"], code=wanted["beside"])
    of_plan = Figure.objects.filter(line__submission__period__plan=beside.plan, target=None)
    of_plan.filter(line__attribution=Attribution.INTEGRATED).update(target=beside)
    return loaded


def _plan(wanted: dict[str, Any]) -> None:
    facts = wanted["plan"]
    province = Province.objects.get(slug=facts["province"])
    document = LegalDocument.objects.create(
        kind=DocumentKind.PLAN,
        number_and_symbol=facts["number_and_symbol"],
        issuer=Organisation.objects.get(key=facts["issuer"]),
        abstract=facts["title"],
        province=province,
        is_demo=True,
    )
    plan = Plan.objects.create(
        key=facts["key"],
        province=province,
        programme=Programme.objects.get(key=facts["programme"]),
        document=document,
        standing=Standing.DEMO,
        title=facts["title"],
        year_from=facts["years"][0],
        year_to=facts["years"][1],
    )
    targets = {
        row["code"]: _target(plan, row, place, wanted["statement"])
        for place, row in enumerate(wanted["targets"], start=1)
    }
    for place, row in enumerate(wanted["tasks"], start=1):
        _task(plan, row, place).targets.set([targets[code] for code in row["targets"]])


def _target(plan: Plan, row: dict[str, Any], place: int, statement: str) -> Target:
    return Target.objects.create(
        plan=plan,
        code=row["code"],
        family=IndicatorFamily.objects.get(code=row["family"]),
        indicator=row["indicator"],
        statement=statement,
        source_lines="",
        position=place,
        operator=row["operator"],
        value=Decimal(row["value"]),
        unit=row["unit"],
    )


def _task(plan: Plan, row: dict[str, Any], place: int) -> Task:
    group = NationalTaskGroup.objects.get(programme=plan.programme, code=row["group"])
    task = Task.objects.create(
        plan=plan, code=row["code"], title=row["title"], position=place, source_lines="", national_group=group
    )
    lead = Organisation.objects.get(key=row["lead"])
    TaskRole.objects.create(task=task, kind=RoleKind.LEAD, organisation=lead, position=1)
    return task
