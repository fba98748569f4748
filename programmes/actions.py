"""What people do to plans. The enacted text itself is never touched."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from journal.actions import note_down
from programmes.models import AnnualTarget, Finding, Standing, Target
from programmes.queries.yearly import is_enacted


@transaction.atomic
def accept_finding(finding: Finding, *, remark: str, by: User) -> Finding:
    """Accept a finding as known, with DOST's remark; the row is locked so that two clerks do it once.

    Raises RuleBroken without a remark, when somebody accepted it before, when the plan is history, or when
    ``by`` does not work at the DOST of the plan's province.
    """
    row = (
        Finding.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan", "accepted_by")
        .get(pk=finding.pk)
    )
    if row.plan.standing == Standing.HISTORY:
        raise RuleBroken(_("This plan is history and read only; nothing is added to it."), code="history")
    if not by.has_perm("programmes.accept_finding", row):
        raise RuleBroken(
            _("Only the Department of Science and Technology of this province may accept the finding."),
            code="not_permitted",
        )
    if row.accepted_at is not None:
        raise RuleBroken(
            _("%(person)s has already accepted this finding. Your remark was not saved.")
            % {"person": row.accepted_by},
            code="moved_on",
        )
    words = clean(remark)
    if not words:
        raise RuleBroken(
            _("Write a remark: what was checked, and what the department concludes."), code="empty"
        )
    row.remark, row.accepted_at, row.accepted_by = words, timezone.now(), by
    row.save(update_fields=["remark", "accepted_at", "accepted_by"])
    note_down(row, "accept_finding", by=by, note=words, code=row.code)
    return row


@transaction.atomic
def assign_annual_target(
    target: Target, *, year: int, value: Decimal | None, by: User, reason: str
) -> AnnualTarget | None:
    """DOST says what ``target`` is to reach in ``year`` where the plan does not; None takes the figure back.

    0 is a figure, "none this year". The target is locked so that two people assign one after the other; nothing is
    written where nothing changes. Raises RuleBroken: not permitted, plan of history, year outside the target's
    phase, negative, no reason, and (code ``enacted``) where the plan itself states the figure of the year.
    """
    row = Target.objects.select_for_update(of=("self",), no_key=True).get(pk=target.pk)
    if not by.has_perm("programmes.assign_annual_target", row.plan):
        raise RuleBroken(
            _("Only the Department of Science and Technology of this province assigns yearly figures."),
            code="not_permitted",
        )
    span = row.phase or row.plan
    if not span.year_from <= year <= span.year_to:
        raise RuleBroken(
            _("The target runs from %(first)s to %(last)s; %(year)s lies outside it.")
            % {"first": span.year_from, "last": span.year_to, "year": year}
        )
    if value is not None and value < 0:
        raise RuleBroken(_("A yearly figure cannot be negative."))
    if is_enacted(row, year):
        raise RuleBroken(
            _("The plan itself states the figure of %(year)s; an enacted figure is not changed.")
            % {"year": year},
            code="enacted",
        )
    return _assign(row, year, value, by=by, reason=clean(reason))


def _assign(
    target: Target, year: int, value: Decimal | None, *, by: User, reason: str
) -> AnnualTarget | None:
    known = AnnualTarget.objects.filter(target=target, year=year).first()
    before = known.value if known else None
    if before == value:
        return known
    if not reason:
        raise RuleBroken(
            _("Say why, or by which paper: assigned figures are held against the units' results."),
            code="empty",
        )
    note_down(target, "assign_annual_target", by=by, note=reason, year=year, was=before, value=value)
    if value is None:
        AnnualTarget.objects.filter(target=target, year=year).delete()
        return None
    assigned = known or AnnualTarget(target=target, year=year)
    assigned.value, assigned.raw, assigned.is_assigned = value, "", True
    assigned.save()
    return assigned
