"""The trial's dossiers: some hundred enterprises and applications over the years, made up and labelled so.

The same seed and day give the same dossiers. Rows are written in bulk as the actions would have left them.
"""

import datetime as dt
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from common.vietnamese import fold, sort_key
from enterprises.models import Enterprise, EnterpriseKind, Product, SizeDeclaration
from enterprises.queries.tax_codes import check_digit
from journal.actions import note_down_each
from organisations.models import Evidence, Province
from organisations.queries import working_calendar
from portal.demo_lives import Lives
from programmes.models import CountedFrom, Plan, Target
from support.models import (
    Application,
    Criterion,
    RequiredPaper,
    SupportContent,
    SupportLevel,
    SupportProcedure,
)

DATA = Path(__file__).parent / "data" / "demo-support.yaml"
UNISSUED = 19_990_000  # tax codes from 0019990000 on: no province ever gave codes beginning with 00


@transaction.atomic
def load(*, on: dt.date) -> int:
    """Make the dossiers unless some are there, or nothing can be asked for yet; returns how many were made."""
    wanted = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    plan = Plan.objects.select_related("province", "document").get(key=wanted["plan"])
    if Application.objects.filter(plan=plan, is_demo=True).exists() or not plan.contents.exists():
        return 0
    people = {role: User.objects.get(email=wanted[role]) for role in ("specialist", "leader", "applicant")}
    levels = settings(wanted, plan)
    random = Random(wanted["seed"])  # noqa: S311 - a trial, not a secret
    enterprises = _enterprises(wanted, random, people["applicant"], on)
    lives = Lives(
        plan=plan,
        people=people,
        levels=levels,
        wanted=wanted,
        calendar=working_calendar(),
        random=random,
        on=on,
    )
    for year, number in wanted["applications"].items():
        lives.lead(enterprises, on.year if year == "this_year" else year, number)
    lives.store()
    _draft(plan, people["applicant"])
    note_down_each(((life.application, {"demo": True}) for life in lives.all), "load_demo", by=None)
    return len(lives.all)


def _draft(plan: Plan, applicant: User) -> None:
    """A draft its enterprise has begun and left."""
    draft = Application.objects.create(
        plan=plan,
        enterprise=applicant.enterprise_memberships.get().enterprise,
        situation="Doanh nghiệp đang dùng sổ sách giấy (demo).",
        contact_name=applicant.full_name,
        contact_email=applicant.email,
        started_by=applicant,
        is_demo=True,
    )
    draft.items.create(content=plan.contents.get(code="SC-CNTT"), wish="Phần mềm quản lý sản xuất (demo)")


def settings(wanted: dict[str, Any], plan: Plan) -> dict[str, SupportLevel]:
    """Days, papers, criteria and levels of the trial, and which targets count from outcomes; levels by content code."""
    basis = {"legal_basis": wanted["basis"], "is_demo": True}
    SupportProcedure.objects.get_or_create(
        plan=plan, is_demo=True, defaults=wanted["procedure"] | basis | {"evidence": Evidence.UNKNOWN}
    )
    for model, rows in ((RequiredPaper, wanted["papers"]), (Criterion, wanted["criteria"])):
        for position, row in enumerate(rows):
            model.objects.get_or_create(
                plan=plan, name=row["name"], defaults=row | basis | {"position": position}
            )
    levels = {}
    for content in SupportContent.objects.filter(plan=plan):
        told = wanted["levels"][content.code]
        levels[content.code], _new = SupportLevel.objects.get_or_create(
            content=content,
            is_demo=True,
            defaults={"rate": told["rate"], "cap": told["cap"], "evidence": Evidence.UNKNOWN} | basis,
        )
    Target.objects.filter(plan=plan, code__in=wanted["from_outcomes"]).update(
        counted_from=CountedFrom.OUTCOMES
    )
    return levels


def _enterprises(wanted: dict[str, Any], random: Random, by: User, on: dt.date) -> list[Enterprise]:
    """The enterprises with their lines, sizes of the year and products."""
    province = Province.objects.get(slug=wanted["province"])
    made = [_enterprise(wanted, random, province, place) for place in range(wanted["enterprises"])]
    Enterprise.objects.bulk_create(made)
    now = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    SizeDeclaration.objects.bulk_create(
        SizeDeclaration(
            enterprise=enterprise,
            year=on.year,
            labour=random.choice([6, 9, 24, 60, 95, 160, 320]),
            revenue=random.choice([2, 9, 45, 120, 260, 900]) * 1_000_000_000,
            capital=random.choice([1, 3, 18, 70, 150]) * 1_000_000_000,
            vsic_version=enterprise.vsic_version,
            vsic_code=enterprise.vsic_code,
            declared_at=now,
            declared_by=by,
        )
        for enterprise in made[::2]
    )
    products = [
        (enterprise, f"{_line(wanted, place)[2]} Demo {place:03d}") for place, enterprise in enumerate(made)
    ]
    Product.objects.bulk_create(
        Product(
            enterprise=enterprise,
            name=name,
            folded=fold(name),
            is_key=random.random() < 0.3,  # noqa: PLR2004 - three in ten
            is_exported=random.random() < 0.2,  # noqa: PLR2004 - two in ten
            ocop_stars=random.choice([None, None, None, 3, 4]),
        )
        for enterprise, name in products
    )
    return made


def _enterprise(wanted: dict[str, Any], random: Random, province: Province, place: int) -> Enterprise:
    form, line = wanted["forms"][place % len(wanted["forms"])], _line(wanted, place)
    name = f"{form} {line[0]} Demo {place:03d} (demo)"
    is_cooperative = form.startswith("Hợp tác xã")
    return Enterprise(
        name=name,
        order=sort_key(name),
        folded=fold(name),
        tax_code=_tax_code(place),
        kind=EnterpriseKind.COOPERATIVE if is_cooperative else EnterpriseKind.COMPANY,
        province=province,
        address=f"Số {place + 1} đường Thử Nghiệm, thành phố Hà Nội (địa chỉ demo)",
        is_foreign_invested=not is_cooperative and random.random() < 0.04,  # noqa: PLR2004 - one in 25
        is_woman_owned=random.random() < 0.2,  # noqa: PLR2004 - two in ten
        vsic_version="2018",
        vsic_code=line[1],
        main_line=line[0],
        is_demo=True,
    )


def _line(wanted: dict[str, Any], place: int) -> list[str]:
    """The line of business of the enterprise at ``place``."""
    return wanted["lines"][place % len(wanted["lines"])]


def _tax_code(place: int) -> str:
    """A code with the right check digit among those never issued; where the rule yields none, the branch of another."""
    nine = f"{UNISSUED + place:09d}"
    digit = check_digit(nine)
    if digit is not None:
        return f"{nine}{digit}"
    return _tax_code(place + 5000)
