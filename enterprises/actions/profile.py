"""Change what the register knows about an enterprise."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import fold
from enterprises.actions.editing import changes, stale
from enterprises.models import Enterprise
from enterprises.queries.sectors import line_of
from journal.actions import note_down

FIELDS = (
    "name",
    "kind",
    "address",
    "commune",
    "former_address",
    "phone",
    "is_foreign_invested",
    "is_woman_owned",
    "has_many_women",
    "is_social",
    "vsic_version",
    "vsic_code",
    "main_line",
)


@transaction.atomic
def change_profile(enterprise: Enterprise, *, facts: Mapping[str, Any], version: int, by: User) -> Enterprise:
    """Write ``facts`` (some of FIELDS) and note down what they were before; the row as it then is.

    ``version`` is what the person saw. RuleBroken: ``stale`` where somebody saved another since, unless both say the
    same; keyed by field where the facts cannot be right. Saying what is known already changes nothing.
    """
    row = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    told = changes(row, facts)
    if not told:
        return row
    if row.version != version:
        raise stale()
    for name in told:
        setattr(row, name, facts[name])
    check_profile(row)
    row.version += 1
    row.save()
    note_down(row, "change_enterprise", by=by, changes=told)
    return row


def check_profile(row: Enterprise) -> None:
    """RuleBroken, keyed by field: no name, half a line of business, a code its edition has not, a namesake."""
    if not fold(row.name):
        raise RuleBroken({"name": _("Write the name of the enterprise.")})
    problem = line_problem(row.vsic_version, row.vsic_code)
    if problem:
        raise RuleBroken({"vsic_code": problem})
    namesakes = Enterprise.objects.filter(province_id=row.province_id, folded=fold(row.name), tax_code="")
    if not row.tax_code and namesakes.exclude(pk=row.pk).exists():
        words = _("Another enterprise without a tax code has this name. Have its tax code entered first.")
        raise RuleBroken({"name": words})
    try:
        row.clean_fields(exclude=["tax_code", "province"])
    except ValidationError as no:
        raise RuleBroken(no.message_dict) from no


def line_problem(version: str, code: str) -> str:
    """What is wrong with a line of business; empty where nothing is, also where none is given."""
    if bool(version) != bool(code):
        return _("Write the code together with its edition of VSIC: one code may mean two things.")
    if code and line_of(version, code) is None:
        return _("This edition of VSIC has no line of business “%(code)s”.") % {"code": code[:10]}
    return ""
