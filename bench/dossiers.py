"""The desk of applications with a country's worth of rows: each page against its floor, small and full."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from accounts.models import User
from bench.clock import take_turns
from bench.floor import Floor, bare_database
from bench.pages import CLERK, HELLO, Screen
from bench.table import kilobytes, milliseconds, table, times
from bench.visit import Visitor
from load.dossiers import Desk, contents_of, pour_dossiers
from load.pour import analyze
from programmes.models import Plan
from support.models import Application

FEW, FULL = (2_000, 6_000), (100_000, 300_000)  # enterprises, applications
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
    "search, tax code begun": "{begun}",
    "search, code of an application": "{code}",
    "search, number of a document": "1322/QĐ-TTg",
    "search, spelt wrong": "hoa phat dzat {some}",
    "search, words of many names, in none together": "dien tu binh duong",
    "search, nothing like it": "qwxz kjvb",
}


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


def screens(stage: Desk, clerk: Visitor) -> list[Screen]:
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
        "begun": some.enterprise.tax_code[:5],
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


def filled(enterprises: int, applications: int, today: dt.date) -> Desk:
    """So many enterprises and applications in all, on the one desk; what is there already counts."""
    plan = Plan.objects.select_related("province").get(key="ha-noi-149-2021")
    clerks = User.objects.filter(memberships__organisation__key="ha-noi/DOST").values_list("pk", flat=True)
    stage = Desk(plan, contents_of(plan), list(clerks))
    pour_dossiers([stage], enterprises, applications, today)
    analyze()
    return stage
