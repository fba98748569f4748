"""Fills an empty portal as ten years of all provinces would: ``python -m load.fill FILE [--small]``.

Writes to FILE, as JSON, who can sign in and where they work. Refuses a portal in which anybody is not a demo account.
The trial's data (``load_plans``, ``load_support``, ``load_outlines``, ``load_demo``) have to be there: everything is made from them.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django


@dataclass(frozen=True)
class Size:
    """How much there is to be: in all, and in each province."""

    provinces: int
    units: int
    years: int
    enterprises: int
    applications: int
    changes: int  # lines in the history of fields
    specialists: int
    enterprise_people: int


FULL = Size(34, 20, 10, 100_000, 300_000, 1_000_000, 3, 6)
SMALL = Size(3, 9, 3, 400, 900, 4_000, 2, 3)
CAPITAL = 8  # so many times as much lies on the first desk as on another


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say how long a part took."""
    begun = time.monotonic()
    yield
    print(f"  {name}: {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)


def fill(size: Size) -> dict[str, Any]:
    """Everything; what those who play the people need to know. Raises RuntimeError in a portal of real people."""
    from django.utils import timezone

    from accounts.models import User
    from journal.actions import seal
    from load.accounts import PASSWORD, pour_accounts, told
    from load.dossiers import Desk, contents_of, pour_dossiers
    from load.history import pour_entries, pour_history
    from load.places import settle, some_provinces
    from load.pour import analyze
    from load.world import world
    from load.years import Periods, pour_plans, pour_reports
    from programmes.models import Plan

    if User.objects.filter(is_demo=False).exists():
        raise RuntimeError("There are real people in this portal: nothing is made up here.")
    today = timezone.localdate()
    years = range(today.year - size.years + 1, today.year + 1)
    with step("provinces, plans"):
        units = settle(some_provinces(size.provinces), size.units)
        plans = pour_plans(units, years)
    with step("periods, forms, reports"):
        periods = Periods(plans, units, years)
        periods.pour(today)
        pour_reports(periods, today)
    with step("enterprises, applications"):
        seated = list(User.objects.filter(is_demo=True).order_by("pk").values_list("pk", flat=True)[:2])
        desks = [
            Desk(plan, contents_of(plan), seated, CAPITAL if number == 0 else 1)
            for number, plan in enumerate(
                Plan.objects.filter(key__startswith="tai-").select_related("province").order_by("pk")
            )
        ]
        pour_dossiers(desks, size.enterprises, size.applications, today)
    with step("people"):
        accounts = pour_accounts(units, specialists=size.specialists, enterprises=size.enterprise_people)
    with step("history"):
        pour_entries(seated[0])
        pour_history(size.changes)
    with step("seals"):
        seal()
    with step("statistics"):
        analyze()
    return world(told(accounts), today) | {"password": PASSWORD}


def main() -> int:
    """Fill and tell; 2 where nothing may be made up."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("file", type=Path)
    options.add_argument("--small", action="store_true", help="a few of everything, for the tests")
    wanted = options.parse_args()
    django.setup()
    try:
        made = fill(SMALL if wanted.small else FULL)
    except RuntimeError as no:
        print(no, file=sys.stderr)
        return 2
    wanted.file.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
