"""A list of things that wait for a person, as the home page shows it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils.functional import Promise

MOST_SHOWN = 10  # a home page is a start, the full lists are one step away


@dataclass(frozen=True)
class Work:
    """Things of one kind that wait: ``kind`` chooses how a row is written, ``more`` counts those not shown.

    ``where`` is the address of all of them, where it is not the usual list of their kind.
    """

    kind: str
    title: str | Promise
    empty: str | Promise
    rows: list
    more: int = 0
    where: str = ""


def told_apart(works: list[Work]) -> tuple[list[Work], list[str | Promise]]:
    """The lists with something in them, in their order, and what is said of those where nothing waits."""
    return [work for work in works if work.rows], [
        work.empty for work in works if not work.rows and work.empty
    ]


def first_of(
    kind: str,
    title: str | Promise,
    empty: str | Promise,
    records: QuerySet[Any],
    where: str = "",
    *,
    is_rare: bool = False,
) -> Work:
    """The first rows and how many more there are, in one query.

    ``is_rare``: hardly anybody has such work, so whether there is any is asked first; that takes a tenth of the time.
    """
    if is_rare and not records.exists():
        return Work(kind, title, empty, [], where=where)
    rows = list(records.annotate(in_all=Window(Count("pk")))[:MOST_SHOWN])
    return Work(kind, title, empty, rows, rows[0].in_all - len(rows) if rows else 0, where)
