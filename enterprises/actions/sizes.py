"""The enterprise declares its people, revenue and capital for a year."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from enterprises.actions.editing import changes, edition, stale
from enterprises.actions.profile import line_problem
from enterprises.models import Enterprise, EnterpriseKind, SizeDeclaration
from enterprises.queries.size import not_scaled
from journal.actions import note_down

FIGURES = ("labour", "revenue", "capital", "months", "vsic_version", "vsic_code")
BACK = 3  # years before this one that may still be declared or corrected


def declarable_years(on: dt.date) -> list[int]:
    """The years that may be declared on ``on``, this one first."""
    return list(range(on.year, on.year - BACK - 1, -1))


def seen_edition(declaration: SizeDeclaration | None) -> str:
    """What a page says it was opened on; empty where the year was not declared."""
    return edition(declaration, FIGURES) if declaration else ""


@transaction.atomic
def declare_size(
    enterprise: Enterprise, *, year: int, figures: Mapping[str, Any], seen: str, by: User, now: dt.datetime
) -> SizeDeclaration:
    """Declare ``figures`` (FIGURES) for ``year``, or correct what was declared; the journal keeps what stood there.

    RuleBroken: not an enterprise, a year that cannot be declared, a line of business there is not; ``stale`` where
    somebody else declared meanwhile (``seen``). The same figures again change nothing.
    """
    row = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    if row.kind != EnterpriseKind.COMPANY:
        raise RuleBroken(not_scaled(row.kind))
    if year not in declarable_years(now.date()):
        raise RuleBroken({"year": _("This year cannot be declared.")})
    problem = line_problem(figures["vsic_version"], figures["vsic_code"])
    if problem:
        raise RuleBroken({"vsic_code": problem})
    standing = SizeDeclaration.objects.filter(enterprise=row, year=year).first()
    declaration = standing or SizeDeclaration(enterprise=row, year=year)
    told = changes(declaration, figures)
    if standing is not None and not told:
        return standing
    if seen_edition(standing) != seen:
        raise stale()
    for name, value in figures.items():
        setattr(declaration, name, value)
    declaration.declared_at, declaration.declared_by = now, by
    declaration.save()
    note_down(row, "correct_size" if standing else "declare_size", by=by, year=year, changes=told)
    return declaration
