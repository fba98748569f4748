"""What people do to plans. The enacted text itself is never touched."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from journal.actions import note_down
from programmes.models import Finding, Standing


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
