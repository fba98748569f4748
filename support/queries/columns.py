"""The columns of the desk: one list for the screen, the spreadsheet and the order of rows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.sheets import Value
from support.models import Application, Verdict
from support.queries.standing import waits_for


@dataclass(frozen=True)
class Column:
    """A column: ``value(record)`` is what a file holds; ``sort`` names its order; ``width`` in characters.

    ``needs`` names what has to be read beside the row: items, opinions. ``tax_code`` takes its value from the reader's
    rights and has none here.
    """

    key: str
    label: str | Promise
    value: Callable[[Any], Value]
    width: int = 18
    sort: str = ""
    kind: str = "words"  # day, money
    needs: str = ""
    is_fixed: bool = False


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


def _sum(figures: list[int | None]) -> int | None:
    stated = [figure for figure in figures if figure is not None]
    return sum(stated) if stated else None


def open_opinions(application: Application) -> int:
    """How many opinions are asked for and neither given nor closed; of rows read for the desk, asking nothing."""
    requests = application.opinion_requests.all()
    return sum(1 for request in requests if request.answered_at is None and request.closed_at is None)


def contents(application: Application) -> str:
    """The short names of what is asked for."""
    return "; ".join(item.content.short for item in application.items.all())


def _waiting(application: Application) -> str:
    whom = waits_for(application, opinions=open_opinions(application))
    return str(whom.label) if whom else ""


def _cost(application: Application) -> int | None:
    return _sum([item.cost for item in application.items.all()])


def _granted(application: Application) -> int | None:
    """Granted by the leader; what is only proposed is nobody's yet."""
    if not application.is_decided:
        return None
    return _sum([item.amount for item in application.items.all() if item.verdict == Verdict.GRANTED])


COLUMNS = (
    Column("code", pgettext_lazy("of an application", "Code"), lambda a: a.code, 24, is_fixed=True),
    Column("enterprise", _("Enterprise"), lambda a: a.enterprise.name, 44, sort="enterprise"),
    Column("tax_code", _("Tax code"), lambda _a: None, 16),
    Column("plan", _("Plan"), lambda a: str(a.plan), 36),
    Column("area", _("Province of the plan"), lambda a: str(a.plan.province), 18),
    Column("contents", _("What is asked for"), contents, 60, needs="items"),
    Column("state", pgettext_lazy("column of a list", "State"), lambda a: a.get_state_display(), 22),
    Column("waiting", _("Waits for"), _waiting, 24, needs="opinions"),
    Column("submitted", _("Submitted"), lambda a: _day(a.submitted_at), 13, sort="submitted", kind="day"),
    Column("promised", _("Promised for"), lambda a: a.promised_on, 13, kind="day"),
    Column("due", pgettext_lazy("column of a list", "Due"), lambda a: a.due_on, 13, sort="due", kind="day"),
    Column("assignee", _("Handled by"), lambda a: str(a.assignee) if a.assignee else "", 26),
    Column("ended", _("Ended"), lambda a: a.ended_on, 13, sort="ended", kind="day"),
    Column("cost", _("Expected cost, đồng"), _cost, 20, kind="money", needs="items"),
    Column("granted", _("Amount granted, đồng"), _granted, 20, kind="money", needs="items"),
)
DEFAULT_COLUMNS = ("code", "enterprise", "contents", "state", "submitted", "due", "assignee")

# Ties are broken by the id, and what is not stated stands last, except where an index is read backwards.
SORTS: dict[str, tuple[Any, ...]] = {
    "-submitted": (F("submitted_at").desc(nulls_last=True), F("pk").desc()),
    "submitted": (F("submitted_at").asc(nulls_first=True), F("pk").asc()),
    "due": (F("due_on").asc(nulls_last=True), F("pk").asc()),
    "-due": (F("due_on").desc(nulls_last=True), F("pk").desc()),
    "enterprise": (F("enterprise__order").asc(), F("pk").asc()),
    "-enterprise": (F("enterprise__order").desc(), F("pk").desc()),
    "ended": (F("ended_on").asc(nulls_last=True), F("pk").asc()),
    "-ended": (F("ended_on").desc(nulls_last=True), F("pk").desc()),
}


def columns_of(keys: tuple[str, ...]) -> list[Column]:
    """The chosen columns in their fixed order."""
    return [column for column in COLUMNS if column.key in keys]
