"""Assign what each target is to reach in the year of a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_number
from programmes.actions import assign_annual_target
from programmes.models import AnnualTarget, Target
from reporting.models import ReportingPeriod
from reporting.queries.issued import is_issued


@dataclass(frozen=True)
class YearFigure:
    """What a person wants a target to reach; ``was`` is what they saw. None is no figure, 0 is one."""

    target: Target
    value: Decimal | None
    was: Decimal | None


@transaction.atomic
def assign_year(*, period: ReportingPeriod, figures: Iterable[YearFigure], by: User, reason: str) -> int:
    """Assign the figures of the period's year that were changed, all or none; how many changed.

    A figure somebody else changed since it was read is refused (code ``stale``, keyed by the target's id); so is
    every change once the yearly report was issued (code ``issued``). Further as assign_annual_target.
    """
    ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)  # two people wait for each other
    if is_issued(period.plan, period.year):
        raise RuleBroken(
            _("The yearly report of %(year)s was issued; its figures are no longer changed.")
            % {"year": period.year},
            code="issued",
        )
    changed = [figure for figure in figures if figure.value != figure.was]
    known = dict(
        AnnualTarget.objects.filter(
            target__in=[figure.target for figure in changed], year=period.year
        ).values_list("target_id", "value")
    )
    stale = {
        str(figure.target.pk): _stale(known.get(figure.target.pk))
        for figure in changed
        if known.get(figure.target.pk) not in {figure.was, figure.value}
    }
    if stale:
        raise RuleBroken(stale, code="stale")
    for figure in changed:
        assign_annual_target(figure.target, year=period.year, value=figure.value, by=by, reason=reason)
    return len(changed)


def _stale(now: Decimal | None) -> str:
    if now is None:
        return _("Somebody took the figure back meanwhile. Nothing was saved.")
    return _("Somebody assigned %(value)s meanwhile. Nothing was saved.") % {"value": vn_number(now)}
