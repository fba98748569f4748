"""Lists in pages that stay whole while rows are added: each begins after the last row of the one before."""

import base64
import binascii
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
LARGEST = 2**63 - 1
MOST = 200


@dataclass(frozen=True)
class Part(Generic[M]):
    """The rows of one page, and the mark from which the next begins; None on the last."""

    rows: list[M]
    next: str | None


def part_of(found: "QuerySet[M]", cursor: str, limit: int) -> "Part[M]":
    """The ``limit`` rows after ``cursor`` ("" from the beginning), by id. ValueError for a mark we never gave.

    One query; nothing is counted, so a long list costs no more than a short one.
    """
    rows = list(found.filter(pk__gt=_read(cursor)).order_by("pk")[: limit + 1])
    more = len(rows) > limit
    return Part(rows[:limit], _written(rows[limit - 1].pk) if more else None)


def _written(pk: int) -> str:
    return base64.urlsafe_b64encode(f"after:{pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        told = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, UnicodeError) as no:
        raise ValueError(cursor) from no
    word, _, number = told.partition(":")
    if word != "after" or not number.isdigit() or len(number) > len(str(LARGEST)) or int(number) > LARGEST:
        raise ValueError(cursor)
    return int(number)
