"""Enterprises and their applications, as many as wanted."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from common.vietnamese import fold, sort_key
from enterprises.models import Enterprise
from load.pour import Row, pour
from programmes.models import Plan
from support.models import Application, ReceiptCounter, RequestedItem, SupportContent
from support.states import OPEN, ApplicationState

FORMS = ("Công ty TNHH", "Công ty cổ phần", "Hợp tác xã", "Doanh nghiệp tư nhân", "Hộ kinh doanh")
TRADES = ("Cơ khí", "Dệt may", "Thực phẩm", "Gốm sứ", "Điện tử", "Chế biến gỗ", "Nông sản", "Dược liệu", "Giày da")  # fmt: skip
NAMES = ("Đại Đức", "Hòa Phát Đạt", "Bình Minh", "Trường Thịnh", "Ánh Dương", "Thăng Long", "Đông Đô", "Sao Mai")  # fmt: skip
STATES = {  # of a hundred applications
    "submitted": 4, "supplement": 2, "appraisal": 3, "proposed": 1, "granted": 55, "refused": 20, "withdrawn": 10, "expired": 5,
}  # fmt: skip
CONTENTS = 8
OLDEST = 1700  # days


@dataclass(frozen=True)
class Desk:
    """Where applications of one plan lie: its contents, and who may take them. ``share`` is the part it gets of all."""

    plan: Plan
    contents: list[SupportContent]
    clerks: list[int]
    share: int = 1


def contents_of(plan: Plan) -> list[SupportContent]:
    """The contents of the plan; some made up where few are loaded."""
    found = list(plan.contents.order_by("position"))
    facts = {"text": "x", "source_lines": "1"}
    return found + [
        plan.contents.create(code=f"X{number}", short=f"Nội dung {number}", position=900 + number, **facts)
        for number in range(len(found), CONTENTS)
    ]


def pour_dossiers(desks: Sequence[Desk], enterprises: int, applications: int, today: dt.date) -> None:
    """So many enterprises and applications in all, shared out among the desks; what is there already counts."""
    chance = Random(applications)  # noqa: S311 - the same rows every time
    turns = [desk for desk in desks for _turn in range(desk.share)]
    there = Enterprise.objects.count()
    pour(Enterprise, (_enterprise(n, turns[n % len(turns)], chance) for n in range(there, enterprises)))
    owned: dict[int, list[int]] = {}
    for pk, province in Enterprise.objects.values_list("pk", "province_id"):
        owned.setdefault(province, []).append(pk)
    known = Application.objects.count()
    pour(
        Application,
        (_application(n, owned, turns[n % len(turns)], today, chance) for n in range(known, applications)),
    )
    by_plan = {desk.plan.pk: desk.contents for desk in desks}
    bare = Application.objects.filter(items__isnull=True, plan__in=by_plan).values_list("pk", "plan_id")
    pour(RequestedItem, _items(list(bare), by_plan, chance))
    _count_receipts(desks, applications, today)


def _enterprise(number: int, desk: Desk, chance: Random) -> Row:
    name = f"{chance.choice(FORMS)} {chance.choice(TRADES)} {chance.choice(NAMES)} {number}"
    return {
        "name": name,
        "province_id": desk.plan.province_id,
        "tax_code": f"{1_000_000_000 + number}",
        "order": sort_key(name),
        "folded": fold(name),
    }


def _application(number: int, owned: dict[int, list[int]], desk: Desk, today: dt.date, chance: Random) -> Row:
    state = chance.choices(list(STATES), list(STATES.values()))[0]
    age = chance.randrange(30) if state in OPEN else chance.randrange(30, OLDEST)
    day, plan = today - dt.timedelta(age), desk.plan
    assigned = state != ApplicationState.SUBMITTED or chance.random() < 0.5
    return {
        "enterprise_id": chance.choice(owned[plan.province_id]),
        "plan_id": plan.pk,
        "province_id": plan.province_id,
        "state": state,
        "year": day.year,
        "number": number + 1,
        "code": f"NSCL-{plan.province.slug}-{day.year}-{number + 1:05d}",
        "started_at": _moment(day),
        "submitted_at": _moment(day),
        "submitted_by_id": desk.clerks[0],
        "promised_on": day + dt.timedelta(20),
        "due_on": day + dt.timedelta(20) if state in OPEN and state != ApplicationState.SUPPLEMENT else None,
        "assignee_id": chance.choice(desk.clerks) if assigned else None,
        "ended_on": None if state in OPEN else day + dt.timedelta(15),
    }


def _items(
    applications: list[tuple[int, int]], contents: dict[int, list[SupportContent]], chance: Random
) -> Iterator[dict[str, Any]]:
    for pk, plan in applications:
        for content in chance.sample(contents[plan], 1 + (chance.random() < 0.3)):
            yield {
                "application_id": pk,
                "content_id": content.pk,
                "cost": chance.randrange(10, 900) * 1_000_000,
            }


def _count_receipts(desks: Sequence[Desk], applications: int, today: dt.date) -> None:
    """The next receipt of each province stands after the last one poured."""
    for desk in desks:
        for year in range((today - dt.timedelta(OLDEST)).year, today.year + 1):
            ReceiptCounter.objects.update_or_create(
                province=desk.plan.province, year=year, defaults={"last": applications}
            )


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)
