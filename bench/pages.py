"""What the pages cost, against a floor of their own, and whether they grow faster than their rows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import psycopg
from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.clock import take_turns
from bench.floor import Floor, bare_database
from bench.growth import crowded, grown, opened
from bench.table import kilobytes, milliseconds, table, times
from bench.visit import Visitor
from programmes.models import Plan
from reporting.models import ReportingPeriod, Submission

HELLO = "/hello/"
PLANS = ("ha-noi-149-2021", "ha-giang-125-2021")
UNIT = "ha-noi/DOST"  # owes the most lines
MATRIX = (146, 13)  # twenty departments and 126 communes by the thirteen tasks of the plan
CLERK = "chuyen-vien.ha-noi@demo.example"  # fills in for it, and reads the periods of the province
MINISTRY = "bo-khcn@demo.example"  # reads what other portals sent

LISTS = {
    "plans": "programmes:plan_list",
    "provinces": "organisations:province_list",
    "organisations": "organisations:organisation_list",
    "periods": "reporting:period_list",
    "forms": "reporting:submission_list",
    "proposals": "reporting:proposal_list",
    "reports": "consolidation:report_list",
    "enterprises": "enterprises:enterprise_list",
    "contents": "support:content_list",
    "supports": "support:support_list",
    "outcomes": "support:outcome_list",
    "needs": "support:need_list",
    "notices": "outbox:notice_list",
    "mails": "outbox:mail_list",
    "outlines": "reporting:outline_list",
    "batches": "consolidation:batch_list",
    "invitations": "organisations:invitation_list",
    "requests to join": "enterprises:join_list",
    "programs": "api:token_list",
    "devices": "accounts:session_list",
    "saved views": "support:desk_view_list",
}
COUNTRY_LISTS = {
    "received reports": "consolidation:received_list",
    "portals": "consolidation:installation_list",
}


@dataclass(frozen=True)
class Screen:
    """A page with a name for the table and somebody who reads it."""

    name: str
    path: str
    visitor: Visitor


@dataclass(frozen=True)
class Growth:
    """The same page with its rows, with many times as many, and with twice as many again."""

    name: str
    few: Screen
    many: Screen
    twice: Screen


def screens(application: WSGIHandler) -> list[Screen]:
    """The pages people wait for: two plans as the public reads them, the largest form as its clerk opens it."""
    public, clerk, ministry = (
        Visitor(application, who)
        for who in (None, User.objects.get(email=CLERK), User.objects.get(email=MINISTRY))
    )
    form = Submission.objects.filter(organisation__key=UNIT).latest("period__year")
    plans = [
        Screen(f"plan page {key}", reverse("programmes:plan_detail", args=[key]), public) for key in PLANS
    ]
    return [
        *plans,
        Screen(
            f"entry page {UNIT} {form.period.year}",
            reverse("reporting:submission_edit", args=[form.pk]),
            clerk,
        ),
        Screen("period page, its 8 units", form.period.get_absolute_url(), clerk),
        _matrix(form.period.plan, clerk),
        *(Screen(name, address, clerk) for name, address in _lists_and_dashboards(form)),
        *(Screen(f"list of {name}", reverse(each), ministry) for name, each in COUNTRY_LISTS.items()),
    ]


def _lists_and_dashboards(form: Submission) -> Iterator[tuple[str, str]]:
    """Every other list and dashboard of somebody at DOST; those of the applications stand in ``dossiers``."""
    plan = form.period.plan
    yield "dashboard of the plan", reverse("consolidation:plan_dashboard", args=[plan.key])
    yield "progress of the plan", reverse("reporting:plan_progress", args=[plan.key])
    yield "figures of the period", reverse("reporting:period_figures", args=[form.period.pk])
    yield "letters of the period", reverse("reporting:letter_list", args=[form.period.pk])
    yield "roll-up of the country", reverse("consolidation:rollup_country")
    yield "roll-up of the province", reverse("consolidation:rollup_province", args=[plan.province.slug])
    for name, address in LISTS.items():
        yield f"list of {name}", reverse(address)


def _matrix(plan: Plan, clerk: Visitor) -> Screen:
    """Everybody who may owe something in the largest province, and every task of its plan."""
    units, tasks = MATRIX
    period = crowded(grown(plan, 1, "-matrix"), units, timezone.localdate(), lines=tasks)
    address = reverse("reporting:period_matrix", args=[period.pk])
    return Screen(f"matrix, {units} units × {tasks} tasks", address, clerk)


def costs(shown: list[Screen], rounds: int) -> str:
    """Every screen against its floor and against a page without work, in turn."""
    with bare_database() as database:
        rows = [_cost(screen, database, rounds) for screen in shown]
    return table(
        "Pages",
        ("page", "× floor", "× hello", "queries", "HTML kB", "gzip kB", "ms", "floor ms"),
        rows,
        (
            "page: the WSGI application with all middleware and production settings, in this process, no socket.",
            "floor: the page's own queries sent by bare psycopg, its own tags and texts put out by one template loop.",
            "hello: a view that returns a word, through the same middleware and by the same visitor.",
            f"Medians of {rounds} turns page, floor, hello, page, …; ms are of this machine and this hour only.",
        ),
    )


def _cost(screen: Screen, database: psycopg.Connection, rounds: int) -> tuple[str, ...]:
    page = screen.visitor.look(screen.path)
    ways = {
        "page": lambda: screen.visitor.get(screen.path),
        "floor": Floor(page, database).page,
        "hello": lambda: screen.visitor.get(HELLO),
    }
    turns = take_turns(ways, rounds)
    return (
        screen.name,
        times(turns.ratio("page", "floor")),
        times(turns.ratio("page", "hello")),
        str(len(page.queries)),
        kilobytes(len(page.html)),
        kilobytes(page.zipped),
        milliseconds(turns.median("page")),
        milliseconds(turns.median("floor")),
    )


def growths(
    application: WSGIHandler,
    today: dt.date,
    *,
    keys: Sequence[str] = PLANS,
    many: int = 10,
    units: int = 200,
) -> Iterator[Growth]:
    """Pages with ``many`` times their rows and twice that, made by the portal's own actions in the database at hand.

    ``keys`` are plans; the first one also gets the forms and periods that grow.
    """
    public, clerk = Visitor(application), Visitor(application, User.objects.get(email=CLERK))
    sizes = (1, many, 2 * many)
    for key in keys:
        whole = Plan.objects.get(key=key)
        plans = [grown(whole, size) for size in sizes]
        yield Growth(
            f"plan page {key}, rows", *(Screen("", plan.get_absolute_url(), public) for plan in plans)
        )
    whole = Plan.objects.get(key=keys[0])
    periods = [opened(Plan.objects.get(key=f"{whole.key}-{size}"), today) for size in sizes]
    yield Growth(f"entry page {UNIT}, lines", *(_entry(period, clerk) for period in periods))
    counts = [units * size // many for size in sizes]
    periods = [crowded(grown(whole, 1, f"-{count}"), count, today) for count in counts]
    name = f"period page, {counts[0]} units"
    yield Growth(name, *(Screen("", period.get_absolute_url(), clerk) for period in periods))


def _entry(period: ReportingPeriod, clerk: Visitor) -> Screen:
    form = period.submissions.get(organisation__key=UNIT)
    return Screen("", reverse("reporting:submission_edit", args=[form.pk]), clerk)


def flatness(pages: list[Growth], rounds: int) -> str:
    """Queries and time of the same page with few rows and with many, in turn."""
    return table(
        "Flatness: rows ×10, ×20",
        ("page", "queries", "bytes ×10", "time ×10", "next ten / first", "ms ×1", "ms ×10", "ms ×20"),
        [_flat(page, rounds) for page in pages],
        (
            "floor: the same page with its own rows. Queries have to be equal.",
            "next ten / first: what a kB costs from ×10 to ×20 against a kB from ×1 to ×10; 1× is linear, 2× is not.",
            f"Medians of {rounds} turns ×1, ×10, ×20, ×1, …",
        ),
    )


def _flat(growth: Growth, rounds: int) -> tuple[str, ...]:
    screens = {"few": growth.few, "many": growth.many, "twice": growth.twice}
    shown = {size: screen.visitor.look(screen.path) for size, screen in screens.items()}
    ways = {size: partial(screen.visitor.get, screen.path) for size, screen in screens.items()}
    turns = take_turns(ways, rounds)
    counts = [len(page.queries) for page in shown.values()]
    few, many, twice = (len(page.html) for page in shown.values())
    first = (turns.median("many") - turns.median("few")) / (many - few)
    following = (turns.median("twice") - turns.median("many")) / (twice - many)
    return (
        growth.name,
        str(counts[0]) if len(set(counts)) == 1 else " ≠ ".join(map(str, counts)),
        times(many / few),
        times(turns.ratio("many", "few")),
        times(following / first),
        *(milliseconds(turns.median(size)) for size in screens),
    )
