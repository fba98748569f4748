"""What of the desk is asked for, as the address says it and as it is kept."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from common.sought import Sought
from common.vietnamese import clean
from support.queries.columns import COLUMNS, DEFAULT_COLUMNS, SORTS
from support.queries.standing import Waiting
from support.states import ApplicationState

MOST_SOUGHT = 100  # characters of a search
MOST_DAYS = 60  # working days ahead
OVERDUE, MINE, NOBODY, ANY_OPEN, ANY_ENDED = "overdue", "mine", "nobody", "open", "ended"
NEWEST = "-submitted"


@dataclass(frozen=True, kw_only=True)
class Wanted(Sought):
    """Filters, order and columns; what is empty filters nothing out.

    ``due`` is "overdue" or a number of working days; ``assignee`` "mine", "nobody" or a person's id; ``area`` the slug of
    the province for whose area the plan holds.
    """

    q: str = ""
    state: str = ""
    due: str = ""
    assignee: str = ""
    waiting: str = ""
    plan: str = ""
    content: str = ""
    year: str = ""
    area: str = ""
    sort: str = NEWEST
    columns: tuple[str, ...] = field(default=DEFAULT_COLUMNS, metadata={"said_as": "col"})


def wanted(query: QueryDict | str) -> Wanted:
    """What an address asks for. What is not known filters nothing out."""
    asked = QueryDict(query) if isinstance(query, str) else query
    return Wanted(
        q=clean(asked.get("q", ""))[:MOST_SOUGHT],
        state=one_of(asked.get("state"), {ANY_OPEN, ANY_ENDED, *ApplicationState.values} - {"draft"}),
        due=_due(asked.get("due", "")),
        assignee=asked.get("assignee", "")
        if asked.get("assignee") in {MINE, NOBODY}
        else number_in(asked.get("assignee", "")),
        waiting=one_of(asked.get("waiting"), set(Waiting.values)),
        plan=clean(asked.get("plan", ""))[:MOST_SOUGHT],
        content=number_in(asked.get("content", "")),
        year=number_in(asked.get("year", ""), most=9999),
        area=clean(asked.get("area", ""))[:MOST_SOUGHT],
        sort=one_of(asked.get("sort"), SORTS) or NEWEST,
        columns=_columns(asked.getlist("col")),
    )


def one_of(value: str | None, known: Any) -> str:
    """The value if it is known, else nothing."""
    return value if value and value in known else ""


def number_in(value: str, most: int = 2**31 - 1) -> str:
    """The digits of a number the database can hold."""
    text = value.lstrip("0") or value[:1]
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return text if is_number and int(text) <= most else ""


def _due(value: str) -> str:
    return value if value == OVERDUE else number_in(value, MOST_DAYS)


def _columns(keys: list[str]) -> tuple[str, ...]:
    chosen = tuple(column.key for column in COLUMNS if column.key in keys or column.is_fixed)
    return chosen if any(key in COLUMN_KEYS for key in keys) else DEFAULT_COLUMNS


COLUMN_KEYS = {column.key for column in COLUMNS}
