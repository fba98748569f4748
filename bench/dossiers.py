"""The desk of applications with a country's worth of rows: each page against its floor, small and full."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models
from django.urls import reverse

from accounts.models import User
from bench.clock import take_turns
from bench.floor import Floor, bare_database
from bench.pages import CLERK, HELLO, Screen
from bench.table import kilobytes, milliseconds, table, times
from bench.visit import Visitor
from common.vietnamese import fold, sort_key
from enterprises.models import Enterprise
from programmes.models import Plan
from support.models import Application, ReceiptCounter, RequestedItem, SupportContent
from support.states import OPEN, ApplicationState

FEW, FULL = (2_000, 6_000), (100_000, 300_000)  # enterprises, applications
FORMS = ("Công ty TNHH", "Công ty cổ phần", "Hợp tác xã", "Doanh nghiệp tư nhân", "Hộ kinh doanh")
TRADES = (
    "Cơ khí",
    "Dệt may",
    "Thực phẩm",
    "Gốm sứ",
    "Điện tử",
    "Chế biến gỗ",
    "Nông sản",
    "Dược liệu",
    "Giày da",
)
NAMES = (
    "Đại Đức",
    "Hòa Phát Đạt",
    "Bình Minh",
    "Trường Thịnh",
    "Ánh Dương",
    "Thăng Long",
    "Đông Đô",
    "Sao Mai",
)
STATES = {  # of a hundred applications
    "submitted": 4, "supplement": 2, "appraisal": 3, "proposed": 1, "granted": 55, "refused": 20, "withdrawn": 10, "expired": 5,
}  # fmt: skip
CONTENTS = 8
SOUGHT = {
    "applications desk": "sort=",
    "applications desk, open by day": "state=open&sort=due",
    "applications desk, overdue": "due=overdue&sort=due",
    "applications desk, of one content": "content={content}",
    "applications desk, by enterprise": "sort=enterprise",
    "applications desk, last page": "sort=&page={last}",
    "applications search, name": "q=hoa+phat+dat+{some}",
    "applications search, half of all": "q=cong+ty",
    "applications search, code": "q={code}",
    "applications search, tax code": "q={tax_code}",
    "applications home": "",
}
SEARCHED = {  # in the search of the portal, which looks through every kind of record
    "search, a rare name": "hoa phat dat {some}",
    "search, in half of all names": "công ty",
    "search, two words in any order": "minh bình",
    "search, tax code": "{tax_code}",
    "search, code of an application": "{code}",
    "search, number of a document": "1322/QĐ-TTg",
    "search, spelt wrong": "hoa phat dzat {some}",
    "search, nothing like it": "qwxz kjvb",
}


@dataclass(frozen=True)
class Stage:
    """The clerk's plan with its contents, and how much lies on the desk."""

    plan: Plan
    contents: list[SupportContent]
    clerks: list[int]
    size: int


def desk(application: WSGIHandler, today: dt.date, rounds: int, *, sizes: Sequence[tuple[int, int]]) -> str:
    """The pages of the desk at two sizes, each size made in the database at hand; the second is the one compared."""
    clerk = Visitor(application, User.objects.get(email=CLERK))
    counts: dict[str, list[int]] = {name: [] for name in (*SOUGHT, *SEARCHED)}
    for enterprises, applications in sizes:
        stage = filled(enterprises, applications, today)
        shown = screens(stage, clerk)
        for screen in shown:
            counts[screen.name].append(len(screen.visitor.look(screen.path).queries))
    with bare_database() as database:
        rows = [
            _cost(screen, Floor(screen.visitor.look(screen.path), database), rounds, counts)
            for screen in shown
        ]
    return table(
        f"Desk of {sizes[-1][1]:,} applications, {sizes[-1][0]:,} enterprises",
        ("page", "× floor", "× hello", "queries", "HTML kB", "ms", "floor ms"),
        rows,
        (
            f"queries: at {sizes[0][1]:,} applications and at {sizes[-1][1]:,}; they have to be equal.",
            "floor, hello: as for the pages above. A floor holds the database's own work, so a slow query shows in both ms.",
            f"Medians of {rounds} turns; ms are of this machine and this hour only.",
        ),
    )


def _cost(screen: Screen, floor: Floor, rounds: int, counts: dict[str, list[int]]) -> tuple[str, ...]:
    page = screen.visitor.look(screen.path)
    ways = {
        "page": lambda: screen.visitor.get(screen.path),
        "floor": floor.page,
        "hello": lambda: screen.visitor.get(HELLO),
    }
    turns = take_turns(ways, rounds)
    asked = counts[screen.name]
    return (
        screen.name,
        times(turns.ratio("page", "floor")),
        times(turns.ratio("page", "hello")),
        str(asked[0]) if len(set(asked)) == 1 else " ≠ ".join(map(str, asked)),
        kilobytes(len(page.html)),
        milliseconds(turns.median("page")),
        milliseconds(turns.median("floor")),
    )


