"""The trial's people and periods; everything about it is plainly labelled demo."""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from enterprises.models import Enterprise, EnterpriseMembership
from organisations.models import Membership, Organisation, Province
from organisations.queries import working_calendar
from portal import demo_dossiers, demo_forms, demo_merged
from programmes.models import Plan
from reporting.actions.periods import open_period
from reporting.loading import Loaded, load_periods
from reporting.models import ReportingPeriod

DATA = Path(__file__).parent / "data" / "demo.yaml"


def facts() -> dict[str, Any]:
    """What the trial holds: accounts, password, periods."""
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


@transaction.atomic
def load(*, on: dt.date) -> list[Loaded]:
    """Make the demo accounts, fill the past periods and open one for entry around ``on``. Repeating changes nothing."""
    wanted = facts()
    loader = _account(wanted["loader"], password=None)
    enterprises = {facts["tax_code"]: _enterprise(facts) for facts in wanted["enterprises"]}
    for account in wanted["accounts"]:
        user = _account(account, password=wanted["password"])
        for held in account.get("enterprises", []):
            EnterpriseMembership.objects.get_or_create(
                user=user,
                enterprise=enterprises[held["tax_code"]],
                defaults={"role": held["role"], "position": held["position"]},
            )
        for role in account.get("roles", []):
            organisation = Organisation.objects.get(key=role["organisation"])
            Membership.objects.get_or_create(user=user, organisation=organisation, role=role["role"])
    demo_dossiers.load(on=on)
    loaded = [period for name in wanted["periods"] for period in load_periods(name, by=loader)]
    loaded += demo_merged.load(by=loader)
    now = wanted["open_now"]
    plan = Plan.objects.get(key=now["plan"])
    if not ReportingPeriod.objects.yearly().filter(plan=plan).exists():
        calendar = working_calendar()
        day = {name: on + dt.timedelta(days=now[name]) for name in ("opens", "cutoff")}
        day |= {name: calendar.on_or_after(on + dt.timedelta(days=now[name])) for name in ("due", "locks")}
        period = open_period(
            plan=plan,
            year=on.year,
            cutoff_on=day["cutoff"],
            opens_on=day["opens"],
            due_on=day["due"],
            locks_on=day["locks"],
            by=None,
        )
        loaded.append(Loaded(period, demo_forms.fill(period, wanted["filled"], on=on)))
    return loaded


def _account(wanted: dict[str, Any], *, password: str | None) -> User:
    """The demo account, made if it is not there; without a password nobody can sign in with it."""
    is_administrator = bool(wanted.get("administrator"))
    user = User.objects.filter(email=wanted["email"]).first()
    if user is None:
        user = User.objects.create_user(
            wanted["email"],
            password,
            full_name=wanted["name"],
            is_demo=True,
            is_staff=is_administrator,
            is_superuser=is_administrator,
        )
    return user


def _enterprise(wanted: dict[str, Any]) -> Enterprise:
    """The demo enterprise, entered if it is not there; never a real one that happens to have its code."""
    enterprise, _is_new = Enterprise.objects.get_or_create(
        tax_code=wanted["tax_code"],
        is_demo=True,
        defaults={
            "name": wanted["name"],
            "kind": wanted["kind"],
            "province": Province.objects.get(slug=wanted["province"]),
            "address": wanted["address"],
            "is_foreign_invested": False,
        },
    )
    return enterprise
