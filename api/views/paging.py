"""A page of a list, asked for with ``cursor`` and ``limit``."""

from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Query, Schema

from api.documents.problem import Problem
from api.queries.pages import MOST, Part, part_of

M = TypeVar("M", bound=Model)


class Paging(Schema):
    """Where in the list, and how much of it."""

    cursor: Annotated[
        str, Query(max_length=60, description="“next” of the page before; empty for the first")
    ] = ""
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows of a page")] = 50


def part(found: "QuerySet[M]", paging: Paging) -> "Part[M]":
    """The page; Problem for a cursor nobody gave out."""
    try:
        return part_of(found, paging.cursor, paging.limit)
    except ValueError as no:
        slip = ("query.cursor", _("Take “next” of the page before, unchanged."))
        raise Problem("invalid", errors=[slip]) from no