def screens(stage: Stage, clerk: Visitor) -> list[Screen]:
    """What a clerk opens all day: the desk, narrowed and sorted, and what they search for."""
    last = Application.objects.submitted().filter(plan__province=stage.plan.province).count() // 50
    some = Application.objects.filter(plan=stage.plan, enterprise__folded__contains="hoa phat dat").latest(
        "pk"
    )
    facts = {
        "content": stage.contents[0].pk,
        "last": last,
        "some": some.enterprise.folded.rsplit(" ", 1)[-1],
        "code": some.code,
        "tax_code": some.enterprise.tax_code,
    }
    address = reverse("support:application_list")
    paths = {name: f"{address}?{query.format(**facts)}" for name, query in SOUGHT.items() if query}
    search = reverse("portal:search")
    typed = {name: urlencode({"q": words.format(**facts)}) for name, words in SEARCHED.items()}
    return [
        *(Screen(name, path, clerk) for name, path in paths.items()),
        Screen("applications home", reverse("portal:home"), clerk),
        *(Screen(name, f"{search}?{query}", clerk) for name, query in typed.items()),
    ]


def filled(enterprises: int, applications: int, today: dt.date) -> Stage:
    """So many enterprises and applications in all, poured into the database; what is there already counts."""
    chance = random.Random(applications)  # noqa: S311 - the same rows every time
    plan = Plan.objects.get(key="ha-noi-149-2021")
    clerks = list(
        User.objects.filter(memberships__organisation__key="ha-noi/DOST").values_list("pk", flat=True)
    )
    stage = Stage(plan, _contents(plan), clerks, applications)
    there = Enterprise.objects.count()
    pour(Enterprise, (_enterprise(number, plan, chance) for number in range(there, enterprises)))
    ids = list(Enterprise.objects.values_list("pk", flat=True))
    known = Application.objects.count()
    pour(
        Application,
        (_application(number, ids, stage, today, chance) for number in range(known, applications)),
    )
    bare = Application.objects.filter(items__isnull=True).values_list("pk", flat=True)
    pour(RequestedItem, _items(list(bare), stage.contents, chance))
    for year in range(plan.year_from, today.year + 1):
        ReceiptCounter.objects.get_or_create(
            province=plan.province, year=year, defaults={"last": applications}
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself a minute later
    return stage


def _contents(plan: Plan) -> list[SupportContent]:
    """The contents of the plan; some made up where few are loaded."""
    found = list(plan.contents.order_by("position"))
    facts = {"text": "x", "source_lines": "1"}
    return found + [
        plan.contents.create(code=f"X{number}", short=f"Nội dung {number}", position=900 + number, **facts)
        for number in range(len(found), CONTENTS)
    ]


def _enterprise(number: int, plan: Plan, chance: random.Random) -> dict[str, Any]:
    name = f"{chance.choice(FORMS)} {chance.choice(TRADES)} {chance.choice(NAMES)} {number}"
    return {
        "name": name,
        "province_id": plan.province_id,
        "tax_code": f"{1_000_000_000 + number}",
        "order": sort_key(name),
        "folded": fold(name),
    }


def _application(
    number: int, enterprises: list[int], stage: Stage, today: dt.date, chance: random.Random
) -> dict[str, Any]:
    state = chance.choices(list(STATES), list(STATES.values()))[0]
    age = chance.randrange(30) if state in OPEN else chance.randrange(30, 1700)
    day = today - dt.timedelta(age)
    assigned = state != ApplicationState.SUBMITTED or chance.random() < 0.5
    return {
        "enterprise_id": chance.choice(enterprises),
        "plan_id": stage.plan.pk,
        "province_id": stage.plan.province_id,
        "state": state,
        "year": day.year,
        "number": number + 1,
        "code": f"NSCL-ha-noi-{day.year}-{number + 1:05d}",
        "started_at": _moment(day),
        "submitted_at": _moment(day),
        "submitted_by_id": stage.clerks[0],
        "promised_on": day + dt.timedelta(20),
        "due_on": day + dt.timedelta(20) if state in OPEN and state != ApplicationState.SUPPLEMENT else None,
        "assignee_id": chance.choice(stage.clerks) if assigned else None,
        "ended_on": None if state in OPEN else day + dt.timedelta(15),
    }


def _items(applications: list[int], contents: list[SupportContent], chance: random.Random) -> Iterator[dict]:
    for pk in applications:
        for content in chance.sample(contents, 1 + (chance.random() < 0.3)):
            yield {
                "application_id": pk,
                "content_id": content.pk,
                "cost": chance.randrange(10, 900) * 1_000_000,
            }


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)


def pour(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """COPY rows into the model's table; columns a row does not name have the value a new object has."""
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and not f.generated]
    blank = model()
    usual = {f.attname: f.get_db_prep_save(getattr(blank, f.attname), connection) for f in fields}
    names = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    with connection.cursor() as cursor:
        copying = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN"
        with cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row([row.get(f.attname, usual[f.attname]) for f in fields])
